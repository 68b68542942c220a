"""From the words of a page to its lines in reading order: columns one after the other, tables as rows, footnotes told apart.

The order of the file is kept where it can be read; only what lies interleaved is put right. Pure geometry; knows no PDF library.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.content import Line
from ingest.pdf_words import PageWords, Word
from ingest.table_rows import row_lines

# In letter sizes: a gap on a line that may part columns, how far a raised letter may stand from its line, and a gap
# beyond which two texts on one height have nothing to do with each other.
GAP, LEVEL, APART = 1.0, 0.6, 6.0
COLUMN_ROWS = 3
TABLE_ROWS = 3
NOTE = re.compile(r"^(?:\d{1,3}|[*†‡]{1,3})[.)]?\s+\S")
Box = tuple[str, float, float, float, float]


class Stretch:
    """Words that stand close together on one line: their text, where they begin and end, and how they stand.

    `size` is the letter size in points of most of its letters; `base` the height of the line on which the largest letters stand.
    """

    __slots__ = ("base", "left", "right", "size", "text", "words")

    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.text = " ".join([word.text for word in words])
        self.left = words[0].left
        self.right = max([word.right for word in words])
        sizes = {word.size for word in words}
        if len(sizes) == 1:
            self.size, self.base = round(words[0].size, 1), words[0].base
        else:
            self.size, self.base = _most_used(words), max(words, key=lambda word: word.size).base


def _most_used(words: list[Word]) -> float:
    counts: Counter[float] = Counter()
    for word in words:
        counts[round(word.size, 1)] += len(word.text)
    return max(counts, key=lambda size: (counts[size], size))


def page_lines(page: PageWords, links: Sequence[Box] = ()) -> tuple[Line, ...]:
    """The lines that a reader sees; text in another direction than most of the page comes last."""
    by_angle: dict[int, list[Word]] = {}
    for word in page.shown:
        by_angle.setdefault(word.angle, []).append(word)
    found: list[Line] = []
    for angle in sorted(by_angle, key=lambda a: -sum(len(w.text) for w in by_angle[a])):
        stretches = list(_stretches(by_angle[angle]))
        found += _lines(stretches, links if angle == 0 else ())
    return tuple(found)


def _stretches(words: list[Word]) -> Iterator[Stretch]:
    now = words[:1]
    for last, word in pairwise(words):
        size = max(last.size, word.size, 1.0)
        level = abs(word.base - last.base) < LEVEL * size
        near = -0.5 * size < word.left - last.right < GAP * size
        if not (level and near):
            yield Stretch(now)
            now = []
        now.append(word)
    if now:
        yield Stretch(now)


def _lines(stretches: list[Stretch], links: Sequence[Box]) -> Iterator[Line]:
    usual = _usual_size(stretches)
    for part in _parts(stretches, usual):
        if isinstance(part, Table):
            yield from part.lines()
            continue
        ordered = part if _is_readable(part) else list(_by_columns(part))
        yield from _with_notes(list(_joined(ordered)), usual, links)


# ---- order ------------------------------------------------------------------------------------------------------------


def _rows(stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Stretches on the same height together, top to bottom, left to right."""
    rows: list[list[Stretch]] = []
    for stretch in sorted(stretches, key=lambda s: -s.base):
        if rows and rows[-1][0].base - stretch.base < LEVEL * max(stretch.size, 1.0):
            rows[-1].append(stretch)
        else:
            rows.append([stretch])
    return [sorted(row, key=lambda s: s.left) for row in rows]


def _is_readable(stretches: list[Stretch]) -> bool:
    """Whether the order of the file reads: no lines of columns in turns, and no going up except to the next column.

    Of text that lies on its side PDFium may tell the last line first: then it mostly goes up.
    """
    across = up = rises = falls = 0
    for a, b in pairwise(stretches):
        size = max(a.size, b.size, 1.0)
        if abs(a.base - b.base) < LEVEL * size:
            across += len(a.words) > 2 and len(b.words) > 2
        elif b.left < a.right and b.right > a.left:
            up += b.base > a.base + 1.5 * size
            rises += b.base > a.base
            falls += b.base < a.base
    return across < COLUMN_ROWS and up <= max(3, len(stretches) // 8) and rises <= falls


def _by_columns(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Top to bottom; where lines stand side by side over some rows, the left column before the right."""
    rows = _rows(stretches)
    split = _gutter(rows)
    if split is None:
        for row in rows:
            yield from row
        return
    band: list[Stretch] = []
    for row in [*rows, []]:
        if row and not any(s.left < split < s.right for s in row):
            band += row
            continue
        yield from _by_columns([s for s in band if s.right <= split])
        yield from _by_columns([s for s in band if s.left >= split])
        band = []
        yield from row


def _gutter(rows: list[list[Stretch]]) -> float | None:
    """The middle of the white strip that most pairs of neighbours have between them, if enough of them do."""
    gaps = [(a.right, b.left) for row in rows for a, b in pairwise(row) if b.left > a.right]
    best, most = None, COLUMN_ROWS - 1
    for at in sorted({(a + b) / 2 for a, b in gaps}):
        count = sum(a < at < b for a, b in gaps)
        if count > most:
            best, most = at, count
    return best


def _joined(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Neighbours on the same height are one line: a number and its heading; but not what stands at the other end of the page."""
    now: Stretch | None = None
    for stretch in stretches:
        size = max(now.size if now else 0.0, 1.0)
        if now and abs(now.base - stretch.base) < LEVEL * size and 0 <= stretch.left - now.right < APART * size:
            now = Stretch(now.words + stretch.words)
            continue
        if now is not None:
            yield now
        now = stretch
    if now is not None:
        yield now


# ---- footnotes ----------------------------------------------------------------------------------------------------------


def _usual_size(stretches: Sequence[Stretch]) -> float:
    counts: Counter[float] = Counter()
    for stretch in stretches:
        counts[stretch.size] += len(stretch.text)
    return max(counts, key=lambda size: counts[size]) if counts else 0.0


def _with_notes(stretches: list[Stretch], usual: float, links: Sequence[Box]) -> Iterator[Line]:
    """Each stretch a line; small ones that begin with a number, and small ones right below those, are notes."""
    note: list[Stretch] = []
    for stretch in stretches:
        small = stretch.size <= 0.88 * usual
        goes_on = bool(note) and small and 0 < note[-1].base - stretch.base < 2 * note[-1].size
        if small and NOTE.match(stretch.text) and (goes_on or not note or note[-1].base > stretch.base):
            yield from _note(note, links)
            note = [stretch]
        elif goes_on:
            note.append(stretch)
        else:
            yield from _note(note, links)
            note = []
            yield Line(stretch.text, round(stretch.size, 1), _links_on(stretch, links))
    yield from _note(note, links)


def _note(note: list[Stretch], links: Sequence[Box]) -> Iterator[Line]:
    if not note:
        return
    text = note[0].text
    for stretch in note[1:]:
        text = text[:-1] + stretch.text if text.endswith("-") and stretch.text[:1].islower() else f"{text} {stretch.text}"
    found = tuple(dict.fromkeys(url for stretch in note for url in _links_on(stretch, links)))
    yield Line(text, round(note[0].size, 1), found, role="note")


def _links_on(stretch: Stretch, links: Sequence[Box]) -> tuple[str, ...]:
    on_line = (
        url
        for url, left, low, right, high in links
        if low - 3 <= stretch.base <= high + 1 and left < stretch.right and right > stretch.left
    )
    return tuple(dict.fromkeys(on_line))


# ---- tables -------------------------------------------------------------------------------------------------------------


@dataclass
class Table:
    """Rows of stretches under common left edges."""

    rows: list[list[Stretch]]
    edges: list[float]

    def lines(self) -> Iterator[Line]:
        """A line for each row; a line of a table that leaves the first column empty goes on with the row before it."""
        cells: list[list[str]] = []
        for row in self.rows:
            texts = [""] * len(self.edges)
            for stretch in row:
                at = _column(stretch, self.edges)
                texts[at] = f"{texts[at]} {stretch.text}".strip()
            if cells and not texts[0]:
                cells[-1] = [f"{old} {new}".strip() for old, new in zip(cells[-1], texts, strict=True)]
            else:
                cells.append(texts)
        yield from row_lines(cells)


def _parts(stretches: list[Stretch], usual: float) -> Iterator[list[Stretch] | Table]:
    """Tables, and the stretches between them in the order of the file."""
    tables = list(_tables(_rows(stretches), usual))
    if not tables:
        yield stretches
        return
    owner = {id(s): n for n, table in enumerate(tables) for row in table.rows for s in row}
    left: list[Stretch] = []
    told: set[int] = set()
    for stretch in stretches:
        n = owner.get(id(stretch))
        if n is None:
            left.append(stretch)
        elif n not in told:
            told.add(n)
            if left:
                yield left
            left = []
            yield tables[n]
    if left:
        yield left


def _tables(rows: list[list[Stretch]], usual: float) -> Iterator[Table]:
    """Runs of rows with short cells under common edges; two columns of running text are not that."""
    run: list[list[Stretch]] = []
    last: list[Stretch] = []  # the last row of several cells
    for row in [*rows, []]:
        near = not run or (run[-1][0].base - row[0].base < 4 * max(usual, 1.0) if row else False)
        beside = len(row) == 1 and bool(run) and row[0].left > run[-1][0].left + usual
        fits = len(row) > 1 or beside or (len(row) == 1 and bool(run) and _goes_on(row[0], last, run[-1][0].base))
        last = row if len(row) > 1 else last
        if row and fits and near:
            run.append(row)
            continue
        table = _table(run)
        if table:
            yield table
        run = [row] if len(row) > 1 else []


def _table(run: list[list[Stretch]]) -> Table | None:
    run = run[: _end(run)]
    if len(run) < TABLE_ROWS:
        return None
    edges: list[float] = []
    for left in sorted(s.left for row in run for s in row):
        if not edges or left - edges[-1] > 2 * run[0][0].size:
            edges.append(left)
    full = [row for row in run if len(row) > 1]
    cells = [s for row in full for s in row]
    short = median(len(s.words) for s in cells) <= 4 and max(len(s.words) for s in cells) <= 14
    # Columns of text run to their margin; the cells of a table end where their words do.
    ends = [s.right for row in full for s in row[:1]]
    ragged = max(ends) - median(ends) > 2 * cells[0].size or len(edges) > 3 or any(re.search(r"\d", s.text) for s in cells)
    return Table(run, edges) if 1 < len(edges) <= 12 and short and _is_aligned(full, edges) and ragged else None


def _end(run: list[list[Stretch]]) -> int:
    """How many rows belong to the table: up to the last of several cells, and what goes on with one of those below it."""
    end = max((n for n, row in enumerate(run, 1) if len(row) > 1), default=0)
    last = run[end - 1] if end else []
    while end < len(run) and _goes_on(run[end][0], last, run[end - 1][0].base):
        end += 1
    return end


def _goes_on(line: Stretch, row: list[Stretch], above: float) -> bool:
    """Whether the line is the next of a wrapped cell: close below it, from the same left edge, and free of the next column."""
    for n, cell in enumerate(row[1:], 1):
        free = n + 1 == len(row) or line.right < row[n + 1].left
        if abs(line.left - cell.left) < 0.5 * cell.size and abs(line.size - cell.size) < 0.5 and free:
            return above - line.base < 1.6 * cell.size
    return False


def _column(stretch: Stretch, edges: list[float]) -> int:
    return max((n for n, edge in enumerate(edges) if edge <= stretch.left + stretch.size), default=0)


def _is_aligned(rows: list[list[Stretch]], edges: list[float]) -> bool:
    """Most rows fill every column; or, where cells are empty, each cell has a column to itself and most of each column is filled."""
    if sum(len(row) == len(edges) for row in rows) >= 0.6 * len(rows):
        return True
    columns = [[_column(s, edges) for s in row] for row in rows]
    filled = Counter(n for row in columns for n in row)
    return all(len(set(row)) == len(row) for row in columns) and all(filled[n] > 0.5 * len(rows) for n in range(len(edges)))
