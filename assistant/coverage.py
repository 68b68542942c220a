"""How much of a question an entry speaks of, word by word and softly: a word counts as far as the entry has one of like meaning.

Looks at what the entry tells, sentence by sentence, and at the questions that it is known to answer. Knows words and vectors; knows
nothing of ranking or refusing.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from assistant.added_documents import holding_asked
from assistant.asks import head_words, kinds
from assistant.entry_lines import entry_sentences, has_amount
from assistant.question import Question
from ingest import Entry, Index, content_words, stem, words

Array = npt.NDArray[np.float32]
RARE = 3
# So many sentences of an entry together may cover a question.
TOGETHER = 3
# In a passage the very detail that is asked goes before all that has the same words.
HOLDS = 6.0
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zé]+")
# Words that any question may hold and that tell nothing of its subject.
GENERIC = frozenset(
    stem(w)
    for w in "reisgids notitie midterm advies rapport bron bronnen gids bericht gemeente gemeenten kind kinderen jeugd".split()
)


@dataclass(frozen=True)
class Coverage:
    """Shares between 0 and 1 unless said otherwise.

    Of the whole question: `whole`, and `told` by what the entry itself says; of its rarest words the mean and the least; of the rest
    without names. By single sentences: `line`, its least covered word `line_least`; by the best few together `joined`, `joined_least`,
    `joined_two` (mean of the two least). By sentences with a number, a year, a name. By known questions: `asked` and its least word,
    `asking` (how much of the known question this one holds), `mutual` (harmonic mean), the same among those that want the same kind of
    answer, and the nearest vectors among those. `head`: the word that `welke ...` asks for; -1 without one.
    """

    whole: float = 0.0
    told: float = 0.0
    rare: float = 0.0
    rarest: float = 0.0
    rarest_told: float = 0.0
    rest: float = 0.0
    line: float = 0.0
    line_least: float = 0.0
    joined: float = 0.0
    joined_least: float = 0.0
    joined_two: float = 0.0
    number: float = 0.0
    year: float = 0.0
    name: float = 0.0
    asked: float = 0.0
    asked_least: float = 0.0
    asking: float = 0.0
    mutual: float = 0.0
    mutual_same: float = 0.0
    near_same: float = 0.0
    near_any: float = 0.0
    near_few: float = 0.0
    share_same: float = 0.0
    head: float = -1.0


@dataclass(frozen=True)
class LineCover:
    """How much of a question one sentence speaks of: shares between 0 and 1.

    `cover` of all of it, rare words counting for more; `least` of its least covered word; `special` without the words that any question may
    hold; `rest` without the names of the entry; `head` of what `welke ...` asks for, of a passage
    whether it holds the price, time or number that is asked; `back`: of the sentence, what the question has.
    """

    cover: float = 0.0
    least: float = 0.0
    special: float = 0.0
    rest: float = 0.0
    head: float = 0.0
    back: float = 0.0


@dataclass(frozen=True)
class Lines:
    """Stretches of text as their content words, each word once; `held` are the numbers of the words, line after line from `starts`."""

    texts: tuple[str, ...]
    vectors: Array
    where: dict[str, list[int]]
    held: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]

    @cached_property
    def sizes(self) -> npt.NDArray[np.intp]:
        """Number of words of each line."""
        return np.diff(np.append(self.starts, len(self.held)))

    @cached_property
    def with_number(self) -> npt.NDArray[np.bool_]:
        """Which lines give a number."""
        return np.array([has_amount(t) for t in self.texts])

    @cached_property
    def with_year(self) -> npt.NDArray[np.bool_]:
        """Which lines give a year."""
        return np.array([bool(YEAR.search(t)) for t in self.texts])

    @cached_property
    def with_name(self) -> npt.NDArray[np.bool_]:
        """Which lines give a name."""
        return np.array([bool(NAME.search(t)) for t in self.texts])


class AskedWords:
    """The content words of one question with their vectors, rarity and parts."""

    def __init__(self, found: Sequence[str], vectors: Array, weights: Array, parts: Sequence[tuple[str, ...]]) -> None:
        self.words, self.vectors, self.weights = tuple(found), vectors, weights
        self.stems = [stem(w) for w in found]
        self.parts = [[stem(p) for p in of] for of in parts]
        special = [i for i, s in enumerate(self.stems) if s not in GENERIC]
        self.special = np.array(special or range(len(found)), dtype=np.intp)

    def weighed(self, share: Array) -> Array:
        """The mean over the words, rare words counting for more; over the last axis.

        Summed, not multiplied as matrices: on small arrays some BLAS builds now and then warn of invalid values that are not there.
        """
        mean: Array = (share * self.weights).sum(axis=-1) / self.weights.sum()
        return mean


class SoftCover:
    """Soft coverage over the entries of one index; word vectors are made once."""

    def __init__(self, index: Index, counts: dict[str, int]) -> None:
        self._index, self._counts = index, counts
        self._entries = max(1, index.manifest.entries)
        self._vectors: dict[str, Array] = {}
        self._lines_of: dict[str, tuple[Lines, Lines]] = {}
        # Kept here, since `kinds` forgets: these are questions of ours.
        self._kinds_of: dict[str, list[tuple[str, ...]]] = {}

    def of(self, question: Question, entry: Entry) -> Coverage:
        """How much of the question this entry speaks of."""
        asked = self._asked(question)
        if asked is None:
            return Coverage()
        told, known = self._lines_of.get(entry.id) or self._lines_of.setdefault(entry.id, self._told_and_known(entry))
        (by_line, _), (by_question, back) = _closeness(asked, told), _closeness(asked, known)
        return Coverage(
            **_of_words(asked, by_line, by_question), **_of_sentences(asked, told, by_line),
            **self._of_questions(question, entry, asked, by_question, back),
            rest=self._rest(asked, entry), head=_head(question, asked, by_line),
        )  # fmt: skip

    def by_sentence(self, question: Question, entry: Entry) -> dict[str, LineCover]:
        """How much of the question each sentence of the entry speaks of."""
        asked = self._asked(question)
        if asked is None:
            return {}
        told, _ = self._lines_of.get(entry.id) or self._lines_of.setdefault(entry.id, self._told_and_known(entry))
        share, back = _closeness(asked, told)
        names = _names(entry)
        rest = [i for i, s in enumerate(asked.stems) if s not in names]
        wanted = {stem(w) for w in head_words(question.asked)}
        head = [i for i, s in enumerate(asked.stems) if s in wanted]
        told_detail = (
            dict(zip(told.texts, holding_asked(question.asked, told.texts), strict=True)) if entry.kind == "passage" else {}
        )
        return {
            text: LineCover(
                float(asked.weighed(row)), float(row.min()), float(row[asked.special].mean()),
                float(row[rest].mean()) if rest else 0.0,
                max(float(row[head].mean()) if head else 0.0, HOLDS * told_detail.get(text, False)), float(of),
            )
            for text, row, of in zip(told.texts, share, back, strict=True)
        }  # fmt: skip

    def _asked(self, question: Question) -> AskedWords | None:
        found = list(dict.fromkeys(question.own_words))
        if not found:
            return None
        self._learn(found)
        weights = [math.log(1 + self._entries / (1 + self._counts.get(stem(w), 0))) for w in found]
        vectors = np.stack([self._vectors[w] for w in found])
        return AskedWords(found, vectors, np.array(weights, dtype=np.float32), [self._index.analyser.parts(w) for w in found])

    def _told_and_known(self, entry: Entry) -> tuple[Lines, Lines]:
        told = [f"{entry.title}. {entry.summary}", " ".join(entry.places), *entry_sentences(entry)]
        return self._lines(told), self._lines([*_known_questions(entry), " ".join(entry.terms)])

    def _lines(self, texts: Sequence[str]) -> Lines:
        number: dict[str, int] = {}
        held: list[int] = []
        starts: list[int] = []
        kept: list[str] = []
        for text in dict.fromkeys(texts):
            if found := list(dict.fromkeys(content_words(text))):
                starts.append(len(held))
                held += [number.setdefault(w, len(number)) for w in found]
                kept.append(text)
        self._learn(list(number))
        where: dict[str, list[int]] = {}
        for word, n in number.items():
            for s in {stem(word), *(stem(p) for p in self._index.analyser.parts(word))}:
                where.setdefault(s, []).append(n)
        size = self._index.embedder.dimension
        vectors = np.stack([self._vectors[w] for w in number]) if number else np.zeros((0, size), dtype=np.float32)
        return Lines(tuple(kept), vectors, where, np.array(held, dtype=np.intp), np.array(starts, dtype=np.intp))

    def _of_questions(self, question: Question, entry: Entry, asked: AskedWords, share: Array, back: Array) -> dict[str, float]:
        """What the questions tell that the entry is known to answer; the last line of `share`, the terms, is none."""
        number = min(len(_known_questions(entry)), len(share))
        if not number:
            return {}
        there, asking = share[:number][:, asked.special], back[:number]
        mean = there.mean(axis=1)
        mutual = 2 * mean * asking / (mean + asking + 1e-6)
        mine = kinds(question.asked)
        wanted = set(mine)
        theirs = self._kinds_of.get(entry.id) or self._kinds_of.setdefault(entry.id, [kinds(q) for q in entry.questions])
        same = np.array([t[:1] == mine[:1] for t in theirs[:number]])
        alike = np.array([not wanted.isdisjoint(t) for t in theirs[:number]])
        near = self._index.vectors_of(entry.id)[:number] @ self._index.query_vector(question.text)
        first = np.argsort(-near)[:6]
        return {
            "asked": float(mean.max()), "asked_least": float(there.min(axis=1).max()), "asking": float(asking.max()),
            "mutual": float(mutual.max()), "mutual_same": float(mutual[same].max(initial=0.0)),
            "near_same": float(near[same].max(initial=0.0)), "near_any": float(near[alike].max(initial=0.0)),
            "near_few": float(near[first[:5]].mean()), "share_same": float(same[first].mean()),
        }  # fmt: skip

    def _rest(self, asked: AskedWords, entry: Entry) -> float:
        """Similarity of the question without the entry's names to the nearest of its questions and stretches."""
        names = _names(entry)
        rest = [w for w, s in zip(asked.words, asked.stems, strict=True) if s not in names]
        if not rest:
            return 1.0
        vectors = self._index.vectors_of(entry.id)
        if entry.kind == "passage":
            vectors = vectors[len(entry.questions) :][:1]  # its own text
        return float((vectors @ self._index.query_vector(" ".join(rest))).max()) if len(vectors) else 0.0

    def _learn(self, found: list[str]) -> None:
        new = [w for w in found if w not in self._vectors]
        if new:
            self._vectors.update(zip(new, self._index.embedder.encode_queries(new), strict=True))


def _names(entry: Entry) -> set[str]:
    return {stem(w) for w in words(" ".join((entry.title, *entry.places, entry.abbreviation)))}


def _known_questions(entry: Entry) -> tuple[str, ...]:
    """Questions that a person wrote to be answered by the entry; those of a passage are a language model's, and tell nothing here."""
    return () if entry.kind == "passage" else entry.questions


def _closeness(asked: AskedWords, lines: Lines) -> tuple[Array, Array]:
    """How far each line has each asked word, shape (lines, asked); and how much of each line the asked words hold, shape (lines,)."""
    if not lines.texts:
        return np.zeros((0, len(asked.words)), dtype=np.float32), np.zeros(0, dtype=np.float32)
    near = np.maximum(lines.vectors @ asked.vectors.T, 0.0)
    for i, s in enumerate(asked.stems):
        near[lines.where.get(s, []), i] = 1.0
    share = np.maximum.reduceat(near[lines.held], lines.starts)
    for i, parts in enumerate(asked.parts):
        if parts:
            there = np.zeros((len(near), len(parts)), dtype=np.float32)
            for j, p in enumerate(parts):
                there[lines.where.get(p, []), j] = 1.0
            share[:, i] = np.maximum(share[:, i], np.maximum.reduceat(there[lines.held], lines.starts).mean(axis=1))
    back: Array = (np.add.reduceat(near.max(axis=1)[lines.held], lines.starts) / lines.sizes).astype(np.float32)
    return share, back


def _of_words(asked: AskedWords, by_line: Array, by_question: Array) -> dict[str, float]:
    told = by_line.max(axis=0, initial=0.0)
    everything = np.maximum(told, by_question.max(axis=0, initial=0.0))
    rare = np.argsort(-asked.weights)[:RARE]
    return {
        "whole": float(asked.weighed(everything)), "told": float(asked.weighed(told)),
        "rare": float(everything[rare].mean()), "rarest": float(everything[rare].min()), "rarest_told": float(told[rare].min()),
    }  # fmt: skip


def _of_sentences(asked: AskedWords, told: Lines, by_line: Array) -> dict[str, float]:
    if not len(by_line):
        return {}
    share = asked.weighed(by_line)
    joined = by_line[np.argsort(-share)[:TOGETHER]].max(axis=0)
    return {
        "line": float(share.max()), "line_least": float(by_line.min(axis=1).max()),
        "joined": float(asked.weighed(joined)), "joined_least": float(joined.min()),
        "joined_two": float(np.sort(joined)[:2].mean()), "number": float(share[told.with_number].max(initial=0.0)),
        "year": float(share[told.with_year].max(initial=0.0)), "name": float(share[told.with_name].max(initial=0.0)),
    }  # fmt: skip


def _head(question: Question, asked: AskedWords, by_line: Array) -> float:
    wanted = {stem(w) for w in head_words(question.asked)}
    numbers = [i for i, s in enumerate(asked.stems) if s in wanted]
    return float(by_line[:, numbers].max(axis=0).min()) if numbers and len(by_line) else -1.0
