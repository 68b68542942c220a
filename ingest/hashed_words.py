"""The project's own model, without torch: the mean of one learned vector per word stem and per character n-gram of 4 and 5 letters.

The rows are found by hashing (the idea of fastText, Bojanowski et al. 2017, arXiv 1607.04606). `ingest.encoder` trains it; to use it
takes numpy only, so that a process starts in a tenth of the time and memory. Knows nothing of prompts.
"""

import json
import zlib
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.dutch import content_words, stem
from ingest.settings import OUR_MODEL, OUR_WEIGHTS

Vectors = npt.NDArray[np.float32]
# Words whose sum is kept: 20 MB at 160 dimensions.
KEPT = 30_000


class Features:
    """Which rows of so many `buckets` a text consists of. Row 0 stands for text without any word, so that none gets a zero vector."""

    def __init__(self, buckets: int) -> None:
        self._buckets = buckets
        self._known = lru_cache(maxsize=200_000)(self.of_word)

    def ids(self, text: str) -> list[int]:
        """The rows of the text; never empty."""
        found = [i for word in content_words(text) for i in self._known(word)]
        return found or [0]

    def of_word(self, word: str) -> list[int]:
        """The rows of one word."""
        marked = f"<{word}>"
        grams = [marked[i : i + n] for n in (4, 5) for i in range(len(marked) - n + 1)]
        features = [f"s {stem(word)}", f"s {stem(word)} 2", f"w {word}", *grams]
        return [1 + zlib.crc32(f.encode()) % (self._buckets - 1) for f in features]

    def flat(self, texts: Sequence[str]) -> tuple["array[int]", "array[int]"]:
        """The rows of all texts one after the other, and where those of each text start."""
        rows, starts = array("q"), array("q")
        for text in texts:
            starts.append(len(rows))
            rows.extend(self.ids(text))
        return rows, starts


class HashedModel:
    """The model in a folder that `ingest.encoder` wrote."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._weights: Vectors = np.load(folder / OUR_WEIGHTS, allow_pickle=False).astype(np.float32)
        self._features = Features(int(config["buckets"]))
        # A word has some thirty rows; texts share most of their words.
        self._of_word = lru_cache(maxsize=KEPT)(self._sum)

    @property
    def dimension(self) -> int:
        """Numbers of a vector."""
        return int(self._weights.shape[1])

    @property
    def fingerprint(self) -> int:
        """Of its weights, for what was learned on top of them."""
        return zlib.crc32(self._weights.tobytes())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (texts, dimension)."""
        sums = np.zeros((len(texts), self._weights.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            found = content_words(text)
            sums[i] = np.add.reduce([self._of_word(word) for word in found]) if found else self._weights[0]
        lengths: Vectors = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
        unit: Vectors = sums / lengths
        return unit

    def word(self, word: str) -> Vectors:
        """The unit vector of one word, also of one without much meaning, shape (dimension,)."""
        total = self._of_word(word)
        unit: Vectors = total / max(float(np.linalg.norm(total)), 1e-6)
        return unit

    def _sum(self, word: str) -> Vectors:
        """Of the rows of one word."""
        total: Vectors = self._weights[self._features.of_word(word)].sum(axis=0)
        return total


@cache
def shipped_model() -> HashedModel:
    """The one that ships, read once."""
    return HashedModel(OUR_MODEL)
