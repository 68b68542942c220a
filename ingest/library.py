"""What was read of the documents that a user added, and how far each file is: one SQLite file in the index folder.

Identity of a file is its path, version is the sha256 of what is in it. A document is what a version was read as: two files with the
same content are one document, known under both names. Every change is one transaction, so that a run that is killed leaves each file
wholly old or wholly new. Knows nothing of readers or engines.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from ingest import schema
from ingest.documents import READER_VERSION, StoredDocument
from ingest.errors import IndexBroken, StorageError
from ingest.file_names import path_to_text, readable, text_to_path
from ingest.schema import Enrichment

# waiting and reading: not read yet, or not to the end. read: in the library, not yet in the index. skipped: the reader says that this
# file holds nothing to index. failed: reading ended badly; the next run tries again.
State = Literal["waiting", "reading", "read", "indexed", "skipped", "failed"]
RECORD = TypeAdapter(schema.DocumentRecord)
STORED = TypeAdapter(StoredDocument)
FILE = "library.db"
TABLES = """
    CREATE TABLE IF NOT EXISTS files (
        path TEXT PRIMARY KEY, sha256 TEXT, state TEXT, reason TEXT DEFAULT '', document TEXT DEFAULT '', reader TEXT DEFAULT '');
    CREATE TABLE IF NOT EXISTS passed_over (folder TEXT PRIMARY KEY, kinds TEXT);
    CREATE INDEX IF NOT EXISTS by_document ON files (document);
    CREATE INDEX IF NOT EXISTS by_state ON files (state);
    CREATE TABLE IF NOT EXISTS documents (
        id TEXT PRIMARY KEY, sha256 TEXT, reader TEXT, digest TEXT, passages INTEGER, record TEXT, data TEXT);
    CREATE INDEX IF NOT EXISTS by_sha256 ON documents (sha256);
    CREATE TABLE IF NOT EXISTS enrichments (
        passage TEXT PRIMARY KEY, document TEXT, text TEXT, made_with TEXT, questions TEXT, terms TEXT, print INTEGER);
    CREATE INDEX IF NOT EXISTS enrichments_of ON enrichments (document);
    CREATE INDEX IF NOT EXISTS enrichments_by_text ON enrichments (text, made_with);
"""


@dataclass(frozen=True)
class FileState:
    """How far a file is; `document` is empty until it was read once."""

    path: Path
    sha256: str
    state: State
    reason: str = ""
    document: str = ""
    reader: str = ""

    @property
    def shown(self) -> str:
        """The path for people."""
        return readable(str(self.path))


def passage_key(passage: schema.Passage) -> str:
    """The sha256 of a passage's text with its headings: what its enrichment is made of."""
    return hashlib.sha256("\n".join((*passage.heading, passage.text)).encode()).hexdigest()


def encode(stored: StoredDocument) -> bytes:
    """A document as the library keeps it."""
    return STORED.dump_json(stored)


def decode(data: bytes) -> StoredDocument:
    """What `encode` wrote."""
    return STORED.validate_json(data)


class Library:
    """An open library; use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        """Open the library of an index folder, or start one; what an older version kept as JSON is taken over.

        Raises StorageError when it cannot be written, IndexBroken when it is damaged.
        """
        self.path = folder / FILE
        try:
            self._db = sqlite3.connect(self.path)
            self._db.executescript(TABLES)
            _take_over(folder / "library", self)
        except sqlite3.OperationalError as fault:
            raise _unwritable(folder, fault) from fault
        except sqlite3.DatabaseError as fault:
            raise IndexBroken(f"{self.path} is beschadigd; herstel met: python -m ingest verify") from fault

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Many small writes follow: with a write-ahead log none of them waits for the disk, and a kill still loses nothing.

        When the power fails the last may be gone, and what is left is whole. It ends as one file again, for who can only read the folder.
        Raises StorageError when the log cannot be written.
        """
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.OperationalError as fault:
            raise _unwritable(self.path.parent, fault) from fault
        try:
            yield
        finally:
            with suppress(sqlite3.OperationalError):  # somebody else is reading; the next time will do
                self._db.execute("PRAGMA journal_mode = DELETE")

    # ---- files -------------------------------------------------------------------------------------------------------

    def files(self, *states: State) -> list[FileState]:
        """The files in these states, or all, by path."""
        marks = ",".join("?" * len(states))
        where = f"WHERE state IN ({marks})" if states else ""
        rows = self._db.execute(f"SELECT path, sha256, state, reason, document, reader FROM files {where} ORDER BY path", states)
        return [_file(row) for row in rows]

    def file(self, path: Path) -> FileState | None:
        """One file, or None."""
        row = self._db.execute(
            "SELECT path, sha256, state, reason, document, reader FROM files WHERE path = ?", (path_to_text(path),)
        ).fetchone()
        return _file(row) if row else None

    def count(self, state: State) -> int:
        """Number of files in this state."""
        return int(self._db.execute("SELECT count(*) FROM files WHERE state = ?", (state,)).fetchone()[0])

    def queue(self, files: Iterable[tuple[Path, str]]) -> None:
        """These files, with their sha256, are to be read; a document that a file stood for stays until then."""
        with self._db:
            self._db.executemany(
                "INSERT INTO files (path, sha256, state) VALUES (?, ?, 'waiting') "
                "ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, state = 'waiting', reason = ''",
                [(path_to_text(path), sha256) for path, sha256 in files],
            )

    def mark(self, path: Path, state: State, reason: str = "") -> None:
        """How far a file is now, read with the reader of this version."""
        with self._db:
            self._db.execute(
                "UPDATE files SET state = ?, reason = ?, reader = ? WHERE path = ?",
                (state, reason, READER_VERSION, path_to_text(path)),
            )

    def unreadable(self, path: Path, reason: str) -> None:
        """A file that the system does not let us read; a document that it stood for stays."""
        with self._db:
            self._db.execute(
                "INSERT INTO files (path, sha256, state, reason) VALUES (?, '', 'failed', ?) "
                "ON CONFLICT (path) DO UPDATE SET state = 'failed', reason = excluded.reason",
                (path_to_text(path), reason),
            )

    def skip(self, path: Path, reason: str) -> None:
        """A file that is not to be read, whatever is in it."""
        self.queue([(path, "")])
        self.mark(path, "skipped", reason)

    def pass_over(self, folder: Path, kinds: Mapping[str, int]) -> None:
        """How many files of a folder are no document, by why; takes the place of what was told of the folder before."""
        told = json.dumps({kind: n for kind, n in sorted(kinds.items()) if n})
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO passed_over VALUES (?, ?)", (path_to_text(folder), told))

    def passed_over(self) -> dict[Path, dict[str, int]]:
        """What `pass_over` was told."""
        rows = self._db.execute("SELECT folder, kinds FROM passed_over WHERE kinds != '{}' ORDER BY folder")
        return {text_to_path(folder): json.loads(kinds) for folder, kinds in rows}

    def same_as(self, path: Path, sha256: str, document: str) -> None:
        """A file holds what a document was read from already."""
        before = self._documents_of([path])
        with self._db:
            self._db.execute(
                "INSERT OR REPLACE INTO files (path, sha256, state, document, reader) VALUES (?, ?, 'read', ?, ?)",
                (path_to_text(path), sha256, document, READER_VERSION),
            )
            self._drop_unused(before)

    def forget(self, paths: Iterable[Path]) -> list[str]:
        """These files are gone; the ids of documents that went with them."""
        gone = list(paths)
        before = self._documents_of(gone)
        with self._db:
            self._db.executemany("DELETE FROM files WHERE path = ?", [(path_to_text(path),) for path in gone])
            return self._drop_unused(before)

    def all_indexed(self) -> None:
        """What was read is in the index now."""
        with self._db:
            self._db.execute("UPDATE files SET state = 'indexed' WHERE state = 'read'")

    # ---- documents ---------------------------------------------------------------------------------------------------

    def documents(self) -> Iterator[StoredDocument]:
        """Everything kept, by id, one at a time."""
        for document_id in self.digests():
            if (stored := self.get(document_id)) is not None:
                yield stored

    def get(self, document_id: str) -> StoredDocument | None:
        """One document, or None."""
        row = self._db.execute("SELECT data FROM documents WHERE id = ?", (document_id,)).fetchone()
        return decode(row[0]) if row else None

    def digests(self) -> dict[str, str]:
        """Id -> a digest of all that is kept of it, by id."""
        digests = dict(self._db.execute("SELECT id, digest FROM documents ORDER BY id"))
        for document, number, prints in self._db.execute(
            "SELECT document, count(*), sum(print) FROM enrichments GROUP BY document"
        ):
            if document in digests:
                digests[document] += f"+{number}.{prints}"
        return digests

    def contents(self) -> dict[str, str]:
        """Id -> the sha256 of the file that the document was read from."""
        return dict(self._db.execute("SELECT id, sha256 FROM documents"))

    def passages(self) -> int:
        """Number of passages of all documents together."""
        return int(self._db.execute("SELECT coalesce(sum(passages), 0) FROM documents").fetchone()[0])

    def passages_of(self, document_id: str) -> int:
        """Number of passages of one document."""
        row = self._db.execute("SELECT passages FROM documents WHERE id = ?", (document_id,)).fetchone()
        return int(row[0]) if row else 0

    def records(self) -> Iterator[schema.DocumentRecord]:
        """What is told of each document, without its passages, by id."""
        for row in self._db.execute("SELECT record FROM documents ORDER BY id"):
            yield RECORD.validate_json(row[0])

    def read_from(self, sha256: str, reader: str = READER_VERSION) -> str:
        """The id of the document that was read from this content by this reader; empty when there is none."""
        row = self._db.execute("SELECT id FROM documents WHERE sha256 = ? AND reader = ?", (sha256, reader)).fetchone()
        return str(row[0]) if row else ""

    def stale(self) -> list[FileState]:
        """Files whose document was cut by another version of the reader, and that this version did not try yet."""
        rows = self._db.execute(
            "SELECT path, f.sha256, state, reason, document, f.reader FROM files f JOIN documents d ON d.id = f.document "
            "WHERE d.reader != ?1 AND f.reader != ?1 AND d.sha256 = f.sha256 ORDER BY path",
            (READER_VERSION,),
        )
        return [_file(row) for row in rows]

    def put(self, path: Path, stored: StoredDocument, reader: str = READER_VERSION) -> str:
        """Keep what a file was read as, in the place of what it stood for before; the id under which it is kept."""
        kept = self._named(path, stored)
        data, document = encode(kept), kept.record.document
        digest = hashlib.sha256(data).hexdigest()
        before = self._documents_of([path])
        with self._db:
            row = (document.id, document.sha256, reader, digest, len(kept.passages), RECORD.dump_json(kept.record).decode())
            self._db.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, data.decode()))
            self._keep_enrichments(kept)
            self._db.execute(
                "INSERT OR REPLACE INTO files (path, sha256, state, document, reader) VALUES (?, ?, 'read', ?, ?)",
                (path_to_text(path), document.sha256, document.id, reader),
            )
            self._drop_unused(before)
        return document.id

    def remove(self, document_id: str) -> bool:
        """Forget a document and its files; False when it was not there."""
        with self._db:
            self._db.execute("DELETE FROM files WHERE document = ?", (document_id,))
            self._db.execute("DELETE FROM enrichments WHERE document = ?", (document_id,))
            return self._db.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount > 0

    # ---- enrichments -------------------------------------------------------------------------------------------------

    def enrich(self, passage: schema.Passage, enrichment: Enrichment, made_with: str) -> None:
        """Keep what helps to find a passage; `made_with` names the prompt and the model."""
        with self._db:
            self._put_enrichment(
                passage, passage_key(passage), made_with, *map(json.dumps, (enrichment.questions, enrichment.terms))
            )

    def enrich_alike(self, passage: schema.Passage, made_with: str) -> bool:
        """Whether the same text was enriched already, here or in another document; the passage then shares it."""
        key = passage_key(passage)
        row = self._db.execute(
            "SELECT questions, terms, passage FROM enrichments WHERE text = ? AND made_with = ? ORDER BY passage = ? DESC LIMIT 1",
            (key, made_with, passage.id),
        ).fetchone()
        if row and row[2] != passage.id:
            with self._db:
                self._put_enrichment(passage, key, made_with, row[0], row[1])
        return row is not None

    def enrichments(self, document_id: str) -> dict[str, Enrichment]:
        """Passage id -> what helps to find it, of one document."""
        rows = self._db.execute("SELECT passage, questions, terms FROM enrichments WHERE document = ?", (document_id,))
        return {row[0]: Enrichment(tuple(json.loads(row[1])), tuple(json.loads(row[2]))) for row in rows}

    def enriched(self) -> dict[str, int]:
        """Document id -> number of its passages that were enriched; a document without any is not there."""
        return dict(self._db.execute("SELECT document, count(*) FROM enrichments GROUP BY document ORDER BY document"))

    def _put_enrichment(self, passage: schema.Passage, key: str, made_with: str, questions: str, terms: str) -> None:
        number = int.from_bytes(hashlib.sha256(f"{passage.id}\n{questions}\n{terms}".encode()).digest()[:4])
        row = (passage.id, passage.document, key, made_with, questions, terms, number)
        self._db.execute("INSERT OR REPLACE INTO enrichments VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _keep_enrichments(self, stored: StoredDocument) -> None:
        """Of a document that is replaced: those of passages whose text is still there."""
        document_id = stored.record.document.id
        rows = self._db.execute("SELECT text, made_with, questions, terms FROM enrichments WHERE document = ?", (document_id,))
        before = {row[0]: row[1:] for row in rows}
        self._db.execute("DELETE FROM enrichments WHERE document = ?", (document_id,))
        for passage in stored.passages if before else ():
            if known := before.get(key := passage_key(passage)):
                self._put_enrichment(passage, key, *known)

    def _named(self, path: Path, stored: StoredDocument) -> StoredDocument:
        """An edited file keeps its id; another file whose name gives an id that is taken gets one of its own."""
        wanted, sha256 = stored.record.document.id, stored.record.document.sha256
        taken = {text_to_path(row[0]) for row in self._db.execute("SELECT path FROM files WHERE document = ?", (wanted,))} - {path}
        if not taken:  # also a file that is not there now keeps its id: its disk may be away
            return stored
        before = self.file(path)
        own = before.document if before and before.document.startswith(f"{wanted}-") and self._only(path, before.document) else ""
        new_id = own or f"{wanted}-{sha256[:6]}"
        passages = tuple(replace(p, id=p.id.replace(wanted, new_id, 1), document=new_id) for p in stored.passages)
        record = replace(stored.record, document=replace(stored.record.document, id=new_id))
        return replace(stored, record=record, passages=passages)

    def _only(self, path: Path, document: str) -> bool:
        rows = self._db.execute("SELECT path FROM files WHERE document = ?", (document,)).fetchall()
        return [row[0] for row in rows] == [path_to_text(path)]

    def _documents_of(self, paths: Iterable[Path]) -> set[str]:
        found = (self.file(path) for path in paths)
        return {known.document for known in found if known and known.document}

    def _drop_unused(self, documents: set[str]) -> list[str]:
        """Of these documents, those that no file stands for any more go; the others are told to be where one of their files is."""
        unused = "DELETE FROM documents WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM files WHERE document = ?1)"
        gone = [d for d in sorted(documents) if self._db.execute(unused, (d,)).rowcount]
        self._db.executemany("DELETE FROM enrichments WHERE document = ?", [(d,) for d in gone])
        for document_id in set(documents) - set(gone):
            self._tell_place(document_id)
        return gone

    def _tell_place(self, document_id: str) -> None:
        holding = "SELECT path FROM files JOIN documents d ON d.id = document AND d.sha256 = files.sha256 WHERE document = ? ORDER BY path"
        paths = [row[0] for row in self._db.execute(holding, (document_id,))]
        told = self._db.execute("SELECT json_extract(record, '$.path') FROM documents WHERE id = ?", (document_id,)).fetchone()
        if told and paths and told[0] not in paths and (stored := self.get(document_id)):
            data = encode(kept := replace(stored, record=replace(stored.record, path=paths[0])))
            row = (hashlib.sha256(data).hexdigest(), RECORD.dump_json(kept.record).decode(), data.decode(), document_id)
            self._db.execute("UPDATE documents SET digest = ?, record = ?, data = ? WHERE id = ?", row)


def _unwritable(folder: Path, fault: Exception) -> StorageError:
    return StorageError(f"De index in {folder} is niet te schrijven: {fault}")


def _file(row: tuple[str, str, State, str, str, str]) -> FileState:
    return FileState(text_to_path(row[0]), *row[1:])


def _take_over(folder: Path, library: Library) -> None:
    """Documents that an older version kept as one JSON file each; those files go once they are in the library."""
    if not folder.is_dir():
        return
    for path in sorted(folder.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        record = raw["record"]
        document = schema.Document(**record["document"])
        kept = schema.DocumentRecord(
            document, record["path"], record["passages"], record["skipped_pages"], record.get("warnings", {})
        )
        passages = TypeAdapter(tuple[schema.Passage, ...]).validate_python(raw["passages"])
        library.put(Path(record["path"]), StoredDocument(kept, passages), raw["reader"])
        path.unlink()
    for path in folder.glob("*.tmp"):
        path.unlink()
    folder.rmdir()
