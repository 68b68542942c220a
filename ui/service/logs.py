"""The log: for people as plain lines, or one JSON object a line for machines. Never a question, a name, an address or a secret.

Of a fault stand its kind and the places it passed, not its message: that may hold what a visitor typed. Of a fault of ours stand our
own words too, by `reason_of`: they say what to do, and name files and addresses of this server, never of a visitor.
A publication that could not be taken is named, too.
"""

import json
import logging
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from assistant import ReisgenootError
from ui.service.settings import LogForm

OURS = "reisgenoot"
LOG = logging.getLogger("reisgenoot.faults")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, source, message, and what `extra={"details": {...}}` adds."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "source": record.name,
            "message": _said(record),
        }
        line.update(getattr(record, "details", {}))
        if record.exc_info and record.exc_info[1]:
            line["fault"] = type(record.exc_info[1]).__name__
            line["where"] = _places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """A line for a person at the keyboard, with the details behind it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with a traceback below it when there was a fault."""
        details = " ".join(f"{name}={value}" for name, value in getattr(record, "details", {}).items())
        return f"{super().format(record)} {details}".rstrip()

    def formatMessage(self, record: logging.LogRecord) -> str:  # as logging has it
        """The first line."""
        record.message = _said(record)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # as logging has it
        """The places and the kind of a fault."""
        return "\n".join([*(f"  {place}" for place in _places(ei[1])), type(ei[1]).__name__])


def set_up_logs(form: LogForm, questions: bool = False) -> None:
    """Everything that is logged goes to standard error in this form; in plain lines only what needs attention, or the questions too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    traceback.print_exc = _to_the_log  # gradio prints its faults, with their messages, instead of logging them
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO if form == "json" or questions else logging.WARNING)


def reason_of(fault: ReisgenootError) -> str:
    """What a fault of ours says. What it repeats of the fault below it, which may hold anything, gives way to the kind of that.

    What the system and SQLite say stays ("No space left on device"): who is called for it needs just that.
    """
    told, below = str(fault), fault.__cause__
    if below is None or not str(below) or isinstance(below, sqlite3.Error):
        return told
    if isinstance(below, ReisgenootError):
        return told.replace(str(below), reason_of(below))
    return told.replace(str(below), (isinstance(below, OSError) and below.strerror) or type(below).__name__)


def _said(record: logging.LogRecord) -> str:
    said = record.getMessage()
    return (
        said.partition("\n")[0] if record.name == "asyncio" else said
    )  # below it asyncio shows the task, with the text of its fault


def _places(fault: BaseException) -> list[str]:
    """The places it passed; of a fault of ours also those in another process, which it has as notes."""
    elsewhere = getattr(fault, "__notes__", ()) if isinstance(fault, ReisgenootError) else ()
    return [*(f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(fault.__traceback__)), *elsewhere]


def _to_the_log(*_: Any, **__: Any) -> None:
    LOG.error("an event of a page failed", exc_info=True)
