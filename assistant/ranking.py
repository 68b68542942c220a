"""How well a piece of evidence fits a question: features in, one score out. Small, linear, and shipped as JSON.

The weights are chosen; `reranking` learns what comes after. Knows nothing of engines.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.question import Question
from assistant.suiting import NONE, Suits
from ingest import Entry

WEIGHTS_FILE = Path(__file__).parent / "ranking.json"
INTENT_KIND = {"example": "case", "route": "route", "law": "law", "instrument": "instrument"}


@dataclass(frozen=True)
class Signals:
    """What the engines said of one entry; similarities are cosines, lexical scores are shares of the best in this question, and `suits` is
    what the dual encoder says of it.

    `alone`: it is of a document that no card tells, so that nothing else speaks for it: it has no questions that it is known to answer.
    """

    dense: float = 0.0
    around: float = 0.0
    dense_page: float = 0.0
    lexical: float = 0.0
    lexical_page: float = 0.0
    coverage: float = 0.0
    title: float = 0.0
    told: float = 0.0
    rarest: float = 0.0
    suits: Suits = NONE
    alone: bool = False


def features(question: Question, entry: Entry, signals: Signals) -> dict[str, float]:
    """The named features of a candidate; those without a weight serve the decision to refuse alone."""
    own_places = set(entry.places)
    asked = set(question.places)
    return {
        "dense": signals.dense,
        "around": signals.around,
        "dense_page": signals.dense_page,
        "lexical": signals.lexical,
        "lexical_page": signals.lexical_page,
        "coverage": signals.coverage,
        "title": signals.title,
        "told": signals.told,
        "rarest": signals.rarest,
        "suits behind": signals.suits.behind,
        "suits share": signals.suits.share,
        "place": float(bool(asked & own_places)),
        "other_place": float(bool(asked) and bool(own_places) and not asked & own_places),
        "age": float(bool(question.ages) and set(entry.ages) == set(question.ages)),
        "other_age": float(is_of_other_age(question, entry)),
        "province": float(bool(entry.province) and entry.province in question.provinces),
        "kind": float(any(INTENT_KIND.get(i) == entry.kind for i in question.intents)),
        "law": float(entry.id in question.laws) + 0.3 * bool(set(entry.laws) & set(question.laws)),
        "passage": float(entry.kind == "passage"),
        "alone": float(signals.alone),
        "document": float(any(s.document in question.documents for s in entry.sources)),
        "other_document": float(bool(question.documents) and not any(s.document in question.documents for s in entry.sources)),
        "term": float(entry.kind == "term" and "definition" not in question.intents),
    }


def is_of_other_age(question: Question, entry: Entry) -> bool:
    """Whether an entry is of another age than is asked; not when either names none."""
    return bool(question.ages and entry.ages) and not set(question.ages) & set(entry.ages)


@cache
def shipped_weights() -> Mapping[str, float]:
    """The weights that ship, with `bias`."""
    raw: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return raw


def score(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Between 0 and 1: the logistic of the weighted sum."""
    z = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, z))))
