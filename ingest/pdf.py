"""Reads one PDF with pypdf: lines of text per page, with size and links.

Knows PDF; knows nothing of passages, headings or search. `ingest.reader` runs it in a process with limits.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from ingest.content import DAMAGED, Content, Line, Page
from ingest.errors import DocumentError

MAX_PAGES = 5_000

Matrix = list[float]


def read_pdf(path: Path) -> Content:
    """Read the file. Raises DocumentError when it is encrypted, damaged or has too many pages."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(path, "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord")
        if len(reader.pages) > MAX_PAGES:
            raise DocumentError(path, f"heeft meer dan {MAX_PAGES} pagina's")
        return _content(reader)
    except (FileNotDecryptedError, DependencyError) as fault:
        raise DocumentError(path, "is versleuteld; sla het bestand op zonder wachtwoord") from fault
    except PyPdfError as fault:
        raise DocumentError(path, DAMAGED) from fault


def _content(reader: Any) -> Content:
    metadata = reader.metadata or {}
    labels = reader.page_labels
    pages = []
    for index, page in enumerate(reader.pages):
        label = labels[index] if index < len(labels) else str(index + 1)
        pages.append(Page(index + 1, label, tuple(_lines(page))))
    date = str(metadata.get("/CreationDate", ""))
    subject = str(metadata.get("/Subject", ""))
    year = next((int(y) for y in (subject, date[2:6]) if y.isdigit() and len(y) == 4 and 1900 < int(y) < 2100), 0)
    return Content(
        title=str(metadata.get("/Title") or "").strip(),
        author=str(metadata.get("/Author") or "").strip(),
        year=year,
        pages=tuple(pages),
        outline=tuple(_outline(reader)),
    )


def _lines(page: Any) -> Iterator[Line]:
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, cm: Matrix, tm: Matrix, _font: Any, size: float) -> None:
        height = abs(size * (tm[3] or tm[1] or 1.0) * (cm[3] or cm[1] or 1.0))
        pieces.append((text, tm[4] * cm[1] + tm[5] * cm[3] + cm[5], height))

    page.extract_text(visitor_text=visit)
    boxes = list(_link_boxes(page))
    text, top, size = "", 0.0, 0.0
    for piece, y, height in [*pieces, ("\n", 0.0, 0.0)]:
        for part in piece.splitlines(keepends=True):
            if part.strip() and not text.strip():
                top, size = y, height
            text += part
            if part.endswith("\n"):
                if text.strip():
                    on_line = [url for url, low, high in boxes if low - 3 <= top <= high + 1]
                    yield Line(text.strip(), round(size, 1), tuple(dict.fromkeys(on_line)))
                text = ""


def _link_boxes(page: Any) -> Iterator[tuple[str, float, float]]:
    for annotation in page.get("/Annots") or []:
        item = annotation.get_object()
        action = item.get("/A") if isinstance(item, dict) else None
        url = action.get_object().get("/URI") if action is not None else None
        if url and "/Rect" in item:
            rect = [float(x) for x in item["/Rect"]]
            yield str(url), min(rect[1], rect[3]), max(rect[1], rect[3])


def _outline(reader: Any) -> Iterator[tuple[int, str]]:
    def walk(items: Any) -> Iterator[tuple[int, str]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            elif (number := reader.get_destination_page_number(item)) is not None:
                yield number + 1, str(item.title).strip()

    yield from walk(reader.outline)
