"""The name of a file as text that can be kept and shown. A name is bytes, and one from an old archive need not be UTF-8."""

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

# Before a path that is written as a web address writes it. No other path that is kept begins so: those begin with a slash.
ESCAPED = "file://"
# How Python shows a byte of a name that is no UTF-8.
STRANGE = re.compile(r"[\udc80-\udcff]")
# What a terminal obeys and does not show: its own orders, line breaks, and turning the direction of what follows.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def path_to_text(path: Path) -> str:
    """The path as text that any store and JSON take; almost always as it is."""
    text = str(path)
    return ESCAPED + _with_bytes(text.replace("%", "%25")) if STRANGE.search(text) else text


def text_to_path(text: str) -> Path:
    """What `path_to_text` was given."""
    return Path(os.fsdecode(unquote_to_bytes(text.removeprefix(ESCAPED))) if text.startswith(ESCAPED) else text)


def readable(name: str) -> str:
    """A name for people: `caf%E9.pdf` where the bytes are no UTF-8, and without what a terminal would obey."""
    return CONTROLS.sub("\ufffd", _with_bytes(name))


def _with_bytes(name: str) -> str:
    return STRANGE.sub(lambda strange: f"%{os.fsencode(strange[0])[0]:02X}", name)
