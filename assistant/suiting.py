"""How well every card answers a question, by what the dual encoder says of its sentences: a third way to find evidence, beside vectors of
whole cards and words.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from assistant.dual_encoder import DualEncoder
from assistant.entry_lines import entry_sentences
from ingest import Entry


class Suits(NamedTuple):
    """Of an entry: how far its best sentence is behind the best of all cards, and the log of its share among all cards, by the sum of the
    odds of its sentences.
    """

    behind: float
    share: float


NONE = Suits(0.0, 0.0)
TINY = np.float32(1e-30)
# So many of the sentences that suit best are told; of so many of the best, some say the same.
TOLD, OF_BEST = 5, 14
# Questions of which it is kept what suits them: one is asked about more than once on the way to its answer.
KEPT = 64


class Suiting:
    """The sentences of all cards as vectors, 3 MB for five thousand, and as text."""

    def __init__(self, encoder: DualEncoder, cards: Iterable[Entry]) -> None:
        self._encoder = encoder
        cards = list(cards)
        titles = {card.id: card.title for card in cards}
        told = {card.id: texts for card in cards if (texts := list(dict.fromkeys(entry_sentences(card))))}
        self._ids = tuple(told)
        self._starts = np.cumsum([0, *map(len, told.values())])[:-1]
        every = [(titles[card], text) for card, texts in told.items() for text in texts]
        self._vectors = encoder.vectors([text for _, text in every])
        self._lines = [f"{title} {text}" for title, text in every]
        self._passages: dict[str, list[str]] = {}
        self.of = lru_cache(maxsize=KEPT)(self._of)

    def _of(self, question: str) -> "Suited":
        """What suits a question."""
        if not self._ids:
            return Suited({}, lambda _: NONE, NONE, ())
        scores = self._vectors @ self._encoder.question(question)
        most = scores.max()
        odds = np.maximum(np.add.reduceat(np.exp(scores - most), self._starts), TINY)
        every = np.log(odds.sum())
        rows = np.column_stack([np.maximum.reduceat(scores, self._starts) - most, np.log(odds) - every])
        least = Suits(*rows.min(axis=0).tolist())

        def of_passage(entry: Entry) -> Suits:
            own = self._encoder.scores(question, self._texts(entry)) - most
            return Suits(float(own.max()), float(np.logaddexp.reduce(own) - every)) if len(own) else least

        best = np.argsort(-scores)[:OF_BEST].tolist()
        lines = tuple(dict.fromkeys(self._lines[n] for n in best))[:TOLD]
        return Suited({card: Suits(*row) for card, row in zip(self._ids, rows.tolist(), strict=True)}, of_passage, least, lines)

    def _texts(self, entry: Entry) -> list[str]:
        if entry.id not in self._passages:
            self._passages[entry.id] = entry_sentences(entry)
        return self._passages[entry.id]


@dataclass(frozen=True)
class Suited:
    """How well each card suits one question; what has no sentences suits as little as the least of all. `lines`: the sentences of all cards
    that suit it best, each after the title of its card.
    """

    cards: Mapping[str, Suits]
    _passage: Callable[[Entry], Suits]
    _least: Suits
    lines: tuple[str, ...]

    def best(self) -> list[str]:
        """The cards, what suits best first."""
        return sorted(self.cards, key=lambda i: -self.cards[i].share)

    def of(self, entry: Entry) -> Suits:
        """For a passage on the scale of the cards; it should be of a publication that cards tell too, which the encoder learned from."""
        return self._passage(entry) if entry.kind == "passage" else self.cards.get(entry.id, self._least)
