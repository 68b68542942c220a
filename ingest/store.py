"""The vector side of the index: one Chroma collection, in a folder or behind a server. The only file that imports chromadb.

An entry has several vectors (its questions, its text); a vector's id is `entry-id#number`. Knows nothing of what was embedded.
A server that is away for a moment is waited for; one that stays away is an IndexBroken with its address. Chroma takes a second to
import, so that is done where it is first needed: files are read meanwhile.
"""

import contextlib
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlparse

import httpx
import numpy as np
import numpy.typing as npt

from ingest.errors import IndexBroken, IndexMissing, StorageError

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

Result = TypeVar("Result")
Vectors = npt.NDArray[np.float32]
# Rows in one call: Chroma takes at most 5,461.
BATCH = 5_000
# So long a question waits for a server that does not answer, and between two tries.
PATIENCE = 10.0
PAUSE = 0.5
# The least number of waiting vectors at which Chroma can be told to write.
AT_ONCE = 2
# Two vectors of unit length are the same when no number of theirs differs more.
TOLERANCE = 1e-4
# From this likeness on, what is found is the vector that was looked for.
FOUND_AGAIN = 0.999
# A build is written where nobody reads yet, so persisting often costs no safety; what is not persisted is replayed at each opening
# (20,000 vectors: 3 s), so at the end all of it is.
HNSW: "CreateHNSWConfiguration" = {
    "space": "cosine",
    "ef_construction": 128,
    "ef_search": 200,
    "sync_threshold": 2_000,
    "batch_size": 1_000,
}


class VectorStore:
    """A collection of unit vectors."""

    def __init__(self, client: "Client | None", collection: "Collection", where: str) -> None:
        self._collection, self._where = collection, where
        # Chroma keeps a folder that it opened until it is told: a process that follows newer builds would hold them all.
        if client is not None:
            weakref.finalize(self, client.close).atexit = False

    @classmethod
    def create(cls, folder: Path, url: str, name: str) -> "VectorStore":
        """A new, empty collection. Raises StorageError when it cannot be written."""
        try:
            client = _client(folder, url)
            created = client.create_collection(name, embedding_function=None, configuration={"hnsw": HNSW})
            return cls(None if url else client, created, url or str(folder))
        except (_chroma_error(), httpx.HTTPError, OSError, ValueError) as fault:
            raise StorageError(f"De vectorindex is niet te schrijven in {url or folder}: {fault}") from fault

    @classmethod
    def open(cls, folder: Path, url: str, name: str) -> "VectorStore":
        """An existing collection. Raises IndexMissing without one, IndexBroken when it cannot be read."""
        where = url or str(folder)
        try:
            client = _waited(lambda: _client(folder, url), PATIENCE if url else 0.0)
            found = _waited(lambda: client.get_collection(name, embedding_function=None), PATIENCE if url else 0.0)
            return cls(None if url else client, found, where)
        except (_chroma_error(), httpx.HTTPError, OSError, ValueError) as fault:
            if "does not exist" in str(fault):
                raise IndexMissing(f"Er staat geen index {name!r} op {where}; maak hem met: python -m ingest build") from fault
            if url and _away(fault):
                raise _no_answer(url) from fault
            raise IndexBroken(
                f"De vectorindex op {where} is niet te openen: {fault}. Herstel met: python -m ingest verify"
            ) from fault

    @classmethod
    def persist(cls, folder: Path, name: str) -> None:
        """Have all of a collection written, so that no opening has to replay what came last; nobody else may have it open.

        Chroma writes when so many vectors wait, and takes that number up when it opens a collection. Raises StorageError.
        """
        opened = cls.open(folder, "", name)
        opened._write_when(AT_ONCE)
        del opened  # which closes it
        opened = cls.open(folder, "", name)
        opened._write(opened._collection.count)  # what waits is written before the first answer
        opened._write_when(HNSW["sync_threshold"])

    @staticmethod
    def drop(folder: Path, url: str, name: str) -> None:
        """Remove a collection from a server; an embedded one goes with its folder."""
        if url:
            with contextlib.suppress(_chroma_error(), httpx.HTTPError, ValueError):
                _client(folder, url).delete_collection(name)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Store vectors, shape (len(ids), dimension), in batches that Chroma accepts. Raises StorageError."""
        for start in range(0, len(ids), BATCH):
            part, rows = list(ids[start : start + BATCH]), vectors[start : start + BATCH]
            self._write(partial(self._collection.add, ids=part, embeddings=rows))

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out. Raises StorageError."""
        for start in range(0, len(ids), BATCH):
            part = list(ids[start : start + BATCH])
            self._write(partial(self._collection.delete, ids=part))

    def nearest(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Vector ids with cosine similarity, nearest first. Raises IndexBroken when the store cannot be read."""
        found = self._read(
            lambda: self._collection.query(query_embeddings=[vector.tolist()], n_results=limit, include=["distances"])
        )
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]

    def searching_works(self, sample: Vectors) -> bool:
        """Whether for most of these stored vectors, shape (n, dimension), a search gives itself or something near. Raises IndexBroken.

        The search is approximate: among texts that are almost the same it misses many, and gives another of them. So what is found may
        also be as near as the nearest of the others in the sample.
        """
        if not len(sample):
            return True
        found = self._read(lambda: self._collection.query(query_embeddings=sample, n_results=1, include=["distances"]))
        likeness = np.array([1.0 - row[0] if row else -1.0 for row in found["distances"] or []])
        others = sample @ sample.T
        np.fill_diagonal(others, 1.0 if len(sample) == 1 else -1.0)
        near = np.minimum(others.max(axis=1) - TOLERANCE, FOUND_AGAIN)
        return bool(2 * np.count_nonzero(likeness >= near) > len(sample))

    def differing(self, ids: Sequence[str], made: Vectors) -> list[str]:
        """Which of these ids do not have the vector that was made for them, shape (len(ids), dimension). Raises IndexBroken."""
        stored = dict(zip(*self.vectors(ids), strict=True))
        pairs = zip(ids, made, strict=True)
        return [i for i, own in pairs if i not in stored or not np.abs(stored[i] - own).max() <= TOLERANCE]

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The stored vectors of these ids, shape (found, dimension), with the ids in the same order. Raises IndexBroken."""
        found_ids: list[str] = []
        rows: list[Vectors] = []
        for start in range(0, len(ids), BATCH):
            part = list(ids[start : start + BATCH])
            page = self._read(partial(self._collection.get, ids=part, include=["embeddings"]))
            if page["ids"]:
                found_ids += page["ids"]
                rows.append(np.asarray(page["embeddings"], dtype=np.float32))
        return found_ids, np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    def ids(self) -> Iterator[str]:
        """Every vector id, read in pages. Raises IndexBroken."""
        for start in range(0, self.count(), BATCH):
            page = self._read(partial(self._collection.get, limit=BATCH, offset=start, include=[]))
            yield from page["ids"]

    def count(self) -> int:
        """Number of vectors. Raises IndexBroken."""
        return int(self._read(self._collection.count))

    def _write_when(self, waiting: int) -> None:
        with warnings.catch_warnings():  # it takes a collection without an embedding function of its own for an old one
            warnings.filterwarnings("ignore", "legacy embedding function", DeprecationWarning)
            self._write(partial(self._collection.modify, configuration={"hnsw": {"sync_threshold": waiting}}))

    def _read(self, call: Callable[[], Result]) -> Result:
        try:
            return _waited(call, PATIENCE)
        except httpx.TransportError as fault:
            raise _no_answer(self._where) from fault
        except _chroma_error() as fault:
            raise IndexBroken(
                f"De vectorindex op {self._where} is niet te lezen: {fault}. Herstel met: python -m ingest verify"
            ) from fault

    def _write(self, call: Callable[[], object]) -> None:
        try:
            call()
        except (_chroma_error(), httpx.HTTPError, OSError) as fault:
            raise StorageError(f"De vectorindex is niet te schrijven in {self._where}: {fault}") from fault


def load_engine() -> None:
    """Import Chroma: for who has something else to do meanwhile."""
    import_module("chromadb")


def _waited(call: Callable[[], Result], patience: float) -> Result:
    """Try until the server answers, or patience is over; only a server can be away."""
    deadline = monotonic() + patience
    while True:
        try:
            return call()
        except (httpx.TransportError, ValueError) as fault:
            if not _away(fault) or monotonic() > deadline:
                raise
        sleep(PAUSE)


def _away(fault: Exception) -> bool:
    """Chroma's client tells by a ValueError that it could not connect when it starts, and lets httpx speak later."""
    return isinstance(fault, httpx.TransportError) or "Could not connect" in str(fault)


def _no_answer(where: str) -> IndexBroken:
    return IndexBroken(
        f"De Chroma-server op {where} antwoordt niet. Start hem opnieuw en probeer het nog eens; er is niets verloren."
    )


def _chroma_error() -> type[Exception]:
    """What Chroma raises."""
    from chromadb.errors import ChromaError

    return ChromaError


def _client(folder: Path, url: str) -> "Client":
    if url:
        return _server(url)
    from chromadb import PersistentClient
    from chromadb.config import Settings

    return cast("Client", PersistentClient(path=str(folder), settings=Settings(anonymized_telemetry=False)))


@lru_cache(maxsize=8)
def _server(url: str) -> "Client":
    """One client for each server: its connections are never closed by Chroma."""
    from chromadb import HttpClient
    from chromadb.config import Settings

    parts = urlparse(url)
    host, port, ssl = str(parts.hostname), parts.port or 8000, parts.scheme == "https"
    return cast("Client", HttpClient(host=host, port=port, ssl=ssl, settings=Settings(anonymized_telemetry=False)))
