"""Which Dutch words can stand for another in texts about youth policy, and which say the opposite. Data beside it; knows nothing of texts.

`thesaurus.txt`: one word a line, ` | `, words or phrases that mean the same, ` | `, words that mean the opposite; commas between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.dutch import content_words, fold

FILE = Path(__file__).with_suffix(".txt")


@dataclass(frozen=True)
class Likeness:
    """What may stand for a word, and what turns it round; folded."""

    same: tuple[str, ...]
    opposite: tuple[str, ...]


@cache
def load_thesaurus() -> Mapping[str, Likeness]:
    """For each folded word what the file says of it."""
    found = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        word, same, opposite = (part.strip() for part in line.split("|"))
        found[fold(word)] = Likeness(_words(same), _words(opposite))
    return found


def _words(part: str) -> tuple[str, ...]:
    return tuple(fold(w.strip()) for w in part.split(",") if content_words(w))
