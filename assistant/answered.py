"""Whether the cards answer a question: what the network of `attention` says of its words beside those of the sentences that suit it best.

Learned from questions that cards answer and from those that only look so (`python -m evals learn-refusal`). Of documents without cards it
knows nothing.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from assistant.attention import LONGEST, Attention, Side, both_sides, load, words_of

WEIGHTS_FILE = Path(__file__).with_name("answered.npz")
# So many words of the sentences are seen.
LONGEST_TOLD = 110


def asked_sides(question: str, told: Sequence[str]) -> tuple[Side, Side]:
    """What the network sees of a question, and of the sentences that suit it best."""
    return both_sides(words_of(question)[:LONGEST], [w for text in told for w in words_of(text)][:LONGEST_TOLD])


def odds(question: str, told: Sequence[str]) -> float:
    """How much the words speak for an answer, as log odds; 0 when either side has no words."""
    return shipped().odds_of(*asked_sides(question, told))


@cache
def shipped() -> Attention:
    """The one that ships, read once."""
    return load(WEIGHTS_FILE)
