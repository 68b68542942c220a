"""Reads one PDF: pypdf tells what the file is and holds, `ingest.pdf_words` gives the letters of its pages. Only this file knows pypdf.

Knows nothing of passages, headings or search. Scripts and embedded files are never run or opened. `ingest.pool` gives the
process its limits. What one of the two cannot open, it is given as the other mended it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, Any, TypeVar

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from ingest.content import DAMAGED, FORMAT_FAULTS, Content, Line, Page
from ingest.errors import DocumentError
from ingest.ocr import Recogniser, TimeUp
from ingest.pdf_layout import Box, page_lines
from ingest.pdf_words import Letters, PageWords, Sheet, Unreadable, View, is_locked

MAX_PAGES = 5_000
IN_MEMORY = 32 * 1024**2
MAX_OUTLINE = 10_000
MAX_ANNOTATIONS = 5_000
MAX_ADDRESS = 4_000
UNMAPPED = 0.2
LOCKED = "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord"
HIDDEN = "onzichtbare tekst, niet opgenomen"
RUNS_OFF = "tekst die buiten de pagina loopt"
READ_BY_OCR = "gelezen met tekstherkenning, kan fouten bevatten"
FILES, SCRIPTS = "bevat ingesloten bestanden, niet gelezen", "bevat scripts, niet uitgevoerd"
EMPTY, NO_TEXT, BROKEN = "lege pagina", "zonder tekst", "beschadigd"
NO_TIME = "zonder tekst, de tijd voor tekstherkenning was om"
FAULTS = (PyPdfError, *FORMAT_FAULTS)
T = TypeVar("T")


def read_pdf(path: Path) -> Content:
    """Read the file. Raises DocumentError when it is encrypted, damaged or has too many pages."""
    with path.open("rb") as file:
        # In memory pypdf reads faster; a large file stays on the disk.
        small = path.stat().st_size <= IN_MEMORY
        return _read(path, BytesIO(file.read()) if small else file)


def _read(path: Path, stream: IO[bytes]) -> Content:
    reader = _opened(path, stream)
    _few_enough(path, len(reader.pages) if reader else 0)
    letters = _letters(path, reader)
    _few_enough(path, len(letters))
    reader = reader or _opened(path, BytesIO(letters.mended()))
    count = max(len(letters), len(reader.pages) if reader else 0)
    told = _told(reader) if reader else Told()
    warnings = [(0, what) for what in _embedded(path, reader)]
    recogniser = Recogniser()
    pages = tuple(_page(letters, index, told.label(index), _links(reader, index), warnings, recogniser) for index in range(count))
    if all(page.unread == BROKEN for page in pages):
        raise DocumentError(path, DAMAGED)
    return Content(told.title, told.author, told.year, pages, told.outline, warnings=tuple(warnings))


def _few_enough(path: Path, count: int) -> None:
    if count > MAX_PAGES:
        raise DocumentError(path, f"heeft meer dan {MAX_PAGES} pagina's; deel het bestand op")


# ---- the file (pypdf) ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """What a file tells of itself; nothing where it is too damaged for that."""

    title: str = ""
    author: str = ""
    year: int = 0
    labels: tuple[str, ...] = ()
    outline: tuple[tuple[int, str], ...] = ()

    def label(self, index: int) -> str:
        """What is printed on the page according to the file, else its number."""
        return (self.labels[index][:40] if index < len(self.labels) else "") or str(index + 1)


def _opened(path: Path, stream: IO[bytes]) -> PdfReader | None:
    """The file with its pages found; nothing when pypdf cannot mend it. An owner's password does not stop reading."""
    try:
        reader = PdfReader(stream, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(path, LOCKED)
        return reader if len(reader.pages) else None
    except FAULTS:
        return None


def _letters(path: Path, reader: PdfReader | None) -> Letters:
    """The file for PDFium; where that cannot open it, as pypdf mended it."""
    try:
        return Letters(path)
    except Unreadable as fault:
        if reader is None:
            raise DocumentError(path, LOCKED if is_locked(fault) else DAMAGED) from fault
    try:
        mended = BytesIO()
        PdfWriter(clone_from=reader).write(mended)
        return Letters(mended.getvalue())
    except (*FAULTS, Unreadable) as fault:
        raise DocumentError(path, DAMAGED) from fault


def _told(reader: PdfReader) -> Told:
    known: Any = _tell(None, lambda: reader.metadata) or {}
    title, author, subject, made = (
        _tell("", lambda key: _plain(known[key]), key) for key in ("/Title", "/Author", "/Subject", "/CreationDate")
    )
    year = next((int(y) for y in (subject, made[2:6]) if re.fullmatch(r"(?:19|20)\d\d", y)), 0)
    labels: list[str] = _tell([], lambda: reader.page_labels)
    return Told(title, author, year, tuple(map(_plain, labels)), tuple(_outline(reader)))


def _outline(reader: PdfReader) -> Iterator[tuple[int, str]]:
    def flat(items: list[Any]) -> Iterator[Any]:
        for item in items:
            yield from flat(item) if isinstance(item, list) else (item,)

    for item in islice(flat(_tell([], lambda: reader.outline)), MAX_OUTLINE):
        index = _tell(None, reader.get_destination_page_number, item)
        title = _tell("", lambda item: _plain(item.title), item)
        if index is not None and title:
            yield index + 1, title


def _embedded(path: Path, reader: PdfReader | None) -> Iterator[str]:
    """What the file holds besides text: named in its bytes, or found by pypdf in what is packed."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        files, scripts = data.find(b"/EmbeddedFile") >= 0, data.find(b"/JavaScript") >= 0
    if files or (reader and _tell(False, _has_files, reader)):
        yield FILES
    if scripts or (reader and _tell(False, _has_scripts, reader)):
        yield SCRIPTS


def _has_files(reader: PdfReader) -> bool:
    attached = any(item.get("/Subtype") == "/FileAttachment" for n in range(len(reader.pages)) for item in _annotations(reader, n))
    return attached or any(True for _ in reader.attachment_list)


def _has_scripts(reader: PdfReader) -> bool:
    root: Any = reader.root_object
    if "/Names" in root and "/JavaScript" in root["/Names"]:
        return True
    holders = (root, *(holder for n, page in enumerate(reader.pages) for holder in (page, *_annotations(reader, n))))
    return any(_tell(False, _acts, holder) for holder in holders)


def _acts(holder: Any) -> bool:
    """Whether one of the actions of a page, an annotation or the file itself is a script."""
    actions = [holder[key] for key in ("/A", "/OpenAction") if key in holder]
    if "/AA" in holder:
        actions += [action.get_object() for action in holder["/AA"].values()]
    return any(isinstance(action, dict) and action.get("/S") == "/JavaScript" for action in actions)


def _annotations(reader: PdfReader, index: int) -> Iterator[Any]:
    references: Any = _tell(None, lambda: reader.get_page(index)["/Annots"])
    for reference in islice(references, MAX_ANNOTATIONS) if isinstance(references, list) else ():
        item = _tell(None, lambda reference: reference.get_object(), reference)
        if isinstance(item, dict):
            yield item


def _links(reader: PdfReader | None, index: int) -> Callable[[View], Iterator[Box]]:
    """Addresses with the box that they lie on, on the page as it is shown: left, low, right, high."""

    def links(view: View) -> Iterator[Box]:
        for item in _annotations(reader, index) if reader else ():
            link = _tell(None, _link, item)
            if link:
                url, *corners = link
                (x1, y1), (x2, y2) = view.at(*corners[:2]), view.at(*corners[2:])
                yield url, min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    return links


def _link(item: Any) -> Box | None:
    """The address of an annotation and its corners in the coordinates of the file; nothing when it is no link to an address."""
    if item["/Subtype"] != "/Link" or item["/A"]["/S"] != "/URI":
        return None
    told = item["/A"]["/URI"]
    url = _plain(told if isinstance(told, bytes) else told.original_bytes)
    x1, y1, x2, y2 = (float(x) for x in item["/Rect"])
    return (url, x1, y1, x2, y2) if 0 < len(url) < MAX_ADDRESS else None


def _plain(told: Any) -> str:
    """A string of the file, without the halves of characters that it may hold."""
    whole = told.encode("utf-8", "ignore") if isinstance(told, str) else bytes(told)
    return whole.decode("utf-8", "replace").strip()


def _tell(otherwise: T, ask: Callable[..., T], *about: Any) -> T:
    """What pypdf answers; what it stumbles over is not told, and the rest of the file is read."""
    try:
        return ask(*about)
    except FAULTS:
        return otherwise


# ---- its pages ----------------------------------------------------------------------------------------------------------


def _page(
    letters: Letters,
    index: int,
    label: str,
    links: Callable[[View], Iterator[Box]],
    warnings: list[tuple[int, str]],
    recogniser: Recogniser,
) -> Page:
    number = index + 1
    try:
        with letters.sheet(index) as sheet:
            words = sheet.words()
            if any(word.hidden for word in words.words):
                warnings.append((number, HIDDEN))
            if any(word.outside and not word.hidden for word in words.words):
                warnings.append((number, RUNS_OFF))
            if words.shown and words.unmapped < UNMAPPED:
                return Page(number, label, page_lines(words, tuple(links(words.view))))
            return _without_text(sheet, Page(number, label, ()), words, warnings, recogniser)
    except Unreadable:
        return Page(number, label, (), BROKEN)


def _without_text(sheet: Sheet, bare: Page, words: PageWords, warnings: list[tuple[int, str]], recogniser: Recogniser) -> Page:
    """A page without a usable text layer: read by OCR when there is something to see and tesseract is installed."""
    if not sheet.is_painted() and not words.shown:
        return Page(bare.number, bare.label, (), EMPTY)
    try:
        text = recogniser.text(sheet.picture)
    except TimeUp:
        return Page(bare.number, bare.label, (), NO_TIME)
    if not text:
        return Page(bare.number, bare.label, (), NO_TEXT)
    warnings.append((bare.number, READ_BY_OCR))
    return Page(bare.number, bare.label, tuple(Line(line) for line in text.splitlines() if line.strip()))
