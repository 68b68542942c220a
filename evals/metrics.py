"""The arithmetic of the suite: pure functions over ranks, flags and values. Knows nothing of questions, answers or files.

Ranking measures come from ir_measures. A question is one need: of all right pieces of evidence the first counts. Then recall@k is
the share of questions with a right piece among the first k (ir_measures' Success@k), and nDCG@10 is 1 / log2(1 + rank).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ir_measures
import numpy as np

DEPTH = 10
ROUNDS = 2000
SEED = 20240229
_MEASURES = {
    **{f"recall@{k}": ir_measures.Success @ k for k in (1, 3, 5, 10)},
    "MRR": ir_measures.RR @ DEPTH,
    "nDCG@10": ir_measures.nDCG @ DEPTH,
}
RANKING = tuple(_MEASURES)


@dataclass(frozen=True)
class Estimate:
    """A mean over `n` questions with its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}-{self.high:.3f}]"


def estimate(values: Sequence[float], rounds: int = ROUNDS, seed: int = SEED) -> Estimate:
    """The mean and its percentile interval, by resampling the values with a fixed seed; NaN when there are none."""
    if not values:
        return Estimate(math.nan, math.nan, math.nan, 0)
    sample = np.asarray(values, dtype=float)
    picks = np.random.default_rng(seed).integers(0, len(sample), size=(rounds, len(sample)))
    low, high = np.quantile(sample[picks].mean(axis=1), (0.025, 0.975))
    return Estimate(float(sample.mean()), float(low), float(high), len(sample))


def first_right(flags: Iterable[bool]) -> int | None:
    """The rank (1 = best) of the first flag that is set."""
    return next((rank for rank, flag in enumerate(flags, start=1) if flag), None)


@lru_cache(maxsize=256)
def ranking(rank: int | None) -> dict[str, float]:
    """recall@1/3/5/10, MRR and nDCG@10 of one question whose first right piece stands at this rank."""
    values = dict.fromkeys(RANKING, 0.0)
    if rank is None:
        return values
    run = [ir_measures.ScoredDoc("q", "right" if r == rank else str(r), -float(r)) for r in range(1, rank + 1)]
    names = {measure: name for name, measure in _MEASURES.items()}
    for found in ir_measures.iter_calc(list(names), [ir_measures.Qrel("q", "right", 1)], run):
        values[names[found.measure]] = float(found.value)
    return values


@dataclass(frozen=True)
class Attribution:
    """ALCE's figures for one answer; `faults` says which sentence or marker failed and why."""

    recall: float
    precision: float
    faults: tuple[str, ...] = ()


Judge = Callable[[str, str], tuple[bool, str]]


def attribution(sentences: Sequence[tuple[str, Sequence[int]]], texts: dict[int, str], judge: Judge) -> Attribution:
    """Citation recall and precision as ALCE defines them (Gao et al. 2023), with a judge of (premise, claim) to plug in.

    A sentence is recalled when all it cites, taken together, supports it; without markers, or with one that exists nowhere, it is
    not (and its markers are left out of precision). A marker is precise when its sentence is recalled and the marker supports it
    alone or cannot be missed.
    """
    faults: list[str] = []
    recalled = precise = markers = 0
    for text, cites in sentences:
        known = [n for n in dict.fromkeys(cites) if n in texts]
        if not known or len(known) < len(set(cites)):
            faults.append(f"{'onbekend nummer' if cites else 'geen bron'}: {text}")
            continue
        markers += len(known)
        held, reason = judge(_joined(texts, known), text)
        if not held:
            faults.append(f"{reason}: {text}")
            continue
        recalled += 1
        precise += sum(_is_precise(n, known, text, texts, judge) for n in known)
    return Attribution(recalled / len(sentences) if sentences else 0.0, precise / markers if markers else 0.0, tuple(faults))


def _is_precise(n: int, known: Sequence[int], text: str, texts: dict[int, str], judge: Judge) -> bool:
    others = [other for other in known if other != n]
    return not others or judge(texts[n], text)[0] or not judge(_joined(texts, others), text)[0]


def _joined(texts: dict[int, str], numbers: Iterable[int]) -> str:
    return "\n".join(texts[n] for n in numbers)


def refusal_curve(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[tuple[float, float, float]]:
    """For each bar over the chance to be answered: (bar, share of answerable below it, share of unanswerable below it)."""
    bars = sorted({*answerable, *unanswerable, math.inf})
    return [(bar, _below(answerable, bar), _below(unanswerable, bar)) for bar in bars]


def separation(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """Chance that an answerable question has a higher chance to be answered than an unanswerable one (AUC; .5 is chance); NaN without both."""
    pairs = [(a > u) + 0.5 * (a == u) for a in answerable for u in unanswerable]
    return sum(pairs) / len(pairs) if pairs else math.nan


def _below(values: Sequence[float], bar: float) -> float:
    return sum(v < bar for v in values) / len(values) if values else 0.0


def confusion(pairs: Iterable[tuple[int, int]]) -> Counter[tuple[int, int]]:
    """How often each (gold, said) pair occurs."""
    return Counter(pairs)


@dataclass(frozen=True)
class Said:
    """Predictions that were said with about the same chance: the mean of what was said, the share that was right, and how many."""

    said: float
    right: float
    n: int


def reliability(pairs: Iterable[tuple[float, bool]], bins: Sequence[float] = (0.3, 0.5, 0.7, 0.85)) -> list[Said]:
    """How true the chances are that were said (a reliability diagram in numbers): a line for each part between `bins` that has any."""
    parts: dict[int, list[tuple[float, bool]]] = {}
    for said, right in pairs:
        parts.setdefault(sum(said >= edge for edge in bins), []).append((said, right))
    return [
        Said(sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part), len(part))
        for _, part in sorted(parts.items())
    ]
