"""Entries as rows of SQLite: their JSON, and the words that stand in them. Knows no engine."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from ingest import schema
from ingest.dutch import words
from ingest.schema import Entry

ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
DETAILS: dict[str, TypeAdapter[Any]] = {
    "route": TypeAdapter(schema.RouteDetail),
    "law": TypeAdapter(schema.LawDetail),
    "instrument": TypeAdapter(schema.InstrumentDetail),
}


def opened_entries(build: Path, *, one_thread: bool = True) -> sqlite3.Connection:
    """The entries of a build, to read only. As an address, in which `%`, `#` and `?` of a path mean something, they are escaped."""
    address = (build / "entries.db").resolve().as_uri() + "?mode=ro"
    return sqlite3.connect(address, uri=True, check_same_thread=one_thread)


def entry_to_json(entry: Entry) -> str:
    """One line of JSON."""
    return ENTRY.dump_json(entry).decode()


def entry_from_json(text: str) -> Entry:
    """What `entry_to_json` wrote."""
    if '"detail":null' in text:
        return ENTRY.validate_json(text)
    raw: dict[str, Any] = json.loads(text)
    if raw["detail"] is not None:
        # Which of the three it is follows from the kind, not from the keys.
        raw["detail"] = DETAILS[raw["kind"]].validate_python(raw["detail"])
    return ENTRY.validate_python(raw)


def read_vocabulary(entries: sqlite3.Connection) -> dict[str, int]:
    """Folded word -> number of entries that it stands in."""
    return dict(entries.execute("SELECT word, entries FROM vocabulary WHERE entries > 0"))


def read_parts(entries: sqlite3.Connection) -> list[str]:
    """The words that a compound was split into when all entries were analysed; questions are analysed with the same."""
    return [row[0] for row in entries.execute("SELECT word FROM vocabulary WHERE part")]


def vocabulary_of(entries: Iterable[Entry]) -> dict[str, int]:
    """Folded word -> number of entries that it stands in."""
    counts: dict[str, int] = {}
    for entry in entries:
        text = " ".join((entry.title, entry.summary, entry.body, *entry.questions, *entry.terms, *entry.extra_terms))
        for word in set(words(text)):
            counts[word] = counts.get(word, 0) + 1
    return counts
