"""What a question counts, held against what the evidence counts: another number, or a place beyond the end of a row. Words only."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.entry_lines import evidence_words
from assistant.wording import NUMBER_WORDS, ORDINALS
from ingest import Entry, fold, stem, words

# What is counted in passing, and not as a fact about the subject.
TIMES_AND_PEOPLE = frozenset(
    stem(w) for w in "jaar jaren maanden weken dagen uur keer leerlingen kinderen gemeenten mensen partijen euro".split()
)
NUMBERS = {w: str(n) for n, w in enumerate(NUMBER_WORDS)}
# How many are wanted, not how many there are.
WANTED = re.compile(
    r"\b(noem|geef|toon|zoek|vind|bedenk|graag|wil)\s+((me|mij|ons|er)\s+)?\w+(?=\s+\w*(voorbeeld|tip|idee|les|aanpak))"
)


def counted_otherwise(folded: str, best: Sequence[Entry]) -> str:
    """The first number of something in a question that the sources count otherwise; empty when there is none."""
    asked = [(number, thing) for number, thing in _counted(WANTED.sub(" ", folded)) if number not in ("1", "12")]
    told = _counts_of(best) if asked else {}
    for number, thing in asked:
        if len(told.get(thing, ())) == 1 and number not in told[thing] and thing not in TIMES_AND_PEOPLE:
            return number
    return ""


def beyond_the_row(folded: str, best: Sequence[Entry]) -> tuple[str, int]:
    """The eighth, when the question asks for the eighth of what the sources count seven, and how many there are; nothing otherwise."""
    asked = words(folded)
    for ordinal, thing in pairwise(asked):
        if ordinal not in ORDINALS or stem(thing) in TIMES_AND_PEOPLE or any(ordinal in words(evidence_words(e)) for e in best):
            continue
        most = max((int(n) for n in _counts_of(best).get(stem(thing), ())), default=0)
        if 1 < most <= ORDINALS.index(ordinal):
            return ordinal, most
    return "", 0


def _counts_of(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """How many of each thing, by its stem, these entries count."""
    told: dict[str, set[str]] = {}
    for entry in entries:
        for number, thing in _counted(fold(evidence_words(entry))):
            told.setdefault(thing, set()).add(number)
    return told


def _counted(folded: str) -> list[tuple[str, str]]:
    """Pairs of a number and the stem of the word that it counts."""
    found = words(folded)
    numbers = [NUMBERS.get(w, w if w.isdigit() and len(w) < 4 else "") for w in found]
    return [(n, stem(found[i + 1])) for i, n in enumerate(numbers[:-1]) if n and found[i + 1].isalpha() and len(found[i + 1]) > 3]
