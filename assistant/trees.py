"""Boosted decision trees, evaluated without the library that grew them. Knows nothing of what the features mean."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# feature (-1: a leaf), threshold, number of the node below on the left, on the right, value of the leaf
Node = tuple[int, float, int, int, float]


@dataclass(frozen=True)
class Trees:
    """A sum of trees over named features; `threshold` is the probability from which on it says yes."""

    features: tuple[str, ...]
    trees: tuple[tuple[Node, ...], ...]
    baseline: float
    threshold: float

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "Trees":
        """What `json.loads` gives of a file that the learning script wrote."""
        grown = data["trees"]
        names = data["features"]
        assert isinstance(grown, list)
        assert isinstance(names, list)
        trees = tuple(tuple((int(n[0]), float(n[1]), int(n[2]), int(n[3]), float(n[4])) for n in tree) for tree in grown)
        return cls(tuple(names), trees, float(str(data["baseline"])), float(str(data["threshold"])))

    def probability(self, values: Mapping[str, float]) -> float:
        """Between 0 and 1; a feature that is not given, or not a number, makes it 0: what cannot be judged is not supported."""
        row = [values.get(name, math.nan) for name in self.features]
        if not all(map(math.isfinite, row)):
            return 0.0
        z = self.baseline + sum(_leaf(tree, row) for tree in self.trees)
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, z))))


def _leaf(tree: Sequence[Node], row: Sequence[float]) -> float:
    at = 0
    while tree[at][0] >= 0:
        feature, threshold, left, right, _ = tree[at]
        at = left if row[feature] <= threshold else right
    return tree[at][4]
