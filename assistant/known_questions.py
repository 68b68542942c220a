"""Which sentences answer the known questions that lie nearest to the one that is asked. Knows nothing of how an answer is made.

Every known question of a card names the sentences that answer it (corpus/questions.jsonl). Each has a vote that counts for more the
nearer it lies: nearest-neighbour classification with softmax weights (after Goldberger et al., Neighbourhood Components Analysis, 2004).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.question import Question
from ingest import Entry, Index, fold, words

# How fast a vote fades with cosine distance: a few votes count, or many.
FEW, MANY = 0.04, 0.1
# From so far on it makes no difference how much farther a question lies.
FAR = 0.5
Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Votes:
    """What known questions say of one sentence.

    `first_of_few`, `first_of_many`: share of the votes that would open an answer with it; `of_few`, `of_many`: that it belongs in one.
    `first_behind`, `behind`: how much farther than the nearest known question the nearest such one lies (0 or less).
    """

    first_of_few: float = 0.0
    first_of_many: float = 0.0
    of_few: float = 0.0
    of_many: float = 0.0
    first_behind: float = 0.0
    behind: float = 0.0


@dataclass(frozen=True)
class Answers:
    """Which of the known questions of an entry name what answers them, and what each names, shape (questions, places).

    `asked`: the words of a question -> the sentence that it names first; articles are left out.
    """

    rows: list[int]
    first: Matrix
    also: Matrix
    asked: Mapping[str, int]


class KnownQuestions:
    """The known questions of the entries of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._answers = lru_cache(maxsize=5_000)(self._read)

    def named(self, asked: str, entry: Entry, number: int) -> int | None:
        """Which of the `number` sentences of an entry a known question in these very words names first; None without such a question."""
        return self._answers(entry.id, number).asked.get(bare(asked))

    def of_sentences(self, question: Question, entry: Entry, number: int) -> list[Votes]:
        """The votes for each of the `number` sentences of an entry, articles of a law last; none where no question names a sentence."""
        answers = self._answers(entry.id, number)
        if not answers.rows:
            return [Votes()] * number
        near = self._index.vectors_of(entry.id)[answers.rows] @ self._index.query_vector(question.last.text)
        top = float(near.max())
        few, many = _shares(near - top, FEW), _shares(near - top, MANY)
        figures = (
            few @ answers.first, many @ answers.first, few @ answers.also, many @ answers.also,
            _behind(near - top, answers.first), _behind(near - top, answers.also),
        )  # fmt: skip
        return [Votes(*map(float, row)) for row in np.column_stack(figures)]

    def _read(self, entry_id: str, number: int) -> Answers:
        entry = self._index.entry(entry_id)
        rows = [i for i, named in enumerate(entry.answered_by) if named]
        first = np.zeros((len(rows), number), dtype=np.float32)
        also = np.zeros_like(first)
        for row, i in enumerate(rows):
            for place, rank in named_places(entry, i, number).items():
                also[row, place] = 1.0
                first[row, place] = float(rank == 0)
        named = {bare(entry.questions[i]): entry.answered_by[i][0] for i in rows}
        return Answers(rows, first, also, {told: int(place) for told, place in named.items() if place.isdigit()})


def named_places(entry: Entry, question: int, number: int) -> dict[int, int]:
    """Which of the `number` sentences of an entry, articles of a law last, its known question names: place -> rank, 0 for the first."""
    ahead = number - len(entry.articles)
    places = {str(n): n for n in range(ahead)} | {f"a{n}": ahead + n for n in range(len(entry.articles))}
    return {places[name]: rank for rank, name in enumerate(entry.answered_by[question]) if name in places}


def bare(question: str) -> str:
    """The words of a question without articles and marks: two questions with the same are one."""
    return " ".join(words(fold(question)))


def _shares(nearness: Matrix, fading: float) -> Matrix:
    weights: Matrix = np.exp(nearness / fading)
    weights /= weights.sum()
    return weights


def _behind(nearness: Matrix, named: Matrix) -> Matrix:
    behind: Matrix = np.where(named > 0, np.maximum(nearness, -FAR)[:, None], -FAR).max(axis=0)
    return behind
