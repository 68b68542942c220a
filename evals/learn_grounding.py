"""`python -m evals learn-grounding`: grows the trees of the grounding check and writes assistant/grounding.json.

What the single words that a sentence adds or leaves out are worth is learned first, by a linear model; the trees see its sum over a pair
as one of their features, told by a model that saw none of the pair's evidence (stacking, after Wolpert 1992).

Learns from the tuning pairs, which were written one by one and are kept by the evidence that they share, and with a small weight from pairs
that `made_pairs` makes of the cards of the index in use. Never reads the untouched pairs. Prints what cross-validation over the tuning
pairs says; evidence is never on both sides.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant, Comparer, ReisgenootError, evidence_text
from evals.made_pairs import Maker, Pair
from evals.questions import json_lines

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "evals" / "pairs" / "tuning.jsonl"
OUT = ROOT / "assistant" / "grounding.json"
MADE = 3_000
MADE_WEIGHT = 0.05
# What is made in plenty but is less like what people write counts less.
KIND_WEIGHTS = {"wrong": 0.25, "invented": 0.4, "true-page": 1.5, "reworded-page": 1.5, "true-card": 1.0, "reworded-card": 1.0}
OTHER_WEIGHT = 0.5
CAUGHT = 0.9  # share of the broken tuning pairs that the threshold must catch in cross-validation
FOLDS, ROUNDS, GROWN = 8, 2, 3
# How often a change must occur, the inverse strength of the penalty, and in how many folds the worth of changes is told.
OFTEN, STRENGTH, INNER = 2, 10.0, 5
LEAST_WORTH = 0.52  # less is not kept: it would be half of the file and turns one verdict in a hundred and ten
SHAPE: dict[str, Any] = {
    "max_iter": 100, "learning_rate": 0.07, "max_leaf_nodes": 6, "min_samples_leaf": 8, "l2_regularization": 5.0, "max_features": 0.3,
}  # fmt: skip
Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Table:
    """Pairs with their features, ready to learn from."""

    def __init__(self, pairs: Sequence[Pair], comparer: Comparer, weights: Sequence[float]) -> None:
        found = [comparer.compare(p.sentence, p.evidence) for p in pairs]
        self.pairs = list(pairs)
        self.names = tuple(sorted(found[0].features))
        self.x: Matrix = np.array([[c.features[n] for n in self.names] for c in found])
        self.y = np.array([p.supported for p in pairs])
        self.vetoed = np.array([bool(c.fault) for c in found])
        self.weights = np.array(weights)
        self.lines = [_lines(p.evidence) for p in pairs]
        self.marks = [c.marks for c in found]

    def with_changes(self, values: Matrix) -> Matrix:
        """The features with these values of `changes`."""
        x = self.x.copy()
        x[:, self.names.index("changes")] = values
        return x


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, report, write; 1 with a clear line when something that it needs is not there."""
    parser = argparse.ArgumentParser(prog="python -m evals learn-grounding", description="Leert de toets op bewijs.")
    parser.add_argument("--pairs", type=Path, default=PAIRS, metavar="IN.jsonl", help="paren om van te leren")
    parser.add_argument("--out", type=Path, default=OUT, metavar="JSON", help="waar de gewichten komen")
    options = parser.parse_args(arguments)
    try:
        assistant = Assistant.open()
        written = _read(options.pairs)
    except (ReisgenootError, OSError, ValueError, KeyError) as fault:
        print(f"Fout: {fault}", file=sys.stderr)
        return 1
    comparer = Comparer.of(assistant.index)
    own = Table(written, comparer, [1.0] * len(written))
    made_pairs = _made(assistant)
    made = Table(made_pairs, comparer, [MADE_WEIGHT * KIND_WEIGHTS.get(p.kind, OTHER_WEIGHT) for p in made_pairs])
    scores = _cross_validated(own, made)
    threshold = float(np.quantile(scores[~own.y], CAUGHT))
    print(_report(own, scores, threshold))
    everything = np.ones(len(own.y), dtype=bool)
    grower = Grower(own, made, everything, np.ones(len(made.y), dtype=bool))
    models = [grower.grown(seed) for seed in range(GROWN)]
    data = {
        "features": own.names,
        "threshold": round(threshold, 4),
        "baseline": round(float(np.mean([m._baseline_prediction[0, 0] for m in models])), 6),
        "trees": [_nodes(stage[0].nodes, 1 / GROWN) for m in models for stage in m._predictors],
        "weights": dict(comparer.weights),
        "abbreviations": dict(comparer.abbreviations),
        "changes": {mark: round(worth, 2) for mark, worth in sorted(grower.worth.items()) if abs(worth) >= LEAST_WORTH},
    }
    options.out.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"bewaard in {options.out}")
    return 0


def _read(path: Path) -> list[Pair]:
    if path.name.startswith("untouched"):
        raise ValueError("van het onaangeraakte deel wordt niet geleerd; geef --pairs een ander bestand")
    return [
        Pair(str(pair["sentence"]), tuple(of["evidence"]), bool(pair["supported"]), str(pair["kind"]))
        for _, of in json_lines(path)
        for pair in of["pairs"]
    ]


def _made(assistant: Assistant) -> list[Pair]:
    entries = [e for kind in ("case", "insight", "instrument", "law", "route") for e in assistant.entries(kind)]
    pages = {}
    for entry in entries:
        text = " ".join(p.body for page in entry.pages[:2] for p in assistant.passages(entry.document, page))
        if 300 < len(text) < 6_000:
            pages[entry.id] = text
    pairs = list(Maker(entries, {e.id: evidence_text(e) for e in entries}, pages).pairs())
    random.Random(3).shuffle(pairs)
    return pairs[:MADE]


def _lines(evidence: Sequence[str]) -> frozenset[str]:
    """The longer sentences of the evidence: pairs that share one must not be on both sides of a fold."""
    return frozenset(s.strip() for text in evidence for s in re.split(r"(?<=[.!?])\s+|\n", text) if len(s) > 40)


class Grower:
    """Grows trees over the pairs that `mine` and `theirs` name."""

    def __init__(self, own: Table, made: Table, mine: Flags, theirs: Flags) -> None:
        self._y = np.concatenate([own.y[mine], made.y[theirs]])
        self._weights = np.concatenate([own.weights[mine], made.weights[theirs]])
        self.names = own.names
        self.worth = _worth(own, mine)
        values = np.array([Comparer.odds(self.worth, marks) for marks in own.marks])
        values[mine] = _told_apart(own, np.where(mine)[0])
        # What the pairs that it does not grow on look like.
        self.own = own.with_changes(values)
        theirs_told = made.with_changes(np.array([Comparer.odds(self.worth, marks) for marks in made.marks]))
        self._x = np.vstack([self.own[mine], theirs_told[theirs]])

    def grown(self, seed: int) -> Any:
        """Boosted trees."""
        ensemble = _needed("sklearn.ensemble")
        bounds = [-1 if n in Comparer.against else 1 if n in Comparer.in_favour else 0 for n in self.names]
        model = ensemble.HistGradientBoostingClassifier(monotonic_cst=bounds, random_state=seed, early_stopping=False, **SHAPE)
        return model.fit(self._x, self._y, sample_weight=self._weights)


def _needed(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as fault:
        raise ReisgenootError("Leren vraagt scikit-learn: pip install scikit-learn") from fault


def _worth(table: Table, of: Flags) -> dict[str, float]:
    """What each change is worth, learned from some of the pairs."""
    linear, sparse = _needed("sklearn.linear_model"), _needed("scipy.sparse")
    chosen = np.where(of)[0]
    counts = Counter(mark for i in chosen for mark in table.marks[i])
    number = {mark: n for n, mark in enumerate(sorted(m for m, n in counts.items() if n >= OFTEN))}
    rows, columns, values = [], [], []
    for row, i in enumerate(chosen):
        there = [number[m] for m in table.marks[i] if m in number]
        rows += [row] * len(there)
        columns += there
        values += [1 / max(1, len(table.marks[i])) ** 0.5] * len(there)
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(chosen), len(number)))
    model = linear.LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=500).fit(matrix, table.y[chosen])
    return {**dict(zip(number, map(float, model.coef_[0]), strict=True)), Comparer.base: float(model.intercept_[0])}


def _told_apart(table: Table, chosen: npt.NDArray[np.intp]) -> Matrix:
    """For each chosen pair the worth of its changes, by a model that saw none of its evidence."""
    names = sorted({table.pairs[i].evidence[0] for i in chosen})
    random.Random(INNER).shuffle(names)
    fold = {name: n % INNER for n, name in enumerate(names)}
    folds = np.array([fold[table.pairs[i].evidence[0]] for i in chosen])
    told = np.zeros(len(chosen))
    for k in range(INNER):
        seen = np.zeros(len(table.y), dtype=bool)
        seen[chosen[folds != k]] = True
        worth = _worth(table, seen)
        told[folds == k] = [Comparer.odds(worth, table.marks[i]) for i in chosen[folds == k]]
    return told


def _cross_validated(own: Table, made: Table) -> Matrix:
    """For each tuning pair the mean probability by models that saw none of its evidence; 0 where a hard rule decides."""
    groups = [p.evidence[0] for p in own.pairs]
    scores = np.zeros(len(groups))
    for turn in range(ROUNDS):
        names = sorted(set(groups))
        random.Random(turn).shuffle(names)
        fold = {name: i % FOLDS for i, name in enumerate(names)}
        for k in range(FOLDS):
            held = np.array([fold[g] == k for g in groups])
            seen = frozenset().union(*(own.lines[i] for i in np.where(held)[0]))
            mine = np.array([not h and not (lines & seen) for h, lines in zip(held, own.lines, strict=True)])
            theirs = np.array([not (lines & seen) for lines in made.lines])
            grower = Grower(own, made, mine, theirs)
            scores[held] += grower.grown(turn).predict_proba(grower.own[held])[:, 1] / ROUNDS
    scores[own.vetoed] = 0.0
    return scores


def _nodes(nodes: Any, share: float) -> list[list[float]]:
    return [
        [-1, 0, 0, 0, round(float(n["value"]) * share, 5)] if n["is_leaf"]
        else [int(n["feature_idx"]), round(float(n["num_threshold"]), 6), int(n["left"]), int(n["right"]), 0]
        for n in nodes
    ]  # fmt: skip


def _report(own: Table, scores: Matrix, threshold: float) -> str:
    """Caught against rejected, and each kind at the threshold."""
    kinds = np.array([p.kind for p in own.pairs])
    rejected = scores <= threshold
    told = [
        f"{len(own.pairs)} paren; drempel {threshold:.3f}",
        "",
        "gevangen  verworpen (waar): alle, bijna letterlijk, parafrase, samenvatting",
    ]
    for share in (0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        below = scores <= np.quantile(scores[~own.y], share)
        told.append(f"   {below[~own.y].mean():.2f}   " + "  ".join(
            f"{below[m].mean():.2f}" for m in (own.y, *(kinds == k for k in ("near-literal", "paraphrase", "summary"))) if m.any()))  # fmt: skip
    told += ["", "soort              aantal  verworpen"]
    for kind in sorted(set(kinds)):
        of = kinds == kind
        told.append(f"{kind:18} {int(of.sum()):6}  {rejected[of].mean():.2f}{' (waar)' if own.y[of].all() else ''}")
    return "\n".join(told)


if __name__ == "__main__":
    sys.exit(main())
