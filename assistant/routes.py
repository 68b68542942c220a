"""Which of the nine routes fits a question: what the evidence votes for, held beside the words of the question; and the right to say 'none'.

A multinomial logistic model, learned on questions of several writers who say which route fits (`python -m evals tune`, evals/routes).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from pathlib import Path
from typing import ClassVar

from assistant.answer import Retrieved
from ingest import Entry, Index, RouteDetail, fold, stem, words

MODEL_FILE = Path(__file__).with_name("routes.json")
# Two counts of the same votes: of the first pieces, where the best count most, and of more of them that count more alike.
COUNTS = {"near": (12, 1.0), "wide": (20, 0.5)}
# A card names the route of its own section first; a law belongs to no section; a route card speaks for itself.
OTHER_ROUTES, LAW, OWN = 0.3, 0.3, 2.0
# `routes 2, 3 en 5`.
BY_NUMBER = re.compile(r"\broutes?\s+([1-9](?:(?:\s*,\s*|\s+(?:en|of)\s+)[1-9])*)\b")
ASKS_ROUTE = re.compile(
    r"\b(?:bij )?welke (?:\w+ )?(?:van de )?(?:negen )?routes?\b(?: (?:past|passen|hoort|horen|is|kies ik))?(?: er)?(?: (?:bij|voor|als))?"
)


@dataclass(frozen=True)
class RouteChoice:
    """A route, the chance that it is the one that fits, and the evidence that spoke for it."""

    number: int
    card: Entry
    sure: float
    because: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The title of the route without its number."""
        return self.card.title.split(":", 1)[-1].strip()

    @property
    def message(self) -> str:
        """The key message."""
        return self.card.detail.message if isinstance(self.card.detail, RouteDetail) else self.card.summary


@dataclass(frozen=True)
class RouteModel:
    """Weights for none (0) and each route, a list of ten for every feature and word; a word that is not among them says nothing."""

    # With a greater chance that none fits, no route is named: of those held out one in two hundred then loses a route that fits.
    none_fits: ClassVar[float] = 0.8

    features: Mapping[str, Sequence[float]]
    words: Mapping[str, Sequence[float]]
    bias: Sequence[float]

    def chances(self, values: Mapping[str, float], said: Sequence[str]) -> list[float]:
        """Of none and of each route; together 1."""
        known = [self.words[w] for w in said if w in self.words]
        odds = list(self.bias)
        for n in range(len(odds)):
            odds[n] += sum(self.features[name][n] * value for name, value in values.items() if name in self.features)
            odds[n] += sum(weights[n] for weights in known) / sqrt(len(known)) if known else 0.0
        most = max(odds)
        raised = [exp(x - most) for x in odds]
        return [x / sum(raised) for x in raised]


class RouteFinder:
    """Chooses among the routes of one index."""

    def __init__(self, index: Index) -> None:
        self.cards = {e.detail.number: e for e in index.entries("route") if isinstance(e.detail, RouteDetail)}

    def find(self, question: str, found: Sequence[Retrieved]) -> list[RouteChoice]:
        """All routes, the most fitting first; empty without evidence."""
        if not found:
            return []
        _, *chances = shipped().chances(votes(found), said(question))
        because = {n: tuple(r.entry for r in found[: COUNTS["near"][0]] if n in r.entry.routes) for n in self.cards}
        ranked = sorted(self.cards, key=lambda n: (-chances[n - 1], n))
        return [RouteChoice(n, self.cards[n], chances[n - 1], because[n]) for n in ranked]

    def fitting(self, question: str, found: Sequence[Retrieved], limit: int = 3) -> list[RouteChoice]:
        """The first `limit` routes, most fitting first; empty when it is more likely that none fits."""
        ranked = self.find(question, found)
        return ranked[:limit] if 1.0 - sum(choice.sure for choice in ranked) <= RouteModel.none_fits else []


def routes_named(text: str) -> tuple[int, ...]:
    """The routes that a text calls by their number, as it names them."""
    return tuple(dict.fromkeys(int(digit) for named in BY_NUMBER.findall(fold(text)) for digit in re.findall(r"\d", named)))


def votes(found: Sequence[Retrieved]) -> dict[str, float]:
    """What the evidence speaks for: shares of the votes for each route, counted in two ways, and how good the best evidence is."""
    told = {"best": found[0].score if found else 0.0}
    for name, (voters, fading) in COUNTS.items():
        counted: dict[int, float] = {}
        for rank, item in enumerate(found[:voters]):
            weight = item.score * {"route": OWN, "law": LAW}.get(item.entry.kind, 1.0) / (1 + rank) ** fading
            for place, number in enumerate(item.entry.routes):
                counted[number] = counted.get(number, 0.0) + weight * (OTHER_ROUTES if place else 1.0)
        whole = sum(counted.values()) or 1.0
        told |= {f"{name} {number}": share / whole for number, share in counted.items()}
    return told


def said(question: str) -> list[str]:
    """The stems of a question's words and of its pairs of neighbours, each once; that a route is asked says nothing of which."""
    found = [stem(word) for word in words(ASKS_ROUTE.sub(" ", fold(question)))]
    return list(dict.fromkeys([*found, *(f"{a} {b}" for a, b in pairwise(found))]))


@cache
def shipped() -> RouteModel:
    """What `python -m evals tune` fitted."""
    return RouteModel(**json.loads(MODEL_FILE.read_text(encoding="utf-8")))
