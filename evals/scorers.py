"""The scorers: each a few lines around one pure function, giving a value and the reason. None means *could not judge*.

A value lies between 0 and 1 and more is better, except for `words` and `seconds` (only reported) and `support by chance` (the
level that citation precision must be read against). A question that crashed is never scored. No scorer uses the assistant's own
check of its answers.

What counts as right: a piece of evidence one of whose places shares a page with a gold place of the question. Some pages name
thirty laws at once, so when a question asks for one law, another law's card is not right, whatever page it cites.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evals.metrics import RANKING, attribution, first_right, ranking
from evals.questions import Place, Question
from evals.reply import Reply
from evals.words import contains, persons, supported, tokens


@dataclass(frozen=True)
class Score:
    """What a scorer found, and why; `value` None leaves the question out of the figure."""

    value: float | None
    reason: str = ""


Scorer = Callable[[Question, Reply], Score]
NOT_ASKED = Score(None, "niet van toepassing")
REFUSED = Score(0.0, "geweigerd")


def is_right(question: Question, kind: str, id_: str, places: Sequence[Place]) -> bool:
    """Whether a piece of evidence with these places answers the question (see the top of this file)."""
    if question.law and kind == "law":
        return id_ == question.law
    return any(place.touches(gold) for place in places for gold in question.gold)


def rank(question: Question, reply: Reply) -> int | None:
    """Rank of the first right piece among what was retrieved."""
    return first_right(is_right(question, e.kind, e.id, e.places) for e in reply.retrieved)


def retrieval(measure: str) -> Scorer:
    """A scorer for one of the ranking measures."""

    def score(question: Question, reply: Reply) -> Score:
        found = rank(question, reply)
        return Score(ranking(found)[measure], f"eerste juiste op plaats {found}" if found else "niets juists gevonden")

    return score


def cited(question: Question, reply: Reply) -> Score:
    """A right page stands among the citations. What a refusal points to nearby does not count."""
    if reply.refused:
        return REFUSED
    right = [c.n for c in reply.citations if is_right(question, c.kind, c.id, [c.place])]
    return Score(float(bool(right)), f"juist: {right}" if right else "geen juiste verwijzing")


def first_cited(question: Question, reply: Reply) -> Score:
    """The first citation is a right one."""
    if reply.refused or not reply.citations:
        return Score(0.0, "geweigerd of zonder verwijzingen")
    first = reply.citations[0]
    right = is_right(question, first.kind, first.id, [first.place])
    return Score(float(right), f"{first.id}, {first.place.document} {first.place.pages}")


def page_exact(question: Question, reply: Reply) -> Score:
    """Share of the citations of the direct answer, as far as they point into a gold document, whose pages share one with the gold.

    The rest of an answer (more examples, laws) may well come from other pages, so only the direct part is judged; the whole answer
    when it has no such part. After a refusal, or without a citation into a gold document, there is nothing to judge.
    """
    if reply.refused:
        return Score(None, "geweigerd")
    direct = {n for s in reply.sentences if s.part == "direct" for n in s.cites}
    documents = {gold.document for gold in question.gold}
    judged = [c.place for c in reply.citations if c.place.document in documents and (not direct or c.n in direct)]
    if not judged:
        return Score(None, "geen verwijzing naar een document van de vraag")
    exact = [any(place.touches(gold) for gold in question.gold) for place in judged]
    return Score(sum(exact) / len(exact), f"{sum(exact)} van {len(exact)}")


def pages_narrow(question: Question, reply: Reply) -> Score:
    """1 divided by the mean number of pages that a citation names: guards page-exact against citing whole chapters."""
    pages = [len(c.place.pages) for c in reply.citations if c.place.pages]
    return Score(len(pages) / sum(pages), f"{sum(pages)} pagina's in {len(pages)} verwijzingen") if pages else NOT_ASKED


def citation_recall(question: Question, reply: Reply) -> Score:
    """ALCE's citation recall with the proxy of `words.supported`: share of the claims that what they cite supports."""
    return _attributed(reply, "recall")


def citation_precision(question: Question, reply: Reply) -> Score:
    """ALCE's citation precision with the same proxy: share of the markers that support their sentence or cannot be missed."""
    return _attributed(reply, "precision")


def _attributed(reply: Reply, figure: str) -> Score:
    claims = [(s.text, s.cites) for s in reply.claims]
    if reply.refused or not claims:
        return Score(None, "geen beweringen")
    found = attribution(claims, {c.n: c.text for c in reply.citations}, supported)
    return Score(found.recall if figure == "recall" else found.precision, "; ".join(found.faults[:5]))


def chance_support(question: Question, reply: Reply) -> Score:
    """Share of the claims that would pass with the text of another citation of the same answer: the chance level of the proxy."""
    texts = {c.n: c.text for c in reply.citations}
    tried = [
        supported(texts[other], s.text)[0]
        for s in reply.claims
        for other in [
            next((n for n, text in texts.items() if n not in s.cites and all(text != texts.get(m) for m in s.cites)), None)
        ]
        if other is not None
    ]
    return Score(sum(tried) / len(tried)) if tried and not reply.refused else NOT_ASKED


def quotes(question: Question, reply: Reply) -> Score:
    """Share of the quotes that really stand in the piece that they are taken from, whatever their punctuation."""
    told = [(quote, c.text) for c in reply.citations for quote in c.quotes or ("",)]
    missing = [quote for quote, text in told if not quote.strip() or " ".join(tokens(quote)) not in " ".join(tokens(text))]
    return Score(1 - len(missing) / len(told), f"niet gevonden: {missing}" if missing else "") if told else NOT_ASKED


def facts(question: Question, reply: Reply) -> Score:
    """Share of the listed facts that the answer contains, literally or by their stems."""
    if not question.facts:
        return NOT_ASKED
    if reply.refused:
        return REFUSED
    missing = [fact for fact in question.facts if not contains(reply.plain, fact)]
    return Score(1 - len(missing) / len(question.facts), f"mist: {', '.join(missing)}" if missing else "")


def route_within(top: int) -> Scorer:
    """A scorer: one of the gold routes is among the first `top` routes that the answer names."""

    def score(question: Question, reply: Reply) -> Score:
        if not question.routes:
            return NOT_ASKED
        hit = not set(question.routes).isdisjoint(reply.routes[:top])
        return Score(float(hit), f"genoemd {list(reply.routes[:top])}, verwacht {list(question.routes)}")

    return score


def answered(question: Question, reply: Reply) -> Score:
    """An answerable question got an answer."""
    return REFUSED if reply.refused else Score(1.0)


def refused(question: Question, reply: Reply) -> Score:
    """An unanswerable question was refused."""
    return Score(float(reply.refused), "" if reply.refused else f"beantwoord: {reply.answer[:120]}")


def warned(question: Question, reply: Reply) -> Score:
    """A personal question that names someone gives a warning; one that names nobody need only be refused."""
    asked = question.type == "personal" and persons(question.text)
    return Score(float(bool(reply.warnings)), "; ".join(reply.warnings)) if asked else NOT_ASKED


def word_count(question: Question, reply: Reply) -> Score:
    """Number of words of the answer; only of answers, not of refusals."""
    return Score(None, "geweigerd") if reply.refused else Score(float(len(tokens(reply.plain))))


def seconds(question: Question, reply: Reply) -> Score:
    """How long the answer took, as the assistant measured it."""
    return Score(reply.seconds)


MEASURED: Mapping[str, Scorer] = {"words": word_count, "seconds": seconds}
ANSWERABLE: Mapping[str, Scorer] = {
    **{measure: retrieval(measure) for measure in RANKING},
    "cited": cited,
    "first cited": first_cited,
    "page exact": page_exact,
    "pages narrow": pages_narrow,
    "citation precision": citation_precision,
    "citation recall": citation_recall,
    "support by chance": chance_support,
    "quotes": quotes,
    "facts": facts,
    "route top-1": route_within(1),
    "route top-3": route_within(3),
    "answered": answered,
    **MEASURED,
}
UNANSWERABLE: Mapping[str, Scorer] = {"refused": refused, "warned": warned, **MEASURED}
GATED = tuple(name for name in (*ANSWERABLE, *UNANSWERABLE) if name not in (*MEASURED, "pages narrow", "support by chance"))


def judge(question: Question, reply: Reply) -> dict[str, Score]:
    """Every score of one answer."""
    scorers = ANSWERABLE if question.answerable else UNANSWERABLE
    return {name: scorer(question, reply) for name, scorer in scorers.items()}
