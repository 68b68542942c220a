"""Which examples are about the words that were typed. A search ranks all of them; these are only those that really match."""

import re
from collections.abc import Sequence

from assistant.chain import Assistant
from ingest import Entry, Filters

LONGEST = 500
# An example matches when it holds half of what the words mean, rare words counting for more; less will do where it suits well all the same.
ENOUGH, SOME, SUITS = 0.5, 0.2, 0.3
# A word that is not yet typed in full already finds what begins with it, from so many letters.
BEGUN = 3


def matching_cases(assistant: Assistant, words: str) -> list[str]:
    """The ids of the examples that match, best first; all of them, by title, when hardly anything is typed, nothing when none matches."""
    now = assistant.newest()
    cases = now.entries("case")
    typed = re.findall(r"\w+", words[:LONGEST].casefold())
    short = max(map(len, typed), default=0) < BEGUN
    held = [] if short else [c.id for c in cases if _holds(c, typed)]
    # A word that begins another is not yet finished: it is no typing error.
    question = now.reader.read(words[:LONGEST], without=[f"spelling:{word}" for word in typed] if held else ())
    found = now.search.reordered(question, now.search.candidates(question, Filters(kinds=("case",))))
    about = [c.entry.id for c in found if _is_about(c.values["coverage"], c.score)]
    if short and not about:
        return [c.id for c in sorted(cases, key=lambda c: c.title.casefold())]
    order = {c.entry.id: n for n, c in enumerate(found)}
    return [*about, *sorted({*held} - {*about}, key=lambda i: (order.get(i, len(order)), i))]


def _is_about(coverage: float, score: float) -> bool:
    return coverage >= ENOUGH or (coverage >= SOME and score >= SUITS)


def _holds(case: Entry, typed: Sequence[str]) -> bool:
    """Whether for each word that was typed a word of the example begins with it."""
    text = " ".join((case.title, case.summary, case.body, *case.places, case.province, *case.partners)).casefold()
    return all(re.search(rf"\b{re.escape(word)}", text) for word in typed)
