"""How near two words are: the same, a synonym, a part of a compound, or near by the embedding model. Knows nothing of verdicts."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from assistant.lexicon import OPPOSITES, SYNONYMS
from ingest import Embedder, content_words, load_thesaurus, stem

Matrix = npt.NDArray[np.float64]

SYNONYM = 0.9
COMPOUND = 0.75
SHORTEST_PART = 5
DENYING = ("on", "de", "in", "non", "anti")
# A cosine of two words below the first says nothing; from there up to one it counts for at most the second.
NEAR, NEAR_COUNTS = 0.35, 0.8
CACHED = 60_000


class Meaning:
    """The shipped embedding model, with the vectors that it gave before."""

    def __init__(self) -> None:
        self._embedder = Embedder()
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Unit vectors, one row a text."""
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        found = dict(zip(new, self._embedder.encode_passages(new), strict=True)) if new else {}
        # Read from a copy of what was there, so that another thread may empty the store meanwhile.
        known = self._known
        rows = [found[t] if t in found else known[t] for t in texts]
        self._known = {**known, **found} if len(known) < CACHED and found else ({} if len(known) >= CACHED else known)
        return np.stack(rows) if rows else np.zeros((0, self._embedder.dimension), dtype=np.float32)


@cache
def shipped() -> Meaning:
    """The model that ships, loaded on first use. Raises ModelError when it is not there."""
    return Meaning()


@cache
def synonym_groups() -> Mapping[str, frozenset[int]]:
    """For each stem, the groups of synonyms that it is in."""
    found: dict[str, set[int]] = {}
    for n, line in enumerate(SYNONYMS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word), set()).add(n)
    return {s: frozenset(g) for s, g in found.items()}


@cache
def opposite_sides() -> Mapping[str, frozenset[tuple[int, int]]]:
    """For each stem, the pairs of opposites that it is in, and on which side."""
    found: dict[str, set[tuple[int, int]]] = {}
    for n, line in enumerate(OPPOSITES.strip().splitlines()):
        for side, half in enumerate(line.split("|")):
            for word in half.split():
                found.setdefault(stem(word), set()).add((n, side))
    return {s: frozenset(g) for s, g in found.items()}


@cache
def thesaurus_stems() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """For each stem the stems of single words that can stand for it, and of those that turn it round, in both directions."""
    same: dict[str, set[str]] = {}
    opposite: dict[str, set[str]] = {}
    for word, like in load_thesaurus().items():
        for found, others in ((same, like.same), (opposite, like.opposite)):
            for other in others:
                if len(other.split()) == 1 and content_words(other):
                    found.setdefault(stem(word), set()).add(stem(other))
                    found.setdefault(stem(other), set()).add(stem(word))
    return {s: frozenset(o) for s, o in same.items()}, {s: frozenset(o) for s, o in opposite.items()}


@lru_cache(maxsize=200_000)
def opposed(a: str, b: str) -> bool:
    """Whether two stems are opposites, by the lists or by what stands before one of them."""
    if b in thesaurus_stems()[1].get(a, ()):
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= SHORTEST_PART and any(long == f"{prefix}{short}" for prefix in DENYING):
        return True
    sides = opposite_sides()
    other = {(n, 1 - side) for n, side in sides.get(a, ())}
    return a != b and bool(other & sides.get(b, frozenset()))


@lru_cache(maxsize=400_000)
def known_likeness(a: str, b: str) -> float:
    """1 for the same stem, less for a synonym or a compound with the other in it, 0 when that is not known."""
    if a == b:
        return 1.0
    groups = synonym_groups()
    if groups.get(a, frozenset()) & groups.get(b, frozenset()) or b in thesaurus_stems()[0].get(a, ()):
        return SYNONYM
    short, long = sorted((a, b), key=len)
    if len(short) >= SHORTEST_PART and (long.startswith(short) or long.endswith(short)):
        return COMPOUND
    return 0.6 if last_parts(long) & groups.get(short, frozenset()) else 0.0


@lru_cache(maxsize=100_000)
def last_parts(word: str) -> frozenset[int]:
    """The groups of synonyms of what may be the last part of a compound."""
    groups = synonym_groups()
    return frozenset(g for i in range(3, len(word) - SHORTEST_PART + 1) for g in groups.get(word[i:], ()))


def likeness(left: Sequence[str], right: Sequence[str], meaning: Meaning) -> Matrix:
    """How near each word on the left is to each on the right, by stems and, where those say nothing, by the model; opposites are far."""
    found: Matrix = np.zeros((len(left), len(right)))
    if not left or not right:
        return found
    cosines = meaning.vectors(left).astype(float) @ meaning.vectors(right).astype(float).T
    found = np.clip((cosines - NEAR) / (1 - NEAR), 0, 1) * NEAR_COUNTS
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if opposed(a, b):
                found[i, j] = 0.0
            elif (known := known_likeness(a, b)) > found[i, j]:
                found[i, j] = known
    return found
