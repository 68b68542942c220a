"""From the cells of a table to rows that can be read and cited on their own: `Gemeente: Ede; Budget: 40.000.`

Knows nothing of the format that the table came from.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.content import Line

LONG_CELL = 60
MAX_COLUMNS = 100
NUMBER = re.compile(r"[\d.,%€ -]+")
YEAR = re.compile(r"(?:19|20)\d\d")


def row_lines(cells: Sequence[Sequence[str]], *, headed: bool = False, links: Sequence[tuple[str, ...]] = ()) -> Iterator[Line]:
    """A line for each row; the first row names the columns when the file says so (`headed`) or when it looks like it.

    `links` are the addresses in each row. A table of one row or column, or with long texts, is there for its layout: its cells come
    as blocks.
    """
    rows = [[" ".join(cell.split()) for cell in row[:MAX_COLUMNS]] for row in cells]
    width = max((len(row) for row in rows), default=0)
    for_layout = width < 2 or len(rows) < 2 or any(len(c.split()) > LONG_CELL for row in rows for c in row)
    names = rows[0] if not for_layout and (headed or _names_columns(rows, width)) else []
    for n, row in enumerate(rows):
        on_row = links[n] if n < len(links) else ()
        if for_layout:
            yield from (Line(cell, links=on_row, role="block") for cell in row if cell)
        elif (n or not names) and any(row):
            yield Line(_row(row, names), links=on_row, role="row")


def _names_columns(rows: list[list[str]], width: int) -> bool:
    first = rows[0]
    short = all(
        0 < len(cell.split()) <= 10 and (not NUMBER.fullmatch(cell) or _is_year_above(rows, n)) for n, cell in enumerate(first)
    )
    return width > 2 and len(first) == width and short and len(set(first)) == width


def _is_year_above(rows: list[list[str]], column: int) -> bool:
    """Whether a year names this column: it stands above other things than years, beside a first column that has a name."""
    below = [row[column] for row in rows[1:] if column < len(row)]
    return column > 0 and YEAR.fullmatch(rows[0][column]) is not None and not any(YEAR.fullmatch(cell) for cell in below)


def _row(row: list[str], names: list[str]) -> str:
    if names:
        told = [f"{name.rstrip(':')}: {cell}" if name else cell for name, cell in zip(names, row, strict=False) if cell]
        told += [cell for cell in row[len(names) :] if cell]
    elif len(row) == 2 and all(row):
        told = [f"{row[0].rstrip(':')}: {row[1]}"]
    else:
        told = [cell for cell in row if cell]
    text = "; ".join(cell.rstrip(";") for cell in told)
    return text if text.endswith((".", "!", "?")) else f"{text}."
