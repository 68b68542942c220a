"""When the sources do not answer: a calibrated bar, and the checks that catch a near miss. A reason comes with every refusal.

Knows scores and words; knows nothing of how an answer is worded.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.alignment import Aligner, has_amount
from assistant.question import Question
from assistant.retrieval import Candidate
from ingest import fold, stem, words

BAR_FILE = Path(__file__).parent / "refusal.json"
FEATURES = ("top", "second", "dense", "coverage", "lexical", "unknown", "length")


@dataclass(frozen=True)
class Refusal:
    """Why the sources do not answer; `reason` is a whole Dutch sentence or empty when nothing more can be said."""

    kind: str
    reason: str = ""


@cache
def shipped_bar() -> dict[str, float]:
    """Weights of the answerable-or-not decision, with `bias` and `bar`."""
    raw: dict[str, float] = json.loads(BAR_FILE.read_text(encoding="utf-8"))
    return raw


def confidence_features(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """What tells an answerable question from another; all between 0 and 1 or nearly so."""
    top = candidates[0] if candidates else None
    values = top.values if top else {}
    return {
        "top": _logit(top.score) / 5 if top else -2.0,
        "second": _logit(candidates[1].score) / 5 if len(candidates) > 1 else -2.0,
        "dense": values.get("dense", 0.0),
        "coverage": max((c.values["coverage"] for c in candidates[:3]), default=0.0),
        "lexical": max((c.values["dense_page"] for c in candidates[:3]), default=0.0),
        "unknown": len(question.unknown_words) / max(1, len(question.own_words)),
        "length": min(1.0, len(question.own_words) / 12),
    }


def confidence(question: Question, candidates: Sequence[Candidate], bar: dict[str, float] | None = None) -> float:
    """Chance that the sources answer the question, between 0 and 1."""
    weights = bar or shipped_bar()
    values = confidence_features(question, candidates)
    return 1.0 / (1.0 + math.exp(-(weights["bias"] + sum(weights[n] * v for n, v in values.items()))))


def judge(question: Question, candidates: Sequence[Candidate], aligner: Aligner) -> Refusal | None:
    """None when the sources answer; otherwise why not."""
    if not candidates:
        return Refusal("nothing")
    if question.unknown_places:
        names = " en ".join(question.unknown_places)
        return Refusal("place", f"De bronnen vertellen niets over {names}.")
    if confidence(question, candidates) < shipped_bar()["bar"]:
        return Refusal("bar")
    return _near_miss(question, candidates, aligner)


def _near_miss(question: Question, candidates: Sequence[Candidate], aligner: Aligner) -> Refusal | None:
    """The subject is there, the asked detail is not."""
    folded = fold(question.asked)
    best = [c.entry for c in candidates[:3]]
    if question.asks == "amount" and re.search(r"\b(kost\w*|bedrag\w*|budget|tarie\w*|uurloon|salaris\w*|euro'?s?|prijs|subsidiebedrag)\b", folded):
        if re.search(r"hoeveel|welk bedrag|wat kost|hoe hoog|hoe groot|wat is het (tarief|uurtarief|uurloon|bedrag|budget)", folded):
            lines = [line.text for e in best for line in aligner.lines(question, e)]
            if not any(has_amount(t) and re.search(r"€|euro|procent|%|miljard|miljoen|derde|helft", fold(t)) for t in lines):
                return Refusal("amount", "De bronnen noemen hierbij geen bedrag.")
    if question.asks == "amount" and "hoeveel" in folded:
        lines = [line.text for e in best[:2] for line in aligner.lines(question, e)]
        if not any(has_amount(t) for t in lines):
            return Refusal("amount", "De bronnen noemen hierbij geen aantal.")
    if re.search(r"\b(stopte|gestopt|afgeschaft|schafte|mislukt\w*|failliet|opgeheven|ontslagen)\b", folded):
        told = {stem(w) for e in best for w in words(f"{e.summary} {e.body}")}
        if not told & {stem(w) for w in ("stopte", "gestopt", "stoppen", "afgeschaft", "mislukt", "mislukken", "opgeheven")}:
            return Refusal("premise", "Dat er iets is gestopt, afgeschaft of mislukt, staat niet in de bronnen.")
    return None


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))
