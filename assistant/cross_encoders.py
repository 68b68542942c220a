"""Models that an organisation may install: one that puts evidence in order, one that weighs claims. Neither ships, neither is needed.

A cross-encoder reads two texts together, which takes it a part of a second for each pair. Loaded once a process: a new index meets the
same models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from assistant.grounding import Entailment
from ingest import Entry

# What keeps the first places of two orders from weighing all (Cormack, Clarke & Büttcher 2009: reciprocal rank fusion).
SMOOTHING = 60


class Reranker(Protocol):
    """A model that says how well each text fits a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One number for each text, higher is better."""
        ...


@dataclass(frozen=True)
class CrossEncoderSettings:
    """Folders or names of the models; empty means none."""

    reranker: str = ""
    entailment: str = ""


@dataclass(frozen=True)
class CrossEncoders:
    """The models themselves, where there are any."""

    reranker: Reranker | None = None
    entailment: Entailment | None = None


@cache
def cross_encoders(settings: CrossEncoderSettings) -> CrossEncoders:
    """Load what is set. Raises ModelError. Where nothing is set, the library behind them, which takes seconds, is not loaded either."""
    if settings == CrossEncoderSettings():
        return CrossEncoders()
    from ingest import CrossEncoderEntailment, CrossEncoderReranker

    return CrossEncoders(
        CrossEncoderReranker(settings.reranker) if settings.reranker else None,
        CrossEncoderEntailment(settings.entailment) if settings.entailment else None,
    )


def fused(own: Sequence[int], question: str, entries: Sequence[Entry], reranker: Reranker) -> list[int]:
    """The numbers of the entries, best first: `own`, the order that they have, and that of the model, each counting for as much."""
    scores = reranker.scores(question, ["\n".join(t for t in (e.title, e.summary, e.body) if t) for e in entries])
    theirs = sorted(range(len(entries)), key=lambda i: (-scores[i], i))
    place = {i: 0.0 for i in own}
    for ranking in (own, theirs):
        for rank, i in enumerate(ranking):
            place[i] += 1 / (SMOOTHING + rank)
    return sorted(own, key=lambda i: -place[i])
