"""Reads a PowerPoint file that anybody may have made: titles, bullets, and the card ids behind the notes. Trusts nothing in it.

The size is bounded before and after unpacking; whatever is wrong with the file comes out as one DeckError. Knows nothing of sources.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml.etree import LxmlError
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn

from assistant.deck import LONGEST_BULLET, LONGEST_TITLE, plain
from assistant.deck_template import COVER
from assistant.errors import DeckError
from ingest import fold

MAX_MEGABYTES, MAX_UNPACKED_MEGABYTES, MAX_PARTS = 20, 200, 5_000
MAX_SLIDES, MAX_TEXTS, LONGEST_FOOTER = 150, 750, 600
MEGABYTE = 1024 * 1024
UNREADABLE = (
    "Dit bestand is niet te lezen als PowerPoint. Bewaar de presentatie als .pptx (zonder wachtwoord) en probeer het opnieuw."
)
# What python-pptx lets through when a file is damaged or was made to mislead.
_FAULTS = (
    PythonPptxError, LxmlError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError,
    EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
_CARD = re.compile(r"kaart:\s*([^\s();,]{1,200})")
_NOT_CONTENT = {"title", "ctrTitle", "subTitle", "ftr", "sldNum", "dt", "hdr"}
_SOURCES = {"bron", "bronnen", "bronnenlijst", "bronvermelding"}
# A line of our list of sources: a title, its year and pages; or the laws that were read.
_SOURCE_LINE = re.compile(r".+ \(\d{4}\), p\. [\d–, ]*|Bronnen over de wet zelf: .+")


@dataclass(frozen=True)
class FileSlide:
    """A slide as it stands in a file: its bullets, the ids of the cards behind its notes, and its footer."""

    number: int
    title: str
    bullets: tuple[str, ...]
    cited: tuple[str, ...] = ()
    footer: str = ""


def read_pptx(data: bytes) -> list[FileSlide]:
    """The slides that claim something: covers and the lines of a list of sources are left out. Raises DeckError."""
    _bounded(data)
    try:
        slides = list(Presentation(io.BytesIO(data)).slides)
        if len(slides) > MAX_SLIDES:
            raise DeckError(f"Deze presentatie heeft {len(slides)} dia’s; controleren kan tot {MAX_SLIDES}.")
        read = [_slide(number, slide) for number, slide in enumerate(slides, start=1)]
    except _FAULTS as fault:
        raise DeckError(UNREADABLE) from fault
    if sum(len(s.bullets) for s in read) > MAX_TEXTS:
        raise DeckError(f"Deze presentatie heeft meer dan {MAX_TEXTS} punten. Splits haar in delen.")
    return read


def _bounded(data: bytes) -> None:
    """Refuse what is too large, or would become so when unpacked."""
    if len(data) > MAX_MEGABYTES * MEGABYTE:
        raise DeckError(
            f"Het bestand is te groot: {len(data) / MEGABYTE:.0f} MB. Het mag {MAX_MEGABYTES} MB zijn; haal grote plaatjes weg."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except _FAULTS as fault:
        raise DeckError(UNREADABLE) from fault
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_UNPACKED_MEGABYTES * MEGABYTE:
        raise DeckError(f"Het bestand wordt uitgepakt te groot (meer dan {MAX_UNPACKED_MEGABYTES} MB).")


def _slide(number: int, slide: Any) -> FileSlide:
    title = slide.shapes.title
    name = plain(title.text_frame.text, LONGEST_TITLE) if title is not None else ""
    notes = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    # Older files name their cards in the notes themselves.
    named = slide.notes_slide.notes_placeholder.element.find(f".//{qn('p:cNvPr')}").get("descr", "") if notes is not None else ""
    cited = tuple(dict.fromkeys(_CARD.findall(f"{named}\n{notes.text}"))) if notes is not None else ()
    texts = tuple(t for t in (plain(t, LONGEST_BULLET) for t in _texts(slide.shapes)) if t)
    if slide.slide_layout.name == COVER:
        texts = ()
    elif fold(name).strip() in _SOURCES:
        texts = tuple(t for t in texts if not _SOURCE_LINE.fullmatch(t))
    return FileSlide(number, name, texts, cited, " ".join(_footers(slide)))


def _texts(shapes: Iterable[Any]) -> Iterator[str]:
    """Every paragraph on a slide outside title and footers, in groups and tables too."""
    for shape in shapes:
        if shape.is_placeholder and _kind(shape) in _NOT_CONTENT:
            continue
        if hasattr(shape, "shapes"):
            yield from _texts(shape.shapes)
        elif getattr(shape, "has_table", False):
            yield from (p.text for row in shape.table.rows for cell in row.cells for p in cell.text_frame.paragraphs)
        elif shape.has_text_frame:
            yield from (p.text for p in shape.text_frame.paragraphs)


def _footers(slide: Any) -> list[str]:
    found = (plain(s.text_frame.text, LONGEST_FOOTER) for s in slide.placeholders if _kind(s) == "ftr")
    return [text for text in found if text]


def _kind(shape: Any) -> str:
    found = shape.element.xpath(".//p:nvPr/p:ph/@type")
    return str(found[0]) if found else ""
