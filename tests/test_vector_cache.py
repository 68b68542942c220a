"""What was embedded once is kept: also when the model fails halfway, and without keeping others from the file while a model works."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest import Embedder, ModelError
from ingest.embedding import Vectors
from ingest.vector_cache import EMBEDDED, FILE, VectorCache

TEXTS = [f"Zin {n} over samenwerken." for n in range(EMBEDDED + 10)]


class Stopping(Embedder):
    """The shipped model; at its second batch another process writes to the cache, and then the model fails."""

    def __init__(self, cache: Path) -> None:
        super().__init__()
        self.batches, self._cache = 0, cache

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.batches += 1
        if self.batches == 2:
            with sqlite3.connect(self._cache, timeout=0) as other:
                other.execute("INSERT INTO vectors VALUES (x'00', x'00')")
            other.close()
            raise ModelError("de machine is vol")
        return super().encode_passages(texts)


def test_what_was_made_before_a_fault_is_kept_and_nothing_is_locked_meanwhile(tmp_path: Path) -> None:
    stopping = Stopping(tmp_path / FILE)
    with VectorCache(tmp_path, stopping) as cache, pytest.raises(ModelError):
        cache.vectors(TEXTS)
    with VectorCache(tmp_path, Embedder()) as again:
        found = again.vectors(TEXTS)
        assert again.made == len(TEXTS) - EMBEDDED
    assert np.allclose(found[0], Embedder().encode_passages(TEXTS[:1])[0])


def test_a_text_is_embedded_once(tmp_path: Path, embedder: Embedder) -> None:
    with VectorCache(tmp_path, embedder) as cache:
        first = cache.vectors([*TEXTS[:3], TEXTS[0]])
        assert cache.made == 3
        assert np.array_equal(first[0], first[3])
        assert np.array_equal(cache.vectors(TEXTS[:3]), first[:3])
        assert cache.made == 3
