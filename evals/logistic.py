"""Logistic models on named features, as they ship."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np


def fit_logistic(
    rows: Sequence[Mapping[str, float]], right: Sequence[bool], strength: float, counts: Sequence[float] | None = None
) -> dict[str, float]:
    """Weights for the features as they are, and their `bias`; fitted with an L2 penalty, of this inverse strength, on standard scores.
    `counts`: for how much each row counts. Every row has its features in the same order.
    """
    model: Any = import_module("sklearn.linear_model")
    raw = np.array([list(row.values()) for row in rows])
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread < 1e-9] = 1.0
    logistic = model.LogisticRegression(C=strength, max_iter=1000).fit((raw - mean) / spread, right, sample_weight=counts)
    weights = logistic.coef_[0] / spread
    return {**dict(zip(rows[0], map(float, weights), strict=True)), "bias": float(logistic.intercept_[0] - weights @ mean)}
