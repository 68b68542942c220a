"""Which of the nine routes fits a question: the votes of the evidence and of the route cards, and the right to say 'none'."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Retrieved
from ingest import Entry, Index, RouteDetail

VOTERS = 12
# A card names the route of its own section first; a law belongs to no section. What the votes of the others count for was chosen on
# questions of two writers who say which route fits.
OTHER_ROUTES, LAW = 0.3, 0.3
# Share of the votes that the first route had, and how often it then was the right one: 1,287 questions.
MEASURED = ((0.3, 0.25), (0.35, 0.44), (0.45, 0.66), (0.55, 0.79), (0.65, 0.90), (0.75, 0.97), (0.9, 0.99))
# Unless one route has this share of the votes, no route is named.
SHARE_NEEDED = 0.22


@dataclass(frozen=True)
class RouteChoice:
    """A route with its share of the votes and the evidence that spoke for it."""

    number: int
    card: Entry
    share: float
    because: tuple[Entry, ...]

    @property
    def sure(self) -> float:
        """The chance that it is the right one, as measured of the first route on questions of two writers (evals/routes)."""
        return float(np.interp(self.share, [share for share, _ in MEASURED], [right for _, right in MEASURED]))

    @property
    def name(self) -> str:
        """The title of the route without its number."""
        return self.card.title.split(":", 1)[-1].strip()

    @property
    def message(self) -> str:
        """The key message."""
        return self.card.detail.message if isinstance(self.card.detail, RouteDetail) else self.card.summary


class RouteFinder:
    """Chooses among the routes of one index."""

    def __init__(self, index: Index) -> None:
        self.cards = {e.detail.number: e for e in index.entries("route") if isinstance(e.detail, RouteDetail)}

    def find(self, found: Sequence[Retrieved]) -> list[RouteChoice]:
        """All routes that got a vote, most fitting first; evidence counts for its score, a route card for itself twice."""
        votes: dict[int, float] = {}
        because: dict[int, list[Entry]] = {}
        for rank, item in enumerate(found[:VOTERS]):
            weight = item.score * {"route": 2.0, "law": LAW}.get(item.entry.kind, 1.0) / (1 + rank)
            for place, number in enumerate(item.entry.routes):
                votes[number] = votes.get(number, 0.0) + weight * (OTHER_ROUTES if place else 1.0)
                because.setdefault(number, []).append(item.entry)
        total = sum(votes.values())
        if not total:
            return []
        ranked = sorted(votes, key=lambda n: (-votes[n], n))
        return [RouteChoice(n, self.cards[n], votes[n] / total, tuple(because[n])) for n in ranked if n in self.cards]

    def fitting(self, found: Sequence[Retrieved], limit: int = 3) -> list[RouteChoice]:
        """The first `limit` routes when at least one stands out, most fitting first; empty when none does."""
        ranked = self.find(found)[:limit]
        return ranked if ranked and ranked[0].share >= SHARE_NEEDED else []
