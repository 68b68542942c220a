"""Fits the weights of the ranking on labelled questions, and gives what the bar is fitted on. Plain gradient descent, deterministic."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answerable import features, word_pairs
from assistant.chain import Assistant
from assistant.premises import before_search
from assistant.ranking import FEATURES, WEIGHTS_FILE, shipped_weights
from assistant.refusal import premise
from ingest import Entry

Array = npt.NDArray[np.float64]
STEPS, RATE = 600, 0.05


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


@dataclass(frozen=True)
class Signs:
    """What the bar under which is refused sees of a question; `refused` when it is refused before anything is searched."""

    features: Mapping[str, float]
    words: tuple[str, ...]
    refused: bool


def answerable_signs(assistant: Assistant, question: str) -> Signs:
    """The signs of one question, asked alone."""
    read = assistant.reader.read(question)
    found = assistant.search.covered(read, assistant.search.candidates(read))
    against = bool(found) and premise(read, found, assistant.aligner) is not None
    return Signs(features(read, found, against=against), tuple(word_pairs(question)), before_search(read) is not None)


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


def save_ranking(new: Mapping[str, float]) -> list[str]:
    """Keep fitted weights where they ship; lines that show what changed."""
    old: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    WEIGHTS_FILE.write_text(json.dumps(dict(new), indent=1) + "\n", encoding="utf-8")
    shipped_weights.cache_clear()
    return [f"{name:15} {old.get(name, 0.0):8.3f} -> {value:8.3f}" for name, value in new.items()]
