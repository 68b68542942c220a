"""Trains the network that says whether the cards answer a question; part of `python -m evals learn-refusal`.

It learns from questions that were written side by side, some that the cards answer and some that only look so, and from all others of
which a card is known; each beside the sentences that suit it by an encoder that saw nothing of its writer. Only of the known questions of
cards, which have no writer, every encoder learned. Never reads the untouched part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant import Attention, Side, Suiting, asked_sides
from evals.groups import trained_without
from evals.train_attention import Training, train_attention
from evals.tune_dual_encoder import Choice

# Of the known questions of cards, which nobody wrote beside others, one in so many is learned from.
KNOWN_ONE_IN = 2
OF_QUESTIONS = Training(5, 0.3)


@dataclass(frozen=True)
class Answered:
    """A question as the network sees it, and whether the cards answer it; `writer` is empty for a known question of a card."""

    question: str
    answerable: bool
    writer: str
    seen: tuple[Side, Side]


def also_answered(choices: Sequence[Choice], suitings: Mapping[str, Suiting], but: set[str]) -> list[Answered]:
    """Every other question of which a card is known than those of `but`."""
    anyone = next(iter(suitings.values()))
    known = [c for c in choices if not c.writer][::KNOWN_ONE_IN]
    chosen = {c.question: c for c in (*known, *(c for c in choices if c.writer)) if c.question not in but}
    return [
        Answered(
            c.question, True, c.writer, asked_sides(c.question, (suitings[c.writer] if c.writer else anyone).of(c.question).lines)
        )
        for c in chosen.values()
    ]


def networks_without(found: Sequence[Answered]) -> dict[str, Attention]:
    """For each writer a network that saw nothing of that writer, nor a question that the writer has too."""
    asked = ((a.writer, a.question) for a in found if a.writer)
    return trained_without(found, asked, train_answered, "netwerk")


def train_answered(found: Sequence[Answered]) -> Attention:
    """A network, from all of these."""
    return train_attention([a.seen for a in found], np.array([a.answerable for a in found]), OF_QUESTIONS)
