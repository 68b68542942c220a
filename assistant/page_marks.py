"""Which sentences of a page carry a quote: the quote itself where it stands there, else the one that says the same in other words."""

from collections.abc import Sequence

import numpy as np

from assistant.entry_lines import entry_sentences
from ingest import Index, fold

LEAST = 0.5
"""From this likeness on, a sentence of the page is taken for the one behind a quote from a card; below it nothing is marked."""
MOST = 8
"""So many quotes are looked for."""
LONGEST = 80
"""Words; what is longer is a figure or a table read as one sentence."""


def page_sentences(index: Index, document: str, page: int, quotes: Sequence[str]) -> dict[str, float]:
    """Sentences of one page of an added document, each with its likeness to a quote (1.0: literally), the best for each quote.

    Empty when the document was not added in full, or when nothing on the page comes near.
    """
    passages = index.passages(document, page)
    lines = list(dict.fromkeys(line for entry in passages for line in entry_sentences(entry) if len(line.split()) <= LONGEST))
    wanted = list(dict.fromkeys(q for q in quotes if q.strip()))[:MOST]
    if not lines or not wanted:
        return {}
    likeness = _likeness(index, wanted, lines)
    found: dict[str, float] = {}
    for row, best in zip(likeness, likeness.argmax(axis=1), strict=True):
        if row[best] >= LEAST:
            found[lines[best]] = max(float(row[best]), found.get(lines[best], 0.0))
    return found


def _likeness(index: Index, quotes: list[str], lines: list[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Quotes by lines, 0 to 1: half meaning, half the share of the quote's words that the line has."""
    vectors = index.embedder.encode_passages([*quotes, *lines])
    meaning = vectors[: len(quotes)] @ vectors[len(quotes) :].T
    terms = [frozenset(index.analyser.terms(line)) for line in lines]
    shared = np.array([[_share(frozenset(index.analyser.terms(q)), t) for t in terms] for q in quotes], dtype=np.float32)
    literal = np.array([[fold(q) == fold(line) for line in lines] for q in quotes])
    return np.where(literal, np.float32(1.0), np.minimum((meaning + shared) / 2, np.float32(0.99)))


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0
