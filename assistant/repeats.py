"""Whether a sentence tells again what an answer has told already, in the same or in other words.

A logistic model on a few plain signs and on a network as in `attention`; learned from answers in which readers marked what repeats
(`python -m evals learn-repeats`), shipped as repeats.json and repeats.npz.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.attention import LONGEST, LONGEST_EVIDENCE, Attention, Side, both_sides, load, words_of
from assistant.novelty import brings
from assistant.ranking import score
from assistant.reading import read
from assistant.retrieval import same_words

NETWORK_FILE = Path(__file__).with_name("repeats.npz")
WEIGHTS_FILE = NETWORK_FILE.with_suffix(".json")
# Of what was told so many sentences, those that share most words, are seen by the network.
SENTENCES = 2
# Words of a long sentence, and the chance from which a sentence is not told.
LONG, TOLD_AGAIN = 40, 0.25


def chance(new: str, told: Sequence[str]) -> float:
    """Chance that a reader would say that `new` adds nothing to what was told, between 0 and 1."""
    if not told:
        return 0.0
    return score({**signs(new, told), "network": shipped_network().odds_of(*repeat_sides(new, told))}, shipped())


def signs(new: str, told: Sequence[str]) -> dict[str, float]:
    """What is plainly seen of a sentence beside those told before it, of which there is at least one."""
    return {
        "said": max(same_words(new, of) for of in told),
        "says": max(same_words(of, new) for of in told),
        "brings": float(all(brings(read(new), read(of)) for of in told)),
        "length": min(1.0, len(new.split()) / LONG),
    }


def repeat_sides(new: str, told: Sequence[str]) -> tuple[Side, Side]:
    """What the network sees of a sentence, and of those told before that share most words with it."""
    nearest = sorted(told, key=lambda of: -same_words(new, of))[:SENTENCES]
    return both_sides(words_of(new)[:LONGEST], [w for of in nearest for w in words_of(of)][:LONGEST_EVIDENCE])


@cache
def shipped() -> Mapping[str, float]:
    """The weights that ship, with their bias."""
    raw: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return raw


@cache
def shipped_network() -> Attention:
    """The network that ships, read once."""
    return load(NETWORK_FILE)
