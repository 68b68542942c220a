"""Makes an index: cards and library in, one new complete build out, switched to in one step.

A build that fails leaves the old one serving. Vectors come from a cache, so that a rebuild embeds only what changed.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest import schema
from ingest.cards import load_corpus
from ingest.chunking import CHUNKER_VERSION
from ingest.documents import Library, StoredDocument, checksum, find_files, read_document
from ingest.dutch import ANALYSER_VERSION, Analyser, sentences, words
from ingest.embedding import Embedder, Vectors
from ingest.errors import DocumentError, IndexFault, IndexLocked, IndexMissing, StorageError
from ingest.index import CURRENT, SCHEMA_VERSION, Manifest, collection_name, current_build, entry_to_json, vocabulary_of
from ingest.lexical import LexicalIndex
from ingest.schema import Entry
from ingest.settings import IngestSettings
from ingest.store import VectorStore

# Wraps what is being worked through, to show progress: (items, what, unit) -> the same items.
Progress = Callable[[Sequence[str], str], Iterator[str]]
EMBED_BATCH = 256


def silent(items: Sequence[str], _what: str) -> Iterator[str]:
    """No progress shown."""
    return iter(items)


@dataclass(frozen=True)
class Report:
    """What a run did. `failed` pairs a file with the reason."""

    manifest: Manifest
    changed: bool
    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    embedded: int = 0


def build_index(settings: IngestSettings, embedder: Embedder, progress: Progress = silent) -> Report:
    """Index the corpus and everything in the library; does nothing when nothing changed.

    Raises CorpusError (a card is wrong), IndexLocked (another run is busy) or StorageError; the index in use stays as it was.
    """
    with _locked(settings.index):
        return _build(settings, embedder, progress)


def add_documents(settings: IngestSettings, embedder: Embedder, paths: Sequence[str], progress: Progress = silent) -> Report:
    """Read files into the library and build. A file that cannot be read is reported and the rest goes on.

    Raises what `build_index` raises, and DocumentError when a path names nothing.
    """
    files = find_files(paths)
    with _locked(settings.index):
        known = load_corpus(settings.corpus).documents
        library = Library(settings.index / "library")
        kept = {d.record.document.sha256: d.record.document.id for d in library.documents()}
        added, unchanged, failed = [], [], []
        for name in progress([str(f) for f in files], "Bestanden lezen"):
            path = Path(name)
            try:
                if (same := kept.get(checksum(path))) is not None:
                    unchanged.append(same)
                    continue
                stored = _unique(read_document(path, known), library)
                library.put(stored)
                kept[stored.record.document.sha256] = stored.record.document.id
                added.append(stored.record.document.id)
            except DocumentError as fault:
                failed.append((fault.path.name, fault.reason))
        report = _build(settings, embedder, progress)
    return replace(report, added=tuple(added), unchanged=tuple(unchanged), failed=tuple(failed))


def remove_document(settings: IngestSettings, embedder: Embedder, document_id: str, progress: Progress = silent) -> Report:
    """Take an added document out and build. Raises DocumentError when it was never added."""
    with _locked(settings.index):
        library = Library(settings.index / "library")
        if not library.remove(document_id):
            ids = ", ".join(d.record.document.id for d in library.documents()) or "geen"
            raise DocumentError(Path(document_id), f"is niet toegevoegd; wel toegevoegd: {ids}")
        return _build(settings, embedder, progress)


def card_entry(card: schema.Card, documents: dict[str, schema.Document]) -> Entry:
    """A card as the index keeps it; its authority is its own, or that of its kind or document."""
    own = {"case": "gemeentelijke praktijk", "law": "wet"}.get(card.kind, documents[card.sources[0].document].authority)
    return Entry(
        id=card.id, kind=card.kind, title=card.title, summary=card.summary, body=card.body, sources=card.sources,
        ages=card.ages, routes=card.routes, places=card.places, province=card.province, partners=card.partners, laws=card.laws,
        links=card.links, abbreviation=card.abbreviation, attribution=card.attribution, authority=card.authority or own,
        questions=card.questions, terms=card.terms, detail=card.detail, pages_of=card.pages_of,
    )  # fmt: skip


def passage_entry(passage: schema.Passage, document: schema.Document) -> Entry:
    """A passage as the index keeps it."""
    return Entry(
        id=passage.id, kind="passage", title=passage.heading[-1] if passage.heading else document.title, summary="",
        body=passage.text, sources=(schema.Source(passage.document, (passage.page,)),), labels=(passage.label,),
        links=passage.links, authority=document.authority, terms=passage.heading,
    )  # fmt: skip


def term_entry(term: schema.Term, documents: dict[str, schema.Document]) -> Entry:
    """A definition as the index keeps it."""
    called = f"{term.name} ({term.expansion})" if term.expansion else term.name
    return Entry(
        id="term:" + "-".join(words(term.name)), kind="term", title=called, summary=term.definition, body="", sources=term.sources,
        authority=documents[term.sources[0].document].authority, abbreviation=term.name if term.expansion else "",
        questions=(f"wat is {term.name}", f"wat betekent {term.expansion or term.name}"), terms=(term.name, *term.synonyms),
    )  # fmt: skip


def page_entry(page: schema.PageQuestions) -> Entry:
    """The questions of a page as the index keeps them."""
    return Entry(
        id=f"page:{page.document}:{page.page}", kind="page", title="", summary="", body="",
        sources=(schema.Source(page.document, (page.page,)),), questions=page.questions, terms=page.terms,
    )  # fmt: skip


def texts_to_embed(entry: Entry) -> list[str]:
    """One vector each: every question, the gist, the terms, and the body in stretches of a few sentences."""
    texts = list(entry.questions)
    if entry.kind == "passage":
        return [f"{' '.join(entry.terms)} {entry.body}"]
    if entry.kind != "page":
        texts.append(f"{entry.title}. {entry.summary}")
        lines = sentences(entry.body.replace("## ", ""))
        texts += [f"{entry.title}. " + " ".join(lines[i : i + 4]) for i in range(0, len(lines), 4)]
    texts.append(f"{entry.title} " + ", ".join(entry.terms))
    return texts


# ---- one build ------------------------------------------------------------------------------------------------------


def _build(settings: IngestSettings, embedder: Embedder, progress: Progress) -> Report:
    corpus = load_corpus(settings.corpus)
    stored = Library(settings.index / "library").documents()
    inputs = _digest(corpus, stored, embedder.fingerprint, settings.chroma_url)
    old = _usable(settings, inputs)
    if old is not None:
        return Report(old, changed=False)
    documents = {**corpus.documents, **{d.record.document.id: d.record.document for d in stored}}
    entries = [card_entry(c, documents) for c in corpus.cards]
    entries += [passage_entry(p, documents[p.document]) for d in stored for p in d.passages]
    entries += [term_entry(t, documents) for t in corpus.terms if t.definition]
    entries += [page_entry(p) for p in corpus.page_questions]
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder = settings.index / "builds" / name
    try:
        folder.mkdir(parents=True)
        manifest, embedded = _write(folder, name, settings, embedder, entries, corpus, documents, stored, inputs, progress)
        _check_written(folder, settings, manifest)
        _switch(settings, name)
    except (OSError, sqlite3.Error) as fault:
        shutil.rmtree(folder, ignore_errors=True)
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise StorageError(
            f"De index in {settings.index} is niet te schrijven: {reason}. De oude index blijft in gebruik."
        ) from fault
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        VectorStore.drop(folder / "vectors", settings.chroma_url, collection_name(name))
        raise
    return Report(manifest, changed=True, embedded=embedded)


def _write(
    folder: Path, name: str, settings: IngestSettings, embedder: Embedder, entries: list[Entry], corpus: schema.Corpus,
    documents: dict[str, schema.Document], stored: list[StoredDocument], inputs: str, progress: Progress,
) -> tuple[Manifest, int]:  # fmt: skip
    texts = {entry.id: texts_to_embed(entry) for entry in entries}
    flat = [text for entry in entries for text in texts[entry.id]]
    vectors, embedded = _embed(settings.index / "vectors.db", embedder, flat, progress)
    ids = [f"{entry.id}#{n}" for entry in entries for n in range(len(texts[entry.id]))]
    store = VectorStore.create(folder / "vectors", settings.chroma_url, collection_name(name))
    for batch in progress([str(i) for i in range(0, len(ids), EMBED_BATCH)], "Vectoren opslaan"):
        start = int(batch)
        store.add(ids[start : start + EMBED_BATCH], vectors[start : start + EMBED_BATCH])
    vocabulary = vocabulary_of(entries)
    LexicalIndex.create(folder / "text", entries, Analyser(vocabulary))
    _write_entries(folder / "entries.db", entries, {k: len(v) for k, v in texts.items()}, vocabulary, corpus, documents)
    cards: dict[str, int] = {}
    for card in corpus.cards:
        cards[card.kind] = cards.get(card.kind, 0) + 1
    manifest = Manifest(
        build=name, created=datetime.now(UTC).isoformat(timespec="seconds"), fingerprint=embedder.fingerprint,
        dimension=embedder.dimension, inputs=inputs, cards=cards, entries=len(entries), vectors=len(ids),
        documents=tuple(d.record for d in stored),
    )  # fmt: skip
    manifest.write(folder / "manifest.json")
    return manifest, embedded


def _write_entries(
    path: Path, entries: list[Entry], counts: dict[str, int], vocabulary: dict[str, int], corpus: schema.Corpus,
    documents: dict[str, schema.Document],
) -> None:  # fmt: skip
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.executescript(
            """CREATE TABLE entries (id TEXT PRIMARY KEY, kind TEXT, vectors INTEGER, data TEXT);
            CREATE INDEX by_kind ON entries (kind);
            CREATE TABLE vocabulary (word TEXT PRIMARY KEY, entries INTEGER);
            CREATE TABLE terms (data TEXT);
            CREATE TABLE places (place TEXT PRIMARY KEY, province TEXT);
            CREATE TABLE documents (data TEXT);
            CREATE TABLE page_questions (document TEXT, page INTEGER, questions TEXT, terms TEXT);"""
        )
        db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", [(e.id, e.kind, counts[e.id], entry_to_json(e)) for e in entries])
        db.executemany("INSERT INTO vocabulary VALUES (?, ?)", vocabulary.items())
        db.executemany("INSERT INTO terms VALUES (?)", [(json.dumps(asdict(t), ensure_ascii=False),) for t in corpus.terms])
        db.executemany("INSERT INTO places VALUES (?, ?)", corpus.places.items())
        db.executemany(
            "INSERT INTO documents VALUES (?)", [(json.dumps(asdict(d), ensure_ascii=False),) for d in documents.values()]
        )
        db.executemany(
            "INSERT INTO page_questions VALUES (?, ?, ?, ?)",
            [(p.document, p.page, json.dumps(p.questions), json.dumps(p.terms)) for p in corpus.page_questions],
        )
        db.commit()


def _embed(cache: Path, embedder: Embedder, texts: list[str], progress: Progress) -> tuple[Vectors, int]:
    """Vectors of all texts, from the cache where it has them; and how many were made now."""
    keys = [hashlib.sha256(f"{embedder.fingerprint}\0{text}".encode()).digest() for text in texts]
    with contextlib.closing(sqlite3.connect(cache)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        known: dict[bytes, bytes] = {}
        unique = list(dict.fromkeys(keys))
        for start in range(0, len(unique), 500):
            part = unique[start : start + 500]
            marks = ",".join("?" * len(part))
            known.update(db.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part))
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in known}
        todo = list(missing.items())
        for batch in progress([str(i) for i in range(0, len(todo), EMBED_BATCH)], "Teksten omzetten naar vectoren"):
            part_todo = todo[int(batch) : int(batch) + EMBED_BATCH]
            made = embedder.encode_passages([t for _, t in part_todo])
            rows = [(k, v.tobytes()) for (k, _), v in zip(part_todo, made, strict=True)]
            db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            db.commit()
            known.update(rows)
    matrix = np.frombuffer(b"".join(known[k] for k in keys), dtype=np.float32).reshape(len(keys), embedder.dimension)
    return matrix, len(todo)


def _digest(corpus: schema.Corpus, stored: list[StoredDocument], fingerprint: str, url: str) -> str:
    """Changes when anything changes that the index is made of."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {ANALYSER_VERSION} {CHUNKER_VERSION} {fingerprint} {url}".encode())
    for card in corpus.cards:
        digest.update(f"{card.kind}/{card.id} {card.sha256} {card.questions}".encode())
    for other in (corpus.documents, corpus.linked, corpus.terms, corpus.places, corpus.page_questions):
        digest.update(repr(other).encode())
    for document in stored:
        digest.update(repr(document.record.document).encode() + repr(document.passages).encode())
    return digest.hexdigest()


def _usable(settings: IngestSettings, inputs: str) -> Manifest | None:
    """The manifest in use, when it was made of exactly this and its engines still open."""
    try:
        folder = current_build(settings.index)
        manifest = Manifest.read(folder / "manifest.json")
        if manifest.inputs == inputs:
            _check_written(folder, settings, manifest)
            return manifest
    except IndexFault:
        pass
    return None


def _check_written(folder: Path, settings: IngestSettings, manifest: Manifest) -> None:
    store = VectorStore.open(folder / "vectors", settings.chroma_url, collection_name(manifest.build))
    counted = (store.count(), LexicalIndex.open(folder / "text").count())
    if counted != (manifest.vectors, manifest.entries):
        raise StorageError(f"De nieuwe index is niet compleet ({counted}); de oude blijft in gebruik.")


def _switch(settings: IngestSettings, name: str) -> None:
    """Point to the new build; the one before it stays for processes that still read it, older ones go."""
    pointer = settings.index / CURRENT
    with contextlib.suppress(IndexMissing):
        before = current_build(settings.index).name
        for old in (settings.index / "builds").iterdir():
            if old.name not in (name, before):
                VectorStore.drop(old / "vectors", settings.chroma_url, collection_name(old.name))
                shutil.rmtree(old, ignore_errors=True)
    draft = pointer.with_suffix(".tmp")
    draft.write_text(name, encoding="utf-8")
    os.replace(draft, pointer)


def _unique(stored: StoredDocument, library: Library) -> StoredDocument:
    """Another file with the same name as one already there gets an id of its own; an edited file keeps it."""
    other = library.get(stored.record.document.id)
    if other is None or Path(other.record.path) == Path(stored.record.path) or not Path(other.record.path).exists():
        return stored
    new_id = f"{stored.record.document.id}-{stored.record.document.sha256[:6]}"
    passages = tuple(replace(p, id=p.id.replace(stored.record.document.id, new_id, 1), document=new_id) for p in stored.passages)
    return StoredDocument(replace(stored.record, document=replace(stored.record.document, id=new_id)), passages)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "LOCK").open("w")
    except OSError as fault:
        raise StorageError(f"De map {folder} is niet te schrijven: {fault.strerror}") from fault
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise IndexLocked(f"Een ander proces werkt aan de index in {folder}; probeer het straks opnieuw.") from fault
        yield
