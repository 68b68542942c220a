"""What a question takes for granted or asks in detail, held against the evidence: amounts, frequencies, events, places, the present.

Each check returns a refusal with a whole Dutch sentence as its reason, or None. Words only: it catches what can be seen.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant import added_documents as added
from assistant.asks import head_words, whose_view
from assistant.counting import beyond_the_row, counted_otherwise
from assistant.details import AGES, DETAILS, OF_AGE, TIME_OF_DAY, answering
from assistant.entry_lines import evidence_words, has_amount, stems_told
from assistant.place_names import forms
from assistant.question import Question
from assistant.retrieval import Candidate
from assistant.wording import number_in_words
from ingest import Entry, LawDetail, content_words, fold, stem, stems, words

NOW = re.compile(
    r"\b(dit jaar|dit schooljaar|op dit moment|momenteel|inmiddels|vandaag|volgend jaar|huidige|actuele|per 1 (januari|juli)|nog steeds)\b"
)
YES_OR_NO = re.compile(r"(is|zijn|heeft|hebben|was|werkt|werken|bestaat|loopt|geldt)\b")
YEAR = re.compile(r"(?<!\d)(?<!sinds )(?:19|20)\d\d(?!\d)")
# Where a sentence may go on about another place, and how it names one.
CLAUSES, IN_PLACE = re.compile(r"[,;] (?:terwijl|maar|waar|en) "), re.compile(r"\b(?:in|van|gemeente|regio) [A-Z]")
VALUES = re.compile(
    r"\b(hoeveel|hoe hoog|wat kost|tarie\w+|bedrag\w*|premie|toeslag|uitkering|loon|salaris|wie is|welke gemeenten hebben)\b"
)
TAKES_FOR_GRANTED = re.compile(
    r"(waarom|wanneer|wie|welke|in welk|op welk|hoe kwam|hoe komt|hoeveel|klopt het|sinds wanneer|wat was|waardoor)\b"
)
# Subjects of another desk. They count only where the evidence does not speak of them either.
ELSEWHERE = frozenset(
    stem(w)
    for w in """huur huurwoning woningbouw woningcorporatie hypotheek huizenprijzen bouwvergunning bestemmingsplan omgevingsvergunning
    parkeren parkeervergunning parkeertarief afval afvalstoffenheffing vuilnis riolering asiel asielzoekers azc inburgering
    statushouders paspoort rijbewijs belasting onroerendezaakbelasting ozb hondenbelasting zonnepanelen warmtepomp
    energielabel energietoeslag stikstof klimaat waterschap fietspad treinkaartje vliegtuig vakantie hotel ouderenzorg
    verpleeghuis thuiszorg dementie pensioen aow voetbal wk eredivisie olympische recept taart koken soep netflix gitaar
    piano excel python programmeren wifi aandelen bitcoin hoofdstad planeet oorlog gedicht mop horoscoop huisdier dieet
    marathon""".split()
)
# Verbs of things that happened or are forbidden, what a thing is said to be, and how evidence tells them; a question that takes one for
# granted needs that.
EVENTS: tuple[tuple[str, str], ...] = (
    (r"stopte|gestopt|stopten|beeindig\w+|staakte|stopgezet", "stop eindig beeindig staak stopzet einde afgelopen aflopen afbouw afgebouwd"),
    (r"schafte|afgeschaft|schaften|opgeheven|hief", "afschaf opheff schaf afgeschaft opgeheven"),
    (
        r"trok\b.*\bterug|teruggetrokken|zegde\b.*\bop|opgezegd|op te zeggen|stapte\b.*\buit",
        "terugtrek opzegg uitstap terugtrekken opzeggen uitgestapt",
    ),
    (r"mislukte?n?|flopte|failliet", "misluk faal failliet misgaan misging"),
    (r"fuseerden?|gefuseerd", "fuse fusie fuseer"),
    (r"verbood|verboden|verbiedt|verbieden", "verbied verbod verboden"),
    (r"ontsl(oeg|agen)|ontslag", "ontsla ontslag"),
    (r"weigerden?|geweigerd", "weiger"),
    (r"daalden?|gedaald|halveerde|verdubbelde|steeg|gestegen", "daal stijg toenam afnam minder meer halve verdubbel groei gegroeid"),
    (r"veroordeeld|aangeklaagd|rechtszaak", "veroordeel rechtszaak aanklacht rechter"),
    (r"gratis|kosteloos", "gratis kosteloos"),
)  # fmt: skip
# What these count is told by what it is: `twee wethouders`, `40 procent`.
ANYTHING = frozenset({"mensen", "personen", "gevallen"})
# What is explained stands among the first words of a sentence.
FIRST_WORDS = 5
EXPLAIN = re.compile(
    r"(?:wat|wie) (?:is|zijn|was|doet|doen|deed|betekent) (?:nou |nu |eigenlijk |precies )?(?:een |de |het )?"
    r"([a-z' -]{3,40}?)(?: eigenlijk| precies)?\s*\??$"
)
# Since when a law holds, and words that say of a law no more than that.
OF_A_LAW = re.compile(
    r"^\W*(?:per |sinds |vanaf )?wanneer\b.*\bwet\b.*(?P<ends>\b(?:in werking|van kracht|in|geldt|ingevoerd|aangenomen)\b\W*)$"
)
OF_LAWS = frozenset(
    stem(w) for w in "wet nieuwe gaat ging treedt trad is wordt werd werking kracht geldt ingevoerd aangenomen".split()
)
# A stem so long is looked for inside other words too: `inspectie` in `onderwijsinspectie`.
IN_A_COMPOUND = 5
SUBJECT = re.compile(r"\b(gemeenten?|in|van|uit|bij|regio|stad|te|doen|doet|en|of)\s+$")
ASKERS = re.compile(r"\b(wij|we|ons|onze|mijn|ik)\b")


@dataclass(frozen=True)
class Refusal:
    """Why the sources do not answer: a kind for reports and a whole Dutch sentence, empty when nothing more can be said."""

    kind: str
    reason: str = ""


def _name(folded: str, question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """A name that none of the best evidence knows; names that tell who asks do not count."""
    told = _told(best) if question.names else set()
    for name in question.names:
        # What the corpus knows elsewhere may be named in passing; a name that it knows nowhere may not.
        parts = [w for w in words(name) if w in question.unknown_words and not w.endswith(("isch", "ische", "se"))]
        before = folded[: max(0, folded.find(fold(name)))][-25:]
        if parts and not ASKERS.search(before) and not any(stem(w) in told for w in parts):
            return Refusal("name", f"{_in_full(name, question)} komt in de bronnen niet voor.")
    return None


def _in_full(name: str, question: Question) -> str:
    """A name with what goes before it: `Van Ooijen`, `Raad van State`; `de VNG van ChatGPT` are two."""
    before = r"(?:([A-Z][\w’-]+) (?:van|de|den|der|ten|ter) (?:der? |den )?|(?:Van|De|Den|Ten|Ter) (?:der? |den )?)"
    found = re.search(f"{before}{re.escape(name)}", question.asked)
    another = found and found[1] and (found[1].isupper() or found[1] in question.places)
    return found[0] if found and not another else name


def _count(folded: str, _question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """The question counts something otherwise than the sources do."""
    number = counted_otherwise(folded, best)
    return Refusal("premise", f"Dat het er {number} zijn, staat niet in de bronnen.") if number else None


def _place_in_row(
    folded: str, _question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]
) -> Refusal | None:
    """The question asks for the eighth of what the sources count seven."""
    asked, most = beyond_the_row(folded, best)
    return Refusal("row", f"Een {asked} is er niet: de bronnen noemen er {number_in_words(most)}.") if asked else None


def after_search(question: Question, candidates: Sequence[Candidate], sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """The subject is there, but not the detail, the place, the event or the present that the question asks for."""
    folded = fold(question.asked)
    best = _closest(question, candidates)
    for check in CHECKS:
        if refusal := check(folded, question, best, sentences_of):
            return refusal
    return _elsewhere(folded, question, candidates)


def _closest(question: Question, candidates: Sequence[Candidate]) -> list[Entry]:
    first = candidates[0]
    if first.entry.kind == "passage" and first.document:  # what its document is called is known of each of its passages
        first = replace(first, entry=replace(first.entry, terms=(*first.entry.terms, first.document)))
        candidates = (first, *candidates[1:])
    near = [c.entry for c in candidates[:4] if c is first or (c.score >= 0.5 * first.score and c.entry.kind != "passage")]
    if set(question.places) & set(first.entry.places):
        near = [e for e in near if set(e.places) & set(question.places)]
    return near


def _end(folded: str, _question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """It is asked whether or when something stops, and a document that was added does not say that it does."""
    if best[0].kind == "passage" and added.asks_untold_end(folded, [evidence_words(best[0])]):
        return Refusal("end", "Of en wanneer dit stopt, staat niet in de bronnen.")
    return None


def _other_project(
    _folded: str, question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]
) -> Refusal | None:
    """A project is asked by its name, and the document that was found is of another."""
    name = added.named_otherwise(question, best[0]) if best[0].kind == "passage" else ""
    return Refusal("project", f"Over {name} is in de bronnen niets gevonden; wel over iets dat erop lijkt.") if name else None


def _present(folded: str, _question: Question, _best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    asked = re.split(r"(?<=[.!])\s+", folded)[-1]
    if NOW.search(asked) and (VALUES.search(asked) or YES_OR_NO.match(asked)):
        return Refusal("now", "De bronnen zeggen niet hoe het nu is.")
    return None


def _year(folded: str, question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """A year is named that the best evidence does not know; the year of a publication is known to the publication."""
    told = " ".join((*(evidence_words(e) for e in best), *(s.document for e in best for s in e.sources), *question.documents))
    missing = [y for y in YEAR.findall(folded) if y not in told and y not in _changed(best)]
    return Refusal("year", f"Over {' en '.join(missing)} zeggen de bronnen hierbij niets.") if missing else None


def _law(_folded: str, question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """It is asked since when a law holds that none of the evidence is."""
    if question.laws or not (asked := OF_A_LAW.search(fold(question.asked))):
        return None
    subject = {stem(w) for w in content_words(fold(question.asked).replace(asked["ends"], " "))} - OF_LAWS
    laws = [e for e in best if e.kind == "law"]
    if not subject or any(subject <= stems_told(fold(f"{e.title} {' '.join(e.terms)}")) for e in laws):
        return None
    return Refusal("law", "Wanneer die wet ingaat of inging, staat niet in de bronnen.")


def _changed(best: list[Entry]) -> str:
    laws = [e.detail for e in best if isinstance(e.detail, LawDetail)]
    return " ".join(f"{d.status_note} {d.checked} {' '.join(c.since + c.now for c in d.changes)}" for d in laws)


def _detail(folded: str, question: Question, best: list[Entry], sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    for kind, asks, answers, reason in DETAILS:
        if re.search(asks, folded):
            asked = _focus(question, asks)
            leaned_on = _leaned_on(question, best, sentences_of)
            told = ((s, e) for e in leaned_on for s in _of_asked_place(question, e, sentences_of(e)))
            ages = kind == OF_AGE
            if not any(re.search(answers, _bare(s, ages=ages)) and _touches(asked, s, e, question) for s, e in told):
                return Refusal(kind, reason)
            return None
    if re.search(r"\bhoeveel\b", folded):
        counted = _asked_number(question.asked)
        thing = added.asked_number_of(question.asked)
        numbered = [(e, s) for e in best for s in _of_asked_place(question, e, sentences_of(e))]
        known = any("hoeveel" in fold(q) and counted <= _asked_number(q) for e in best for q in e.questions)
        if not known and not any(_tells_number(counted, thing, e, s) for e, s in numbered):
            return Refusal("aantal", "De bronnen noemen hierbij geen aantal.")
    return None


def seen_there(question: Question, candidates: Sequence[Candidate], sentences_of: Callable[[Entry], list[str]]) -> bool:
    """Whether the passage that was found has all names of the question, and a sentence with the detail or the number that is asked."""
    best = _closest(question, candidates)[0]
    names, folded = set(added.asked_names(question)), fold(question.asked)
    if best.kind != "passage" or not names or not names <= added.told_stems(best):
        return False
    told, thing = _of_asked_place(question, best, sentences_of(best)), added.asked_number_of(question.asked)
    for _, asks, answers, _ in DETAILS:
        if re.search(asks, folded):
            asked = _focus(question, asks)
            return any(re.search(answers, AGES.sub(" ", fold(s))) and _touches(asked, s, best, question) for s in told)
    return bool(thing) and any(added.counts(thing, s) for s in told)


def _bare(sentence: str, *, ages: bool) -> str:
    """A folded sentence, without ages unless they count."""
    return fold(sentence) if ages else AGES.sub(" ", fold(sentence))


def _of_asked_place(question: Question, entry: Entry, told: Sequence[str]) -> Sequence[str]:
    """What an entry says of the places that are asked: of an entry on others too, or on none, not all clauses."""
    asked, own = set(question.places), set(entry.places)
    if not asked or (own and own <= asked):
        return told
    clauses = [clause for text in told for clause in CLAUSES.split(text)]
    if own & asked:
        return [clause for clause in clauses if not _of_other_place(question, clause)]
    if entry.kind == "passage":
        return added.of_place(question.places, entry, clauses)
    return [clause for clause in clauses if any(place in clause for place in asked)]


def _of_other_place(question: Question, clause: str) -> bool:
    """Whether a clause is of another place than the one that is asked."""
    named = IN_PLACE.search(clause)
    return bool(named and question.places) and not any(place in clause for place in question.places)


def missing_detail(
    question: Question, candidates: Sequence[Candidate], sentences_of: Callable[[Entry], list[str]], told: Sequence[str]
) -> str:
    """A sentence on the amount, time or number that is asked, when neither what is told nor the best evidence has it; empty otherwise."""
    if tells_detail(question, told):
        return ""
    folded = fold(question.asked)
    missing = _detail(folded, question, _closest(question, candidates), sentences_of)
    return missing.reason if missing else ""


def tells_detail(question: Question, told: Sequence[str]) -> bool:
    """Whether one of these sentences has the amount or time that is asked, or where a number is asked any number, of no other place than the
    one that is asked.
    """
    answers = answering(fold(question.asked))
    clauses = (clause for text in told for clause in CLAUSES.split(text) if not _of_other_place(question, clause))
    numbered = (AGES.sub(" ", fold(clause)) for clause in clauses)
    thing = added.asked_number_of(question.asked)
    numbered = (added.of_things(thing, text) if thing else text for text in numbered)
    return any(re.search(answers, text) if answers else has_amount(TIME_OF_DAY.sub(" ", text)) for text in numbered)


def _asked_number(asked: str) -> set[str]:
    """The stem of what `hoeveel` asks the number of."""
    return {stem(w) for w in head_words(asked)[:1]}


def _leaned_on(question: Question, best: list[Entry], sentences_of: Callable[[Entry], list[str]]) -> list[Entry]:
    """Of a follow-up that names nothing itself the first evidence and what was told of before: a detail of another is no answer."""
    if not question.names_nothing:
        return best
    return [e for n, e in enumerate(best) if n == 0 or not question.told.isdisjoint(sentences_of(e))]


def _tells_number(counted: set[str], thing: str, entry: Entry, sentence: str) -> bool:
    """Whether a sentence of an entry gives the number that is asked: of a card one that stands beside what is counted."""
    if entry.kind == "passage":
        return _counts(counted, added.of_things(thing, fold(sentence))) or added.counts(thing, sentence)
    return _counts(counted, sentence) and (not thing or thing in ANYTHING or added.counts(thing, sentence))


def _counts(counted: set[str], sentence: str) -> bool:
    """Whether a sentence has a number and speaks of what is counted; an age is no such number."""
    return has_amount(AGES.sub(" ", fold(sentence))) and _speaks_of(counted, sentence)


def _speaks_of(asked: set[str], sentence: str) -> bool:
    """Whether one of these stems, or a compound of it, stands in the sentence."""
    return not asked or any(a in s for s in stems(sentence) for a in asked)


def _explained(folded: str, _question: Question, best: list[Entry], sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """What something is or does is asked, and the best evidence only names it along with other things."""
    asked = EXPLAIN.match(folded.strip())
    subject = [stem(w) for w in content_words(asked[1])] if asked else []
    if not asked or not 0 < len(subject) <= 2:
        return None
    of = {subject[-1]}
    said = fold(asked[1]).strip()
    naming = [e for e in best if e.kind == "term" or said in fold(f"{e.title} {e.summary} {e.body}")]
    for entry in naming:
        heads = (entry.title, entry.summary, *(q for q in entry.questions if EXPLAIN.match(fold(q))))
        starts = (" ".join(s.split()[:FIRST_WORDS]) for s in sentences_of(entry))
        if entry.kind == "term" or any(_speaks_of(of, text) for text in (*heads, *starts)):
            return None
    return Refusal("mention", f"De bronnen noemen ‘{asked[1].strip()}’ wel, maar leggen het niet uit.") if naming else None


def _focus(question: Question, asks: str) -> set[str]:
    """Stems of what the amount is asked of: the question without its question words and places."""
    rest = re.sub(asks, " ", fold(question.asked))
    places = {w for p in question.places for form in forms(p) for w in words(form)}
    return {stem(w) for w in content_words(rest) if w not in places}


def _touches(asked: set[str], sentence: str, entry: Entry, question: Question) -> bool:
    """A number answers only when its sentence speaks of what was asked, or the card's own questions ask it."""
    if entry.kind == "passage":
        return added.is_of(asked, sentence, entry, question)
    there = set(stems(sentence)) | {stem(w) for w in words(entry.title)}
    return not asked or len(asked & there) / len(asked) >= 0.34


def _event(folded: str, _question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    asked = re.split(r"(?<=[.!])\s+", folded)[-1]
    for asks, tells in EVENTS:
        if re.search(rf"\b(?:{asks})\b", asked) and TAKES_FOR_GRANTED.match(asked):
            told = _told(best)
            if not any(t.startswith(k) or stem(k) == t for k in tells.split() for t in told):
                return Refusal("premise", "Dat dit is gebeurd of zo is bepaald, staat niet in de bronnen.")
    return None


def _view(_folded: str, question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """It is asked what someone finds of whom the best evidence does not speak."""
    if not (who := whose_view(question.asked)):
        return None
    told = _told(best)
    named = [stem(w) for w in content_words(who)]
    if all(word in told or (len(word) >= IN_A_COMPOUND and any(word in other for other in told)) for word in named):
        return None
    return Refusal("view", f"Een oordeel van {who} hierover staat niet in de bronnen.")


def _subject(folded: str, _question: Question, best: list[Entry], _sentences_of: Callable[[Entry], list[str]]) -> Refusal | None:
    """A subject of another desk, of which the best evidence does not speak."""
    foreign = {stem(w) for w in content_words(folded)} & ELSEWHERE
    return Refusal("subject", "Over dit onderwerp gaan de bronnen niet.") if foreign and foreign - _told(best) else None


def _elsewhere(folded: str, question: Question, candidates: Sequence[Candidate]) -> Refusal | None:
    """A place is named as the subject, and none of the best evidence speaks of it."""
    if not question.places or question.follow_up:
        return None
    for place in question.places:
        before = folded[: max(folded.find(form) for form in forms(place))]
        # "Bij ons in Ede" tells who asks, "wachten op Den Haag" means the government.
        if ASKERS.search(before[-25:]) or (before and not SUBJECT.search(before)):
            return None
    good = [c.entry for c in candidates[:10] if c.score >= 0.3 * candidates[0].score]
    if any(fold(p) in fold(evidence_words(e)) for p in question.places for e in good):
        return None
    return Refusal("elsewhere", f"De bronnen noemen {' en '.join(question.places)} wel, maar niet hierover.")


def _told(entries: Sequence[Entry]) -> set[str]:
    """The stems of all that these entries tell."""
    return {word for entry in entries for word in stems_told(evidence_words(entry))}


CHECKS = (_end, _other_project, _present, _detail, _explained, _event, _year, _law, _count, _place_in_row, _name, _view, _subject)
