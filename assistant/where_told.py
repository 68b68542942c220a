"""`Waar staat dat?`: the pages on which the answer before it rests, sentence by sentence. Searches for nothing."""

from collections.abc import Sequence
from itertools import islice

from assistant.answer import Block, Sentence, Turn
from assistant.citations import Citations
from assistant.entry_lines import entry_sentences, quote_of
from assistant.follow_ups import asks_where
from ingest import Entry, Index

HEADING = "Waar dit staat"
MOST = 8


def where_told(asked: str, history: Sequence[Turn], index: Index, citations: Citations) -> list[Block]:
    """Each sentence of the answer before with its place; empty when something else is asked, or nothing of that answer is known."""
    if not asks_where(asked):
        return []
    before = next((turn for turn in reversed(history) if not asks_where(turn.question)), None)
    if not before:
        return []
    cited = [entry for i in before.cited if (entry := index.get(i))]
    rows = tuple(islice((row for text in before.told if (row := _row(text, cited, citations))), MOST))
    return [Block("list", rows, heading=HEADING, bullets=True)] if rows else []


def _row(text: str, cited: Sequence[Entry], citations: Citations) -> Sentence | None:
    entry = next((e for e in cited if text in entry_sentences(e)), None)
    if not entry:
        return None
    numbers = citations.cite_all(entry, quote_of(entry, text))
    places = {c.n: c.place for c in citations.made}
    return Sentence(f"{'; '.join(places[n] for n in numbers)}: {text}", numbers)
