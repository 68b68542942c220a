"""`python -m evals learn-grounding`: grows the trees of the grounding check and writes assistant/grounding.json.

What the single words that a sentence adds or leaves out are worth is learned first, by a linear model, and a network that looks at both
word by word (assistant/attention.npz); the trees see what either says of a written pair as one of their features, told by models that saw
none of the pair's evidence (stacking, after Wolpert 1992); of made pairs it is told by those that saw all written ones.

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
from evals.train_attention import seen_of, train_attention

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "evals" / "pairs" / "tuning.jsonl"
OUT = ROOT / "assistant" / "grounding.json"
MADE = 3_000
MADE_WEIGHT = 0.05
# What is made in plenty but is less like what people write counts less.
KIND_WEIGHTS = {"wrong": 0.25, "invented": 0.4, "true-page": 1.5, "reworded-page": 1.5, "true-card": 1.0, "reworded-card": 1.0}
OTHER_WEIGHT = 0.5
# Share of the broken tuning pairs that the threshold must catch in cross-validation; of other writers' it catches a little less.
CAUGHT = 0.92
FOLDS, GROWN = 5, 3
# How often a change must occur, and the inverse strength of the penalty.
OFTEN, STRENGTH = 2, 10.0
LEAST_WORTH = 0.7  # less is not kept: it would be a quarter of the file and turns few verdicts
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
        self.seen = seen_of(pairs)

    def tell(self, name: str, rows: Flags, values: Sequence[float]) -> None:
        """Give these pairs these values of one feature."""
        self.x[rows, self.names.index(name)] = values


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
    folds = _folds(own)
    for k in range(FOLDS):
        print(f"deel {k + 1} van {FOLDS} …", file=sys.stderr, flush=True)
        Told(own, folds != k).tell(own, folds == k)
    everything = Told(own, folds >= 0)
    everything.tell(made, made.y >= 0)
    scores = _cross_validated(own, made, folds)
    threshold = float(np.quantile(scores[~own.y], CAUGHT))
    print(_report(own, scores, threshold))
    models = [_grown(own, made, folds >= 0, made.y >= 0, seed) for seed in range(GROWN)]
    data = {
        "features": own.names,
        "threshold": round(threshold, 4),
        "baseline": round(float(np.mean([m._baseline_prediction[0, 0] for m in models])), 6),
        "trees": [_nodes(stage[0].nodes, 1 / GROWN) for m in models for stage in m._predictors],
        "weights": dict(comparer.weights),
        "abbreviations": dict(comparer.abbreviations),
        "changes": {
            mark: round(worth, 2)
            for mark, worth in sorted(everything.worth.items())
            if mark == Comparer.base or abs(worth) >= LEAST_WORTH
        },
    }
    options.out.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    everything.attention.save(options.out.with_name("attention.npz"))
    print(f"bewaard in {options.out}, en het netwerk ernaast")
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


class Told:
    """What is learned first from some of the pairs: the worth of changes, and the network."""

    def __init__(self, own: Table, mine: Flags) -> None:
        self.worth = _worth(own, mine)
        chosen = np.where(mine)[0]
        self.attention = train_attention([own.seen[i] for i in chosen], own.y[chosen])

    def tell(self, table: Table, rows: Flags) -> None:
        """Give these pairs what was learned as features."""
        chosen = np.where(rows)[0]
        table.tell("changes", rows, [Comparer.odds(self.worth, table.marks[i]) for i in chosen])
        table.tell("attended", rows, [self.attention.odds_of(*table.seen[i]) for i in chosen])


def _folds(own: Table) -> npt.NDArray[np.intp]:
    """A fold for each pair; pairs whose evidence shares a longer sentence, with each other or by way of others, are in the same."""
    graph, sparse = _needed("scipy.sparse.csgraph"), _needed("scipy.sparse")
    number = {line: n for n, line in enumerate(sorted(frozenset().union(*own.lines)))}
    size = len(own.y) + len(number)
    links = [(row, len(own.y) + number[line]) for row, lines in enumerate(own.lines) for line in lines]
    rows, columns = zip(*links, strict=True)
    together = sparse.coo_matrix((np.ones(len(links)), (rows, columns)), shape=(size, size))
    _, part = graph.connected_components(together, directed=False)
    sizes = Counter(part[: len(own.y)].tolist())
    filled, fold = [0] * FOLDS, dict[int, int]()
    for of, pairs in sizes.most_common():
        fold[of] = filled.index(min(filled))
        filled[fold[of]] += pairs
    return np.array([fold[of] for of in part[: len(own.y)].tolist()])


def _grown(own: Table, made: Table, mine: Flags, theirs: Flags, seed: int) -> Any:
    """Boosted trees."""
    ensemble = _needed("sklearn.ensemble")
    bounds = [-1 if n in Comparer.against else 1 if n in Comparer.in_favour else 0 for n in own.names]
    model = ensemble.HistGradientBoostingClassifier(monotonic_cst=bounds, random_state=seed, early_stopping=False, **SHAPE)
    x = np.vstack([own.x[mine], made.x[theirs]])
    return model.fit(
        x, np.concatenate([own.y[mine], made.y[theirs]]), sample_weight=np.concatenate([own.weights[mine], made.weights[theirs]])
    )


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


def _cross_validated(own: Table, made: Table, folds: npt.NDArray[np.intp]) -> Matrix:
    """For each tuning pair the probability by trees that saw none of its evidence; 0 where a hard rule decides."""
    scores = np.zeros(len(own.y))
    for k in range(FOLDS):
        seen = frozenset().union(*(own.lines[i] for i in np.where(folds == k)[0]))
        theirs = np.array([not (lines & seen) for lines in made.lines])
        scores[folds == k] = _grown(own, made, folds != k, theirs, k).predict_proba(own.x[folds == k])[:, 1]
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
