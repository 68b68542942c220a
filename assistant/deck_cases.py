"""Which practice examples suit an audience: chosen ones first, then by region, ages, partners and the words of the occasion.

Knows nothing of slides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.chain import Assistant
from assistant.deck import DeckRequest
from assistant.deck_outline import SUBJECT as GENERAL
from assistant.deck_sentences import gist, tells_enough
from assistant.errors import DeckError
from assistant.partners import partners_of
from assistant.person_names import GIVEN
from ingest import Entry, Filters, content_words, fold

PLACE, PROVINCE, AGE, PARTNER, SUBJECT, NAMED = 4.0, 2.5, 1.5, 0.5, 1.0, 0.5
# What an answer in the deck is about weighs more than who listens: the examples that it cites, and what its question finds.
CITED, ASKED = 3.0, 4.0
# What is told of one person, also when the name may be that of a country: `India heeft een meervoudige beperking`.
_OF_A_PERSON = re.compile(r"\b(?:\w*beperking|handicap|autisme|\w*syndroom|\w*stoornis|diagnose|chronisch ziek)\b")


@dataclass(frozen=True)
class Region:
    """Where a talk is held: places as the corpus writes them, and their provinces."""

    places: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cases:
    """Examples in the order to show them; `cited` are ids of those that an answer cites, `remarks` says what could not be found."""

    chosen: tuple[Entry, ...]
    others: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()
    cited: frozenset[str] = frozenset()


def choose_cases(assistant: Assistant, request: DeckRequest) -> Cases:
    """The chosen examples and the rest that fit to be shown unasked, best first. Raises DeckError on an id that is no example."""
    assistant = assistant.newest()
    everything = {e.id: e for e in assistant.entries("case")}
    unknown = [i for i in request.cases if i not in everything]
    if unknown:
        raise DeckError(f"Dit voorbeeld staat niet (meer) in de bronnen: {', '.join(unknown)}.")
    region = region_of(assistant, request.region)
    answers = [a for a in request.answers if not a.refused]
    cited = frozenset(c.entry.id for a in answers for c in a.citations) & {*everything}
    subject = _subject(assistant, request, answers)
    about = ASKED if answers else SUBJECT
    partners = partners_of(request.audience)

    def worth(entry: Entry) -> float:
        near = PLACE if _inside(entry, region) else PROVINCE if entry.province in region.provinces else 0.0
        ages = AGE if set(entry.ages) & set(request.ages) else 0.0
        named = NAMED if any(fold(p) in fold(gist(entry)) for p in entry.places) else 0.0
        told = about * subject.get(entry.id, 0.0) + CITED * (entry.id in cited)
        return named + near + ages + told + PARTNER * min(2, len(partners & set(entry.partners)))

    unasked = [e for i, e in everything.items() if i not in request.cases and not of_a_child(e)]
    ranked = sorted((e for e in unasked if tells_enough(e) or _inside(e, region)), key=lambda e: (-worth(e), e.id))
    suited = [e for e in ranked if not request.ages or set(e.ages) & set(request.ages)]
    spread = _places_first(suited + [e for e in ranked if e not in suited])
    remarks = (_elsewhere(request.region, region, everything.values()),) if request.region else ()
    return Cases(tuple(everything[i] for i in request.cases), tuple(spread), tuple(filter(None, remarks)), cited)


def of_a_child(entry: Entry) -> bool:
    """Whether an example is the story of one child or young person, who opens its title and its summary by name."""
    name = entry.title.split(" ")[0].strip(":,’'")
    opens = name not in entry.places and re.match(rf"{re.escape(name)}\b", entry.summary)
    return bool(opens) and (fold(name) in GIVEN or bool(_OF_A_PERSON.search(fold(entry.summary))))


def region_of(assistant: Assistant, text: str) -> Region:
    """The places and provinces that a text names; a place brings its province."""
    if not text:
        return Region()
    assistant = assistant.newest()
    read = assistant.reader.read(text)
    places = (*read.places, *read.unknown_places)
    provinces = dict.fromkeys([*read.provinces, *(assistant.index.places[p] for p in places if p in assistant.index.places)])
    return Region(places, tuple(provinces))


def _elsewhere(asked: str, region: Region, cases: Iterable[Entry]) -> str:
    """What to say when no example is from the place that was asked for; empty when there is one."""
    inside = [e for e in cases if (_inside(e, region) if region.places else e.province in region.provinces)]
    near = [p for p in region.provinces if any(e.province == p for e in cases)]
    if inside:
        return ""
    return f"De bronnen hebben geen voorbeeld uit {asked}; er staan voorbeelden uit {near[0] if near else 'andere plaatsen'} in."


def _subject(assistant: Assistant, request: DeckRequest, answers: Iterable[Answer]) -> dict[str, float]:
    """How well each example suits what was asked; without answers, the occasion and who listens."""
    text = " ".join(a.resolved or a.question for a in answers) or f"{request.occasion} {request.audience}"
    text = text if content_words(text) else GENERAL
    found = assistant.search.candidates(assistant.reader.read(text), Filters(kinds=("case",)))
    return {c.entry.id: c.score for c in found}


def _inside(entry: Entry, region: Region) -> bool:
    return bool({fold(p) for p in entry.places} & {fold(p) for p in region.places})


def _places_first(entries: Iterable[Entry]) -> list[Entry]:
    """One example of a place before the second of that place."""
    first: list[Entry] = []
    later: list[Entry] = []
    seen: set[str] = set()
    for entry in entries:
        place = entry.places[0] if entry.places else entry.id
        (later if place in seen else first).append(entry)
        seen.add(place)
    return first + later
