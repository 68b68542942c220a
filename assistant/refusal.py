"""When the sources do not answer: a calibrated bar on what was found, after and beside the checks of `premises`."""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.alignment import Aligner
from assistant.premises import Refusal, after_search, before_search
from assistant.question import Question
from assistant.retrieval import Candidate
from ingest import Entry

BAR_FILE = Path(__file__).parent / "refusal.json"
FEATURES = ("top", "second", "dense", "text", "page", "coverage", "unknown", "uncovered", "length")


@cache
def shipped_bar() -> Mapping[str, float]:
    """Weights of the answerable-or-not decision, with `bias` and `bar`."""
    raw: dict[str, float] = json.loads(BAR_FILE.read_text(encoding="utf-8"))
    return raw


def confidence_features(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What tells an answerable question from another; all between 0 and 1 or nearly so."""
    top = candidates[0] if candidates else None
    best = candidates[:3]
    return {
        "top": _logit(top.score) / 5 if top else -2.0,
        "second": _logit(candidates[1].score) / 5 if len(candidates) > 1 else -2.0,
        "dense": max((c.values["dense"] for c in best), default=0.0),
        "text": max((c.values["lexical"] * c.values["coverage"] for c in best), default=0.0),
        "page": max((c.values["dense_page"] for c in best), default=0.0),
        "coverage": max((c.values["coverage"] for c in best), default=0.0),
        "unknown": len(question.unknown_words) / max(1, len(question.own_words)),
        "uncovered": 1.0 - max((c.values["coverage"] for c in candidates[:10]), default=0.0),
        "length": min(1.0, len(question.own_words) / 12),
    }


def confidence(question: Question, candidates: Sequence[Candidate], bar: Mapping[str, float] | None = None) -> float:
    """Chance that the sources answer the question, between 0 and 1."""
    weights = bar or shipped_bar()
    values = confidence_features(question, candidates)
    return 1.0 / (1.0 + math.exp(-(weights["bias"] + sum(weights.get(n, 0.0) * v for n, v in values.items()))))


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
