"""The searchable index: entries, vectors and text fields of one build, behind one door. Reads only; `ingest.build` writes.

An index folder holds builds, each complete and never changed afterwards, and a file CURRENT that names the one in use:

    index/CURRENT                    name of the build in use
    index/builds/NAME/manifest.json  what it was made of and with
    index/builds/NAME/entries.db     the entries (SQLite)
    index/builds/NAME/vectors/       Chroma, unless a server is configured
    index/builds/NAME/text/          Tantivy
    index/library.db                 files that were added, how far they are, and the text of documents
    index/vectors.db                 cache of embeddings
"""

import json
import os
import re
import shutil
import sqlite3
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from ingest import schema
from ingest.chunking import CHUNKER_VERSION
from ingest.dutch import ANALYSER_VERSION, Analyser
from ingest.embedding import Embedder
from ingest.errors import IndexBroken, IndexFault, IndexMismatch, IndexMissing
from ingest.lexical import Filters, LexicalIndex
from ingest.rows import entry_from_json, opened_entries, read_parts, read_vocabulary
from ingest.schema import DocumentRecord, Entry
from ingest.settings import IngestSettings
from ingest.store import VectorStore
from ingest.whole_files import written_whole

SCHEMA_VERSION = 7
CURRENT = "CURRENT"
BUILD_NAME = re.compile(r"[0-9A-Za-z-]+")
BUILD_COMMAND = "python -m ingest build"
VERIFY_COMMAND = "python -m ingest verify"
TERM: TypeAdapter[schema.Term] = TypeAdapter(schema.Term)
# Vectors asked of Chroma before they are folded to entries; a card has some forty, a passage two.
VECTORS_PER_ENTRY = 12
# The same where most of all is sifted by a filter, or as many as an entry has in the mean: what passes may lie further away.
SIFTED_PER_ENTRY = 16
# Entries in memory at most, their numbers of vectors, and filters whose vectors are.
KEPT_ENTRIES = 20_000
KEPT_COUNTS = 200_000
KEPT_FILTERS = 16
# Questions of which the vector is: docs/privacy.md names the number.
KEPT_QUESTIONS = 100
# Up to so many entries a filter is compared exactly; above it the nearest of all are sifted, so many at most.
EXACT = 5_000
SIFTED = 5_000
# One question that happens to be near says less than several that are: the mean of so many is told too.
AROUND = 5


@dataclass(frozen=True)
class Manifest:
    """What a build was made of and with; `renewed` counts the entries that were replaced since all of it was written anew."""

    build: str
    created: str
    fingerprint: str
    dimension: int
    inputs: str
    cards: Mapping[str, int]
    entries: int
    vectors: int
    documents: tuple[DocumentRecord, ...]
    collection: str = ""
    renewed: int = 0
    schema: int = SCHEMA_VERSION
    analyser: str = ANALYSER_VERSION
    chunker: str = CHUNKER_VERSION

    def write(self, path: Path) -> None:
        """Save as JSON, on the disk before anything names the build."""
        documents = [{**vars(record), "document": vars(record.document)} for record in self.documents]
        with written_whole(path) as out:
            out.write(json.dumps({**vars(self), "documents": documents}, ensure_ascii=False, indent=1).encode())

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Load what `write` saved; IndexBroken when it is not that."""
        try:
            raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            raw["documents"] = tuple(
                DocumentRecord(
                    schema.Document(**d["document"]), d["path"], d["passages"], d["skipped_pages"], d.get("warnings", {})
                )
                for d in raw["documents"]
            )
            return cls(**raw)
        except (OSError, ValueError, KeyError, TypeError) as fault:
            raise IndexBroken(f"{path} is niet te lezen; maak de index opnieuw met: {BUILD_COMMAND}") from fault


def current_build(folder: Path) -> Path:
    """The folder of the build in use. Raises IndexMissing when there is none, IndexBroken when the pointer to it is damaged."""
    pointer = folder / CURRENT
    if not pointer.exists():
        raise IndexMissing(f"Er is nog geen index in {folder}; maak hem met: {BUILD_COMMAND}")
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not BUILD_NAME.fullmatch(name):
        raise IndexBroken(f"{pointer} is beschadigd; herstel met: {VERIFY_COMMAND}")
    return folder / "builds" / name


@dataclass(frozen=True)
class Closeness:
    """Cosine similarity of an entry's nearest vector, and the mean of its nearest few."""

    nearest: float
    around: float


class Index:
    """One build, opened for searching."""

    def __init__(self, folder: Path, settings: IngestSettings, embedder: Embedder) -> None:
        self.folder, self.settings, self.embedder = folder, settings, embedder
        self.manifest = Manifest.read(folder / "manifest.json")
        check_made_with(self.manifest, embedder)
        self._entries = opened_entries(folder, one_thread=False)
        self.entry = lru_cache(maxsize=KEPT_ENTRIES)(self._entry)
        self._count_of = lru_cache(maxsize=KEPT_COUNTS)(self._number_of_vectors)
        place = folder if os.access(folder / "text", os.W_OK) else self._copied(folder)
        self._lexical = LexicalIndex.open(place / "text")
        self._store = VectorStore.open(place / "vectors", settings.chroma_url, self.manifest.collection)
        if self._lexical.count() != self.manifest.entries or self._store.count() != self.manifest.vectors:
            raise IndexBroken(f"De index in {folder} is niet compleet; herstel met: {VERIFY_COMMAND}")
        self.vocabulary = read_vocabulary(self._entries)
        self.analyser = Analyser(read_parts(self._entries))
        self._subset = lru_cache(maxsize=KEPT_FILTERS)(self._vectors_passing)
        self.query_vector = lru_cache(maxsize=KEPT_QUESTIONS)(self._query_vector)
        self.vectors_of = lru_cache(maxsize=2_000)(self._vectors_of)

    @classmethod
    def open(cls, settings: IngestSettings, embedder: Embedder | None = None) -> "Index":
        """The build in use.

        Raises IndexMissing, IndexMismatch (another model or version made it) or IndexBroken; each names the command that mends it.
        """
        embedder = embedder or Embedder(settings.embedding)
        folder = current_build(settings.index)
        while True:
            try:
                return cls(folder, settings, embedder)
            except (IndexFault, sqlite3.Error) as fault:
                # Two builds can end between the reading of the pointer and the opening of what it named.
                if (newer := current_build(settings.index)) == folder:
                    raise fault if isinstance(fault, IndexFault) else _broken(folder) from fault
                folder = newer

    def _copied(self, folder: Path) -> Path:
        """Both engines write a little where they are opened; of a folder that may only be read they open a copy, gone with this."""
        copy = Path(mkdtemp(prefix="reisgenoot-"))
        weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
        for name in ("text", "vectors"):
            if (folder / name).exists():
                shutil.copytree(folder / name, copy / name, copy_function=shutil.copyfile)
        return copy

    def outdated(self, settings: IngestSettings) -> bool:
        """Whether another build is in use by now; then `open` gives that one. Costs the reading of one small file."""
        try:
            return current_build(settings.index) != self.folder
        except IndexFault:
            return False

    def _entry(self, entry_id: str) -> Entry:
        """The entry with this id; KeyError when there is none."""
        row = self._entries.execute("SELECT data FROM entries WHERE id = ?", (entry_id,)).fetchone()
        if row is None:
            raise KeyError(entry_id)
        return entry_from_json(row[0])

    def get(self, entry_id: str) -> Entry | None:
        """The entry with this id; None when there is none, such as what was cited before the index changed."""
        try:
            return self.entry(entry_id)
        except KeyError:
            return None

    def entries(self, kind: str = "") -> list[Entry]:
        """All entries, or those of one kind, by id."""
        where = "WHERE kind = ?" if kind else ""
        rows = self._entries.execute(f"SELECT id FROM entries {where} ORDER BY id", (kind,) if kind else ()).fetchall()
        return [self.entry(row[0]) for row in rows]

    def cards(self) -> list[Entry]:
        """All entries but passages of documents and questions of pages, by id; their number does not grow with documents."""
        rows = self._entries.execute("SELECT id FROM entries WHERE kind NOT IN ('passage', 'page') ORDER BY id").fetchall()
        return [self.entry(row[0]) for row in rows]

    def passages(self, document: str, page: int) -> list[Entry]:
        """The passages on one page of an added document, by id."""
        rows = self._entries.execute("SELECT id FROM entries WHERE document = ? ORDER BY id", (document,)).fetchall()
        return [entry for row in rows if page in (entry := self.entry(row[0])).pages]

    def lexical(
        self, terms: Mapping[str, float], weights: Mapping[str, float], filters: Filters | None = None, limit: int = 50
    ) -> dict[str, float]:
        """Entry id -> BM25 score; see LexicalIndex.search."""
        return dict(self._lexical.search(terms, weights, filters, limit))

    def dense(self, vector: npt.NDArray[np.float32], filters: Filters | None = None, limit: int = 50) -> dict[str, Closeness]:
        """Entry id -> how close its vectors lie, closest first.

        With filters, Tantivy names the entries that pass and their vectors are compared exactly; when those are very many, the
        nearest of all are sifted. Chroma's own filter is slow on large collections.
        """
        if not filters:
            found = self._store.nearest(vector, min(limit * VECTORS_PER_ENTRY, self.manifest.vectors))
        elif (number := self._lexical.number_matching(filters)) <= EXACT:
            ids, rows = self._subset(filters)
            found = [(i, float(s)) for i, s in zip(ids, rows @ vector, strict=True)] if ids else []
        else:
            each = max(SIFTED_PER_ENTRY, self.manifest.vectors // self.manifest.entries)
            wanted = limit * each * self.manifest.entries // number
            nearest = self._store.nearest(vector, min(wanted, max(SIFTED, limit * each), self.manifest.vectors))
            passing = self._lexical.passing({_entry_of(i) for i, _ in nearest}, filters)
            found = [(i, s) for i, s in nearest if _entry_of(i) in passing]
        near: dict[str, list[float]] = {}
        for vector_id, similarity in sorted(found, key=lambda x: -x[1]):
            near.setdefault(_entry_of(vector_id), []).append(similarity)
        lowest = min((s for _, s in found), default=0.0)
        closeness = {i: Closeness(s[0], self._around(i, s, lowest)) for i, s in near.items()}
        return dict(sorted(closeness.items(), key=lambda x: -(x[1].nearest + x[1].around))[:limit])

    def _around(self, entry_id: str, similarities: list[float], lowest: float) -> float:
        """Mean over the nearest few vectors; those that were not among the found are no nearer than the farthest found."""
        number = min(AROUND, self._count_of(entry_id))
        kept = similarities[:number]
        return (sum(kept) + lowest * (number - len(kept))) / number

    def _vectors_of(self, entry_id: str) -> npt.NDArray[np.float32]:
        """All vectors of an entry, shape (vectors, dimension)."""
        return self._store.vectors([f"{entry_id}#{n}" for n in range(self._count_of(entry_id))])[1]

    def _vectors_passing(self, filters: Filters) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Ids and vectors of the entries that pass; a build never changes, so they hold as long as it does."""
        allowed = self._lexical.matching(filters, EXACT)
        return self._store.vectors([f"{i}#{n}" for i in allowed for n in range(self._count_of(i))])

    def _number_of_vectors(self, entry_id: str) -> int:
        """Number of vectors of an entry; 0 when there is no such entry."""
        row = self._entries.execute("SELECT vectors FROM entries WHERE id = ?", (entry_id,)).fetchone()
        return int(row[0]) if row else 0

    def _query_vector(self, text: str) -> npt.NDArray[np.float32]:
        """The vector of a question, shape (dimension,); the same question is embedded once."""
        vector: npt.NDArray[np.float32] = self.embedder.encode_queries([text])[0]
        return vector

    @cached_property
    def terms(self) -> list[schema.Term]:
        """The entries of terms.toml."""
        rows = self._entries.execute("SELECT data FROM terms").fetchall()
        return [TERM.validate_json(row[0]) for row in rows]

    @cached_property
    def places(self) -> dict[str, str]:
        """Municipality or region -> province."""
        return dict(self._entries.execute("SELECT place, province FROM places"))

    @cached_property
    def documents(self) -> dict[str, schema.Document]:
        """Every document that is cited or added."""
        rows = self._entries.execute("SELECT data FROM documents").fetchall()
        return {d.id: d for d in (schema.Document(**json.loads(row[0])) for row in rows)}

    @cached_property
    def page_questions(self) -> list[schema.PageQuestions]:
        """Questions that were written for single pages."""
        rows = self._entries.execute("SELECT document, page, questions, terms FROM page_questions").fetchall()
        return [schema.PageQuestions(d, p, tuple(json.loads(q)), tuple(json.loads(t))) for d, p, q, t in rows]


def collection_name(build: str) -> str:
    """The name of a build's Chroma collection."""
    return f"reisgenoot-{build}"


def _entry_of(vector_id: str) -> str:
    return vector_id.rsplit("#", 1)[0]


def _broken(folder: Path) -> IndexBroken:
    return IndexBroken(f"De index in {folder} is niet te lezen; herstel met: {VERIFY_COMMAND}")


def check_made_with(manifest: Manifest, embedder: Embedder) -> None:
    """Raises IndexMismatch when another version or another model made the build."""
    ours = (SCHEMA_VERSION, ANALYSER_VERSION, CHUNKER_VERSION)
    if (manifest.schema, manifest.analyser, manifest.chunker) != ours:
        raise IndexMismatch(f"De index is gemaakt door een andere versie van Reisgenoot; maak hem opnieuw met: {BUILD_COMMAND}")
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexMismatch(
            f"De index is gemaakt met model {manifest.fingerprint}, maar ingesteld is {embedder.fingerprint}; "
            f"maak hem opnieuw met: {BUILD_COMMAND}"
        )
