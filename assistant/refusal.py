"""When the sources do not answer: the checks of `screening` and `premises`, and beside them a calibrated bar on what `answerable` measures.

There are two bars: of a document without cards no questions are known that it answers, so what its passages show means something else.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant import answered
from assistant.alignment import Aligner
from assistant.answerable import features, word_pairs
from assistant.details import OF_DETAILS
from assistant.premises import Refusal, after_search, seen_there
from assistant.question import Question
from assistant.retrieval import Candidate
from assistant.screening import before_search
from assistant.suiting import Suiting

BAR_FILE = Path(__file__).with_name("refusal.json")
# Below this chance a check of what the question takes for granted is believed.
DOUBT = 0.5
# What is seen to be missing from a document without cards alone: an end of what it tells, and the name that is asked.
OF_ADDED = frozenset({"end", "project"})
# Two more checks are believed whatever the bar says: of 805 answerable questions that ask what something is or does none failed the one, and
# none of the answerable failed the other, which ten without an answer did, of 216 that name a place in a row.
SURE = frozenset({"mention", "row", *OF_ADDED})
# Of these the bar has not learned what they are worth.
UNLEARNED = frozenset({"view", "row", *OF_ADDED})


@dataclass(frozen=True)
class Bar:
    """A logistic model on features and on words; under `bar` the sources are held not to answer."""

    features: Mapping[str, float]
    words: Mapping[str, float]
    bias: float
    bar: float = 0.0

    def odds(self, values: Mapping[str, float], pairs: Sequence[str]) -> float:
        """Log odds that the sources answer."""
        known = [self.words[p] for p in pairs if p in self.words]
        sum_of_features = sum(weight * values[name] for name, weight in self.features.items())
        return self.bias + sum_of_features + (sum(known) / math.sqrt(len(known)) if known else 0.0)

    def chance(self, values: Mapping[str, float], pairs: Sequence[str]) -> float:
        """Chance that the sources answer, between 0 and 1."""
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, self.odds(values, pairs)))))


@cache
def shipped_bars() -> Mapping[str, Bar]:
    """What was fitted: `cards` (`python -m evals learn-refusal`), and `added` (`learn-added`) for where the best evidence is of a document
    without cards.
    """
    return {name: Bar(**told) for name, told in json.loads(BAR_FILE.read_text(encoding="utf-8")).items()}


def bar_for(candidates: Sequence[Candidate]) -> Bar:
    """The bar that goes by the best evidence."""
    return shipped_bars()["added" if is_added(candidates) else "cards"]


def is_added(candidates: Sequence[Candidate]) -> bool:
    """Whether the best evidence is of a document without cards."""
    return bool(candidates) and candidates[0].values["alone"] > 0


def confidence(question: Question, candidates: Sequence[Candidate], suiting: Suiting, *, against: bool = False) -> float:
    """Chance that the sources answer the question; `against` when a check of what it takes for granted failed."""
    # Of a conversation the last question is judged, beside what suits all of it; of a document without cards the cards tell nothing.
    asked = question.whole
    odds = 0.0 if is_added(candidates) else answered.odds(asked.meant or asked.asked, suiting.of(asked.text).lines)
    return bar_for(candidates).chance(features(asked, candidates, odds, against=against), word_pairs(asked.asked))


@dataclass(frozen=True)
class Decision:
    """Why the sources do not answer, None when they do, and the chance that they do; 0 where what is asked or found rules it out."""

    refusal: Refusal | None
    chance: float = 0.0


def decide(question: Question, candidates: Sequence[Candidate], aligner: Aligner, suiting: Suiting) -> Decision:
    """Whether the sources answer.

    What can be seen to be missing counts when the bar is in doubt as well: words alone see too much.
    """
    if refusal := before_search(question):
        return Decision(refusal)
    if not candidates:
        return Decision(Refusal("nothing"))
    missing = premise(question, candidates, aligner)
    chance = confidence(question, candidates, suiting, against=speaks_against(missing))
    # What was told before brings much evidence along, but of that the detail is not there.
    detail = question.names_nothing and missing and missing.kind in OF_DETAILS
    if missing and (chance < DOUBT or missing.kind in SURE or detail):
        return Decision(missing, chance)
    # What is seen to be there, under the very name, is believed as well.
    if chance < bar_for(candidates).bar and not (is_added(candidates) and seen_there(question, candidates, aligner.texts)):
        return Decision(Refusal("bar"), chance)
    return Decision(None, chance)


def speaks_against(missing: Refusal | None) -> bool:
    """Whether the bar weighs what was seen to be missing."""
    return missing is not None and missing.kind not in UNLEARNED


def premise(question: Question, candidates: Sequence[Candidate], aligner: Aligner) -> Refusal | None:
    """What can be seen to be missing from the evidence, without the bar."""
    return after_search(question, candidates, aligner.texts)
