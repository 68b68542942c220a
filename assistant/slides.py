"""Builds a presentation from cards: a base that always holds, examples for this audience, chosen answers; fitted to the minutes.

Deterministic, without a language model: every bullet is a sentence of a card, with the card and its pages. Knows no file format.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant import deck_outline as outline
from assistant.answer import Answer, Citation
from assistant.chain import Assistant
from assistant.deck import (
    MAX_BULLETS,
    MAX_SLIDES,
    MAX_WORDS,
    MINUTES_A_SLIDE,
    Bullet,
    BulletSource,
    Deck,
    DeckRequest,
    Slide,
    shortened,
    slide_count,
)  # fmt: skip
from assistant.deck_cases import Cases, choose_cases
from assistant.deck_notes import with_notes
from assistant.deck_sentences import SLIDE_WORDS, fitting, gist, short_sentences, source_of, story, take, whole
from assistant.entry_lines import entry_sentences, lower
from assistant.follow_ups import leans, may_lean
from assistant.retrieval import same_words
from assistant.routes import routes_named
from assistant.wording import page_ranges
from ingest import Entry, LawDetail, RouteDetail, content_words, fold, sentences

GONE = ("opgegaan in andere wet", "vervallen")
CASE_BULLETS = 4
# So many of the examples that an answer cites get a slide of their own, when nobody chose any.
MOST_CITED = 2
# A short sentence takes the place of a longer one that has this share of its words.
ENOUGH_SHARED = 0.5
# With more words a question can be read without the one before it.
SHORT_QUESTION = 8


@dataclass(frozen=True)
class Planned:
    """A slide that may be in the deck, made when it is sure to get a place; when time is short, the highest ranks go.

    `name` tells its maker what is missing when it got none; empty for what nobody asked for.
    """

    rank: int
    make: Callable[[], Slide]
    name: str = ""


def build_deck(assistant: Assistant, request: DeckRequest) -> Deck:
    """The presentation that is asked for. Raises DeckError when the request cannot be met."""
    assistant = assistant.newest()
    asked = request.checked()
    cases = choose_cases(assistant, asked)
    planner = _Planner(assistant, asked, cases)
    planned = list(planner.slides())
    wanted = slide_count(asked.minutes, asked.slides) - 1
    made: dict[int, Slide] = {}
    left: list[str] = []
    # What stays longest tells first; a later slide tells only what is new.
    for n in sorted(range(len(planned)), key=lambda n: (planned[n].rank, n)):
        room = MAX_SLIDES - 1 if planned[n].rank <= outline.RANK_EXAMPLES else wanted
        if len(made) < room and (slide := planner.made(planned[n])).bullets:
            made[n] = slide
        elif planned[n].name:
            left.append(planned[n].name)
    slides = _unique_titles([made[n] for n in sorted(made)])
    remarks = cases.remarks + tuple(
        f"Op de vraag ‘{a.question}’ staat geen antwoord in de bronnen." for a in asked.answers if a.refused
    )
    if len(made) > wanted:
        fits = f"{asked.slides} dia’s" if asked.slides else f"{asked.minutes} minuten"
        remarks += (f"U koos meer dan in {fits} past: reken op ongeveer {round((len(made) + 1) * MINUTES_A_SLIDE)} minuten.",)
    if left:
        remarks += (f"Dit kreeg geen eigen dia, omdat de tijd op is of omdat alles al op een andere dia staat: {'; '.join(left)}.",)
    deck = Deck(planner.name, asked.audience, asked.occasion, asked.minutes, asked.region, slides, remarks)
    return with_sources(assistant, deck)


def with_sources(assistant: Assistant, deck: Deck) -> Deck:
    """The deck with its list of sources and its notes made anew, after slides were moved or changed."""
    assistant = assistant.newest()
    slides = [s for s in deck.slides if s.kind != "sources"]
    noted = with_notes(assistant, slides)
    pages: dict[str, set[int]] = {}
    for source in (c for s in slides for c in s.sources):
        pages.setdefault(source.document, set()).update(source.pages)
    rows = []
    for document_id, found in pages.items():
        d = assistant.documents[document_id]
        rows.append(Bullet(f"{d.dated}, p. {page_ranges(found)}"))
    if laws := dict.fromkeys(assistant.entry(c.entry).title for s in slides for c in s.sources if c.beyond):
        rows.append(Bullet(f"Bronnen over de wet zelf: {', '.join(laws)}; de notities bij de dia noemen ze."))
    closing = Slide(
        outline.SOURCES_TITLE,
        tuple(rows),
        "Deze presentatie is gemaakt door een computer. Controleer belangrijke punten in de bron.",
        "sources",
    )
    return replace(deck, slides=(*noted, closing))


class _Planner:
    """Makes every slide that a request could have, in the order in which they would be shown."""

    def __init__(self, assistant: Assistant, request: DeckRequest, cases: Cases) -> None:
        self.assistant, self.request, self.cases = assistant, request, cases
        self.routes = {e.detail.number: e for e in assistant.entries("route") if isinstance(e.detail, RouteDetail)}
        self.entries = {e.id: e for kind in ("insight", "instrument", "law") for e in assistant.entries(kind)}
        self.phases = list(
            dict.fromkeys(e.detail.phase for _, e in sorted(self.routes.items()) if isinstance(e.detail, RouteDetail))
        )
        # Where no examples were chosen, the answers are what the talk is about.
        self.subject = () if request.cases else tuple(a for a in request.answers if not a.refused)
        self.name = outline.TITLE
        if len(self.subject) == 1:
            asked = _asked(self.subject[0])
            is_question = asked.endswith("?") or asked[:1].islower()
            title = outline.QUESTION_TITLE.format(question=lower(asked)) if is_question else outline.TOPIC_TITLE.format(topic=asked)
            self.name = shortened(title)
        self._told: list[str] = []

    def slides(self) -> Iterator[Planned]:
        """All of them; some have no bullets."""
        yield Planned(outline.RANK_TITLE, self._title)
        answers = [
            Planned(outline.RANK_ANSWER, partial(self._answer, a), "" if a.refused else f"‘{a.question}’")
            for a in self.request.answers
        ]
        if self.subject:
            yield from answers
        for part in (outline.WHY, outline.RETURNS, outline.LINES):
            yield Planned(part.rank, partial(self._part, part))
        yield Planned(outline.RANK_ROUTES, self._overview)
        for number in routes_named(self.request.occasion):
            if number in self.routes:
                yield from self._named(number)
        for phase in self.phases:
            yield Planned(outline.RANK_PHASE, partial(self._phase, phase))
        for part in (outline.WORKS, outline.HINDERS, outline.AGES, outline.BEGIN):
            yield Planned(part.rank, partial(self._part, part))
        yield from self._examples()
        if not self.subject:
            yield from answers
        yield Planned(outline.RANK_LAWS, self._laws)
        yield Planned(outline.RANK_DIALOGUE, self._dialogue)
        yield Planned(outline.RANK_NEXT, self._next)

    def made(self, planned: Planned) -> Slide:
        """The slide; what it tells is not told again."""
        slide = planned.make()
        if slide.kind not in ("title", "dialogue"):
            self._told += [b.text for b in slide.bullets]
        return slide

    def _title(self) -> Slide:
        who = " · ".join(t for t in (self.request.occasion, self.request.region) if t)
        lines = (self.request.audience and f"Voor {self.request.audience[0].lower()}{self.request.audience[1:]}", who)
        bullets = tuple(Bullet(t) for t in lines if t) or (Bullet("Uit de Reisgids en andere publicaties, met de bron erbij"),)
        remarks = "".join(f"\nLet op: {r}" for r in self.cases.remarks)
        notes = (
            f"Reken op ongeveer {self.request.minutes} minuten. Onder elke dia staat de bron. "
            "In de notities staat wat u erbij kunt vertellen, met de bladzijde."
        )
        return Slide(self.name, bullets, notes + remarks, "title")

    def _part(self, part: outline.Part) -> Slide:
        cards = [self.entries[i] for i in part.cards if i in self.entries]
        each = [[self._bullet(e, s) for s in take(short_sentences(e), part.each, self._told)] for e in cards]
        turns = [b[n] for n in range(part.each) for b in each if n < len(b)]
        order = {id(b): n for n, b in enumerate(b for group in each for b in group)}
        bullets = sorted(fitting(turns), key=lambda b: order[id(b)])
        return Slide(part.title, tuple(bullets), kind=part.kind)

    def _overview(self) -> Slide:
        return Slide(
            outline.ROUTES_TITLE,
            tuple(self._bullet(e, _capital(e.title), self._message(e)) for _, e in sorted(self.routes.items())),
            kind="routes",
        )

    def _named(self, number: int) -> Iterator[Planned]:
        """The slides of a route that the talk is about: what it says and advises, its steps, its examples, its pitfalls."""
        entry = self.routes[number]
        cases = [e for e in (*self.cases.chosen, *self.cases.others) if number in e.routes]
        # A card names the route of its own section first.
        cases.sort(key=lambda e: e.routes[0] != number)
        if isinstance(detail := entry.detail, RouteDetail):
            advice = partial(self._advice, entry)
            yield Planned(
                outline.RANK_NAMED, partial(advice, _capital(entry.title), (detail.message, *detail.tips)), f"route {number}"
            )
            yield Planned(outline.RANK_NAMED, partial(advice, outline.ROUTE_STEPS.format(route=number), detail.steps))
            yield Planned(outline.RANK_NAMED, partial(self._list, outline.ROUTE_EXAMPLES.format(route=number), cases[:MAX_SLIDES]))
            yield Planned(outline.RANK_NAMED, partial(advice, outline.ROUTE_PITFALLS.format(route=number), detail.pitfalls))

    def _advice(self, entry: Entry, title: str, told: Sequence[str]) -> Slide:
        new = take((s for s in told if len(s.split()) <= MAX_WORDS), MAX_BULLETS, self._told)
        return Slide(title, fitting(self._bullet(entry, s) for s in new), kind="routes")

    def _phase(self, phase: str) -> Slide:
        """A message of each route in one stage of the journey; the more routes, the shorter."""
        cards = {n: e for n, e in sorted(self.routes.items()) if isinstance(e.detail, RouteDetail) and e.detail.phase == phase}
        each = max(1, MAX_BULLETS // len(cards))
        longest = MAX_WORDS if len(cards) == 1 else SLIDE_WORDS // (each * len(cards))
        bullets = []
        for entry in cards.values():
            short = [s for s in short_sentences(entry) if len(s.split()) <= longest]
            bullets += [self._bullet(entry, s) for s in take(short, each, self._told)]
        numbers = (
            f"route {min(cards)}"
            if len(cards) == 1
            else f"routes {min(cards)} {'en' if len(cards) == 2 else 'tot en met'} {max(cards)}"
        )
        return Slide(outline.PHASE_TITLE.format(phase=phase, routes=numbers), fitting(bullets), kind="routes")

    def _examples(self) -> Iterator[Planned]:
        shown = [e for e in self.cases.chosen if gist(e)]
        for entry in self.cases.others:
            # Another place that does the same is no new example; what was chosen stays.
            if gist(entry) and take([gist(entry)], 1, [gist(e) for e in shown]):
                shown.append(entry)
        for n in range(max(1, -(-len(self.cases.chosen) // MAX_BULLETS))):
            # Some more than fit, for those that an answer told already.
            group = shown[n * MAX_BULLETS : (n + 3) * MAX_BULLETS]
            title = outline.EXAMPLES_MORE if n else outline.EXAMPLES_TITLE
            yield Planned(outline.RANK_EXAMPLES, partial(self._list, title, group))
        cited = [e for e in self.cases.others if self.subject and e.id in self.cases.cited][:MOST_CITED]
        for entry in shown[: MAX_SLIDES - 2]:
            chosen = entry in self.cases.chosen
            of_subject = outline.RANK_CITED_CASE if entry in cited else outline.RANK_OTHER_CASE
            rank = outline.RANK_CHOSEN_CASE if chosen else of_subject
            yield Planned(rank, partial(self._case, entry, 1 if chosen else 2), f"‘{entry.title}’" if chosen else "")

    def _list(self, title: str, cases: Sequence[Entry]) -> Slide:
        """What each example is about, when that is new; of a chosen one always a sentence, a new one when there is."""
        bullets: list[Bullet] = []
        for entry in cases:
            told = [*self._told, *(b.text for b in bullets)]
            chosen = entry in self.cases.chosen
            found = take(self._candidates(entry), 1, told) or [gist(entry)] * chosen
            bullets += [self._bullet(entry, s) for s in found if s]
        return Slide(title, fitting(bullets), kind="examples")

    def _candidates(self, entry: Entry) -> list[str]:
        """What may tell of an example in a list: what it is about; of one that an answer told already another sentence that names it."""
        if entry in self.cases.chosen:
            return short_sentences(entry)
        more = short_sentences(entry) if entry.id in self.cases.cited else []
        return [gist(entry), *(s for s in more if any(p in s for p in entry.places))]

    def _case(self, entry: Entry, fewest: int) -> Slide:
        """What else there is to tell of one example, when that is enough; of a chosen one also what resembles another slide."""
        chosen = entry in self.cases.chosen
        told = story(entry, CASE_BULLETS, self._told) if chosen else take(short_sentences(entry), CASE_BULLETS, self._told)
        bullets = [self._bullet(entry, s) for s in told]
        return Slide(shortened(entry.title), fitting(bullets) if len(bullets) >= fewest else (), kind="case")

    def _answer(self, answer: Answer) -> Slide:
        known = {c.n: c for c in answer.citations}
        bullets: dict[str, Bullet] = {}
        for block in answer.blocks if not answer.refused else ():
            for sentence in block.sentences:
                cited = [known[n] for n in sentence.cites if n in known]
                for text in _row(sentence.text, len(block.sentences)) if block.kind == "table" else (sentence.text,):
                    if len(text.split()) > MAX_WORDS:
                        nearest = _shorter(text, cited, (*self._told, *bullets))
                        bullets |= {nearest[1]: self._bullet(*nearest)} if nearest else {}
                    elif cited and take([text], 1, self._told) and text not in bullets:
                        bullets[text] = Bullet(text, tuple(_cited(c, text) for c in cited))
        return Slide(shortened(_asked(answer)), fitting(bullets.values()), kind="answer")

    def _laws(self) -> Slide:
        examples = (*self.cases.chosen, *self.cases.others[: 0 if self.cases.chosen else MAX_BULLETS])
        cited = [c.entry.id for a in self.request.answers for c in a.citations if c.entry.kind == "law"]
        ids = dict.fromkeys([*cited, *(law for e in examples for law in e.laws), *outline.LAWS])
        bullets: list[Bullet] = []
        for law in [self.entries[i] for i in ids if i in self.entries]:
            if isinstance(law.detail, LawDetail) and law.detail.status not in GONE:
                bullets += [
                    self._bullet(law, s) for s in take([s for s in short_sentences(law) if _names(law, s)][:1], 1, self._told)
                ]
        return Slide(outline.LAWS_TITLE, fitting(bullets), kind="laws")

    def _dialogue(self) -> Slide:
        bullets = []
        for card, question in outline.DIALOGUE:
            entry = self.entries.get(card)
            if entry and self.assistant.checker.check_texts(question, [f"{entry.summary}\n{entry.body}"]).supported:
                bullets.append(self._bullet(entry, question, max(entry_sentences(entry), key=lambda s: same_words(question, s))))
        return Slide(outline.DIALOGUE_TITLE, fitting(bullets), kind="dialogue")

    def _next(self) -> Slide:
        """One step of each route that the examples are about, in the order of the journey."""
        about = [r for e in (*self.cases.chosen, *self.cases.others[:MAX_BULLETS]) for r in e.routes]
        numbers = sorted(
            dict.fromkeys([1, *sorted(set(about), key=lambda r: (-about.count(r), r)), *self.routes]), key=lambda r: r != 1
        )[:MAX_BULLETS]
        bullets = []
        for number in sorted(n for n in numbers if n in self.routes):
            entry = self.routes[number]
            steps = entry.detail.steps if isinstance(entry.detail, RouteDetail) else ()
            bullets += [self._bullet(entry, s) for s in take((s for s in steps if len(s.split()) <= MAX_WORDS), 1, self._told)]
        return Slide(outline.NEXT_TITLE, fitting(bullets), kind="next")

    def _message(self, entry: Entry) -> str:
        return entry.detail.message if isinstance(entry.detail, RouteDetail) else entry.summary

    def _bullet(self, entry: Entry, text: str, quote: str = "") -> Bullet:
        return Bullet(text, (self._source(entry, quote or whole(entry, text)),))

    def _source(self, entry: Entry, quote: str) -> BulletSource:
        return source_of(entry, quote, self.assistant.documents, self.assistant.url_of(entry))


def _asked(answer: Answer) -> str:
    """The question as it was typed; only one that says too little on its own, `En in Zuid-Limburg?`, as it was read."""
    own = content_words(answer.question)
    short = len(answer.question.split()) <= SHORT_QUESTION
    leaning = short and (leans(answer.question, own) or may_lean(answer.question, own))
    return (leaning and answer.resolved) or answer.question


def _cited(citation: Citation, text: str) -> BulletSource:
    """Where the answer says that a sentence stands, with the one supporting sentence that comes nearest to it."""
    quote = text if text in citation.quotes else max(citation.quotes, key=lambda q: same_words(text, q), default=text)
    d = citation.document
    return BulletSource(citation.entry.id, d.id, d.name, citation.pages, quote, citation.url, citation.beyond)


def _row(text: str, rows: int) -> list[str]:
    """What a row of a table tells, as sentences: those of its second cell, as many as leave room for the other rows."""
    return sentences(text.split(" | ")[1])[: max(1, MAX_BULLETS // rows)]


def _shorter(text: str, cited: Sequence[Citation], told: Sequence[str]) -> tuple[Entry, str] | None:
    """The sentence of the evidence, and its card, that comes nearest to a sentence that is too long for a slide."""
    short = [(c.entry, s) for c in cited for s in short_sentences(c.entry) if take([s], 1, told)]
    candidates = [(entry, s) for entry, s in short if same_words(s, text) >= ENOUGH_SHARED]
    return max(candidates, key=lambda found: same_words(found[1], text), default=None)


def _capital(title: str) -> str:
    """`Route 2: Weten wie je nodig hebt`, however the card writes it."""
    number, _, name = title.partition(": ")
    return f"{number}: {name[0].upper()}{name[1:]}" if name else title


def _names(law: Entry, sentence: str) -> bool:
    """Whether a sentence says which law it is about."""
    names = [law.abbreviation, law.title.split(" (")[0]]
    return any(n and fold(n) in fold(sentence) for n in names)


def _unique_titles(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """Slides whose titles differ, as a screen reader needs to tell them apart."""
    seen: dict[str, int] = {}
    found = []
    for slide in slides:
        seen[slide.title] = seen.get(slide.title, 0) + 1
        found.append(slide if seen[slide.title] == 1 else replace(slide, title=f"{slide.title} ({seen[slide.title]})"))
    return tuple(found)
