"""The vector side of the index: one Chroma collection, in a folder or behind a server. The only file that imports chromadb.

An entry has several vectors (its questions, its text); a vector's id is `entry-id#number`. Knows nothing of what was embedded.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlparse

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.api import ClientAPI
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from chromadb.config import Settings
from chromadb.errors import ChromaError

from ingest.errors import IndexBroken, IndexMissing, StorageError

Vectors = npt.NDArray[np.float32]
BATCH = 5_000
# One page of a read: above 32,766 rows a get fails.
PAGE = 10_000
HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_construction": 128,
    "ef_search": 200,
    "sync_threshold": 50_000,
    "batch_size": 5_000,
}


class VectorStore:
    """A collection of unit vectors."""

    def __init__(self, collection: chromadb.Collection) -> None:
        self._collection = collection

    @classmethod
    def create(cls, folder: Path, url: str, name: str) -> "VectorStore":
        """A new, empty collection. Raises StorageError when it cannot be written."""
        try:
            client = _client(folder, url)
            return cls(client.create_collection(name, embedding_function=None, configuration={"hnsw": HNSW}))
        except (ChromaError, OSError, ValueError) as fault:
            raise StorageError(f"De vectorindex is niet te schrijven in {url or folder}: {fault}") from fault

    @classmethod
    def open(cls, folder: Path, url: str, name: str) -> "VectorStore":
        """An existing collection. Raises IndexMissing without one, IndexBroken when it cannot be read."""
        try:
            return cls(_client(folder, url).get_collection(name, embedding_function=None))
        except (ChromaError, OSError, ValueError) as fault:
            where = url or str(folder)
            if "does not exist" in str(fault):
                raise IndexMissing(f"Er staat geen index {name!r} op {where}; maak hem met: python -m ingest build") from fault
            raise IndexBroken(
                f"De vectorindex op {where} is niet te openen: {fault}. Herstel met: python -m ingest build"
            ) from fault

    @staticmethod
    def drop(folder: Path, url: str, name: str) -> None:
        """Remove a collection from a server; an embedded one goes with its folder."""
        if url:
            try:
                _client(folder, url).delete_collection(name)
            except (ChromaError, ValueError):
                return

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Store vectors, shape (len(ids), dimension); in batches that Chroma accepts."""
        for start in range(0, len(ids), BATCH):
            self._collection.add(ids=list(ids[start : start + BATCH]), embeddings=vectors[start : start + BATCH])

    def nearest(self, vector: npt.NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """Vector ids with cosine similarity, nearest first."""
        found = self._collection.query(query_embeddings=[vector.tolist()], n_results=limit, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(i, 1.0 - float(d)) for i, d in zip(found["ids"][0], distances, strict=True)]

    def vectors(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The stored vectors of these ids, shape (found, dimension), with the ids in the same order."""
        found_ids: list[str] = []
        rows: list[Vectors] = []
        for start in range(0, len(ids), PAGE):
            page = self._collection.get(ids=list(ids[start : start + PAGE]), include=["embeddings"])
            if page["ids"]:
                found_ids += page["ids"]
                rows.append(np.asarray(page["embeddings"], dtype=np.float32))
        return found_ids, np.concatenate(rows) if rows else np.zeros((0, 0), dtype=np.float32)

    def count(self) -> int:
        """Number of vectors."""
        return int(self._collection.count())


def _client(folder: Path, url: str) -> ClientAPI:
    settings = Settings(anonymized_telemetry=False)
    if not url:
        return chromadb.PersistentClient(path=str(folder), settings=settings)
    parts = urlparse(url)
    return chromadb.HttpClient(
        host=parts.hostname or "localhost", port=parts.port or 8000, ssl=parts.scheme == "https", settings=settings
    )
