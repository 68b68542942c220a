"""What a speaker finds under a slide: what its cards tell next, with the page, and where each point stands. Knows nothing of files."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.chain import Assistant
from assistant.deck import MAX_BULLETS, Slide
from assistant.deck_sentences import LEANING, NEARLY, about_card, source_of, take
from assistant.entry_lines import entry_sentences
from ingest import Entry, fold

FURTHER = "Om erbij te vertellen:"
# So many sentences beside a slide, of so many words: more is not read while speaking.
MOST_FURTHER, LONGEST_FURTHER = 4, 40


def with_notes(assistant: Assistant, slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The slides with their notes; what one tells further stands on no slide, and in no notes before it."""
    told = [b.text for s in slides for b in s.bullets]
    noted = []
    for slide in slides:
        if slide.kind == "title":
            noted.append(slide)
            continue
        further = _further(assistant, slide, told)
        told += further
        lines = [f"- {text} ({place})" for text, place in further.items()]
        parts = ["\n".join([FURTHER, *lines])] if lines else []
        noted.append(replace(slide, notes="\n\n".join([*parts, slide.evidence_notes])))
    return tuple(noted)


def _further(assistant: Assistant, slide: Slide, told: Sequence[str]) -> dict[str, str]:
    """What the cards of a slide tell after what it took from them, with its place; a quote that is not on the slide is enough of its card."""
    quotes: dict[str, list[str]] = {}
    for bullet in slide.bullets:
        for source in bullet.citations:
            quotes.setdefault(source.entry, []).extend([source.quote] if source.quote == bullet.text else [])
    cards = {i: assistant.entry(i) for i, said in quotes.items() if said}
    each = max(1, MOST_FURTHER // max(1, len(cards)))
    found = [[(s, e) for s in take(_next(e, quotes[i]), each, told, NEARLY)] for i, e in cards.items()]
    turns = dict(pair for row in zip_longest(*found) for pair in row if pair)
    kept = list(turns.items())[: max(MOST_FURTHER, min(len(cards), MAX_BULLETS))]
    return {s: source_of(e, s, assistant.documents, assistant.url_of(e)).place for s, e in kept}


def _next(entry: Entry, quotes: Iterable[str]) -> list[str]:
    """The sentences of a card, those behind what was taken from it first."""
    every = [s for s in dict.fromkeys(entry_sentences(entry)) if s[-1:] in ".!’”"]
    after = max((every.index(q) + 1 for q in quotes if q in every), default=0)
    turned = every[after:] + every[:after]
    return [s for s in turned if len(s.split()) <= LONGEST_FURTHER and not about_card(s) and not LEANING.search(fold(s))]
