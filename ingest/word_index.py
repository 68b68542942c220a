"""Writes the text side of a build from the entries in its SQLite file; of a large build in a process of its own, beside the vectors.

Analysing words and embedding texts each keep one core busy. Knows nothing of vectors.
"""

import multiprocessing
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.dutch import Analyser
from ingest.errors import StorageError
from ingest.lexical import LexicalIndex
from ingest.rows import entry_from_json, read_parts
from ingest.schema import Entry

# Below so many entries a process takes longer to start than its work does.
APART_FROM = 4_000


def read_entries(db: sqlite3.Connection, ids: Iterable[str] | None = None) -> Iterator[Entry]:
    """The entries with these ids, or all, in the order in which they were written."""
    if ids is None:
        rows: Iterable[tuple[str]] = db.execute("SELECT data FROM entries ORDER BY rowid")
    else:
        rows = (db.execute("SELECT data FROM entries WHERE id = ?", (i,)).fetchone() for i in ids)
    return (entry_from_json(row[0]) for row in rows)


def write_words(folder: Path) -> None:
    """Write the text side of the build in `folder`. Raises StorageError, or sqlite3.Error."""
    with closing(sqlite3.connect(folder / "entries.db")) as db:
        LexicalIndex.create(folder / "text", read_entries(db), Analyser(read_parts(db)))


@contextmanager
def words_beside(folder: Path, entries: int) -> Iterator[None]:
    """Write the text side of a build of so many entries while the block runs; before it when they are few.

    Raises StorageError or sqlite3.Error when that fails. The entries must be complete, and must not change meanwhile.
    """
    if entries < APART_FROM:
        write_words(folder)
        yield
        return
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_written, args=(folder, theirs), daemon=True)
    with closing(ours):
        process.start()
        theirs.close()
        try:
            yield
            try:
                reason = ours.recv_bytes().decode()
            except EOFError:
                reason = "het proces dat de woorden opslaat stopte voortijdig"
            if reason:
                raise StorageError(f"De tekstindex is niet te schrijven: {reason}")
        finally:
            process.kill()
            process.join()
            process.close()


def _written(folder: Path, answer: Connection) -> None:
    """The life of that process."""
    reason = ""
    try:
        write_words(folder)
    except (StorageError, sqlite3.Error) as fault:
        reason = str(fault)
    answer.send_bytes(reason.encode())
