"""Fills a library that is damaged or gone from the build in use, which holds the text of every document. Knows no engine."""

import contextlib
import sqlite3
from pathlib import Path

from ingest import schema
from ingest.documents import StoredDocument
from ingest.errors import IndexFault, StorageError
from ingest.index import Manifest, current_build
from ingest.library import FILE, Library, decode
from ingest.rows import entry_from_json, opened_entries

# Not the version of any reader: whose file is still there is read again.
READER = "index"
LOST = "verloren"


def mend_library(folder: Path) -> list[str]:
    """What was wrong and done, a Dutch line each; a document that could not be saved is told with the word LOST.

    Raises StorageError when the library cannot be read or there is nothing to fill it from.
    """
    path = folder / FILE
    if path.exists() and _whole(path):
        return []
    try:
        build = current_build(folder)
        records = Manifest.read(build / "manifest.json").documents
    except IndexFault as fault:
        if not path.exists():
            return []  # an index without documents, or one that others will speak of
        raise StorageError(
            f"{path} is beschadigd en er is geen index die zegt wat erin stond; zet een back-up terug of begin opnieuw."
        ) from fault
    if not path.exists() and not records:
        return []
    was = "was weg" if not path.exists() else f"was beschadigd, bewaard als {path.with_suffix('.kapot').name}"
    if path.exists():
        path.replace(path.with_suffix(".kapot"))
    told = [f"bibliotheek: {path} {was}; opnieuw gevuld uit de index"]
    with Library(folder) as library:
        for record in records:
            try:
                entries = _entries(build, record)
                passages = tuple(_passage(e) for e in entries)
                library.put(record.file, StoredDocument(record, passages), READER)
                for entry, passage in zip(entries, passages, strict=True):
                    if entry.questions or entry.extra_terms:
                        library.enrich(passage, schema.Enrichment(entry.questions, entry.extra_terms), READER)
            except (sqlite3.Error, ValueError) as fault:
                told.append(f"bibliotheek: {record.document.id} is {LOST} ({fault}); voeg het opnieuw toe: {record.path}")
    return told


def _entries(build: Path, record: schema.DocumentRecord) -> list[schema.Entry]:
    with contextlib.closing(opened_entries(build)) as db:
        rows = db.execute("SELECT data FROM entries WHERE document = ? ORDER BY rowid", (record.document.id,)).fetchall()
    if len(rows) != record.passages:
        raise ValueError(f"{len(rows)} van {record.passages} passages")
    return [entry_from_json(row[0]) for row in rows]


def _passage(e: schema.Entry) -> schema.Passage:
    """As it was, but for its place in the text of the page, which the index does not keep."""
    return schema.Passage(e.id, e.document, e.pages[0], e.labels[0], e.terms, e.body, 0, len(e.body), e.links)


def _whole(path: Path) -> bool:
    try:
        with contextlib.closing(sqlite3.connect(path)) as db:
            if db.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                return False
            for (data,) in db.execute("SELECT data FROM documents"):
                decode(data)
            return True
    except (sqlite3.DatabaseError, ValueError) as fault:
        if isinstance(fault, sqlite3.OperationalError) and "no such table" not in str(fault):
            raise StorageError(f"{path} is niet te lezen: {fault}") from fault
        return False
