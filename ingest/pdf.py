"""Reads one PDF with pypdf, in a process of its own with limits on time and memory: lines of text per page, with size and links.

Knows PDF; knows nothing of passages, headings or search. Run as `python -m ingest.pdf FILE` it prints what it read as JSON.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.errors import DocumentError
from ingest.guard import is_limited
from ingest.settings import ROOT

MAX_SECONDS = 120
MAX_BYTES = 500 * 1024 * 1024
MAX_MEMORY = 2 * 1024**3
MAX_PAGES = 5_000

Matrix = list[float]


@dataclass(frozen=True)
class Line:
    """A printed line: its words, the font size in points (0 when unknown), and addresses that lie on it."""

    text: str
    size: float = 0.0
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class PdfPage:
    """One sheet; `number` counts from 1, `label` is what is printed on it according to the file."""

    number: int
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PdfContent:
    """What a PDF holds. `outline` pairs a page number with a title, in reading order."""

    title: str
    author: str
    year: int
    pages: tuple[PdfPage, ...]
    outline: tuple[tuple[int, str], ...]


def read_pdf(path: Path, seconds: float = MAX_SECONDS) -> PdfContent:
    """Read the file in a child process.

    Raises DocumentError when it is missing, empty, too large, no PDF, encrypted, damaged, without text, or takes too long.
    """
    _check_file(path)
    content = _read_here(path) if is_limited() else _read_apart(path, seconds)
    if not any(len(line.text) for page in content.pages for line in page.lines):
        raise DocumentError(path, "geen tekst gevonden; waarschijnlijk een scan. Maak er eerst een doorzoekbare PDF van (OCR)")
    return content


def _read_apart(path: Path, seconds: float) -> PdfContent:
    """In a process of its own, which takes nothing along when it is ended."""
    command = [sys.executable, "-m", "ingest.pdf", str(path.resolve())]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as fault:
        raise DocumentError(path, f"lezen duurde langer dan {seconds:.0f} seconden; overgeslagen") from fault
    if done.returncode == 0:
        return _from_json(json.loads(done.stdout))
    if done.returncode == 1:
        raise DocumentError(path, done.stderr.decode("utf-8", "replace").strip().splitlines()[-1])
    raise DocumentError(path, "te zwaar of beschadigd: het leesproces stopte voortijdig (grens: 2 GB geheugen)")


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(1024)
    except FileNotFoundError as fault:
        raise DocumentError(path, "bestand niet gevonden") from fault
    except OSError as fault:
        raise DocumentError(path, f"niet te openen ({fault.strerror})") from fault
    if size == 0:
        raise DocumentError(path, "bestand is leeg")
    if size > MAX_BYTES:
        raise DocumentError(path, f"groter dan {MAX_BYTES // 1024**2} MB")
    if b"%PDF-" not in start:
        raise DocumentError(path, "is geen PDF (de herkenning %PDF- ontbreekt)")


def _from_json(raw: dict[str, Any]) -> PdfContent:
    pages = tuple(
        PdfPage(p["number"], p["label"], tuple(Line(x["text"], x["size"], tuple(x["links"])) for x in p["lines"]))
        for p in raw["pages"]
    )
    return PdfContent(raw["title"], raw["author"], raw["year"], pages, tuple((n, t) for n, t in raw["outline"]))


def _read_here(path: Path) -> PdfContent:
    """In this process; DocumentError when pypdf cannot read it."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(path, "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord")
        if len(reader.pages) > MAX_PAGES:
            raise DocumentError(path, f"heeft meer dan {MAX_PAGES} pagina's")
        return _content(reader)
    except (FileNotDecryptedError, DependencyError) as fault:
        raise DocumentError(path, "is versleuteld; sla het bestand op zonder wachtwoord") from fault
    except (
        PyPdfError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, AssertionError,
    ) as fault:  # fmt: skip
        raise DocumentError(path, "is beschadigd of onvolledig en niet te lezen") from fault


# ---- the child process ----------------------------------------------------------------------------------------------


def _main(path: Path) -> None:
    """Print the content as JSON; on a fault end with status 1 and one Dutch line."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        json.dump(asdict(_read_here(path)), sys.stdout, ensure_ascii=True)
    except DocumentError as fault:
        raise SystemExit(fault.reason) from None


def _content(reader: Any) -> PdfContent:
    metadata = reader.metadata or {}
    labels = reader.page_labels
    pages = []
    for index, page in enumerate(reader.pages):
        label = labels[index] if index < len(labels) else str(index + 1)
        pages.append(PdfPage(index + 1, label, tuple(_lines(page))))
    date = str(metadata.get("/CreationDate", ""))
    subject = str(metadata.get("/Subject", ""))
    year = next((int(y) for y in (subject, date[2:6]) if y.isdigit() and len(y) == 4 and 1900 < int(y) < 2100), 0)
    return PdfContent(
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


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
