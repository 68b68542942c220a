"""Vectors by model and text, in one SQLite file: what was embedded once is never embedded again. Knows nothing of entries."""

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest.embedding import Embedder, Vectors

FILE = "vectors.db"
LOOKED_UP = 500
EMBEDDED = 256
# Seconds of embedding that a killed build may lose: to keep each batch at once takes as long as a small model takes to make it. No lock
# is held while a model embeds.
LOST = 2.0


class VectorCache:
    """An open cache for one model; use it in a `with` block. `made` counts the texts that had to be embedded."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Open the cache of an index folder, or start one. A damaged one is started anew: it only saves time."""
        self._path, self._embedder = folder / FILE, embedder
        self.made = 0
        try:
            self._db = _open(self._path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._path.unlink()
            self._db = _open(self._path)

    def __enter__(self) -> "VectorCache":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The vectors of these texts, shape (texts, dimension).

        Raises sqlite3.Error when the cache cannot be read or written, ModelError when the model gives no vector.
        """
        try:
            return self._vectors(texts)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._db.close()
            self._path.unlink()
            self._db = _open(self._path)
            return self._vectors(texts)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        keys = [hashlib.sha256(f"{self._embedder.fingerprint}\0{text}".encode()).digest() for text in texts]
        known = self._known(list(dict.fromkeys(keys)))
        missing = list({k: t for k, t in zip(keys, texts, strict=True) if k not in known}.items())
        waiting: list[tuple[bytes, bytes]] = []
        kept = time.monotonic()
        try:
            for start in range(0, len(missing), EMBEDDED):
                part = missing[start : start + EMBEDDED]
                made = self._embedder.encode_passages([text for _, text in part])
                rows = [(key, vector.tobytes()) for (key, _), vector in zip(part, made, strict=True)]
                known.update(rows)
                waiting += rows
                self.made += len(rows)
                if time.monotonic() - kept >= LOST:
                    self._keep(waiting)
                    waiting, kept = [], time.monotonic()
        finally:
            self._keep(waiting)
        flat = np.frombuffer(b"".join(known[k] for k in keys), dtype=np.float32)
        return flat.reshape(len(keys), self._embedder.dimension)

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def _known(self, keys: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        size = 4 * self._embedder.dimension
        for start in range(0, len(keys), LOOKED_UP):
            part = keys[start : start + LOOKED_UP]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
            found.update((key, vector) for key, vector in rows if len(vector) == size)
        return found


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    try:
        db.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        db.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db
