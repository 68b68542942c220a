"""Whether the bullets of a deck, or of a PowerPoint file that someone edited, still stand in the sources; with the evidence and its page.

The evidence that the notes name is tried first, then what a search finds. Words can be compared, meaning cannot: a bullet that passes
may still mislead, so each result shows the nearest sentence of the source and the words that are not in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.chain import Assistant
from assistant.deck import LAW_TEXT, OWN_WORDS, Bullet, BulletSource, Deck
from assistant.deck_file import FileSlide, read_pptx
from assistant.deck_sentences import source_of
from assistant.grounding import evidence_text
from assistant.place_names import forms
from ingest import Entry, content_words, fold, is_dutch, sentences, stem, words

Status = Literal["supported", "missing", "question", "notice"]
STATUS_WORDS: dict[Status, str] = {
    "supported": "teruggevonden",
    "missing": "niet teruggevonden",
    "question": "vraag, niet te toetsen",
    "notice": "mededeling, niet te toetsen",
}
SEARCHED = 12
# What is said to those who are there, and claims nothing: `Koffie en thee om 19.30 uur`.
NOTICE = re.compile(
    r"(?:pauze|dank|bedankt|welkom|koffie|thee|lunch|inloop|borrel|einde|afsluiting|vragen|u|jullie|je|wel|voor|en|om|uw|de|het|aandacht|komst|"
    r"tot|van|\d{1,2}[.:]\d\d|uur|[\W_])+"
)
# A number that names something and counts nothing, or an age, does not make a title a claim.
_LABELLED = re.compile(r"\b(?:routes?|stap|artikel|deel) \d+(?:(?:,| en| tot en met) \d+)*|\b\d+ jaar\b|\(\d+\)$", re.IGNORECASE)
# `Reisgids, p. 27, 30–32` in a footer, and a run of pages in it.
_PLACE, _RUN = re.compile(r"([^;:.,]+), p\. ([\d–, ]+)"), re.compile(r"(\d+)(?:–(\d+))?")
# Share of the words of a sentence that must stand in the evidence as a whole.
SHARE_NEEDED = 0.7
# With a larger share of unknown words the nearest evidence is about something else, and is not shown.
FAR = 0.6


@dataclass(frozen=True)
class BulletCheck:
    """One bullet with its verdict. `source` has the nearest sentence as its quote; `unknown` are words that are not in that source."""

    text: str
    status: Status
    reason: str
    source: BulletSource | None = None
    unknown: tuple[str, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether nothing is wrong with it: a source supports it, or it only asks."""
        return self.status != "missing"

    @property
    def words(self) -> str:
        """The verdict in Dutch."""
        return STATUS_WORDS[self.status]


@dataclass(frozen=True)
class SlideCheck:
    """The bullets of one slide, by its number in the deck (1 = the first)."""

    number: int
    title: str
    bullets: tuple[BulletCheck, ...]


@dataclass(frozen=True)
class DeckCheck:
    """The verdict on a deck."""

    slides: tuple[SlideCheck, ...]

    @property
    def bullets(self) -> tuple[BulletCheck, ...]:
        """All bullets in order."""
        return tuple(b for s in self.slides for b in s.bullets)

    @property
    def missing(self) -> tuple[BulletCheck, ...]:
        """The bullets that no source supports."""
        return tuple(b for b in self.bullets if not b.supported)


@dataclass(frozen=True)
class _Tried:
    """What one piece of evidence says of a sentence."""

    entry: Entry
    supported: bool
    reason: str
    nearest: str
    unknown: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, int]:
        """Better evidence sorts first."""
        return not self.supported, len(self.unknown)


def check_pptx(data: bytes, assistant: Assistant) -> DeckCheck:
    """Check an edited PowerPoint file. Raises DeckError when it cannot be read as one, or is too large."""
    return _check(read_pptx(data), assistant)


def check_deck(deck: Deck, assistant: Assistant) -> DeckCheck:
    """Check a deck that was not written to a file yet."""
    slides = []
    for number, slide in enumerate(deck.slides, start=1):
        if slide.kind not in ("title", "sources"):
            cited = tuple(dict.fromkeys(s.entry for s in slide.sources))
            slides.append(FileSlide(number, slide.title, tuple(b.text for b in slide.bullets), cited, slide.footer))
    return _check(slides, assistant)


def check_bullet(text: str, assistant: Assistant, cited: Iterable[str] = ()) -> BulletCheck:
    """Judge one bullet; every sentence in it must be supported. `cited` are ids of cards to look in first."""
    if NOTICE.fullmatch(fold(text)):
        return BulletCheck(text, "notice", "een mededeling beweert niets")
    assistant = assistant.newest()
    known = [e for e in (assistant.get(i) for i in dict.fromkeys(cited)) if e]
    parts = [s for s in sentences(text) if content_words(s)] or [text]
    tried = [_best(part, assistant, known) for part in parts]
    worst = next((t for t in tried if t is None or not t.supported), tried[0])
    asks = text.rstrip().endswith("?")
    if worst is None:
        return BulletCheck(text, "question" if asks else "missing", "er is geen bewijs")
    near = worst.supported or len(worst.unknown) <= FAR * len(content_words(text))
    source = source_of(worst.entry, worst.nearest, assistant.documents, assistant.url_of(worst.entry)) if near else None
    unknown = tuple(dict.fromkeys(u for t in tried if t for u in t.unknown))
    if worst.supported:
        return BulletCheck(text, "supported", worst.reason, source, unknown)
    if asks and not _claims(text, assistant):
        return BulletCheck(text, "question", "een vraag beweert niets", source, unknown)
    return BulletCheck(text, "missing", worst.reason, source, unknown)


def as_bullet(check: BulletCheck) -> Bullet:
    """A bullet with the source that was found for it, if any."""
    return Bullet(check.text, (check.source,) if check.status == "supported" and check.source else ())


def _check(slides: Sequence[FileSlide], assistant: Assistant) -> DeckCheck:
    now = assistant.newest()
    checked = (_slide(s, now) for s in slides)
    return DeckCheck(tuple(s for s in checked if s.bullets))


def _slide(slide: FileSlide, assistant: Assistant) -> SlideCheck:
    bullets = [check_bullet(b, assistant, slide.cited) for b in slide.bullets]
    return SlideCheck(slide.number, slide.title, (*_title(slide, assistant), *bullets, *_footer(slide, bullets, assistant)))


def _title(slide: FileSlide, assistant: Assistant) -> tuple[BulletCheck, ...]:
    """The verdict on a title that carries a fact, when no source supports it; a title that only names something claims nothing."""
    if slide.title.endswith("?") or not _claims(_LABELLED.sub("", slide.title), assistant):
        return ()
    check = check_bullet(slide.title, assistant, slide.cited)
    return () if check.supported else (check,)


def _footer(slide: FileSlide, checks: Sequence[BulletCheck], assistant: Assistant) -> tuple[BulletCheck, ...]:
    """What is wrong with the sources in the footer of a slide whose notes name cards: none are named, or pages on which it does not rest."""
    names = {i: document.name for i, document in assistant.documents.items()}
    cards = [e for e in (assistant.get(i) for i in slide.cited) if e]
    if not cards:
        return ()
    rests = {(names[s.document], page) for e in cards for s in e.sources for page in s.pages}
    rests |= {(c.source.name, page) for c in checks if c.status == "supported" and c.source for page in c.source.pages}
    told = {(name.strip(), page) for name, pages in _PLACE.findall(slide.footer) for page in _pages(pages)}
    text = f"Voettekst: {slide.footer or '(leeg)'}"
    if wrong := sorted(told - rests):
        return (BulletCheck(text, "missing", f"de dia rust niet op {'; '.join(f'{name}, p. {page}' for name, page in wrong)}"),)
    if not told and not any(words in slide.footer for words in (LAW_TEXT, OWN_WORDS, *names.values())):
        return (BulletCheck(text, "missing", "de voettekst noemt geen bron van deze dia"),)
    return ()


def _pages(runs: str) -> set[int]:
    return {page for first, last in _RUN.findall(runs) for page in range(int(first), min(int(last or first), int(first) + 999) + 1)}


def _best(sentence: str, assistant: Assistant, cited: Sequence[Entry]) -> _Tried | None:
    tried = sorted((_try(sentence, assistant, e) for e in cited), key=lambda t: t.order)
    if tried and tried[0].supported:
        return tried[0]
    question = assistant.reader.read(sentence)
    found = [r.entry for r in assistant.search.find(question, limit=SEARCHED) if r.entry.kind != "page" and r.entry not in cited]
    return min([*tried, *(_try(sentence, assistant, e) for e in found)], key=lambda t: t.order, default=None)


def _try(sentence: str, assistant: Assistant, entry: Entry) -> _Tried:
    evidence = evidence_text(entry)
    verdict = assistant.checker.check_texts(sentence, [evidence])
    unknown = _unknown(sentence, evidence, assistant)
    claims = content_words(sentence)
    reason, supported = verdict.reason, verdict.supported
    if supported and (strange := _strange_names(sentence, evidence, assistant)):
        reason, supported = f"naam of plaats niet in het bewijs: {', '.join(strange)}", False
    elif supported and len(unknown) > (1 - SHARE_NEEDED) * len(claims):
        reason, supported = f"woorden niet in het bewijs: {', '.join(unknown)}", False
    return _Tried(entry, supported, reason, verdict.nearest or entry.summary, unknown)


def _unknown(sentence: str, evidence: str, assistant: Assistant) -> tuple[str, ...]:
    """Content words of the sentence that the evidence does not have, in whatever form."""
    analyser = assistant.index.analyser
    there = set(analyser.terms(evidence))

    def present(word: str) -> bool:
        parts = analyser.parts(word)
        return stem(word) in there or (bool(parts) and all(stem(p) in there for p in parts))

    return tuple(dict.fromkeys(w for w in content_words(sentence) if not present(w)))


def _strange_names(sentence: str, evidence: str, assistant: Assistant) -> list[str]:
    """Places that the evidence does not name, and a first word that is a name it does not have."""
    there = set(words(evidence))
    read = assistant.reader.read(sentence)
    places = [p for p in (*read.places, *read.unknown_places) if not any(set(words(form)) <= there for form in forms(p))]
    first = re.match(r"\W*([A-ZÀ-Þ][\w’'-]*)", sentence)
    opening = words(first[1])[:1] if first else []
    names = [first[1] for w in opening if first and w not in there and not is_dutch(w) and stem(w) not in {stem(t) for t in there}]
    return list(dict.fromkeys([*places, *(n for n in names if fold(n) not in {fold(p) for p in places})]))


def _claims(text: str, assistant: Assistant) -> bool:
    """Whether a question carries a fact with it: a number or a place."""
    read = assistant.reader.read(text)
    return any(w[0].isdigit() for w in words(text)) or bool(read.places or read.unknown_places)
