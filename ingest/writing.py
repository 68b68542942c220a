"""Writes one build: entries into SQLite, vectors into Chroma, words into Tantivy; all anew, or a copy in which some are replaced.

A batch at a time, so that memory does not grow with the number of documents. Nobody reads the folder before it is complete.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from ingest import schema
from ingest.copying import copy_of_one_moment
from ingest.dutch import Analyser
from ingest.entries import texts_to_embed
from ingest.lexical import LexicalIndex
from ingest.progress import Progress
from ingest.rows import entry_from_json, entry_to_json, read_parts, vocabulary_of
from ingest.schema import Entry
from ingest.store import VectorStore
from ingest.vector_cache import VectorCache
from ingest.word_index import read_entries, words_beside

BATCH = 1_000
TABLES = """
    CREATE TABLE entries (id TEXT PRIMARY KEY, kind TEXT, document TEXT, vectors INTEGER, data TEXT);
    CREATE INDEX by_kind ON entries (kind);
    CREATE INDEX by_document ON entries (document);
    CREATE TABLE sources (document TEXT PRIMARY KEY, digest TEXT);
    CREATE TABLE vocabulary (word TEXT PRIMARY KEY, entries INTEGER, part INTEGER);
    CREATE TABLE terms (data TEXT);
    CREATE TABLE places (place TEXT PRIMARY KEY, province TEXT);
    CREATE TABLE documents (data TEXT);
    CREATE TABLE page_questions (document TEXT, page INTEGER, questions TEXT, terms TEXT);
"""


class BuildWriter:
    """One build that is being written; use it in a `with` block. The engines raise StorageError, SQLite its own errors."""

    def __init__(self, folder: Path, store: VectorStore, cache: VectorCache) -> None:
        self.folder, self._store, self._cache = folder, store, cache
        self._db = sqlite3.connect(folder / "entries.db")
        self._removed: list[str] = []
        self._added: list[str] = []

    @classmethod
    def new(cls, folder: Path, url: str, collection: str, cache: VectorCache) -> "BuildWriter":
        """An empty build in an empty folder."""
        writer = cls(folder, VectorStore.create(folder / "vectors", url, collection), cache)
        writer._db.executescript(TABLES)
        return writer

    @classmethod
    def copy(cls, old: Path, folder: Path, collection: str, cache: VectorCache, entries: Iterable[Entry]) -> "BuildWriter":
        """A build that starts as a copy of another, whose vectors are in its folder. `entries`: what will be written, of which the first
        batch is embedded while the files are copied.
        """
        with ThreadPoolExecutor(1) as beside:
            copied = beside.submit(_copy_files, old, folder)
            cache.vectors([text for entry in islice(entries, BATCH) for text in texts_to_embed(entry)])
            copied.result()
        return cls(folder, VectorStore.open(folder / "vectors", "", collection), cache)

    def __enter__(self) -> "BuildWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def write(self, entries: Iterable[Entry]) -> None:
        """Write entries and count their words; vectors and the text side come after."""
        waiting = iter(entries)
        while batch := list(islice(waiting, BATCH)):
            rows = [(e.id, e.kind, _document(e), len(texts_to_embed(e)), entry_to_json(e)) for e in batch]
            with self._db:
                self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)
                self._count_words(vocabulary_of(batch))
            self._added += [entry.id for entry in batch]

    def embed(self, progress: Progress) -> None:
        """Store the vectors of what was written. While the store takes those of one batch, those of the next are made."""
        waiting = iter(progress(read_entries(self._db, self._added), "Vectoren", len(self._added)))
        with ThreadPoolExecutor(1) as beside:
            storing: Future[None] | None = None
            while batch := list(islice(waiting, BATCH)):
                texts = [texts_to_embed(entry) for entry in batch]
                ids = [f"{entry.id}#{n}" for entry, own in zip(batch, texts, strict=True) for n in range(len(own))]
                vectors = self._cache.vectors([text for own in texts for text in own])
                if storing:
                    storing.result()
                storing = beside.submit(self._store.add, ids, vectors)
            if storing:
                storing.result()

    def remove(self, ids: Sequence[str]) -> None:
        """Take entries and their vectors out."""
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT id, vectors, data FROM entries WHERE id IN ({marks})", part).fetchall()
            self._store.delete([f"{entry_id}#{n}" for entry_id, number, _ in rows for n in range(number)])
            words = vocabulary_of(entry_from_json(data) for _, _, data in rows)
            with self._db:
                self._db.execute(f"DELETE FROM entries WHERE id IN ({marks})", part)
                self._count_words({word: -number for word, number in words.items()})
            self._removed += part

    def describe(self, corpus: schema.Corpus, documents: Iterable[schema.Document], digests: Mapping[str, str]) -> None:
        """What belongs to the whole: terms, places, documents, and a digest of each document that passages came from."""
        pages = [(p.document, p.page, json.dumps(p.questions), json.dumps(p.terms)) for p in corpus.page_questions]
        tables: dict[str, Sequence[tuple[str | int, ...]]] = {
            "terms (data)": [(json.dumps(asdict(t), ensure_ascii=False),) for t in corpus.terms],
            "documents (data)": [(json.dumps(asdict(d), ensure_ascii=False),) for d in documents],
            "places (place, province)": list(corpus.places.items()),
            "sources (document, digest)": list(digests.items()),
            "page_questions (document, page, questions, terms)": pages,
        }
        with self._db:
            for table, rows in tables.items():
                name, columns = table.split(" ", 1)
                self._db.execute(f"DELETE FROM {name}")
                self._db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * (columns.count(',') + 1))})", rows)

    @contextmanager
    def words_beside(self) -> Iterator[None]:
        """Write the text side of a new build while the block runs: every word of it may be part of a compound."""
        with self._db:
            self._db.execute("UPDATE vocabulary SET part = 1")
        with words_beside(self.folder, self.counts()[0]):
            yield

    def update_words(self) -> None:
        """Bring the text side of a copied build up to what was removed and added; compounds are split as they were."""
        LexicalIndex.update(
            self.folder / "text", self._removed, read_entries(self._db, self._added), Analyser(read_parts(self._db))
        )

    def counts(self) -> tuple[int, int]:
        """Number of entries and of vectors."""
        row = self._db.execute("SELECT count(*), coalesce(sum(vectors), 0) FROM entries").fetchone()
        return int(row[0]), int(row[1])

    def _count_words(self, words: Mapping[str, int]) -> None:
        self._db.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, 0) ON CONFLICT (word) DO UPDATE SET entries = entries + excluded.entries",
            words.items(),
        )


def _copy_files(old: Path, folder: Path) -> None:
    ignored = shutil.ignore_patterns("manifest.json")
    shutil.copytree(old, folder, dirs_exist_ok=True, ignore=ignored, copy_function=copy_of_one_moment)


def _document(entry: Entry) -> str:
    """The added document that a passage came from; cards go with the corpus."""
    return entry.document if entry.kind == "passage" else ""
