"""Holds an index against itself: manifest, entries, Chroma, Tantivy, library and caches; and mends what does not agree.

Mending never touches the build in use: a new one is written beside it, from the library and the vector cache, and switched to.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from ingest.build import Report, build_index
from ingest.embedding import Embedder, Vectors
from ingest.entries import texts_to_embed
from ingest.errors import IndexFault, IndexMissing
from ingest.index import Manifest, check_made_with, current_build
from ingest.lexical import LexicalIndex
from ingest.lock import locked
from ingest.progress import Progress, silent
from ingest.recovery import LOST, mend_library
from ingest.rows import entry_from_json, opened_entries
from ingest.settings import IngestSettings
from ingest.store import VectorStore
from ingest.vector_cache import VectorCache

PAGE = 1_000
# So many vectors of all are looked for.
SOUGHT = 100


@dataclass(frozen=True)
class Verdict:
    """What was wrong, what mending it took (None: nothing was wrong), and what is wrong still."""

    found: tuple[str, ...]
    report: Report | None
    left: tuple[str, ...]


def verify(settings: IngestSettings, embedder: Embedder, progress: Progress = silent) -> Verdict:
    """Find differences and mend them. Raises IndexLocked, IndexMissing (there never was an index) and whatever a build raises."""
    with locked(settings.index):
        if not any((settings.index / "builds").glob("*/manifest.json")):
            raise IndexMissing(f"Er is nog geen index in {settings.index}; maak hem met: python -m ingest build")
        lost = mend_library(settings.index)
        found = [*lost, *differences(settings, embedder, progress)]
    if not found:
        return Verdict((), None, ())
    report = build_index(settings, embedder, progress, anew=True)
    with locked(settings.index):
        left = differences(settings, embedder, progress)
    return Verdict(tuple(found), report, (*(line for line in lost if LOST in line), *left))


def differences(settings: IngestSettings, embedder: Embedder, progress: Progress = silent) -> list[str]:
    """One Dutch line for each thing that does not agree in the build in use."""
    try:
        folder = current_build(settings.index)
        manifest = Manifest.read(folder / "manifest.json")
        check_made_with(manifest, embedder)
    except IndexFault as fault:
        return [str(fault)]
    found: list[str] = []
    try:
        with contextlib.closing(opened_entries(folder)) as db:
            if (verdict := db.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                return [f"stukken: {folder / 'entries.db'} is beschadigd ({verdict})"]
            expected = dict(db.execute("SELECT id, vectors FROM entries"))
            found += _compare_words(folder, manifest, expected)
            found += _compare_vectors(settings, folder, manifest, expected)
            if not found:
                with VectorCache(settings.index, embedder) as cache:
                    found += _compare_values(settings, folder, manifest, db, cache, progress)
    except sqlite3.Error as fault:
        found.append(f"stukken: {folder / 'entries.db'} is niet te lezen ({fault})")
    return found


def _compare_words(folder: Path, manifest: Manifest, expected: dict[str, int]) -> list[str]:
    found = []
    if manifest.entries != len(expected):
        found.append(f"manifest: noemt {manifest.entries} stukken, er zijn er {len(expected)}")
    try:
        indexed = LexicalIndex.open(folder / "text").ids()
    except (IndexFault, ValueError) as fault:
        return [*found, f"tekstindex: niet te lezen ({fault})"]
    found += _missing_and_extra("tekstindex", "stukken", set(expected), indexed)
    return found


def _compare_vectors(settings: IngestSettings, folder: Path, manifest: Manifest, expected: dict[str, int]) -> list[str]:
    wanted = {f"{entry_id}#{n}" for entry_id, number in expected.items() for n in range(number)}
    try:
        stored = set(VectorStore.open(folder / "vectors", settings.chroma_url, manifest.collection).ids())
    except IndexFault as fault:
        return [f"vectorindex: niet te lezen ({fault})"]
    return _missing_and_extra("vectorindex", "vectoren", wanted, stored)


def _missing_and_extra(engine: str, what: str, wanted: set[str], there: set[str]) -> list[str]:
    found = []
    for ids, word in ((wanted - there, "ontbreken"), (there - wanted, "te veel")):
        if ids:
            found.append(f"{engine}: {len(ids)} {what} {word}, zoals {min(ids)}")
    return found


def _compare_values(
    settings: IngestSettings, folder: Path, manifest: Manifest, db: sqlite3.Connection, cache: VectorCache, progress: Progress
) -> list[str]:
    """Every stored vector beside the one in the cache, and whether searching works."""
    store = VectorStore.open(folder / "vectors", settings.chroma_url, manifest.collection)
    wrong: list[str] = []
    sample: list[Vectors] = []
    step = max(1, manifest.vectors // SOUGHT)
    rows = db.execute("SELECT data FROM entries ORDER BY rowid")
    for page in progress(_pages(rows), "Vectoren vergelijken", -(-manifest.entries // PAGE)):
        texts = {f"{e.id}#{n}": t for e in (entry_from_json(row[0]) for row in page) for n, t in enumerate(texts_to_embed(e))}
        made = cache.vectors(list(texts.values()))
        wrong += store.differing(list(texts), made)
        sample.append(made[::step])
    found = [f"vectorindex: {len(wrong)} vectoren wijken af, zoals {wrong[0]}"] if wrong else []
    works = not sample or store.searching_works(np.concatenate(sample))
    return found if works else [*found, "vectorindex: wat gezocht wordt, wordt niet gevonden"]


def _pages(rows: Iterator[tuple[str]]) -> Iterator[list[tuple[str]]]:
    while page := list(islice(rows, PAGE)):
        yield page
