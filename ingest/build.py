"""Makes an index: cards and library in, one new complete build out, switched to in one step.

A build that fails or is killed leaves the old one serving. Vectors come from a cache, so that a rebuild embeds only what changed; a
large build of which little changed starts as a copy of the one before it, and is written anew when the copy turns out not to be whole.
"""

import contextlib
import gc
import hashlib
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest import schema
from ingest.adding import Added, compare, read_waiting
from ingest.chunking import CHUNKER_VERSION
from ingest.dutch import ANALYSER_VERSION
from ingest.embedding import Embedder
from ingest.entries import corpus_entries, passage_entry, texts_to_embed
from ingest.errors import DocumentError, IndexFault, StorageError
from ingest.index import CURRENT, SCHEMA_VERSION, Manifest, check_made_with, collection_name, current_build
from ingest.left_out import corpus_of
from ingest.lexical import LexicalIndex
from ingest.library import FILE, Library
from ingest.lock import locked
from ingest.progress import Progress, silent
from ingest.recovery import mend_library
from ingest.rows import entry_from_json, entry_to_json, opened_entries
from ingest.schema import Enrichment, Entry
from ingest.settings import IngestSettings
from ingest.store import VectorStore, load_engine
from ingest.vector_cache import VectorCache
from ingest.whole_files import written_whole
from ingest.writing import BuildWriter

# From so many entries on, a build of which at most this share was replaced since all of it was written is copied and changed.
COPIED_FROM = 5_000
RENEWED_SHARE = 0.2
# So many entries are looked up in a build, and less than twice as many vectors of theirs.
PROBES = 50


@dataclass(frozen=True)
class Report:
    """What a run did. `failed` pairs a file with the reason; `removed` names documents whose files are gone."""

    manifest: Manifest
    changed: bool
    added: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    embedded: int = 0
    copied: bool = False


@dataclass(frozen=True)
class Changes:
    """What a copied build differs in: ids to take out, entries to write, and how many those are together."""

    removed: list[str]
    entries: Callable[[], Iterator[Entry]]
    number: int


@dataclass(frozen=True)
class _Job:
    settings: IngestSettings
    embedder: Embedder
    library: Library
    corpus: schema.Corpus
    inputs: str
    progress: Progress


def build_index(settings: IngestSettings, embedder: Embedder, progress: Progress = silent, *, anew: bool = False) -> Report:
    """Index the corpus and everything in the library; does nothing when nothing changed, unless `anew`.

    Raises CorpusError (a card is wrong), IndexLocked (another run is busy) or StorageError; the index in use stays as it was.
    """
    with _library(settings) as library:
        _beside(load_engine)
        done, corpus = Added(), corpus_of(settings)
        with _told(settings):
            read_waiting(library, corpus.documents, progress, done)
        return _reported(_build(settings, corpus, embedder, library, progress, anew=anew), done)


def add_documents(
    settings: IngestSettings, embedder: Embedder, paths: Sequence[str], progress: Progress = silent, *, forget: bool = False
) -> Report:
    """Read files into the library and build. A file that cannot be read is reported and the rest goes on.

    Raises what `build_index` raises, and DocumentError when a path names nothing and never did, or when many files are gone from it at
    once and nothing is left; with `forget` those leave the index.
    """
    with _library(settings) as library:
        with _told(settings):
            done = compare(library, paths, progress, forget=forget)
            _beside(load_engine, *([embedder.warm] if library.files("waiting") else []))  # while other processes read
            corpus = corpus_of(settings)
            read_waiting(library, corpus.documents, progress, done)
        return _reported(_build(settings, corpus, embedder, library, progress), done)


def _beside(*works: Callable[[], object]) -> None:
    """Do these, one after another, in a thread that nobody waits for: when a stop interrupts an import here, one there may wait for ever."""

    def all_of_them() -> None:
        with contextlib.suppress(Exception):  # who needs what they load meets the fault
            for work in works:
                work()

    threading.Thread(target=all_of_them, name="beside", daemon=True).start()


def remove_document(settings: IngestSettings, embedder: Embedder, document_id: str, progress: Progress = silent) -> Report:
    """Take an added document out and build. Raises DocumentError when it was never added."""
    return remove_documents(settings, embedder, [document_id], progress)


def remove_documents(settings: IngestSettings, embedder: Embedder, ids: Sequence[str], progress: Progress = silent) -> Report:
    """Take added documents out and build once. Raises DocumentError, and takes none out, when one was never added."""
    with _library(settings) as library:
        with _told(settings):
            known = library.digests()
            if strange := [each for each in ids if each not in known]:
                raise DocumentError(Path(strange[0]), f"is niet toegevoegd; wel toegevoegd: {', '.join(known) or 'geen'}")
            for each in ids:
                library.remove(each)
        return _build(settings, corpus_of(settings), embedder, library, progress)


@contextlib.contextmanager
def _library(settings: IngestSettings) -> Iterator[Library]:
    """The library, with the folder locked. One that is gone is filled from the index: else its documents would leave unnoticed."""
    with locked(settings.index):
        if not (settings.index / FILE).exists():
            mend_library(settings.index)
        with Library(settings.index) as library, library.in_bulk():
            yield library


def _reported(report: Report, done: Added) -> Report:
    return replace(
        report, added=tuple(done.added), unchanged=tuple(done.unchanged), removed=tuple(done.removed), failed=tuple(done.failed)
    )


# ---- one build ------------------------------------------------------------------------------------------------------


def _build(
    settings: IngestSettings, corpus: schema.Corpus, embedder: Embedder, library: Library, progress: Progress, *, anew: bool = False
) -> Report:
    """A new build, unless the one in use was made of the same and is whole."""
    inputs = _digest(corpus, library.digests(), embedder.fingerprint, settings.chroma_url)
    old = None if anew else in_use(settings, embedder)
    same = old is not None and old.inputs == inputs
    if old and same and is_whole(settings, embedder, old):
        library.all_indexed()
        return Report(old, changed=False)
    job = _Job(settings, embedder, library, corpus, inputs, progress)
    with _told(settings):
        _clear_unfinished(settings)
        with VectorCache(settings.index, embedder) as cache:
            copied = _copied(job, old, cache) if old and not same else None
            manifest = copied or _finished(job, cache, lambda folder: _write(job, folder, cache))
        library.all_indexed()
    return Report(manifest, changed=True, embedded=cache.made, copied=copied is not None)


def _copied(job: _Job, old: Manifest, cache: VectorCache) -> Manifest | None:
    """A build that starts as a copy of the one in use; None when too much changed, or when that one is not what it says."""
    try:
        changes = _changes(job, old)
        return _finished(job, cache, lambda folder: _copy(job, old, changes, folder, cache)) if changes else None
    except (IndexFault, sqlite3.Error):
        gc.collect()  # the fault may hold the store of what was copied, and so its space on the disk
        return None


def _finished(job: _Job, cache: VectorCache, make: Callable[[Path], Manifest]) -> Manifest:
    """A build in a folder of its own, looked over and switched to; of one that fails nothing stays."""
    name = _new_name(job.settings)
    folder = job.settings.index / "builds" / name
    try:
        folder.mkdir(parents=True)
        manifest = make(folder)
        if not job.settings.chroma_url:
            VectorStore.persist(folder / "vectors", manifest.collection)
        manifest.write(folder / "manifest.json")
        check_written(folder, job.settings, manifest, cache)
        switch(job.settings, name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        VectorStore.drop(folder / "vectors", job.settings.chroma_url, collection_name(name))
        raise
    return manifest


@contextlib.contextmanager
def _told(settings: IngestSettings) -> Iterator[None]:
    """What the disk or SQLite refuse, as a clear line."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
        raise StorageError(
            f"De index in {settings.index} is niet te schrijven: {reason}. De oude index blijft in gebruik."
        ) from fault


def _write(job: _Job, folder: Path, cache: VectorCache) -> Manifest:
    """All anew."""
    passages = job.library.passages()
    collection = collection_name(folder.name)
    with BuildWriter.new(folder, job.settings.chroma_url, collection, cache) as writer:
        first, last = corpus_entries(job.corpus)
        total = len(first) + passages + len(last)
        writer.write(job.progress(_chained(first, _passages(job.library, list(job.library.digests())), last), "Teksten", total))
        writer.describe(job.corpus, _documents(job), job.library.digests())
        with writer.words_beside():
            writer.embed(job.progress)
        return _manifest(job, folder.name, collection, writer.counts(), renewed=0)


def _copy(job: _Job, old: Manifest, changes: Changes, folder: Path, cache: VectorCache) -> Manifest:
    """The build before this one, with what changed replaced."""
    with BuildWriter.copy(current_build(job.settings.index), folder, old.collection, cache, changes.entries()) as writer:
        writer.remove(changes.removed)
        writer.write(job.progress(changes.entries(), "Teksten", changes.number - len(changes.removed)))
        writer.embed(job.progress)
        writer.describe(job.corpus, _documents(job), job.library.digests())
        writer.update_words()
        return _manifest(job, folder.name, old.collection, writer.counts(), renewed=old.renewed + changes.number)


def _changes(job: _Job, old: Manifest) -> Changes | None:
    """What to change in a copy; None when all is to be written anew: few entries, much changed, or vectors behind a server."""
    if job.settings.chroma_url or old.entries < COPIED_FROM:
        return None
    first, last = corpus_entries(job.corpus)
    fresh = {entry.id: entry for entry in (*first, *last)}
    digests = job.library.digests()
    with contextlib.closing(opened_entries(current_build(job.settings.index))) as db:
        kept = dict(db.execute("SELECT id, data FROM entries WHERE kind != 'passage'"))
        before = dict(db.execute("SELECT document, digest FROM sources"))
        removed = [i for i, data in kept.items() if i not in fresh or entry_to_json(fresh[i]) != data]
        for document in before:
            if before[document] != digests.get(document):
                removed += [row[0] for row in db.execute("SELECT id FROM entries WHERE document = ?", (document,))]
    cards = [entry for i, entry in fresh.items() if i not in kept or entry_to_json(entry) != kept[i]]
    documents = [d for d in digests if digests[d] != before.get(d)]
    number = len(removed) + len(cards) + sum(job.library.passages_of(d) for d in documents)
    if old.renewed + number > RENEWED_SHARE * old.entries:
        return None
    return Changes(removed, lambda: _chained(cards, _passages(job.library, documents), []), number)


def _chained(first: Sequence[Entry], middle: Iterator[Entry], last: Sequence[Entry]) -> Iterator[Entry]:
    yield from first
    yield from middle
    yield from last


def _passages(library: Library, documents: Sequence[str]) -> Iterator[Entry]:
    for document_id in documents:
        if stored := library.get(document_id):
            helps = library.enrichments(document_id)
            yield from (passage_entry(p, stored.record.document, helps.get(p.id, Enrichment())) for p in stored.passages)


def _documents(job: _Job) -> list[schema.Document]:
    added = {record.document.id: record.document for record in job.library.records()}
    return list({**job.corpus.documents, **added}.values())


def _manifest(job: _Job, name: str, collection: str, counts: tuple[int, int], renewed: int) -> Manifest:
    cards: dict[str, int] = {}
    for card in job.corpus.cards:
        cards[card.kind] = cards.get(card.kind, 0) + 1
    return Manifest(
        build=name, created=datetime.now(UTC).isoformat(timespec="seconds"), fingerprint=job.embedder.fingerprint,
        dimension=job.embedder.dimension, inputs=job.inputs, cards=cards, entries=counts[0], vectors=counts[1],
        documents=tuple(job.library.records()), collection=collection, renewed=renewed,
    )  # fmt: skip


def _digest(corpus: schema.Corpus, digests: dict[str, str], fingerprint: str, url: str) -> str:
    """Changes when anything changes that the index is made of."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {ANALYSER_VERSION} {CHUNKER_VERSION} {fingerprint} {url}".encode())
    for card in corpus.cards:
        digest.update(f"{card.kind}/{card.id} {card.sha256} {card.questions} {card.answered_by}".encode())
    for other in (corpus.documents, corpus.linked, corpus.terms, corpus.places, corpus.page_questions, digests):
        digest.update(repr(other).encode())
    return digest.hexdigest()


# ---- which build is in use ------------------------------------------------------------------------------------------


def in_use(settings: IngestSettings, embedder: Embedder) -> Manifest | None:
    """The manifest of the build in use, when this version and this model made it."""
    try:
        manifest = Manifest.read(current_build(settings.index) / "manifest.json")
        check_made_with(manifest, embedder)
    except IndexFault:
        return None
    return manifest


def is_whole(settings: IngestSettings, embedder: Embedder, manifest: Manifest) -> bool:
    """Whether the engines of the build in use still answer, with what they were given."""
    try:
        with VectorCache(settings.index, embedder) as cache:
            check_written(current_build(settings.index), settings, manifest, cache)
    except (IndexFault, sqlite3.Error):
        return False
    return True


def check_written(folder: Path, settings: IngestSettings, manifest: Manifest, cache: VectorCache) -> None:
    """Whether a build holds what its manifest says and, of a few entries, the vectors that were made; and whether searching works.

    Raises StorageError or IndexBroken.
    """
    store = VectorStore.open(folder / "vectors", settings.chroma_url, manifest.collection)
    counted = (store.count(), LexicalIndex.open(folder / "text").count())
    if counted != (manifest.vectors, manifest.entries):
        raise StorageError(f"De nieuwe index is niet compleet ({counted}); de oude blijft in gebruik.")
    with contextlib.closing(opened_entries(folder)) as db:
        step = max(1, manifest.entries // PROBES)
        rows = db.execute("SELECT data FROM entries WHERE vectors > 0 AND rowid % ? = 0 LIMIT ?", (step, PROBES))
        texts = [(f"{e.id}#{n}", t) for e in (entry_from_json(row[0]) for row in rows) for n, t in enumerate(texts_to_embed(e))]
    chosen = dict(texts[:: max(1, len(texts) // PROBES)])
    made = cache.vectors(list(chosen.values()))
    if store.differing(list(chosen), made) or not store.searching_works(made):
        raise StorageError("De nieuwe index geeft de vectoren niet die erin gezet zijn; de oude blijft in gebruik.")


def switch(settings: IngestSettings, name: str) -> None:
    """Point to the new build; the one before it stays for processes that still read it, older ones go."""
    pointer = settings.index / CURRENT
    before = ""
    with contextlib.suppress(IndexFault):
        before = current_build(settings.index).name
    with written_whole(pointer) as out:
        out.write(name.encode())
    for old in (settings.index / "builds").iterdir():
        if before and old.name not in (name, before):
            _drop(settings, old)


def _clear_unfinished(settings: IngestSettings) -> None:
    """Builds that a killed run left: the manifest is what is written last."""
    if (folder := settings.index / "builds").is_dir():
        for old in folder.iterdir():
            if not (old / "manifest.json").exists():
                _drop(settings, old)


def _drop(settings: IngestSettings, build: Path) -> None:
    VectorStore.drop(build / "vectors", settings.chroma_url, collection_name(build.name))
    shutil.rmtree(build, ignore_errors=True)


def _new_name(settings: IngestSettings) -> str:
    """By the clock, for people who look; nothing relies on it, since a clock can jump."""
    name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    taken = settings.index / "builds" / name
    return name if not taken.exists() else f"{name}-{os.getpid()}"
