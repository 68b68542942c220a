"""Which words a sentence adds to the evidence that it rests on, and which of the evidence's it leaves out: marks, and what they are worth.

The worth of each mark was learned from written pairs (a linear model over a bag of marks); the trees of the check see the sum.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.acting import Token
from assistant.pairing import Pairing
from assistant.reading import Text

# In the worth of marks, what stands for a sentence without any.
BASE = ""


def marks_of(pair: Pairing) -> tuple[str, ...]:
    """`+word` for each that the sentence adds, `-word` for each that it leaves out, `word word` for neighbours that it brings together."""
    return tuple(dict.fromkeys(_marks(pair)))


def odds(worth: Mapping[str, float], marks: Sequence[str]) -> float:
    """How much the marks speak for the sentence, as log odds; marks of which nothing was learned dilute the rest."""
    return worth.get(BASE, 0.0) + sum(worth.get(m, 0.0) for m in marks) / math.sqrt(max(1, len(marks)))


def _marks(pair: Pairing) -> Iterator[str]:
    claim = [t for t in pair.claim.tokens if t.word[0].isalnum()]
    window = pair.text_of(pair.window)
    yield from (f"+{t.stem or t.word}" for t in claim if _is_new(t, window))
    yield from (f"-{t.stem or t.word}" for t in pair.region.tokens if t.word[0].isalnum() and _is_new(t, pair.claim))
    together = {(a.word, b.word) for a, b in pairwise(window.tokens)}
    yield from (f"{a.word} {b.word}" for a, b in pairwise(claim) if (a.word, b.word) not in together)


def _is_new(token: Token, text: Text) -> bool:
    """Whether the text has no such word; numbers are compared elsewhere."""
    return not (token.number or token.word in text.words or (token.stem and token.stem in text.stems))
