"""What a sentence says beside its evidence, word by word: for each word of either, its like in the other, in the light of its neighbours.

A small network (decomposable attention: Parikh et al., EMNLP 2016) over the embedding model that ships; learned from written pairs
(`python -m evals learn-grounding`), which also learns what its odds are worth beside all else. `answered` and `repeats` ask
others of its kind. To use it takes numpy only.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.small_weights import packed, unpacked
from ingest import fold, sentences, shipped_model, stem

WEIGHTS_FILE = Path(__file__).with_name("attention.npz")
WORD = re.compile(r"\w+|%")
# So many words of the sentence, and of the lines of the evidence that have most of its stems, are seen.
LONGEST, LINES, LONGEST_EVIDENCE = 36, 3, 80
# A line counts for its shared stems by the root of its length and this: long ones share some with anything.
EVEN = 6
# A shorter word of the sentence says nothing of which line it rests on.
SHORTEST = 4
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Side:
    """The words of a sentence, or of its evidence, and which of them the other has too."""

    words: tuple[str, ...]
    shared: tuple[bool, ...]


def sides(sentence: str, evidence: Sequence[str]) -> tuple[Side, Side]:
    """What the network sees of a sentence and of the texts of its evidence."""
    claim = words_of(sentence)[:LONGEST]
    told = [words_of(line) for text in evidence for line in sentences(text)]
    long = {stem(w) for w in claim if len(w) >= SHORTEST}
    found = [set(map(stem, of)) for of in told]
    worth = [len(long & of) / (EVEN + len(of)) ** 0.5 for of in found]
    best = sorted(range(len(told)), key=lambda n: -worth[n])[:LINES]
    return both_sides(claim, [w for n in best for w in told[n]][:LONGEST_EVIDENCE])


def both_sides(a: Sequence[str], b: Sequence[str]) -> tuple[Side, Side]:
    """The words of either, and which of them the other has too, in any form."""
    here, there = [stem(w) for w in a], [stem(w) for w in b]
    return Side(tuple(a), _in(here, set(there))), Side(tuple(b), _in(there, set(here)))


def _in(stems: Sequence[str], others: set[str]) -> tuple[bool, ...]:
    return tuple(s in others for s in stems)


def words_of(text: str) -> list[str]:
    """What the network sees of a text, in order."""
    return WORD.findall(fold(text))


class Attention:
    """The network; `weights` by name, `words` the rows of the words that have a vector of their own beside that of the embedding model."""

    def __init__(self, words: Mapping[str, int], weights: Mapping[str, Array]) -> None:
        self._words, self._weights = words, weights
        self._embedding = shipped_model()

    def odds(self, sentence: str, evidence: Sequence[str]) -> float:
        """How much the words speak for the sentence, as log odds; 0 when either side has no words."""
        return self.odds_of(*sides(sentence, evidence))

    def odds_of(self, claim: Side, evidence: Side) -> float:
        """The same of what is seen of them."""
        if not claim.words or not evidence.words:
            return 0.0
        a, b = self._seen(claim), self._seen(evidence)
        w = self._weights
        same = np.array(claim.words)[:, None] == np.array(evidence.words)[None, :]
        like = self._linear("attend", a) @ self._linear("attend", b).T * w["scale"] + w["same"] * same
        both = [self._beside(a, _shares(like) @ b, claim), self._beside(b, _shares(like.T) @ a, evidence)]
        return float(self._linear("last", _positive(self._linear("both", np.concatenate(both))))[0])

    def _seen(self, side: Side) -> Array:
        """Each word in the light of its neighbours, shape (words, size)."""
        w = self._weights
        known = w["words"][[self._words.get(word, 0) for word in side.words]]
        vectors = np.stack([self._embedding.word(word) for word in side.words])
        own = _positive(self._linear("word", vectors) + known + np.array(side.shared, dtype=np.float32)[:, None] * w["shared"])
        padded = np.pad(own, ((1, 1), (0, 0)))
        around = sum(padded[n : n + len(own)] @ w["around"][n].T for n in range(3)) + w["around bias"]
        return np.asarray(own + _positive(around), dtype=np.float32)

    def _beside(self, own: Array, like: Array, side: Side) -> Array:
        """What all words of one side are beside their likes, together and at most, shape (2 * size,)."""
        shared = np.array(side.shared, dtype=np.float32)[:, None]
        compared = _positive(self._linear("compare", np.hstack([own, like, own - like, own * like, shared])))
        return np.concatenate([compared.sum(axis=0) / np.sqrt(np.float32(len(own))), compared.max(axis=0)])

    def _linear(self, name: str, x: Array) -> Array:
        found: Array = x @ self._weights[name].T + self._weights[f"{name} bias"]
        return found

    def save(self, file: Path = WEIGHTS_FILE) -> None:
        """Keep it, the words' own numbers as one byte each."""
        arrays: dict[str, npt.NDArray[np.generic]] = {
            name: of.astype(np.float16) for name, of in self._weights.items() if name != "words"
        }
        arrays |= packed("words", list(self._words), self._weights["words"])
        arrays["stands_on"] = np.array(self._embedding.fingerprint)
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load(file: Path = WEIGHTS_FILE) -> Attention:
    """What `save` kept."""
    with np.load(file, allow_pickle=False) as arrays:
        known, own = unpacked("words", arrays)
        rest = (name for name in arrays.files if name != "stands_on" and not name.startswith("words_"))
        weights = {"words": own, **{name: arrays[name].astype(np.float32) for name in rest}}
    # The first row is of words that are not known.
    return Attention({word: n + 1 for n, word in enumerate(known)}, weights)


@cache
def shipped() -> Attention:
    """The one that ships, read once."""
    return load()


def _positive(x: Array) -> Array:
    above: Array = np.maximum(x, np.float32(0.0))
    return above


def _shares(x: Array) -> Array:
    odds: Array = np.exp(x - x.max(axis=1, keepdims=True))
    shares: Array = odds / odds.sum(axis=1, keepdims=True)
    return shares
