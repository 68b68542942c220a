"""Fits the weights of the ranking and of the bar on labelled questions. Small logistic models, plain gradient descent, deterministic."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.chain import Assistant
from assistant.question import Question
from assistant.ranking import FEATURES, WEIGHTS_FILE, shipped_weights
from assistant.refusal import BAR_FILE, confidence_features, expanded, shipped_bar
from assistant.refusal import FEATURES as BAR_FEATURES
from assistant.retrieval import Candidate
from ingest import Entry

Array = npt.NDArray[np.float64]
STEPS, RATE = 600, 0.05
FOLDS = 6


@dataclass(frozen=True)
class Labelled:
    """A question and the pages that answer it; no pages when nothing does."""

    question: str
    pages: frozenset[tuple[str, int]]


def learn_ranking(assistant: Assistant, labelled: Sequence[Labelled], pull: float = 0.03) -> dict[str, float]:
    """Weights under which right pages rank first: softmax over each question's candidates, pulled towards the weights that ship."""
    prior = np.array([shipped_weights().get(n, 0.0) for n in FEATURES])
    lists = [_candidates(assistant, x) for x in labelled if x.pages]
    lists = [(x, y) for x, y in lists if y.any()]
    weights = prior.copy()

    def gradient(w: Array) -> Array:
        total: Array = 2 * pull * (w - prior)
        for x, y in lists:
            z = x @ w
            p = np.exp(z - z.max())
            right = p * y
            total += (x.T @ (p / p.sum()) - x.T @ (right / right.sum())) / len(lists)
        return total

    weights = _descend(weights, gradient)
    return {**{n: round(float(w), 3) for n, w in zip(FEATURES, weights, strict=True)}, "bias": _bias(weights, lists)}


def learn_bar(
    assistant: Assistant, labelled: Sequence[Labelled], refuse_at_most: float = 0.03, pull: float = 0.002
) -> dict[str, float]:
    """Weights of the answerable-or-not decision, and the bar under which at most `refuse_at_most` of the answerable fall.

    Questions without an answer are few, so each answerable one also serves as one: without the evidence from its own pages.
    """
    rows: list[list[float]] = []
    kinds: list[str] = []
    for x in labelled:
        question = assistant.reader.read(x.question)
        found = assistant.search.candidates(question)
        rows.append(_row(question, found))
        kinds.append("right" if x.pages else "wrong")
        if x.pages:
            rows.append(_row(question, [c for c in found if not _on(c.entry, x.pages)]))
            kinds.append("robbed")
    target = np.array([k == "right" for k in kinds], dtype=float)
    # Half of the weight for what is answerable; of the other half most for real questions without an answer.
    share = {"right": 0.5, "wrong": 0.4, "robbed": 0.1}
    weight = np.array([share[k] / kinds.count(k) for k in kinds])
    names = list(expanded(dict.fromkeys(BAR_FEATURES, 0.0)))
    raw = np.array(rows)
    weights, bias = _logistic(raw, target, weight, pull)
    # Chances under the fitted weights are too good, those under weights fitted without the question at hand too bad, since they
    # had less to learn from: the bar lies halfway, on the scale of odds.
    chances = np.zeros(len(raw))
    for fold in range(FOLDS):
        held = np.arange(len(raw)) % FOLDS == fold
        w, b = _logistic(raw[~held], target[~held], weight[~held], pull)
        chances[held] = 1 / (1 + np.exp(-(raw[held] @ w + b)))
    seen = 1 / (1 + np.exp(-(raw @ weights + bias)))
    ends = [float(np.quantile(c[target == 1], refuse_at_most)) for c in (seen, chances)]
    odds = [np.log(e / (1 - e)) for e in ends]
    bar = float(1 / (1 + np.exp(-np.mean(odds))))
    return {**{n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}, "bias": round(bias, 4), "bar": round(bar, 4)}


def _logistic(raw: Array, target: Array, weight: Array, pull: float) -> tuple[Array, float]:
    """Weights and bias; fitted on standard scores, so that the penalty weighs all alike, and told back in the features' own scale."""
    mean, spread = raw.mean(axis=0), raw.std(axis=0) + 1e-9
    matrix = np.hstack([(raw - mean) / spread, np.ones((len(raw), 1))])

    def gradient(w: Array) -> Array:
        p = 1 / (1 + np.exp(-matrix @ w))
        penalty = 2 * pull * w
        penalty[-1] = 0.0
        result: Array = matrix.T @ (weight / weight.sum() * (p - target)) + penalty
        return result

    fitted = _descend(np.zeros(matrix.shape[1]), gradient)
    weights = fitted[:-1] / spread
    return weights, float(fitted[-1] - weights @ mean)


def _row(question: Question, found: Sequence[Candidate]) -> list[float]:
    return [*expanded(confidence_features(question, found)).values()]


def _on(entry: Entry, pages: frozenset[tuple[str, int]]) -> bool:
    return any((s.document, p) in pages for s in entry.sources for p in s.pages)


def _candidates(assistant: Assistant, labelled: Labelled) -> tuple[Array, Array]:
    found = assistant.search.candidates(assistant.reader.read(labelled.question))
    x = np.array([[c.values[n] for n in FEATURES] for c in found])
    y = np.array([_on(c.entry, labelled.pages) for c in found], dtype=float)
    return x, y


def _bias(weights: Array, lists: Sequence[tuple[Array, Array]]) -> float:
    """Puts the score of one half where a candidate is as often right as wrong, among the first five."""
    scores: list[float] = []
    labels: list[float] = []
    for x, y in lists:
        z = x @ weights
        for i in np.argsort(-z)[:5]:
            scores.append(float(z[i]))
            labels.append(float(y[i]))
    z, target = np.array(scores), np.array(labels)
    cuts = np.quantile(z, np.linspace(0.02, 0.98, 97))
    wrong = [float(np.mean((z >= c) != (target == 1))) for c in cuts]
    return round(-float(cuts[int(np.argmin(wrong))]), 3)


def _descend(start: Array, gradient: Callable[[Array], Array]) -> Array:
    """Adam (Kingma & Ba 2015, arXiv 1412.6980)."""
    w, m, v = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def save_weights(which: Literal["ranking", "refusal"], new: Mapping[str, float]) -> list[str]:
    """Keep fitted weights where they ship; lines that show what changed."""
    path = WEIGHTS_FILE if which == "ranking" else BAR_FILE
    old: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(dict(new), indent=1) + "\n", encoding="utf-8")
    shipped_weights.cache_clear()
    shipped_bar.cache_clear()
    return [f"{which:8} {name:15} {old.get(name, 0.0):8.3f} -> {value:8.3f}" for name, value in new.items()]
