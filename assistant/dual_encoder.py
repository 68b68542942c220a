"""How well a sentence answers a question, also in the respect that is asked: why, how to begin, what goes wrong.

Two towers: a question and a sentence each become the sum of learned vectors of their words, stems and pairs of neighbours, scaled by
how many there are, and a projection of what the embedding model that ships says of the text; the score is the inner product, and what
the sentence counts for of itself (dual encoder: Huang et al., CIKM 2013). Learned from known questions, written ones and the answers of
editors (`python -m evals tune`); to use it takes numpy only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.small_weights import packed, unpacked
from ingest import fold, shipped_model, stem, words

MODEL_FILE = Path(__file__).with_name("dual_encoder.npz")
# Sentences whose vector is kept.
KEPT = 20_000
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tower:
    """One side: the number of each feature, its vector, shape (features, dimension), and the projection, shape (embedding, dimension)."""

    features: Mapping[str, int]
    vectors: Vector
    projection: Vector

    def of(self, text: str, embedding: Vector) -> Vector:
        """The vector of a text, shape (dimension,)."""
        vector: Vector = embedding @ self.projection
        if known := [self.features[f] for f in features(text) if f in self.features]:
            vector += self.vectors[known].sum(axis=0) / np.sqrt(np.float32(len(known)))
        return vector


class DualEncoder:
    """Both towers, and the embedding model on which they stand. The last number of a sentence's vector is what it counts for of itself."""

    def __init__(self, questions: Tower, sentences: Tower) -> None:
        self.questions, self.sentences = questions, sentences
        self._embedding = shipped_model()
        self._question = lru_cache(maxsize=100)(self._asked)
        self._sentence = lru_cache(maxsize=KEPT)(self._told)

    def question(self, text: str) -> Vector:
        """What vectors of sentences are multiplied by, shape (dimension + 1,)."""
        return self._question(text)

    def vectors(self, sentences: Sequence[str]) -> Vector:
        """One for each sentence, shape (sentences, dimension + 1)."""
        if not sentences:
            return np.zeros((0, self.sentences.vectors.shape[1]), dtype=np.float32)
        return np.stack([self._sentence(s) for s in sentences])

    def scores(self, question: str, sentences: Sequence[str]) -> Vector:
        """One for each sentence, comparable within one question."""
        scores: Vector = self.vectors(sentences) @ self.question(question)
        return scores

    def _asked(self, text: str) -> Vector:
        return np.append(self.questions.of(text, self._embedding.encode([text])[0]), np.float32(1.0))

    def _told(self, text: str) -> Vector:
        return self.sentences.of(text, self._embedding.encode([text])[0])

    def save(self, file: Path = MODEL_FILE) -> None:
        """Keep both towers, each number of a feature as one byte."""
        arrays: dict[str, npt.NDArray[np.generic]] = {"stands_on": np.array(self._embedding.fingerprint)}
        for name, tower in (("questions", self.questions), ("sentences", self.sentences)):
            arrays |= packed(name, list(tower.features), tower.vectors)
            arrays[f"{name}_projection"] = tower.projection.astype(np.float16)
        np.savez_compressed(file, allow_pickle=False, **arrays)


def features(text: str) -> list[str]:
    """The words, stems and pairs of neighbours of a text, each once; its start and end count as neighbours."""
    found = words(fold(text))
    pairs = (f"{a} {b}" for a, b in pairwise(("^", *found, "$")))
    return list(dict.fromkeys((*found, *(f"{stem(w)}*" for w in found), *pairs)))


def load(file: Path = MODEL_FILE) -> DualEncoder:
    """What `save` kept."""
    with np.load(file, allow_pickle=False) as arrays:

        def tower(name: str) -> Tower:
            known, vectors = unpacked(name, arrays)
            return Tower({f: n for n, f in enumerate(known)}, vectors, arrays[f"{name}_projection"].astype(np.float32))

        return DualEncoder(tower("questions"), tower("sentences"))


@cache
def shipped() -> DualEncoder:
    """The one that ships, read once."""
    return load()
