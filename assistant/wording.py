"""Dates in the words of a reader; the data keep `2022-08-01`."""

import re

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()
_ISO = re.compile(r"(?<![\d-])(\d{4})-(0[1-9]|1[0-2])-(\d\d)(?:T[\d:.+-]+Z?)?(?![\d-])")


def date_in_words(text: str) -> str:
    """The text with `1 augustus 2022` for each `2022-08-01`, without the time of the day."""
    return _ISO.sub(lambda found: f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}", text)
