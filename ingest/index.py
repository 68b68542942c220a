"""The searchable index: entries, vectors and text fields of one build, behind one door. Reads only; `ingest.build` writes.

An index folder holds builds, each complete and never changed afterwards, and a file CURRENT that names the one in use:

    index/CURRENT                    name of the build in use
    index/builds/NAME/manifest.json  what it was made of and with
    index/builds/NAME/entries.db     the entries (SQLite)
    index/builds/NAME/vectors/       Chroma, unless a server is configured
    index/builds/NAME/text/          Tantivy
    index/library/                   text of added documents
    index/vectors.db                 cache of embeddings
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from ingest import schema
from ingest.chunking import CHUNKER_VERSION
from ingest.dutch import ANALYSER_VERSION, Analyser, words
from ingest.embedding import Embedder
from ingest.errors import IndexBroken, IndexMismatch, IndexMissing
from ingest.lexical import Filters, LexicalIndex
from ingest.schema import Entry
from ingest.settings import IngestSettings
from ingest.store import VectorStore

SCHEMA_VERSION = 4
CURRENT = "CURRENT"
BUILD_COMMAND = "python -m ingest build"
ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)
TERM: TypeAdapter[schema.Term] = TypeAdapter(schema.Term)
DETAILS: dict[str, TypeAdapter[Any]] = {
    "route": TypeAdapter(schema.RouteDetail),
    "law": TypeAdapter(schema.LawDetail),
    "instrument": TypeAdapter(schema.InstrumentDetail),
}
# Vectors asked of Chroma before they are folded to entries; an entry has about a dozen.
VECTORS_PER_ENTRY = 8
# One question that happens to be near says less than several that are: the mean of so many is told too.
AROUND = 5


@dataclass(frozen=True)
class DocumentRecord:
    """A document in the index: where its file was, what came of it, and per warning the pages that it is about (0: the file)."""

    document: schema.Document
    path: str
    passages: int
    skipped_pages: Mapping[str, list[int]] = field(default_factory=dict)
    warnings: Mapping[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """What a build was made of and with."""

    build: str
    created: str
    fingerprint: str
    dimension: int
    inputs: str
    cards: Mapping[str, int]
    entries: int
    vectors: int
    documents: tuple[DocumentRecord, ...]
    schema: int = SCHEMA_VERSION
    analyser: str = ANALYSER_VERSION
    chunker: str = CHUNKER_VERSION

    def write(self, path: Path) -> None:
        """Save as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")

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
    """The folder of the build in use. Raises IndexMissing when there is none."""
    pointer = folder / CURRENT
    if not pointer.exists():
        raise IndexMissing(f"Er is nog geen index in {folder}; maak hem met: {BUILD_COMMAND}")
    return folder / "builds" / pointer.read_text(encoding="utf-8").strip()


@dataclass(frozen=True)
class Closeness:
    """Cosine similarity of an entry's nearest vector, and the mean of its nearest few."""

    nearest: float
    around: float


class Index:
    """One build, opened for searching."""

    def __init__(self, folder: Path, settings: IngestSettings, embedder: Embedder) -> None:
        self.folder, self.embedder = folder, embedder
        self.manifest = Manifest.read(folder / "manifest.json")
        _check(self.manifest, embedder)
        self._entries = sqlite3.connect(f"file:{folder / 'entries.db'}?mode=ro", uri=True, check_same_thread=False)
        self._cache: dict[str, Entry] = {}
        self._lexical = LexicalIndex.open(folder / "text")
        self._store = VectorStore.open(folder / "vectors", settings.chroma_url, collection_name(self.manifest.build))
        if self._lexical.count() != self.manifest.entries or self._store.count() != self.manifest.vectors:
            raise IndexBroken(f"De index in {folder} is niet compleet; maak hem opnieuw met: {BUILD_COMMAND}")
        self.vocabulary: dict[str, int] = dict(self._entries.execute("SELECT word, entries FROM vocabulary"))
        self.analyser = Analyser(self.vocabulary)
        self.query_vector = lru_cache(maxsize=512)(self._query_vector)
        self.vectors_of = lru_cache(maxsize=2_000)(self._vectors_of)

    @classmethod
    def open(cls, settings: IngestSettings, embedder: Embedder | None = None) -> "Index":
        """The build in use.

        Raises IndexMissing, IndexMismatch (another model or version made it) or IndexBroken; each names the command that mends it.
        """
        folder = current_build(settings.index)
        return cls(folder, settings, embedder or Embedder(settings.embedding))

    def entry(self, entry_id: str) -> Entry:
        """The entry with this id; KeyError when there is none."""
        if entry_id not in self._cache:
            row = self._entries.execute("SELECT data FROM entries WHERE id = ?", (entry_id,)).fetchone()
            if row is None:
                raise KeyError(entry_id)
            self._cache[entry_id] = entry_from_json(row[0])
        return self._cache[entry_id]

    def entries(self, kind: str = "") -> list[Entry]:
        """All entries, or those of one kind, by id."""
        where = "WHERE kind = ?" if kind else ""
        rows = self._entries.execute(f"SELECT id FROM entries {where} ORDER BY id", (kind,) if kind else ()).fetchall()
        return [self.entry(row[0]) for row in rows]

    def lexical(
        self, terms: Mapping[str, float], weights: Mapping[str, float], filters: Filters | None = None, limit: int = 50
    ) -> dict[str, float]:
        """Entry id -> BM25 score; see LexicalIndex.search."""
        return dict(self._lexical.search(terms, weights, filters, limit))

    def dense(self, vector: npt.NDArray[np.float32], filters: Filters | None = None, limit: int = 50) -> dict[str, Closeness]:
        """Entry id -> how close its vectors lie, closest first.

        With filters, Tantivy names the entries that pass and their vectors are compared exactly: Chroma's own filter is slow on
        large collections.
        """
        if filters:
            allowed = self._lexical.matching(filters, self.manifest.entries)
            ids, rows = self._store.vectors([f"{i}#{n}" for i in allowed for n in range(self._vector_counts.get(i, 0))])
            found = [(i, float(s)) for i, s in zip(ids, rows @ vector, strict=True)] if ids else []
        else:
            found = self._store.nearest(vector, min(limit * VECTORS_PER_ENTRY, self.manifest.vectors))
        near: dict[str, list[float]] = {}
        for vector_id, similarity in sorted(found, key=lambda x: -x[1]):
            near.setdefault(vector_id.rsplit("#", 1)[0], []).append(similarity)
        lowest = min((s for _, s in found), default=0.0)
        closeness = {i: Closeness(s[0], self._around(i, s, lowest)) for i, s in near.items()}
        return dict(sorted(closeness.items(), key=lambda x: -(x[1].nearest + x[1].around))[:limit])

    def _around(self, entry_id: str, similarities: list[float], lowest: float) -> float:
        """Mean over the nearest few vectors; those that were not among the found are no nearer than the farthest found."""
        number = min(AROUND, self._vector_counts[entry_id])
        kept = similarities[:number]
        return (sum(kept) + lowest * (number - len(kept))) / number

    def _vectors_of(self, entry_id: str) -> npt.NDArray[np.float32]:
        """All vectors of an entry, shape (vectors, dimension)."""
        return self._store.vectors([f"{entry_id}#{n}" for n in range(self._vector_counts.get(entry_id, 0))])[1]

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

    @cached_property
    def _vector_counts(self) -> dict[str, int]:
        return dict(self._entries.execute("SELECT id, vectors FROM entries"))


def collection_name(build: str) -> str:
    """The name of a build's Chroma collection."""
    return f"reisgenoot-{build}"


def entry_to_json(entry: Entry) -> str:
    """One line of JSON."""
    return json.dumps(asdict(entry), ensure_ascii=False)


def entry_from_json(text: str) -> Entry:
    """What `entry_to_json` wrote."""
    raw: dict[str, Any] = json.loads(text)
    if raw["detail"] is not None:
        # Which of the three it is follows from the kind, not from the keys.
        raw["detail"] = DETAILS[raw["kind"]].validate_python(raw["detail"])
    return ENTRY.validate_python(raw)


def _check(manifest: Manifest, embedder: Embedder) -> None:
    ours = (SCHEMA_VERSION, ANALYSER_VERSION, CHUNKER_VERSION)
    if (manifest.schema, manifest.analyser, manifest.chunker) != ours:
        raise IndexMismatch(f"De index is gemaakt door een andere versie van Reisgenoot; maak hem opnieuw met: {BUILD_COMMAND}")
    if manifest.fingerprint != embedder.fingerprint:
        raise IndexMismatch(
            f"De index is gemaakt met model {manifest.fingerprint}, maar ingesteld is {embedder.fingerprint}; "
            f"maak hem opnieuw met: {BUILD_COMMAND}"
        )


def vocabulary_of(entries: Iterable[Entry]) -> dict[str, int]:
    """Folded word -> number of entries that it stands in."""
    counts: dict[str, int] = {}
    for entry in entries:
        text = " ".join((entry.title, entry.summary, entry.body, " ".join(entry.questions), " ".join(entry.terms)))
        for word in set(words(text)):
            counts[word] = counts.get(word, 0) + 1
    return counts
