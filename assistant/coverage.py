"""How much of a question an entry speaks of, word by word and softly: a word counts as far as the entry has one of like meaning.

Knows words and vectors; knows nothing of ranking or refusing.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.question import Question
from ingest import Entry, Index, content_words, stem, words

Vectors = npt.NDArray[np.float32]
RARE = 3


@dataclass(frozen=True)
class Coverage:
    """Shares between 0 and 1: of the whole question, of what the entry itself says, of its rarest words; and of the rest without names."""

    whole: float = 0.0
    told: float = 0.0
    rare: float = 0.0
    rarest: float = 0.0
    rarest_told: float = 0.0
    rest: float = 0.0


class SoftCover:
    """Soft coverage over the entries of one index; word vectors are made once."""

    def __init__(self, index: Index, counts: dict[str, int]) -> None:
        self._index, self._counts = index, counts
        self._entries = max(1, index.manifest.entries)
        self._vectors: dict[str, Vectors] = {}
        self._known: dict[tuple[str, bool], tuple[frozenset[str], Vectors]] = {}

    def of(self, question: Question, entry: Entry) -> Coverage:
        """How much of the question this entry speaks of."""
        asked = list(dict.fromkeys(question.own_words))
        if not asked:
            return Coverage()
        weight = np.array([math.log(1 + self._entries / (1 + self._counts.get(stem(w), 0))) for w in asked])
        everything, told = self._words(asked, entry, own=False), self._words(asked, entry, own=True)
        rare = np.argsort(-weight)[:RARE]
        return Coverage(
            whole=float(everything @ weight / weight.sum()),
            told=float(told @ weight / weight.sum()),
            rare=float(everything[rare].mean()),
            rarest=float(everything[rare].min()),
            rarest_told=float(told[rare].min()),
            rest=self._rest(asked, entry),
        )

    def _words(self, asked: list[str], entry: Entry, *, own: bool) -> npt.NDArray[np.float64]:
        known, vectors = self._entry(entry, own=own)
        return np.array([self._word(w, known, vectors) for w in asked])

    def _word(self, word: str, known: frozenset[str], vectors: Vectors) -> float:
        if stem(word) in known:
            return 1.0
        near = float((vectors @ self._vector(word)).max()) if len(vectors) else 0.0
        parts = self._index.analyser.parts(word)
        whole = sum(stem(p) in known for p in parts) / len(parts) if parts else 0.0
        return max(0.0, near, whole)

    def _rest(self, asked: list[str], entry: Entry) -> float:
        """Similarity of the question without the entry's names to the nearest of its questions and stretches."""
        names = {stem(w) for w in words(" ".join((entry.title, *entry.places, entry.abbreviation)))}
        rest = [w for w in asked if stem(w) not in names]
        if not rest:
            return 1.0
        vectors = self._index.vectors_of(entry.id)
        return float((vectors @ self._index.query_vector(" ".join(rest))).max()) if len(vectors) else 0.0

    def _entry(self, entry: Entry, *, own: bool) -> tuple[frozenset[str], Vectors]:
        if (entry.id, own) not in self._known:
            text = " ".join((entry.title, entry.summary, entry.body, *entry.places))
            if not own:
                text = " ".join((text, *entry.questions, *entry.terms))
            found = list(dict.fromkeys(content_words(text)))
            self._learn(found)
            stems = {stem(w) for w in found} | {stem(p) for w in found for p in self._index.analyser.parts(w)}
            vectors = np.array([self._vectors[w] for w in found]) if found else np.zeros((0, 1), dtype=np.float32)
            self._known[(entry.id, own)] = (frozenset(stems), vectors)
        return self._known[(entry.id, own)]

    def _learn(self, found: list[str]) -> None:
        new = [w for w in found if w not in self._vectors]
        self._vectors.update(zip(new, self._index.embedder.encode_queries(new), strict=True))

    def _vector(self, word: str) -> Vectors:
        self._learn([word])
        return self._vectors[word]
