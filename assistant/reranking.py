"""Puts the first few pieces of evidence in a better order: by how far each covers the question, and how far it lies behind the best.

Two linear models on one scale, shipped as JSON: for cards, learned on the writers' questions by `python -m evals tune`, and for passages
of documents without cards, of which no questions are known, by `python -m evals learn-added`. Knows nothing of engines. The loss is the
softmax over the pieces of one question (ListNet, Cao et al. 2007).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from assistant.coverage import Coverage

WEIGHTS_FILE = Path(__file__).with_name("reranking.json")
CARDS, ADDED = "cards", "added"
# What counts beside its value for how far it is below the highest among the pieces.
BEHIND = (
    "dense", "around", "dense_page", "lexical", "lexical_page", "coverage", "rarest", "title", "soft line", "soft joined", "soft asked",
    "soft mutual", "soft near_same", "soft near_any", "soft near_few", "soft told", "soft rest", "soft rarest_told",
)  # fmt: skip


def rows(values: Sequence[Mapping[str, float]], scores: Sequence[float], coverages: Sequence[Coverage]) -> list[dict[str, float]]:
    """The features of each piece: those of the ranking, its log odds there, its coverage, and how far it is behind."""
    found = [
        {**own, **{f"soft {name}": share for name, share in asdict(coverage).items()}, "odds": _log_odds(score)}
        for own, score, coverage in zip(values, scores, coverages, strict=True)
    ]
    best = {name: max(row[name] for row in found) for name in BEHIND}
    return [{**row, **{f"{name} behind": row[name] - best[name] for name in BEHIND}} for row in found]


def order(
    found: Sequence[Mapping[str, float]], cards: Mapping[str, float] | None = None, added: Mapping[str, float] | None = None
) -> list[int]:
    """The numbers of the pieces, best first; on equal terms as they came. Weights for `cards` alone are those of every piece."""
    for_added = added or cards or shipped()[ADDED]
    for_cards = cards or shipped()[CARDS]
    fit = [weighed(row, for_added if row.get("alone") else for_cards) for row in found]
    return sorted(range(len(fit)), key=lambda i: (-fit[i], i))


def weighed(row: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum; what has no weight does not count."""
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


@cache
def shipped() -> Mapping[str, Mapping[str, float]]:
    """The weights that ship, for CARDS and for what is ADDED."""
    raw: dict[str, dict[str, float]] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return raw


def _log_odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))
