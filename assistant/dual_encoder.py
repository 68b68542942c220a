"""How well a sentence answers a question, also in the respect that is asked: why, how to begin, what goes wrong.

Two towers: a question and a sentence each become the sum of learned vectors of their words, stems and pairs of neighbours, scaled by
how many there are; the score is the inner product, and what the sentence counts for of itself (dual encoder: Huang et al., CIKM 2013).
Learned from known questions and the answers of editors (`python -m evals tune`); to use it takes numpy only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest import fold, stem, words

MODEL_FILE = Path(__file__).with_name("dual_encoder.npz")
# Sentences whose vector is kept.
KEPT = 20_000
# Weights are kept as whole numbers up to this, each column on a scale of its own.
STEPS = 127
Vector = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Tower:
    """One side: the number of each feature, and its vector, shape (features, dimension)."""

    features: Mapping[str, int]
    vectors: Vector

    def of(self, text: str) -> Vector:
        """The vector of a text, shape (dimension,); zero when nothing of it is known."""
        known = [self.features[f] for f in features(text) if f in self.features]
        if not known:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        vector: Vector = self.vectors[known].sum(axis=0) / np.sqrt(np.float32(len(known)))
        return vector


class DualEncoder:
    """Both towers. The last number of a sentence's vector is what it counts for of itself."""

    def __init__(self, questions: Tower, sentences: Tower) -> None:
        self.questions, self.sentences = questions, sentences
        self._question = lru_cache(maxsize=100)(questions.of)
        self._sentence = lru_cache(maxsize=KEPT)(sentences.of)

    def scores(self, question: str, sentences: Sequence[str]) -> Vector:
        """One for each sentence, comparable within one question."""
        if not sentences:
            return np.zeros(0, dtype=np.float32)
        asked = np.append(self._question(question), np.float32(1.0))
        scores: Vector = np.stack([self._sentence(s) for s in sentences]) @ asked
        return scores

    def save(self, file: Path = MODEL_FILE) -> None:
        """Keep both towers, each number as one byte."""
        arrays: dict[str, npt.NDArray[np.generic]] = {}
        for name, tower in (("questions", self.questions), ("sentences", self.sentences)):
            scale = np.maximum(np.abs(tower.vectors).max(axis=0), 1e-9) / STEPS
            arrays[f"{name}_features"] = np.frombuffer("\n".join(tower.features).encode(), dtype=np.uint8)
            arrays[f"{name}_scale"] = scale.astype(np.float32)
            arrays[f"{name}_vectors"] = np.round(tower.vectors / scale).astype(np.int8)
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
            known = arrays[f"{name}_features"].tobytes().decode().split("\n")
            return Tower({f: n for n, f in enumerate(known)}, arrays[f"{name}_vectors"] * arrays[f"{name}_scale"])

        return DualEncoder(tower("questions"), tower("sentences"))


@cache
def shipped() -> DualEncoder:
    """The one that ships, read once."""
    return load()
