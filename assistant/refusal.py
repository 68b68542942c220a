"""When the sources do not answer: a calibrated bar on what was found, after and beside the checks of `premises`."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.alignment import Aligner
from assistant.coverage import Coverage
from assistant.premises import Refusal, after_search, before_search
from assistant.question import Question
from assistant.retrieval import Candidate
from ingest import Entry

BAR_FILE = Path(__file__).parent / "refusal.json"
FEATURES = (
    "dense", "around", "text", "page", "coverage", "told", "unknown", "rarest", "agree_page", "agree_engines", "gap", "length", "name_only",
    "soft", "soft_told", "soft_rare", "soft_rarest", "soft_rarest_told", "soft_rest", "soft_first", "soft_first_rest",
)  # fmt: skip
# How deep the agreement of the two engines, and of the pages, is looked at.
DEPTH = 8


@cache
def shipped_bar() -> Mapping[str, float]:
    """Weights of the answerable-or-not decision, with `bias` and `bar`."""
    raw: dict[str, float] = json.loads(BAR_FILE.read_text(encoding="utf-8"))
    return raw


def confidence_features(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What tells an answerable question from another; all between 0 and 1 or nearly so."""
    if not candidates:
        return dict.fromkeys(FEATURES, 0.0)
    best, top = candidates[:3], candidates[0].values
    rarest = max((c.values["rarest"] for c in best), default=0.0)
    coverage = max(c.values["coverage"] for c in best)
    return {
        "dense": max(c.values["dense"] for c in best),
        "around": max(c.values["around"] for c in best),
        "text": max(c.values["lexical"] * c.values["coverage"] for c in best),
        "page": max(c.values["dense_page"] for c in best),
        "coverage": coverage,
        "told": max(c.values["told"] for c in best),
        "unknown": len(question.unknown_words) / max(1, len(question.own_words)),
        "rarest": rarest,
        "agree_page": _same_page(candidates[:DEPTH]),
        "agree_engines": _agreement(candidates),
        "gap": min(1.0, (_logit(candidates[0].score) - _logit(candidates[min(5, len(candidates) - 1)].score)) / 6),
        "length": min(1.0, len(question.own_words) / 12),
        # Names match while the words that ask do not: the mark of a near miss.
        "name_only": max(top["place"], top["title"]) * (1.0 - rarest),
        **_soft(candidates),
    }


def _soft(candidates: Sequence[Candidate]) -> dict[str, float]:
    found = [c.coverage for c in candidates if c.coverage] or [Coverage()]
    return {
        "soft": max(c.whole for c in found),
        "soft_told": max(c.told for c in found),
        "soft_rare": max(c.rare for c in found),
        "soft_rarest": max(c.rarest for c in found),
        "soft_rarest_told": max(c.rarest_told for c in found),
        "soft_rest": max(c.rest for c in found),
        "soft_first": found[0].whole,
        "soft_first_rest": found[0].rest,
    }


def _same_page(candidates: Sequence[Candidate]) -> float:
    """Share of the best that stand on a page of the very best."""
    first = {(s.document, p) for s in candidates[0].entry.sources for p in s.pages}
    return sum(any((s.document, p) in first for s in c.entry.sources for p in s.pages) for c in candidates) / len(candidates)


def _agreement(candidates: Sequence[Candidate]) -> float:
    """Share of the nearest by vectors that are also among the best by words."""
    near = {c.entry.id for c in sorted(candidates, key=lambda c: -c.values["around"])[:DEPTH]}
    worded = {c.entry.id for c in sorted(candidates, key=lambda c: -c.values["lexical"])[:DEPTH]}
    return len(near & worded) / DEPTH


def confidence(question: Question, candidates: Sequence[Candidate], bar: Mapping[str, float] | None = None) -> float:
    """Chance that the sources answer the question, between 0 and 1: a logistic model on the features and their products."""
    weights = bar or shipped_bar()
    values = expanded(confidence_features(question, candidates))
    return 1.0 / (1.0 + math.exp(-(weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in values.items()))))


def expanded(values: Mapping[str, float]) -> dict[str, float]:
    """The features, their squares and their products with each other."""
    names = list(values)
    products = {f"{a}*{b}": values[a] * values[b] for i, a in enumerate(names) for b in names[i:]}
    return {**values, **products}


def judge(question: Question, candidates: Sequence[Candidate], aligner: Aligner) -> Refusal | None:
    """None when the sources answer; otherwise why not."""
    if not candidates:
        return before_search(question) or Refusal("nothing")

    def told(entry: Entry) -> list[str]:
        return [line.text for line in aligner.lines(question, entry)]

    if refusal := before_search(question) or after_search(question, candidates, told):
        return refusal
    return Refusal("bar") if confidence(question, candidates) < shipped_bar()["bar"] else None


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))
