"""Trains the dual encoder that tells which sentence answers in the respect that is asked; part of `python -m evals tune`.

It learns from choices: of some sentences, those that answer a question. The loss is the softmax over the sentences of one choice; parts
of both sides are left out at random while it learns, so that it does not lean on single words. Never reads the untouched part.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Any

import numpy as np

from assistant import DualEncoder, Tower, encoder_features

# Numbers of a vector, rounds over all choices, choices at a time, and the share of features that is left out.
SIZE, ROUNDS, BATCH, LEFT_OUT = 96, 5, 256, 0.3
RATE, SEED = 3e-3, 7
# A feature that occurs in fewer questions, or sentences, is not learned.
OFTEN_ASKED, OFTEN_TOLD = 8, 6


@dataclass(frozen=True)
class Choice:
    """A question, the sentences to choose from, how right those are that answer it (by their number), and for how much it counts."""

    question: str
    sentences: tuple[str, ...]
    right: Mapping[int, float]
    counts: float = 1.0


def train_dual_encoder(choices: Sequence[Choice]) -> DualEncoder:
    """Two towers; the same for the same choices, but for what differs between versions of torch."""
    told = dict.fromkeys(chain.from_iterable(c.sentences for c in choices))
    learner = _Learner(_known((c.question for c in choices), OFTEN_ASKED), _known(told, OFTEN_TOLD))
    chance = random.Random(SEED)
    shuffled = list(choices)
    for _ in range(ROUNDS):
        chance.shuffle(shuffled)
        for start in range(0, len(shuffled), BATCH):
            learner.learn(shuffled[start : start + BATCH], chance)
    return learner.encoder()


def _known(texts: Iterable[str], often: int) -> dict[str, int]:
    """The features that occur often enough, numbered."""
    counted = Counter(chain.from_iterable(map(encoder_features, texts)))
    return {feature: n for n, feature in enumerate(f for f, number in counted.items() if number >= often)}


class _Learner:
    """Both towers while they are trained; torch is loaded when it is needed."""

    def __init__(self, asked: dict[str, int], told: dict[str, int]) -> None:
        self._torch: Any = import_module("torch")
        self._torch.manual_seed(SEED)
        self._asked, self._told = asked, told
        # A row more, of zeros, stands for a text of which nothing is known or left.
        bags = self._torch.nn.EmbeddingBag
        self._questions = bags(len(asked) + 1, SIZE, mode="sum", padding_idx=len(asked))
        self._sentences = bags(len(told) + 1, SIZE, mode="sum", padding_idx=len(told))
        self._worth = bags(len(told) + 1, 1, mode="sum", padding_idx=len(told))
        with self._torch.no_grad():
            self._worth.weight.zero_()
            for bag in (self._questions, self._sentences):
                bag.weight.normal_(std=0.05)
                bag.weight[-1] = 0.0
        weights = [w for bag in (self._questions, self._sentences, self._worth) for w in bag.parameters()]
        self._descent = self._torch.optim.Adam(weights, lr=RATE)
        self._numbers: dict[tuple[bool, str], list[int]] = {}

    def learn(self, choices: Sequence[Choice], chance: random.Random) -> None:
        """One step."""
        torch = self._torch
        place = {text: n for n, text in enumerate(dict.fromkeys(chain.from_iterable(c.sentences for c in choices)))}
        asked = self._bagged([self._some(c.question, chance, asked=True) for c in choices], len(self._asked))
        told = self._bagged([self._some(text, chance, asked=False) for text in place], len(self._told))
        longest = max(len(c.sentences) for c in choices)
        at = np.zeros((len(choices), longest), dtype=np.int64)
        beyond, right = np.full(at.shape, -1e9, dtype=np.float32), np.zeros(at.shape, dtype=np.float32)
        for row, choice in enumerate(choices):
            at[row, : len(choice.sentences)] = [place[text] for text in choice.sentences]
            beyond[row, : len(choice.sentences)] = 0.0
            for n, value in choice.right.items():
                right[row, n] = value
        right /= right.sum(axis=1, keepdims=True)
        counts = torch.tensor([c.counts for c in choices])
        scale = asked[2][:, None]
        questions = self._questions(*asked[:2]) / scale
        sentences = self._sentences(*told[:2]) / told[2][:, None]
        worth = self._worth(*told[:2])[:, 0] / told[2]
        places = torch.from_numpy(at)
        scores = (questions[:, None, :] * sentences[places]).sum(-1) + worth[places] + torch.from_numpy(beyond)
        loss = -((torch.from_numpy(right) * torch.log_softmax(scores, 1)).sum(1) * counts).sum() / counts.sum()
        self._descent.zero_grad()
        loss.backward()
        self._descent.step()

    def _some(self, text: str, chance: random.Random, *, asked: bool) -> list[int]:
        """The numbers of the known features of a text, without those that are left out this time."""
        key = (asked, text)
        if key not in self._numbers:
            known = self._asked if asked else self._told
            self._numbers[key] = [known[f] for f in encoder_features(text) if f in known]
        return [n for n in self._numbers[key] if chance.random() > LEFT_OUT]

    def _bagged(self, numbers: list[list[int]], nothing: int) -> tuple[Any, Any, Any]:
        """All numbers one after the other, where those of each text start, and the scale of each sum."""
        filled = [of or [nothing] for of in numbers]
        sizes = np.array([len(of) for of in filled])
        starts = np.append(0, np.cumsum(sizes)[:-1])
        torch = self._torch
        return (
            torch.tensor(list(chain.from_iterable(filled))),
            torch.from_numpy(starts),
            torch.from_numpy(np.sqrt(sizes, dtype=np.float32)),
        )

    def encoder(self) -> DualEncoder:
        """What was learned."""
        questions = self._questions.weight.detach().numpy()[:-1]
        sentences = np.hstack([bag.weight.detach().numpy()[:-1] for bag in (self._sentences, self._worth)])
        return DualEncoder(Tower(self._asked, questions), Tower(self._told, sentences))
