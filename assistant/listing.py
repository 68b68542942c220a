"""The list of an added document that a question asks for: which one it is, how much of it is told, and that there is more.

Knows nothing of what else an answer tells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Block, Sentence
from assistant.entry_lines import MARK, orders_in, unmarked
from assistant.question import Question
from assistant.retrieval import same_words
from assistant.telling import Telling
from ingest import Entry, fold, sentences

# So many items make a list; so many are told at most, and words.
LEAST, MOST, MOST_WORDS = 3, 12, 130
# Several things are asked by a plural: `welke afspraken`, `wat zijn de doelen`.
ASKS_SEVERAL = re.compile(r"^\W*(?:wat zijn|welke (?:\w+ )?\w+(?:en|s)\b)")
# A list is about a question when it and what stands above it have this share of its words.
FITS = 0.3
THERE_IS_MORE = "Dit zijn niet alle punten; in de bron staan er meer."


@dataclass(frozen=True)
class Listed:
    """A list, and the line above it when that announces it."""

    intro: str
    items: tuple[str, ...]

    @property
    def sentences(self) -> frozenset[str]:
        """The sentences of its items."""
        return frozenset(s for item in self.items for s in sentences(item))


def asked_list(question: Question, entry: Entry) -> Listed | None:
    """The list of an added document that a question asks for; of several the one that has most of its words."""
    if entry.kind != "passage" or not ("list" in question.intents or ASKS_SEVERAL.search(fold(question.asked))):
        return None

    def fit(listed: Listed) -> float:
        return same_words(question.text, " ".join((entry.title, listed.intro, *listed.items)))

    best = max(lists_in(entry), key=fit, default=None)
    return best if best and fit(best) >= FITS else None


def lists_in(entry: Entry) -> list[Listed]:
    """The lists of an entry's text, without orders to a machine."""
    orders = orders_in(entry)
    lines = [line.strip() for line in entry.body.split("\n") if line.strip()]
    found, above = [], ""
    for marked, group in groupby(lines, key=lambda line: bool(MARK.match(line))):
        told = [text for text in map(unmarked, group) if not orders.intersection(sentences(text))]
        if not marked:
            above = told[-1] if told else ""
        elif len(told) >= LEAST:
            found.append(Listed(above if above.endswith(":") else "", tuple(told)))
    return found


def list_blocks(question: Question, entry: Entry, telling: Telling) -> Iterator[Block]:
    """The list that is asked, as far as there is room, and that there is more."""
    if not (listed := asked_list(question, entry)):
        return
    rows: list[Sentence] = []
    room = MOST_WORDS
    for item in listed.items[:MOST]:
        room -= len(item.split())
        if rows and room < 0:
            break
        rows.append(telling.say(item, entry))
    yield Block("list", tuple(rows), bullets=True)
    if len(rows) < len(listed.items):
        yield Block("note", (Sentence(THERE_IS_MORE),))
