"""The words of the pages of a PDF with their place, size and whether a reader can see them. The only file that knows PDFium.

Places are in points from the lower left corner of the page as it is shown, so after its rotation. Knows nothing of lines or order.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# PDFium writes these for a hyphen at the end of a line.
HYPHENS = ("\x02", "\ufffe")
INVISIBLE, CLIPPED = 3, 7  # text render modes that paint nothing
TINY = 2.0
FAINT = 25  # of 255
MOST_CHARACTERS = 200_000
CONTRAST = 12  # of 255: less than this between letters and ground cannot be read
# So many things drawn on a page without text may well be letters.
MANY = 20
# What PDFium raises on a file or a page that it cannot read.
Unreadable = pdfium.PdfiumError


@dataclass(frozen=True)
class Word:
    """A printed word; `angle` is the direction of its letters in quarter turns counter-clockwise, -1 when it is no quarter.

    `breaks`: PDFium saw the end of a line before it. `outside`: off the page, and `hidden` too unless it runs on from text on the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    angle: int = 0
    breaks: bool = False
    hidden: bool = False
    outside: bool = False


class View:
    """From the coordinates of the file to those of the page as it is shown."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.turns = page.get_rotation() // 90
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.width, self.height = page.get_size()

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point of the file."""
        if self.turns == 1:
            return y - self.bottom, self.right - x
        if self.turns == 2:
            return self.right - x, self.top - y
        if self.turns == 3:
            return self.top - y, x - self.left
        return x - self.left, y - self.bottom


@dataclass(frozen=True)
class PageWords:
    """The words of a page in the order of the file; `unmapped` is the share of characters whose meaning the file does not tell."""

    words: tuple[Word, ...]
    view: View
    unmapped: float = 0.0

    @property
    def shown(self) -> tuple[Word, ...]:
        """The words that a reader sees."""
        return tuple(word for word in self.words if not word.hidden)


class Letters:
    """A PDF, from a file or from its bytes, whose pages can be read and drawn. Raises Unreadable when it cannot be opened."""

    def __init__(self, source: Path | bytes) -> None:
        self._document = pdfium.PdfDocument(str(source) if isinstance(source, Path) else source)

    def __len__(self) -> int:
        return len(self._document)

    def mended(self) -> bytes:
        """The file as PDFium understood it, written anew; empty when it cannot."""
        copy = BytesIO()
        try:
            self._document.save(copy)
        except Unreadable:
            return b""
        return copy.getvalue()

    @contextmanager
    def sheet(self, index: int) -> Iterator["Sheet"]:
        """A page, counted from 0. Raises Unreadable when it cannot be opened."""
        page = self._document[index]
        try:
            yield Sheet(page)
        finally:
            page.close()


def is_locked(fault: Exception) -> bool:
    """Whether the file that was just refused asks for a password."""
    locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
    return locked or "password" in str(fault).lower()


class Sheet:
    """An open page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page

    def words(self) -> PageWords:
        """Read the page. Raises Unreadable when that fails."""
        view = View(self._page)
        textpage = self._page.get_textpage()
        try:
            reading = _Reading(self._page, textpage, view, self._picture_share() > 0.6)
            words = list(reading.words())
            if reading.doubted:
                words = list(reading.judged(words))
            return PageWords(tuple(_run_on(words)), view, reading.unmapped / max(1, reading.seen))
        finally:
            textpage.close()

    def is_painted(self) -> bool:
        """Whether there is something on the page that may well show text."""
        return self._picture_share() > 0.01 or sum(1 for _ in islice(self._page.get_objects(max_depth=2), MANY)) == MANY

    def picture(self, dots_per_inch: int, most_pixels: int) -> bytes:
        """The page as a grey picture in the PGM format, no larger than `most_pixels`."""
        width, height = self._page.get_size()
        scale = min(dots_per_inch / 72, (most_pixels / max(1.0, width * height)) ** 0.5)
        bitmap = self._page.render(scale=scale, grayscale=True)
        pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
        data: bytes = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels.tobytes()
        bitmap.close()
        return data

    def _picture_share(self) -> float:
        """Which share of the page its largest picture covers."""
        width, height = self._page.get_size()
        largest = 0.0
        for found in self._page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            left, bottom, right, top = found.get_bounds()
            largest = max(largest, (right - left) * (top - bottom))
        return float(largest / max(1.0, width * height))


class _Reading:
    """Reads the characters of one page into words."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, view: View, scanned: bool) -> None:
        self.page, self.textpage, self.view, self.scanned = page, textpage, view, scanned
        self.unmapped = self.seen = 0
        self.doubted = False
        self._styles: dict[int, tuple[bool, bool]] = {}

    def words(self) -> Iterator[Word]:
        """All words, in the order of the file."""
        text = self._text()
        start, breaks, obj = -1, False, 0
        for k, character in enumerate(text):
            gap = character.isspace() or character == "\0"
            hyphen = character in HYPHENS
            here = 0 if gap or hyphen else self._object(k)
            # Where the hand moves on to another object, the next letter may stand elsewhere though no space is told.
            if start >= 0 and (gap or hyphen or (here != obj and self._jumps(k))):
                yield self._word(text, start, k + hyphen, breaks)
                start, breaks = -1, hyphen
            if gap:
                breaks = breaks or character in "\r\n"
            elif not hyphen:
                if start < 0:
                    start = k
                obj = here
                self.seen += 1
                self.unmapped += character == "\ufffd" or "\ue000" <= character <= "\uf8ff"
        if start >= 0:
            yield self._word(text, start, len(text), breaks)

    def judged(self, words: list[Word]) -> Iterator[Word]:
        """Words of which the colour leaves doubt are looked at on the page as it is painted."""
        scale = min(2.0, 3_000 / max(self.view.width, self.view.height, 1.0))
        bitmap = self.page.render(scale=scale, grayscale=True, may_draw_forms=False)
        painted = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        for word in words:
            if word.size < 0:  # the mark of a doubt
                yield replace(
                    word, size=-word.size, hidden=word.hidden or _contrast(painted, word, scale, self.view.height) < CONTRAST
                )
            else:
                yield word
        bitmap.close()

    def _text(self) -> str:
        count = min(self.textpage.count_chars(), MOST_CHARACTERS)
        buffer = (ctypes.c_ushort * (count + 1))()
        told = raw.FPDFText_GetText(self.textpage.raw, 0, count, buffer)
        units = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if told == count + 1 and len(units) == count:
            return units
        codes = (raw.FPDFText_GetUnicode(self.textpage.raw, k) for k in range(count))
        return "".join(chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)

    def _object(self, k: int) -> int:
        found = raw.FPDFText_GetTextObject(self.textpage.raw, k)
        return ctypes.addressof(found.contents) if found else 0

    def _jumps(self, k: int) -> bool:
        """Whether the letter does not follow the one before it on the line."""
        before, box = self._box(k - 1), self._box(k)
        tall = max(before[3] - before[1], box[3] - box[1], 1.0)
        level = before[1] - tall < (box[1] + box[3]) / 2 < before[3] + tall
        near = abs(box[0] - before[2]) < tall or (before[0] - tall < box[0] < before[2] + tall)
        return not (level and near)

    def _box(self, k: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self.textpage.raw, k, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _word(self, text: str, start: int, end: int, breaks: bool) -> Word:
        words = text[start:end]
        last = end - 1
        if words[-1] in HYPHENS:
            words = f"{words[:-1]}-"
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
        raw.FPDFText_GetCharOrigin(self.textpage.raw, start, x, y)
        raw.FPDFText_GetMatrix(self.textpage.raw, start, matrix)
        size = raw.FPDFText_GetFontSize(self.textpage.raw, start) * math.hypot(matrix.c, matrix.d)
        first, box = self._box(start), self._box(last)
        corners = [self.view.at(*p) for b in (first, box) for p in ((b[0], b[1]), (b[2], b[3]))]
        origin = self.view.at(x.value, y.value)
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * self.view.turns
        quarter = round(degrees / 90)
        angle = quarter % 4 if abs(degrees - 90 * quarter) < 8 else -1
        placed = [_turned(p, angle) for p in (*corners, origin)]
        left, right = min(p[0] for p in placed), max(p[0] for p in placed[:-1])
        outside = not any(0 <= px <= self.view.width and 0 <= py <= self.view.height for px, py in corners)
        unpainted, doubt = self._style(start)
        self.doubted = self.doubted or doubt
        hidden = outside or abs(size) < TINY or unpainted
        return Word(words, left, right, placed[-1][1], -size if doubt and not hidden else size, angle, breaks, hidden, outside)

    def _style(self, k: int) -> tuple[bool, bool]:
        """Whether the letters are not painted at all, and whether their colour leaves doubt that they can be seen."""
        found = raw.FPDFText_GetTextObject(self.textpage.raw, k)
        key = ctypes.addressof(found.contents) if found else 0
        if key not in self._styles:
            mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
            colour = [ctypes.c_uint(0) for _ in range(4)]
            told = bool(found) and raw.FPDFPageObj_GetFillColor(found, *colour)
            red, green, blue, alpha = (c.value for c in colour) if told else (0, 0, 0, 255)
            # Over a scan, text that is not painted is what a scanner read: it tells what the picture shows.
            unpainted = (mode in (INVISIBLE, CLIPPED) and not self.scanned) or (alpha < FAINT and mode not in (1, 5))
            self._styles[key] = unpainted, min(red, green, blue) > 215 and mode not in (INVISIBLE, CLIPPED)
        return self._styles[key]


def _turned(point: tuple[float, float], quarters: int) -> tuple[float, float]:
    """The point on a page that is turned so that letters of this direction stand upright."""
    x, y = point
    return {1: (y, -x), 2: (-x, -y), 3: (-y, x)}.get(quarters, (x, y))


def _run_on(words: list[Word]) -> Iterator[Word]:
    """Text that starts on the page and runs over its edge is kept: a reader sees that it is cut off. The rest of what is outside is not."""
    before, line_start = None, 0.0
    for word in words:
        alike = before is not None and abs(before.size - word.size) < 0.1 * word.size
        on_line = (
            before is not None and alike and abs(before.base - word.base) < word.size and word.left - before.right < 3 * word.size
        )
        below = (
            before is not None
            and alike
            and 0 < before.base - word.base < 3.5 * word.size
            and abs(word.left - line_start) < word.size
        )
        if word.outside and word.hidden and word.size >= TINY and (on_line or below):
            word = replace(word, hidden=False)
        if not word.hidden:
            line_start = line_start if on_line else word.left
            before = word
        yield word


def _contrast(painted: Any, word: Word, scale: float, height: float) -> int:
    """The difference between the lightest and the darkest point where the word stands."""
    size = abs(word.size)
    corners = [
        _turned(p, -word.angle % 4 if word.angle > 0 else 0)
        for p in ((word.left, word.base - 0.1 * size), (word.right, word.base + 0.7 * size))
    ]
    columns = sorted(int(x * scale) for x, _ in corners)
    rows = sorted(int((height - y) * scale) for _, y in corners)
    part = painted[max(0, rows[0]) : max(0, rows[1]) + 1, max(0, columns[0]) : max(0, columns[1]) + 1]
    return int(part.max()) - int(part.min()) if part.size else 0
