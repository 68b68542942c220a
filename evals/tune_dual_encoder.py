"""Trains the dual encoder that tells which sentence answers a question; part of `python -m evals tune`.

It learns from choices: of the sentences of some pieces of evidence, those that answer a question. The loss is half the softmax over the
sentences of one choice and half that over those of all choices learned at the same time; parts of both sides are left out at random, so
that it does not lean on single words. What it says of a question that others learn from comes from one that saw nothing of who wrote
that question (stacking, Wolpert 1992). Never reads the untouched part.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant, DualEncoder, Edited, Tower, encoder_features
from evals.tune_sentences import FOR_SENTENCES, marked

# Numbers of a vector, rounds over all choices, choices at a time, and the share of features that is left out.
SIZE, ROUNDS, BATCH, LEFT_OUT = 96, 6, 256, 0.3
RATE, SEED = 4e-3, 7
# A feature that occurs in fewer questions, or sentences, is not learned.
OFTEN_ASKED, OFTEN_TOLD = 8, 6
# What a sentence counts for that only belongs in an answer, and an answer of an editor beside a question of which one card is known.
ALSO, OF_EDITOR = 0.3, 3.0
# In so many groups the writers are left out.
GROUPS = 3
BEYOND = -1e6


@dataclass(frozen=True)
class Choice:
    """A question, the sentences to choose from, how right those are that answer it (by their number), for how much it counts, and who
    wrote it.
    """

    question: str
    sentences: tuple[str, ...]
    right: Mapping[int, float]
    counts: float = 1.0
    writer: str = ""


def choices_of(assistant: Assistant, answers: Iterable[Edited]) -> list[Choice]:
    """All that is learned from: known questions of cards, questions that were written for one sentence, and answers of editors."""
    return [*_of_cards(assistant), *_of_writers(assistant), *_of_editors(answers)]


def encoders_without(choices: Sequence[Choice], writers: Iterable[str]) -> dict[str, DualEncoder]:
    """For each writer an encoder that saw no choice of that writer."""
    everyone = sorted(set(writers))
    groups = [everyone[n::GROUPS] for n in range(GROUPS)]
    found = [(group, train_dual_encoder([c for c in choices if c.writer not in group])) for group in groups if group]
    return {writer: encoder for group, encoder in found for writer in group}


def _of_cards(assistant: Assistant) -> Iterator[Choice]:
    for entry in assistant.entries():
        texts = assistant.sentences(entry)
        first_article = len(texts) - len(entry.articles)
        for question, named in zip(entry.questions, entry.answered_by, strict=False):
            places = [first_article + int(n[1:]) if n.startswith("a") else int(n) for n in named]
            if right := {place: ALSO if rank else 1.0 for rank, place in enumerate(places) if place < len(texts)}:
                yield Choice(question, tuple(texts), right)


def _of_writers(assistant: Assistant) -> Iterator[Choice]:
    cards = {e.id: tuple(assistant.sentences(e)) for e in assistant.entries()}
    for told in marked(FOR_SENTENCES):
        texts = cards.get(told.card, ())
        right = {n: 1.0 if text in told.best else ALSO for n, text in enumerate(texts) if text in told.best or text in told.also}
        if right:
            yield Choice(told.question, texts, right, writer=told.writer)


def _of_editors(answers: Iterable[Edited]) -> Iterator[Choice]:
    for e in answers:
        right = {n: 1.0 if opens else ALSO for n, (opens, kept) in enumerate(zip(e.opens, e.belongs, strict=True)) if kept}
        if right:
            yield Choice(e.question, tuple(text for _, text in e.lines), right, OF_EDITOR, e.writer)


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
        questions, _ = self._towers([self._some(c.question, chance, asked=True) for c in choices], asked=True)
        sentences, worth = self._towers([self._some(text, chance, asked=False) for text in place], asked=False)
        scores = questions @ sentences.T + worth
        right, beyond = _targets(choices, place)
        counts = torch.tensor([c.counts for c in choices])
        wanted, elsewhere = torch.from_numpy(right), torch.from_numpy(beyond)
        both = torch.log_softmax(scores, 1) + torch.log_softmax(scores + elsewhere, 1)
        loss = -0.5 * ((wanted * both).sum(1) * counts).sum() / counts.sum()
        self._descent.zero_grad()
        loss.backward()
        self._descent.step()

    def _towers(self, numbers: list[list[int]], *, asked: bool) -> tuple[Any, Any]:
        """The vector of each text, and for sentences what each counts for of itself."""
        torch = self._torch
        nothing = len(self._asked if asked else self._told)
        filled = [of or [nothing] for of in numbers]
        sizes = np.array([len(of) for of in filled])
        flat, starts = torch.tensor(list(chain.from_iterable(filled))), torch.from_numpy(np.append(0, np.cumsum(sizes)[:-1]))
        scale = torch.from_numpy(np.sqrt(sizes, dtype=np.float32))
        if asked:
            return self._questions(flat, starts) / scale[:, None], None
        return self._sentences(flat, starts) / scale[:, None], self._worth(flat, starts)[:, 0] / scale

    def _some(self, text: str, chance: random.Random, *, asked: bool) -> list[int]:
        """The numbers of the known features of a text, without those that are left out this time."""
        key = (asked, text)
        if key not in self._numbers:
            known = self._asked if asked else self._told
            self._numbers[key] = [known[f] for f in encoder_features(text) if f in known]
        return [n for n in self._numbers[key] if chance.random() > LEFT_OUT]

    def encoder(self) -> DualEncoder:
        """What was learned."""
        questions = self._questions.weight.detach().numpy()[:-1]
        sentences = np.hstack([bag.weight.detach().numpy()[:-1] for bag in (self._sentences, self._worth)])
        return DualEncoder(Tower(self._asked, questions), Tower(self._told, sentences))


def _targets(choices: Sequence[Choice], place: Mapping[str, int]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Of each question the share that each sentence has of what is right, and BEYOND for those it does not choose from."""
    right = np.zeros((len(choices), len(place)), dtype=np.float32)
    beyond = np.full_like(right, BEYOND)
    for row, choice in enumerate(choices):
        beyond[row, [place[text] for text in choice.sentences]] = 0.0
        for n, value in choice.right.items():
            right[row, place[choice.sentences[n]]] = value
    return right / right.sum(axis=1, keepdims=True), beyond
