"""What a presentation is: slides with short bullets, each with the sentence and the page it rests on. Plain data, and Markdown of it.

Knows nothing of PowerPoint or Word (deck_pptx.py, deck_docx.py) nor of how the slides are chosen (slides.py).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer
from assistant.errors import DeckError
from assistant.privacy import masked
from assistant.wording import page_ranges

SlideKind = Literal["title", "why", "lines", "routes", "works", "examples", "case", "answer", "laws", "dialogue", "next", "sources"]
MIN_SLIDES, MAX_SLIDES = 6, 20
# With a cover and a list of sources, fewer tell nothing.
FEWEST_SLIDES = 3
MINUTES_A_SLIDE = 1.75
MAX_BULLETS, MAX_WORDS = 5, 25
LONGEST_TITLE, LONGEST_BULLET = 120, 400
LAW_TEXT = "bronnen over de wet zelf (zie notities)"
# `5 slides`, said with the occasion, is how many there are to be.
_SLIDES_ASKED = re.compile(r"[\s,;·(]*\b(?:in |met |maximaal )?(\d{1,2}) ?(?:slides?|dia[’']?s)\b\)?", re.IGNORECASE)
OWN_WORDS = "Deels eigen tekst, niet teruggevonden in de bronnen."


@dataclass(frozen=True)
class BulletSource:
    """The card or passage `entry` of `document` that a bullet rests on; `quote` is the supporting sentence, `name` for readers.

    `beyond` tells which text of the law it rests on, when it says more than the page on which the law is named.
    """

    entry: str
    document: str
    name: str
    pages: tuple[int, ...]
    quote: str
    url: str = ""
    beyond: str = ""

    @property
    def place(self) -> str:
        """For a reader: `Reisgids, p. 27`."""
        page = f"{self.name}, p. {page_ranges(self.pages)}" if self.pages else self.name
        return "; ".join(filter(None, (page, self.beyond)))


@dataclass(frozen=True)
class Bullet:
    """A sentence on a slide; without citations it was written by hand and no source was found for it."""

    text: str
    citations: tuple[BulletSource, ...] = ()


@dataclass(frozen=True)
class Slide:
    """One slide. `notes` is what the speaker reads; `kind` says what it is for."""

    title: str
    bullets: tuple[Bullet, ...]
    notes: str = ""
    kind: SlideKind = "works"

    @property
    def sources(self) -> tuple[BulletSource, ...]:
        """Every source of the slide, each entry with each sentence once."""
        return tuple(dict.fromkeys(c for b in self.bullets for c in b.citations))

    @property
    def footer(self) -> str:
        """`Bron: Reisgids, p. 27; Midterm, p. 7`, one part a document; says so when a bullet rests on the text of a law or has no source."""
        pages: dict[str, set[int]] = {}
        for source in self.sources:
            pages.setdefault(source.name, set()).update(source.pages)
        parts = [f"{name}, p. {page_ranges(found)}" if found else name for name, found in pages.items()]
        parts += [LAW_TEXT] if any(source.beyond for source in self.sources) else []
        shown = f"{'Bron' if len(parts) == 1 else 'Bronnen'}: {'; '.join(parts)}" if parts else ""
        own = self.kind not in ("title", "sources") and any(not b.citations for b in self.bullets)
        return ". ".join(t for t in (shown, OWN_WORDS) if t) if own else shown

    @property
    def evidence_notes(self) -> str:
        """Where each bullet stands, with the sentence that supports it when that is not the bullet itself."""
        lines = []
        for n, bullet in enumerate((b for b in self.bullets if self.kind not in ("title", "sources")), start=1):
            if not bullet.citations:
                lines.append(f"{n}. {bullet.text} (eigen tekst, niet teruggevonden in de bronnen)")
            for source in bullet.citations:
                lines.append(f"{n}. {source.place}" if source.quote == bullet.text else f"{n}. {source.quote} ({source.place})")
        return "\n".join(["Waar de punten staan:", *dict.fromkeys(lines)]) if lines else ""


@dataclass(frozen=True)
class Deck:
    """A presentation; `remarks` tells its maker what could not be done as asked."""

    title: str
    audience: str
    occasion: str
    minutes: int
    region: str
    slides: tuple[Slide, ...]
    remarks: tuple[str, ...] = ()

    @property
    def subtitle(self) -> str:
        """Who it is for and when, in one line."""
        return " · ".join(t for t in (self.audience, self.occasion, self.region) if t)


@dataclass(frozen=True)
class DeckRequest:
    """What is asked for. `cases` are ids of cards that must be in it, `answers` questions that were answered before.

    `slides` is how many there are to be, cover and sources too; 0 for as many as fit the minutes.
    """

    audience: str = ""
    occasion: str = ""
    minutes: int = 20
    region: str = ""
    ages: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    slides: int = 0

    def checked(self) -> "DeckRequest":
        """The same with cleaned texts, personal data masked. Raises DeckError when the minutes make no talk."""
        if not 5 <= self.minutes <= 120:
            raise DeckError(f"Een presentatie duurt 5 tot en met 120 minuten; gevraagd is {self.minutes}.")
        texts = [plain(masked(t), LONGEST_TITLE) for t in (self.audience, self.occasion, self.region)]
        asked = _SLIDES_ASKED.search(texts[1])
        texts[1] = _SLIDES_ASKED.sub("", texts[1]).strip(" ,;·")
        slides = self.slides or int(asked[1] if asked else 0)
        ages = tuple(a for a in self.ages if a in ("12-", "12+"))
        return DeckRequest(texts[0], texts[1], self.minutes, texts[2], ages, tuple(dict.fromkeys(self.cases)), self.answers, slides)


def slide_count(minutes: int, asked: int = 0) -> int:
    """How many slides there will be: the number that was asked for, else about one in 1.75 minutes, from 6 to 20."""
    fewest, count = (FEWEST_SLIDES, asked) if asked else (MIN_SLIDES, round(minutes / MINUTES_A_SLIDE))
    return min(MAX_SLIDES, max(fewest, count))


def plain(text: str, longest: int) -> str:
    """One line without control characters (which no office file may hold), cut at a number of characters."""
    shown = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cs", "Cn", "Co")
    )
    return " ".join(shown.split())[:longest].rstrip()


def shortened(text: str, longest: int = LONGEST_TITLE) -> str:
    """One line as `plain` makes it; what is too long is cut after a word, with an ellipsis."""
    line = plain(text, len(text))
    return line if len(line) <= longest else (line[:longest].rpartition(" ")[0] or line[: longest - 1]).rstrip(" ,;:–-") + "…"


def to_markdown(deck: Deck) -> str:
    """The presentation as Markdown: a heading a slide, the source behind every bullet."""
    parts = [f"# {_literal(deck.title)}"]
    if deck.subtitle:
        parts.append(_literal(deck.subtitle))
    for slide in deck.slides:
        if slide.kind == "title":
            continue
        rows = [f"- {_literal(b.text)}{_places(b.citations)}" for b in slide.bullets]
        parts += [f"## {_literal(slide.title)}", "\n".join(rows)]
    return "\n\n".join(p for p in parts if p) + "\n"


def _places(sources: Iterable[BulletSource]) -> str:
    found = dict.fromkeys(s.place for s in sources)
    return f" ({'; '.join(found)})" if found else ""


def _literal(text: str) -> str:
    """Words of a user or a card as Markdown that shows them as they are."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in text)
