"""What a reader takes from a file: lines of text per page, slide or part. Knows no format, no passages and no search."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal

# What `number` of a page counts, as a reader sees it in front of a number.
Unit = Literal["pagina", "dia", "deel"]
# "": a printed line, whose part in the text is to be guessed. The others are a block of their own, known as such.
Role = Literal["", "heading", "block", "row", "note"]
MAX_CHARACTERS = 30_000_000
# What a user is told of a file that breaks the rules of its format.
DAMAGED = "is beschadigd of onvolledig en niet te lezen"
# What the libraries raise on such a file; which of these, their documentation does not promise.
FORMAT_FAULTS = (
    OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError, ArithmeticError, EOFError,
    NotImplementedError, zipfile.BadZipFile, zlib.error, struct.error,
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line: its words, the font size in points (0 when unknown), addresses that lie on it, what it is and, of a heading, its level."""

    text: str
    size: float = 0.0
    links: tuple[str, ...] = ()
    role: Role = ""
    level: int = 0


@dataclass(frozen=True)
class Page:
    """One page, slide or part; `number` counts from 1, `label` is what a reader calls it, `unread` why it has no text."""

    number: int
    label: str
    lines: tuple[Line, ...]
    unread: str = ""


@dataclass(frozen=True)
class Content:
    """What a file holds. `outline` pairs a page number with a title, in reading order.

    `warnings` pairs a page number (0: the whole file) with a Dutch line.
    """

    title: str
    author: str
    year: int
    pages: tuple[Page, ...]
    outline: tuple[tuple[int, str], ...] = ()
    unit: Unit = "pagina"
    warnings: tuple[tuple[int, str], ...] = ()


def in_parts(lines: list[Line], least: int = 80, most: int = 400) -> tuple[Page, ...]:
    """Lines of a file without pages, in parts: one begins at a heading of level 1 or 2, or when the part before has `most` words.

    A part of fewer than `least` words takes the next heading in.
    """
    parts: list[list[Line]] = [[]]
    count = 0
    for line in lines:
        headed = line.role == "heading" and line.level <= 2 and count >= least
        if parts[-1] and (headed or (count >= most and line.role != "note")):
            # A heading at the very end belongs to what follows it.
            carried: list[Line] = []
            while len(parts[-1]) > 1 and parts[-1][-1].role == "heading":
                carried.insert(0, parts[-1].pop())
            parts.append(carried)
            count = 0
        parts[-1].append(line)
        count += len(line.text.split())
    return tuple(Page(n, str(n), tuple(part)) for n, part in enumerate((p for p in parts if p), 1))
