"""What was worked out of a text, remembered, and forgotten after so many questions: questions are among those texts (docs/privacy.md)."""

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

Result = TypeVar("Result")
QUESTIONS = 100
_forgetting: list[Callable[[], None]] = []
_counting = threading.Lock()
_asked = 0


def remembered(most: int) -> Callable[[Callable[[str], Result]], Callable[[str], Result]]:
    """Keeps what a function gives for so many texts, no longer than a hundred questions."""

    def keep(work_out: Callable[[str], Result]) -> Callable[[str], Result]:
        kept = lru_cache(maxsize=most)(work_out)
        _forgetting.append(kept.cache_clear)
        return kept

    return keep


def one_more_question() -> None:
    """Counts a question; at the hundredth all is forgotten, and it begins anew: what is told of evidence is soon known again."""
    global _asked
    with _counting:
        _asked += 1
        if _asked < QUESTIONS:
            return
        _asked = 0
    for forget in _forgetting:
        forget()
