"""Who asks: what a visitor told of the own work, and how far that moves what is found. It never takes anything away.

What the question itself says goes first: its ages, places and partners set those of the profile aside.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.question import Question
from assistant.retrieval import Candidate
from ingest import Entry

KEY = "profile"
"""The key under which a profile is shown as understood, and can be taken away for one question."""
AGE, PROVINCE, PARTNER = 0.3, 0.3, 0.2
"""What is added to the log-odds of evidence that fits. Together less than what a good word in the question does."""
_AGES = {"12-": "tot 12 jaar", "12+": "12 jaar en ouder"}


@dataclass(frozen=True)
class Profile:
    """For whom somebody works (a partner as cards name them), for which ages and in which province; empty fields say nothing."""

    partner: str = ""
    ages: tuple[str, ...] = ()
    province: str = ""

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.partner or self.ages or self.province)

    @property
    def label(self) -> str:
        """In words, for the visitor."""
        parts = (self.partner, " en ".join(_AGES.get(a, a) for a in self.ages), self.province)
        return "uw profiel: " + ", ".join(part for part in parts if part)


def leaning(found: Sequence[Candidate], profile: Profile, question: Question) -> list[Candidate]:
    """The same candidates, those that fit the profile, or the partner that is asked about, a little higher."""
    if not profile and not question.partners:
        return list(found)
    moved = [replace(c, score=_moved(c.score, _bonus(c.entry, profile, question))) for c in found]
    return sorted(moved, key=lambda c: -c.score)


def _bonus(entry: Entry, profile: Profile, question: Question) -> float:
    age = not question.ages and bool(set(profile.ages) & set(entry.ages)) and set(entry.ages) != {"12-", "12+"}
    near = not question.places and not question.provinces and bool(profile.province) and entry.province == profile.province
    partners = set(question.partners) or {profile.partner} - {""}
    return AGE * age + PROVINCE * near + PARTNER * bool(partners & set(entry.partners))


def _moved(score: float, bonus: float) -> float:
    if not bonus or not 0 < score < 1:
        return score
    return 1 / (1 + (1 - score) / score * math.exp(-bonus))
