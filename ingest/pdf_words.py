"""The words of the pages of a PDF with their place, size and whether a reader can see them. The only file that knows PDFium.

Places are in points from the lower left corner of the page as it is shown, so after its rotation. Knows nothing of lines or order.
"""

import ctypes
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

# PDFium writes these for a hyphen at the end of a line.
HYPHENS = "\x02\ufffe"
# From the first letter on a line to the last, and in it letters with the hyphen that ends them.
LINE = re.compile(rf"[^\s\0{HYPHENS}](?:[^\r\n{HYPHENS}]*[^\s\0{HYPHENS}])?")
LETTERS = re.compile(rf"([^\s\0{HYPHENS}]+)[{HYPHENS}]?")
UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")
INVISIBLE, CLIPPED = 3, 7  # text render modes that paint nothing
TINY = 2.0
FAINT = 25  # of 255
MOST_CHARACTERS = 200_000
CONTRAST = 12  # of 255: less than this between letters and ground cannot be read
# So many things drawn on a page without text may well be letters.
MANY = 20
# The address of the object that a character belongs to; pypdfium2's own gives a new pointer each time, which costs more than the question.
OBJECT_OF = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
# Letters that follow each other without a space, and where in the text of the page the first and the last of them stand, and their end:
# the last, or the hyphen that PDFium tells.
Piece = tuple[str, int, int, int]
# Left, bottom, right, top.
Sides = tuple[float, float, float, float]
# What PDFium raises on a file or a page that it cannot read.
Unreadable = pdfium.PdfiumError


class Word(NamedTuple):
    """A printed word; `angle` is the direction of its letters in quarter turns counter-clockwise, -1 when it is no quarter.

    `outside`: off the page, and `hidden` too unless it runs on from text on the page.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    angle: int = 0
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
            reading = _Reading(self, textpage, view)
            words = list(reading.words())
            if reading.doubted:
                words = list(reading.judged(words))
            if any(word.outside for word in words):
                words = list(_run_on(words))
            return PageWords(tuple(words), view, reading.unmapped / max(1, reading.seen))
        finally:
            textpage.close()

    def painted(self, scale: float) -> pdfium.PdfBitmap:
        """The page in grey, without what a form adds; to be closed."""
        return self._page.render(scale=scale, grayscale=True, may_draw_forms=False)

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

    def is_scan(self) -> bool:
        """Whether a picture covers most of the page."""
        return self._picture_share() > 0.6

    def _picture_share(self) -> float:
        """Which share of the page its largest picture covers."""
        width, height = self._page.get_size()
        largest = 0.0
        for found in self._page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            left, bottom, right, top = found.get_bounds()
            largest = max(largest, (right - left) * (top - bottom))
        return float(largest / max(1.0, width * height))


class _Look(NamedTuple):
    """What the letters of one object of the page share: see Word; `doubt`: by their colour they may not be seen.

    `plain`: they surely are seen, upright, on one line.
    """

    size: float
    angle: int
    unpainted: bool
    doubt: bool
    plain: bool


class _Reading:
    """Reads the characters of one page into words. PDFium is asked as little as can be: that takes the most time."""

    def __init__(self, sheet: Sheet, textpage: pdfium.PdfTextPage, view: View) -> None:
        self.sheet, self.view = sheet, view
        self._text_of = textpage.raw
        self.unmapped = self.seen = 0
        self.doubted = False
        self._looks: dict[int, _Look] = {}
        # What PDFium writes its answers in.
        self._sides = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
        self._origin = ctypes.c_double(), ctypes.c_double()

    def words(self) -> Iterator[Word]:
        """All words, in the order of the file."""
        text = self._text()
        self.unmapped = len(UNMAPPED.findall(text))
        for line in LINE.finditer(text):
            # The letters of an object follow each other: where both ends of a line are of one object, all between is.
            first = self._object(line.start())
            whole = first if first == self._object(line.end() - 1) else 0
            pieces = self._spans(text, line.start(), line.end())
            if whole and (self._looks.get(whole) or self._look(line.start(), whole)).plain:
                yield from self._plain_words(self._looks[whole].size, pieces)
            elif whole:
                yield from self._words(whole, pieces)
            else:
                yield from (word for piece in pieces for word in self._in_parts(*piece))

    def _spans(self, text: str, start: int, end: int) -> Iterator[Piece]:
        for found in LETTERS.finditer(text, start, end + 1):
            begin, stop = found.span(1)
            self.seen += stop - begin
            broken = found.end() > stop
            yield found[1] + "-" * broken, begin, stop - 1, stop - 1 + broken

    def _in_parts(self, letters: str, start: int, last: int, end: int) -> Iterator[Word]:
        """Where the hand moves on to another object, the next letter may stand elsewhere though no space is told."""
        here = of_begin = self._object(start)
        begin = start
        if last > start and here != self._object(last):
            for k in range(start + 1, last + 1):
                now = self._object(k)
                if now != here and self._jumps(k):
                    yield from self._words(of_begin, [(letters[begin - start : k - start], begin, k - 1, k - 1)])
                    begin, of_begin = k, now
                here = now
        yield from self._words(of_begin, [(letters[begin - start :], begin, last, end)])

    def judged(self, words: list[Word]) -> Iterator[Word]:
        """Words of which the colour leaves doubt are looked at on the page as it is painted."""
        scale = min(2.0, 3_000 / max(self.view.width, self.view.height, 1.0))
        bitmap = self.sheet.painted(scale)
        painted = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
        for word in words:
            if word.size < 0:  # the mark of a doubt
                seen = _contrast(painted, word, scale, self.view.height) >= CONTRAST
                yield word._replace(size=-word.size, hidden=word.hidden or not seen)
            else:
                yield word
        bitmap.close()

    @cached_property
    def _is_scan(self) -> bool:
        return self.sheet.is_scan()

    def _text(self) -> str:
        count = min(raw.FPDFText_CountChars(self._text_of), MOST_CHARACTERS)
        buffer = (ctypes.c_ushort * (count + 1))()
        told = raw.FPDFText_GetText(self._text_of, 0, count, buffer)
        units = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if told == count + 1 and len(units) == count:
            return units
        codes = (raw.FPDFText_GetUnicode(self._text_of, k) for k in range(count))
        return "".join(chr(c) if c < 0x110000 and not 0xD800 <= c < 0xE000 else "\ufffd" for c in codes)

    def _object(self, k: int) -> int:
        return OBJECT_OF(self._text_of, k) or 0

    def _jumps(self, k: int) -> bool:
        """Whether the letter does not follow the one before it on the line."""
        before, box = self._box(k - 1), self._box(k)
        tall = max(before[3] - before[1], box[3] - box[1], 1.0)
        level = before[1] - tall < (box[1] + box[3]) / 2 < before[3] + tall
        near = abs(box[0] - before[2]) < tall or (before[0] - tall < box[0] < before[2] + tall)
        return not (level and near)

    def _box(self, k: int) -> Sides:
        left, right, bottom, top = self._sides
        raw.FPDFText_GetCharBox(self._text_of, k, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _words(self, here: int, pieces: Iterable[Piece]) -> Iterator[Word]:
        """Words of which the first letters are of the same object."""
        box_of, origin_of, text_of = raw.FPDFText_GetCharBox, raw.FPDFText_GetCharOrigin, self._text_of
        left, right, bottom, top = self._sides
        x, y = self._origin
        for letters, start, _, last in pieces:
            size, angle, unpainted, doubt, _ = self._looks.get(here) or self._look(start, here)
            origin_of(text_of, start, x, y)
            box_of(text_of, start, left, right, bottom, top)
            first = end = left.value, bottom.value, right.value, top.value
            if last > start:
                box_of(text_of, last, left, right, bottom, top)
                end = left.value, bottom.value, right.value, top.value
            at, to, base, outside = self._place(first, end, angle)
            hidden = outside or abs(size) < TINY or unpainted
            if doubt:
                self.doubted, size = True, size if hidden else -size
            yield Word(letters, at, to, base, size, angle, hidden, outside)

    def _plain_words(self, size: float, pieces: Iterable[Piece]) -> Iterator[Word]:
        """What `_words` gives for an object that is plain, in less time: most words are of such."""
        box_of, text_of = raw.FPDFText_GetCharBox, self._text_of
        left, right, bottom, top = self._sides
        x, y = self._origin
        width, height, view_left, view_bottom = self.view.width, self.view.height, self.view.left, self.view.bottom
        base = None
        for letters, start, _, last in pieces:
            if base is None:
                raw.FPDFText_GetCharOrigin(text_of, start, x, y)
                base = y.value - view_bottom
            box_of(text_of, start, left, right, bottom, top)
            begin, low, end = left.value - view_left, bottom.value - view_bottom, right.value
            if last > start:
                box_of(text_of, last, left, right, bottom, top)
                end = max(end, right.value)
            outside = not (0 <= begin <= width and 0 <= low <= height)
            yield Word(letters, begin, end - view_left, base, size, 0, outside, outside)

    def _place(self, first: Sides, last: Sides, angle: int) -> tuple[float, float, float, bool]:
        """Left, right and base of a word by the sides of two of its letters, and whether all of their corners are off the page."""
        view, x, y = self.view, self._origin[0].value, self._origin[1].value
        if not view.turns and angle <= 0:  # as most words stand; the same, in less time
            left, right = min(first[0], last[0], x) - view.left, max(first[2], last[2]) - view.left
            if 0 <= first[0] - view.left <= view.width and 0 <= first[1] - view.bottom <= view.height:
                return left, right, y - view.bottom, False
        corners = [view.at(*p) for box in (first, last) for p in (box[:2], box[2:])]
        outside = not any(0 <= px <= view.width and 0 <= py <= view.height for px, py in corners)
        *placed, origin = (_turned(p, angle) for p in (*corners, view.at(x, y)))
        return min(origin[0], *(p[0] for p in placed)), max(p[0] for p in placed), origin[1], outside

    def _look(self, k: int, here: int) -> _Look:
        """How an object looks, of which this is a letter. Letters of no object (0) each have a look of their own."""
        matrix, colour = raw.FS_MATRIX(), [ctypes.c_uint(0) for _ in range(4)]
        raw.FPDFText_GetMatrix(self._text_of, k, matrix)
        size = raw.FPDFText_GetFontSize(self._text_of, k) * math.hypot(matrix.c, matrix.d)
        degrees = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * self.view.turns
        quarter = round(degrees / 90)
        found = raw.FPDFText_GetTextObject(self._text_of, k) if here else None
        mode = raw.FPDFTextObj_GetTextRenderMode(found) if found else 0
        told = bool(found) and raw.FPDFPageObj_GetFillColor(found, *colour)
        red, green, blue, alpha = (c.value for c in colour) if told else (0, 0, 0, 255)
        # Over a scan, text that is not painted is what a scanner read: it tells what the picture shows.
        unpainted = (mode in (INVISIBLE, CLIPPED) and not self._is_scan) or (alpha < FAINT and mode not in (1, 5))
        doubt = min(red, green, blue) > 215 and mode not in (INVISIBLE, CLIPPED)
        upright = not self.view.turns and matrix.b == 0 and matrix.a > 0
        plain = upright and size >= TINY and not (unpainted or doubt)
        look = _Look(size, quarter % 4 if abs(degrees - 90 * quarter) < 8 else -1, unpainted, doubt, plain)
        if here:
            self._looks[here] = look
        return look


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
            word = word._replace(hidden=False)
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
