"""What one tab of a browser keeps of the page Presentatie, and how that is read back. The server keeps nothing of it.

What comes back may be anything: each part that is not what it should be, or no longer fits the index, is left out.
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant import Answer, Assistant, Deck
from ui.kept import slim
from ui.markup import tag

Kept = TypeVar("Kept")
LARGEST = 4_000_000
"""Characters of all parts together."""
MOST_SLIDES, MOST_ANSWERS = 40, 8
Part = Literal["formulier", "antwoorden", "presentatie", "getypt"]
Form = tuple[str, str, str, float, str, tuple[str, ...], tuple[str, ...], str]
"""What was filled in, in the order of `SlideMaker.build`."""
Typed = tuple[int, str, str]
"""The number of a slide, and the title and the lines in the fields."""
_PARTS, _FORM, _TYPED = TypeAdapter(dict[Part, str]), TypeAdapter(Form), TypeAdapter(Typed)
_ANSWERS, _DECK = TypeAdapter(tuple[Answer, ...]), TypeAdapter(Deck)
# No file can hold these.
_CONTROL = re.compile(r"\\u(00[01]|d[89a-f])", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """What could be read back; `lost` when there was a deck that no longer fits."""

    form: Form | None = None
    answers: tuple[Answer, ...] = ()
    deck: Deck | None = None
    typed: Typed | None = None
    lost: bool = False


def deck_kept(deck: Deck | None) -> str:
    """An element, not shown, that hands the deck to the script of the page."""
    return _piece("presentatie", _DECK.dump_json(deck, exclude_defaults=True)) if deck else ""


def answers_kept(answers: tuple[Answer, ...]) -> str:
    """The same for the answers that were taken along."""
    return _piece("antwoorden", _ANSWERS.dump_json(tuple(map(slim, answers)), exclude_defaults=True))


def _piece(part: Part, data: bytes) -> str:
    return tag("div", "", "conceptstuk", hidden="hidden", data_deel=part, data_inhoud=data.decode("utf-8"))


def draft_of(text: str, assistant: Assistant) -> Draft:
    """What the browser kept."""
    if not 0 < len(text) <= LARGEST or (parts := _read(_PARTS, text)) is None:
        return Draft()
    had = bool(parts.get("presentatie"))
    parts = {part: content for part, content in parts.items() if not _CONTROL.search(content)}
    now = assistant.newest()
    deck = _read(_DECK, parts.get("presentatie", ""))
    fits = deck is not None and fitting(deck, now)
    answers = _read(_ANSWERS, parts.get("antwoorden", "")) or ()
    return Draft(
        _read(_FORM, parts.get("formulier", "")),
        tuple(a for a in answers[:MOST_ANSWERS] if a.done and known(now, a)),
        deck if fits else None,
        _read(_TYPED, parts.get("getypt", "")),
        had and not fits,
    )


def known(assistant: Assistant, answer: Answer) -> bool:
    """Whether every source of an answer, which may have been kept by a browser, is still here."""
    return all({c.document.id, *(s.document for s in c.entry.sources)} <= {*assistant.documents} for c in answer.citations)


def fitting(deck: Deck, assistant: Assistant) -> bool:
    """Whether it is a deck from cover to sources, of which every source is still here."""
    kinds = [s.kind for s in deck.slides]
    whole = 2 <= len(kinds) <= MOST_SLIDES and kinds[0] == "title" and kinds[-1] == "sources" and kinds.count("sources") == 1
    sources = [c for s in deck.slides for b in s.bullets for c in b.citations]
    return whole and all(s.document in assistant.documents and assistant.get(s.entry) for s in sources)


def _read(kind: TypeAdapter[Kept], text: str) -> Kept | None:
    try:
        return kind.validate_json(text) if text else None
    except ValidationError:
        return None
