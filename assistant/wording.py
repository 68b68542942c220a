"""Dates, pages and numbers in the words of a reader; the data keep `2022-08-01` and every page."""

import re
from collections.abc import Iterable

NUMBER_WORDS = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien".split()
TEENS = "vijftien zestien zeventien achttien negentien".split()
TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
ORDINALS = "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde".split()
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_ISO = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(\d\d)(?:T[\d:.+-]+Z?)?(?![\d-])")


def date_in_words(text: str) -> str:
    """The text with `1 augustus 2022` for each `2022-08-01`, without the time of the day."""
    return _ISO.sub(lambda found: f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}", text)


def number_in_words(number: int) -> str:
    """`zeven`; a large number stays in digits."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def page_ranges(pages: Iterable[int]) -> str:
    """`8–12, 14` for 8, 9, 10, 11, 12, 14; two pages are no range: `8, 9`."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}–{b}" if b > a + 1 else f"{a}, {b}" for a, b in runs)
