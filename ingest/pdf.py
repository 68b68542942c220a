"""Reads one PDF (PDFium): lines of text per page with size and links, printed page labels, outline, and what is odd about it.

Knows PDF; knows nothing of passages, headings or search. Scripts and embedded files are never run or opened.
`ingest.reader` runs it in a process with limits.
"""

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.content import DAMAGED, Content, Line, Page
from ingest.errors import DocumentError
from ingest.ocr import Recogniser
from ingest.pdf_layout import page_lines
from ingest.pdf_words import PageWords, View, page_links, page_words, picture_share

MAX_PAGES = 5_000
MAX_OUTLINE = 10_000
UNMAPPED = 0.2
# So many things drawn on a page without text may well be letters.
MANY = 20
HIDDEN = "onzichtbare tekst, niet opgenomen"
RUNS_OFF = "tekst die buiten de pagina loopt"
READ_BY_OCR = "gelezen met tekstherkenning, kan fouten bevatten"
EMPTY, NO_TEXT, BROKEN = "lege pagina", "zonder tekst", "beschadigd"


def read_pdf(path: Path) -> Content:
    """Read the file. Raises DocumentError when it is encrypted, damaged or has too many pages."""
    try:
        document = pdfium.PdfDocument(str(path))
    except pdfium.PdfiumError as fault:
        code = raw.FPDF_GetLastError()
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY) or "password" in str(fault).lower():
            raise DocumentError(path, "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord") from fault
        raise DocumentError(path, DAMAGED) from fault
    if len(document) > MAX_PAGES:
        raise DocumentError(path, f"heeft meer dan {MAX_PAGES} pagina's; deel het bestand op")
    if not len(document):
        raise DocumentError(path, DAMAGED)
    title, author, subject, made = (
        _told(partial(raw.FPDF_GetMetaText, document.raw, key)) for key in (b"Title", b"Author", b"Subject", b"CreationDate")
    )
    warnings: list[tuple[int, str]] = list(_extras(document, path))
    recogniser = Recogniser()
    pages = tuple(_page(document, index, warnings, recogniser) for index in range(len(document)))
    if all(page.unread == BROKEN for page in pages):
        raise DocumentError(path, DAMAGED)
    year = next((int(y) for y in (subject, made[2:6]) if re.fullmatch(r"(?:19|20)\d\d", y)), 0)
    return Content(title, author, year, pages, tuple(_outline(document)), warnings=tuple(warnings))


def _page(document: pdfium.PdfDocument, index: int, warnings: list[tuple[int, str]], recogniser: Recogniser) -> Page:
    number, label = index + 1, _label(document, index)
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return Page(number, label, (), BROKEN)
    try:
        words = page_words(page)
        if any(word.hidden for word in words.words):
            warnings.append((number, HIDDEN))
        if any(word.outside and not word.hidden for word in words.words):
            warnings.append((number, RUNS_OFF))
        if words.shown and words.unmapped < UNMAPPED:
            return Page(number, label, page_lines(words, tuple(page_links(page, View(page)))))
        return _without_text(page, Page(number, label, ()), words, warnings, recogniser)
    except pdfium.PdfiumError:
        return Page(number, label, (), BROKEN)
    finally:
        page.close()


def _without_text(
    page: pdfium.PdfPage, bare: Page, words: PageWords, warnings: list[tuple[int, str]], recogniser: Recogniser
) -> Page:
    """A page without a usable text layer: read by OCR when there is something to see and tesseract is installed."""
    painted = picture_share(page) > 0.01 or sum(1 for _ in islice(page.get_objects(max_depth=2), MANY)) == MANY
    if not painted and not words.shown:
        return Page(bare.number, bare.label, (), EMPTY)
    text = recogniser.text(page)
    if not text:
        return Page(bare.number, bare.label, (), NO_TEXT)
    warnings.append((bare.number, READ_BY_OCR))
    return Page(bare.number, bare.label, tuple(Line(line) for line in text.splitlines() if line.strip()))


def _label(document: pdfium.PdfDocument, index: int) -> str:
    label = _told(lambda buffer, length: raw.FPDF_GetPageLabel(document.raw, index, buffer, length))
    return label[:40] or str(index + 1)


def _told(ask: Callable[[Any, int], int]) -> str:
    """What PDFium writes in a buffer of the size that it asks for; without the halves of characters that a file may hold."""
    length = min(ask(None, 0), 100_000)
    buffer = ctypes.create_string_buffer(length + 2)
    ask(buffer, length)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le", "ignore").strip()


def _outline(document: pdfium.PdfDocument) -> Iterator[tuple[int, str]]:
    for item in islice(document.get_toc(max_depth=10), MAX_OUTLINE):
        target = item.get_dest()
        index = target.get_index() if target is not None else None
        title = _told(partial(raw.FPDFBookmark_GetTitle, item.raw))
        if index is not None and title:
            yield index + 1, title


def _extras(document: pdfium.PdfDocument, path: Path) -> Iterator[tuple[int, str]]:
    if raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
        yield 0, "bevat ingesloten bestanden, niet gelezen"
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or b"/JavaScript" in path.read_bytes():
        yield 0, "bevat scripts, niet uitgevoerd"
