"""What tells a question that the sources answer from one that they do not: named features, and the question's own words.

Measures only; the decision is taken in `refusal`.
"""

import math
from collections.abc import Sequence
from dataclasses import fields
from itertools import pairwise

from assistant.asks import kinds
from assistant.coverage import Coverage
from assistant.question import Question
from assistant.retrieval import COVERED, Candidate
from ingest import fold, words

# How deep the agreement of the two engines, and of the pages, is looked at.
DEPTH = 8
SHARES = tuple(f.name for f in fields(Coverage))
FEATURES = (
    "dense", "around", "text", "page", "coverage", "told", "unknown", "rarest", "agree_page", "agree_engines", "suits", "suits_behind",
    "answered",
    "gap", "length", "name_only",
    "score", "next_score", "words", "question_mark", "small_start", "names", "place", "unknown_place", "unknown_words", "against",
    "number_wanted", "number_share", "year_wanted", "year_share", "name_wanted",
    *(f"soft {name}" for name in SHARES),
)  # fmt: skip


def features(question: Question, candidates: Sequence[Candidate], odds: float = 0.0, *, against: bool = False) -> dict[str, float]:
    """All FEATURES, between -1 and 1 or nearly so. `odds`: what `answered` says, 0 for a document without cards; `against`: a check of what
    the question takes for granted failed.
    """
    if not candidates:
        return dict.fromkeys(FEATURES, 0.0)
    return {
        **_found(question, candidates), "answered": as_feature(odds), **_covered(question, candidates), **_shape(question),
        "against": float(against),
    }  # fmt: skip


def as_feature(odds: float) -> float:
    """Log odds between -1 and 1."""
    return max(-1.0, min(1.0, odds / 10))


def word_pairs(text: str) -> list[str]:
    """The words of a question and its pairs of neighbours, each once: what a bag-of-words model sees."""
    found = words(fold(text))
    return list(dict.fromkeys([*found, *(f"{a} {b}" for a, b in pairwise(found))]))


def _found(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    best, top = candidates[:3], candidates[0].values
    rarest = max(c.values["rarest"] for c in best)
    return {
        "dense": max(c.values["dense"] for c in best),
        "around": max(c.values["around"] for c in best),
        "text": max(c.values["lexical"] * c.values["coverage"] for c in best),
        "page": max(c.values["dense_page"] for c in best),
        "coverage": max(c.values["coverage"] for c in best),
        "told": max(c.values["told"] for c in best),
        "unknown": len(question.unknown_words) / max(1, len(question.own_words)),
        "rarest": rarest,
        "agree_page": _same_page(candidates[:DEPTH]),
        "agree_engines": _agreement(candidates),
        # How sure the dual encoder is of the best, and how far that is behind the best of all cards.
        "suits": max(-1.0, top["suits share"] / 10),
        "suits_behind": max(-1.0, top["suits behind"] / 10),
        "gap": min(1.0, (_logit(candidates[0].score) - _logit(candidates[min(5, len(candidates) - 1)].score)) / 6),
        # Names match while the words that ask do not: the mark of a near miss.
        "name_only": max(top["place"], top["title"]) * (1.0 - rarest),
        "score": candidates[0].score,
        "next_score": candidates[1].score if len(candidates) > 1 else 0.0,
    }


def _covered(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """The best coverage among the first candidates, and whether a number, year or name that is asked stands where the words stand."""
    found = [c.coverage for c in candidates[:COVERED] if c.coverage] or [Coverage()]
    most = {name: max(getattr(c, name) for c in found) for name in SHARES}
    wanted = kinds(question.asked)
    line = max(most["line"], 1e-6)
    return {
        **{f"soft {name}": value for name, value in most.items()},
        "number_wanted": most["number"] * ("number" in wanted), "number_share": most["number"] / line * ("number" in wanted),
        "year_wanted": most["year"] * ("time" in wanted), "year_share": most["year"] / line * ("time" in wanted),
        "name_wanted": most["name"] * ("who" in wanted),
    }  # fmt: skip


def _shape(question: Question) -> dict[str, float]:
    asked = question.asked.strip()
    return {
        "length": min(1.0, len(question.own_words) / 12), "words": min(1.0, len(words(asked)) / 30),
        "question_mark": float(asked.endswith("?")), "small_start": float(asked[:1].islower()),
        "names": min(1.0, len(question.names) / 2), "place": float(bool(question.places)),
        "unknown_place": float(bool(question.unknown_places)), "unknown_words": min(1.0, len(question.unknown_words) / 3),
    }  # fmt: skip


def _same_page(candidates: Sequence[Candidate]) -> float:
    """Share of the best that stand on a page of the very best."""
    first = {(s.document, p) for s in candidates[0].entry.sources for p in s.pages}
    return sum(any((s.document, p) in first for s in c.entry.sources for p in s.pages) for c in candidates) / len(candidates)


def _agreement(candidates: Sequence[Candidate]) -> float:
    """Share of the nearest by vectors that are also among the best by words."""
    near = {c.entry.id for c in sorted(candidates, key=lambda c: -c.values["around"])[:DEPTH]}
    worded = {c.entry.id for c in sorted(candidates, key=lambda c: -c.values["lexical"])[:DEPTH]}
    return len(near & worded) / DEPTH


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return math.log(p / (1 - p))
