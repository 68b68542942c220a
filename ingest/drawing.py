"""One page of a PDF as a picture, with its characters and where they stand. Knows PDFium; knows nothing of documents or answers.

PDFium runs in a process of its own with limits on time and memory: `python -m ingest.drawing FILE PAGE` prints JSON.
"""

import base64
import io
import json
import resource
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from rapidfuzz import fuzz

from ingest.errors import DocumentError, DrawingBusy
from ingest.settings import ROOT

MAX_SECONDS = 20
MAX_MEMORY = 2 * 1024**3
WIDTH = 1200
MAX_HEIGHT = 3600
COLOURS = 256
KEPT = 48
LIKE = 88.0
"""From this likeness on (0 to 100, on letters and digits alone), a stretch of a page counts as the sentence that was looked for."""
SHORTEST = 12
AT_ONCE = threading.Semaphore(2)
PLACES = threading.Semaphore(6)
"""Who draws and who may wait a moment for that: the threads of a service that wait here serve nobody else meanwhile."""
PATIENCE = 1.0

REFUSED = 3
"""The status of a drawing process that says why in one Dutch line. Python itself ends with 1 and 2, a traceback among them."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PagePicture:
    """A page of a PDF. `png` is `WIDTH` pixels wide; a box is left, top, right, bottom as shares (0 to 1) of the picture."""

    png: bytes
    pages: int
    width: int
    height: int
    text: str
    boxes: tuple[Box | None, ...]

    def marks(self, sentence: str) -> tuple[Box, ...]:
        """Where a sentence stands, a box for each line of it; nothing when it does not stand on this page."""
        wanted, _ = _letters(sentence)
        letters, at = _letters(self.text)
        if len(wanted) < SHORTEST or len(letters) < SHORTEST:
            return ()
        start = letters.find(wanted)
        end = start + len(wanted)
        if start < 0:
            found = fuzz.partial_ratio_alignment(wanted, letters, score_cutoff=LIKE)
            if found is None or len(wanted) > len(letters):
                return ()
            start, end = found.dest_start, found.dest_end
        return tuple(_lines([box for box in self.boxes[at[start] : at[end - 1] + 1] if box]))


def page_picture(path: Path, page: int) -> PagePicture:
    """The page, counted from 1; kept in memory for the next time.

    Raises DocumentError when the file or the page does not exist, cannot be drawn, or takes too long; DrawingBusy when others are drawn.
    """
    try:
        stamp = path.stat()
    except OSError as fault:
        raise DocumentError(path, "bestand niet gevonden") from fault
    return _drawn(path, page, stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=KEPT)
def _drawn(path: Path, page: int, _changed: int, _size: int) -> PagePicture:
    command = [sys.executable, "-m", "ingest.drawing", str(path.resolve()), str(page)]
    try:
        with _turn(path):
            done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise DocumentError(path, f"bladzijde {page} tekenen duurde langer dan {MAX_SECONDS} seconden") from fault
    if done.returncode == REFUSED:
        raise DocumentError(path, done.stderr.decode("utf-8", "replace").strip().splitlines()[-1])
    if done.returncode:
        raise DocumentError(path, f"bladzijde {page} is te zwaar of beschadigd en niet te tekenen")
    raw = json.loads(done.stdout)
    boxes = tuple(tuple(box) if box else None for box in raw["boxes"])
    return PagePicture(base64.b64decode(raw["png"]), raw["pages"], raw["width"], raw["height"], raw["text"], boxes)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    with _place(PLACES, path, 0.0), _place(AT_ONCE, path, PATIENCE):
        yield


@contextmanager
def _place(places: threading.Semaphore, path: Path, patience: float) -> Iterator[None]:
    if not places.acquire(timeout=patience):
        raise DrawingBusy(path, "er worden te veel bladzijden tegelijk getekend")
    try:
        yield
    finally:
        places.release()


def _letters(text: str) -> tuple[str, list[int]]:
    """Only letters and digits, folded, and for each where it stood: hyphens, spaces and accents differ between two readers of a PDF."""
    letters, at = [], []
    for index, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if part.isalnum():
                letters.append(part)
                at.append(index)
    return "".join(letters), at


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """Characters that stand beside each other become one box."""
    line: Box | None = None
    for box in boxes:
        if line and min(line[3], box[3]) - max(line[1], box[1]) > 0.4 * (box[3] - box[1]) and box[0] >= line[0]:
            line = min(line[0], box[0]), min(line[1], box[1]), max(line[2], box[2]), max(line[3], box[3])
            continue
        if line:
            yield line
        line = box
    if line:
        yield line


# ---- the child process ----------------------------------------------------------------------------------------------


def _main(path: Path, number: int) -> None:
    """Print the page as JSON; on a known fault end with `REFUSED` and one Dutch line."""
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError):
        _refuse("is niet te openen om te tekenen")
    if not 1 <= number <= len(pdf):
        _refuse(f"heeft geen bladzijde {number}")
    try:
        json.dump({**_page(pdf[number - 1]), "pages": len(pdf)}, sys.stdout, ensure_ascii=True)
    except pypdfium2.PdfiumError:
        _refuse(f"bladzijde {number} is niet te tekenen")


def _refuse(reason: str) -> NoReturn:
    sys.stderr.write(f"{reason}\n")
    raise SystemExit(REFUSED)


def _page(page: Any) -> dict[str, Any]:
    width, height = page.get_size()
    bitmap = page.render(scale=min(WIDTH / width, MAX_HEIGHT / height))
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    text, boxes = _characters(page, bitmap)
    return {
        "png": base64.b64encode(out.getvalue()).decode("ascii"),
        "width": bitmap.width, "height": bitmap.height, "text": text, "boxes": boxes,
    }  # fmt: skip


def _characters(page: Any, bitmap: Any) -> tuple[str, list[list[float] | None]]:
    import pypdfium2.raw as pdfium

    words = page.get_textpage()
    place = bitmap.get_posconv(page)
    text: list[str] = []
    boxes: list[list[float] | None] = []
    for index in range(words.count_chars()):
        code = pdfium.FPDFText_GetUnicode(words, index)
        text.append(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " ")
        left, bottom, right, top = words.get_charbox(index, loose=True)
        if right <= left or top <= bottom or text[-1].isspace():
            boxes.append(None)
            continue
        (x1, y1), (x2, y2) = place.to_bitmap(left, bottom), place.to_bitmap(right, top)
        shares = min(x1, x2) / bitmap.width, min(y1, y2) / bitmap.height, max(x1, x2) / bitmap.width, max(y1, y2) / bitmap.height
        boxes.append([round(share, 5) for share in shares])
    return "".join(text), boxes


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
