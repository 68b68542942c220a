"""Trains the dual encoder that tells which sentence answers a question; part of `python -m evals tune`.

It learns from choices: of some sentences, those that answer a question, or the sentences of the card that does, whichever of them it is.
The loss is the softmax over the sentences of all choices that are learned at the same time; parts of both sides are left out at random, so
that it does not lean on single words. It starts as the embedding model that ships. What it says of a question that others learn from
comes from one that saw nothing of who wrote that question (stacking, Wolpert 1992). Never reads the untouched part.
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

from assistant import Assistant, DualEncoder, Labelled, Suiting, Tower, encoder_features, named_places, shipped_model
from evals.groups import trained_without
from evals.tune_answers import EditorsAnswer
from evals.tune_sentences import Marked

# Rounds over all choices, choices at a time, and the share of features that is left out.
ROUNDS, BATCH, LEFT_OUT = 5, 256, 0.3
# Steps for the vectors of features, and smaller ones for the projections, which start as they should nearly end.
RATE, PROJECTION_RATE, SEED = 4e-3, 1e-3, 7
# A feature that occurs in fewer questions, or sentences, is not learned.
OFTEN_ASKED, OFTEN_TOLD = 8, 6
# What a sentence counts for that only belongs in an answer, and an answer of an editor beside a question of which one card is known.
ALSO, OF_EDITOR = 0.3, 3.0


@dataclass(frozen=True)
class Choice:
    """A question, the sentences to choose from, how right those are that answer it (by their number), for how much it counts, and who
    wrote it. When nothing is `right`, it is not known which of the sentences answers, only that one of them does.
    """

    question: str
    sentences: tuple[str, ...]
    right: Mapping[int, float]
    counts: float = 1.0
    writer: str = ""


def choices_of(
    assistant: Assistant, marked: Sequence[Marked], answers: Iterable[EditorsAnswer], labelled: Iterable[Labelled]
) -> list[Choice]:
    """All that is learned from: known questions of cards, questions that were written for sentences, answers of editors, and other
    questions of which the card is known.
    """
    cards = {e.id: tuple(assistant.sentences(e)) for e in assistant.entries() if e.kind != "passage"}
    known = {(told.card, told.question) for told in marked}
    of_cards = (
        Choice(x.question, cards[x.card], {}, writer=x.writer)
        for x in labelled
        if cards.get(x.card) and (x.card, x.question) not in known
    )
    return [*_known_questions(assistant), *_of_writers(marked, cards), *_of_editors(answers, cards), *of_cards]


def encoders_without(choices: Sequence[Choice], asked: Iterable[tuple[str, str]]) -> dict[str, DualEncoder]:
    """For each writer of `asked`, pairs of a writer and a question, an encoder that saw no choice of that writer and none of these
    questions: an editor answers what somebody else asked.
    """
    return trained_without(choices, asked, train_dual_encoder, "dual encoder")


def suitings_of(assistant: Assistant, encoders: Mapping[str, DualEncoder]) -> dict[str, Suiting]:
    """For each writer what that writer's encoder says of the cards."""
    cards = [e for e in assistant.entries() if e.kind != "passage"]
    made = {encoder: Suiting(encoder, cards) for encoder in set(encoders.values())}
    return {writer: made[encoder] for writer, encoder in encoders.items()}


def _known_questions(assistant: Assistant) -> Iterator[Choice]:
    for entry in assistant.entries():
        texts = tuple(assistant.sentences(entry))
        for n in range(len(entry.answered_by)):
            if right := {place: ALSO if rank else 1.0 for place, rank in named_places(entry, n, len(texts)).items()}:
                yield Choice(entry.questions[n], texts, right)


def _of_writers(marked: Iterable[Marked], cards: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    for told in marked:
        texts = cards.get(told.card, ())
        right = {n: 1.0 if text in told.best else ALSO for n, text in enumerate(texts) if text in told.best or text in told.also}
        if right:
            yield Choice(told.question, texts, right, writer=told.writer)


def _of_editors(answers: Iterable[EditorsAnswer], cards: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    for answer in answers:
        lines = [(card, text) for card in answer.cards for text in cards.get(card, ())]
        right = {n: 1.0 if line in answer.first else ALSO for n, line in enumerate(lines) if line in answer.first | answer.good}
        if right:
            yield Choice(answer.question, tuple(text for _, text in lines), right, OF_EDITOR, answer.writer)


def train_dual_encoder(choices: Sequence[Choice]) -> DualEncoder:
    """Two towers; the same for the same choices, but for what differs between versions of torch."""
    told = dict.fromkeys(chain.from_iterable(c.sentences for c in choices))
    learner = _Learner(_Texts(dict.fromkeys(c.question for c in choices), OFTEN_ASKED, SEED), _Texts(told, OFTEN_TOLD, SEED + 1))
    chance = random.Random(SEED)
    shuffled = list(choices)
    for _ in range(ROUNDS):
        chance.shuffle(shuffled)
        for start in range(0, len(shuffled), BATCH):
            learner.learn(shuffled[start : start + BATCH])
    return learner.encoder()


class _Texts:
    """The texts of one side: the numbers of their features that occur often enough, and what the embedding model says of them."""

    def __init__(self, texts: Iterable[str], often: int, seed: int) -> None:
        self.places = {text: n for n, text in enumerate(texts)}
        found = [encoder_features(text) for text in self.places]
        counted = Counter(chain.from_iterable(found))
        self.known = {feature: n for n, feature in enumerate(f for f, number in counted.items() if number >= often)}
        self._numbers = [np.array([self.known[f] for f in of if f in self.known], dtype=np.int64) for of in found]
        self._embeddings = shipped_model().encode(list(self.places))
        self._chance = np.random.default_rng(seed)

    def bags(self, texts: Iterable[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Features that are not left out this time, one after the other, where those of each text start, and the scale of each sum."""
        every = [self._numbers[self.places[text]] for text in texts]
        some = [of[self._chance.random(len(of)) > LEFT_OUT] for of in every]
        # A number more stands for a text of which nothing is known or left.
        filled = [of if len(of) else np.array([len(self.known)]) for of in some]
        sizes = np.array([len(of) for of in filled])
        return np.concatenate(filled), np.append(0, np.cumsum(sizes)[:-1]), np.sqrt(sizes, dtype=np.float32)

    def embeddings(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """Shape (texts, dimension)."""
        found: npt.NDArray[np.float32] = self._embeddings[[self.places[text] for text in texts]]
        return found


class _Learner:
    """Both towers while they are trained; torch is loaded when it is needed."""

    def __init__(self, asked: _Texts, told: _Texts) -> None:
        self._torch: Any = import_module("torch")
        self._torch.manual_seed(SEED)
        self._asked, self._told = asked, told
        size = shipped_model().dimension
        bags, line = self._torch.nn.EmbeddingBag, self._torch.nn.Linear
        nothing_asked, nothing_told = len(asked.known), len(told.known)
        self._questions = bags(nothing_asked + 1, size, mode="sum", padding_idx=nothing_asked)
        self._sentences = bags(nothing_told + 1, size, mode="sum", padding_idx=nothing_told)
        self._worth = bags(nothing_told + 1, 1, mode="sum", padding_idx=nothing_told)
        self._projections = {of: line(size, size, bias=False) for of in (True, False)}
        with self._torch.no_grad():
            self._worth.weight.zero_()
            for bag in (self._questions, self._sentences):
                bag.weight.normal_(std=0.05)
                bag.weight[-1] = 0.0
            for projection in self._projections.values():
                projection.weight.copy_(self._torch.eye(size))
        of_features = [w for bag in (self._questions, self._sentences, self._worth) for w in bag.parameters()]
        of_projections = [p.weight for p in self._projections.values()]
        self._descent = self._torch.optim.Adam(
            [{"params": of_features, "lr": RATE}, {"params": of_projections, "lr": PROJECTION_RATE}]
        )

    def learn(self, choices: Sequence[Choice]) -> None:
        """One step."""
        torch = self._torch
        place = {text: n for n, text in enumerate(dict.fromkeys(chain.from_iterable(c.sentences for c in choices)))}
        questions, _ = self._tower([c.question for c in choices], asked=True)
        sentences, worth = self._tower(list(place), asked=False)
        shares = torch.log_softmax(questions @ sentences.T + worth, 1)
        right, known = _targets(choices, place)
        right = torch.from_numpy(right)
        # Of a known sentence the mean log of its share; of a card the log of the share that its sentences have together.
        of_known = (right / right.sum(1, keepdim=True) * shares).sum(1)
        of_card = torch.logsumexp(shares.masked_fill(right == 0, -torch.inf), 1)
        counts = torch.tensor([c.counts for c in choices])
        loss = -(torch.where(torch.from_numpy(known), of_known, of_card) * counts).sum() / counts.sum()
        self._descent.zero_grad()
        loss.backward()
        self._descent.step()

    def _tower(self, texts: Sequence[str], *, asked: bool) -> tuple[Any, Any]:
        """The vector of each text, and for sentences what each counts for of itself."""
        torch = self._torch
        side = self._asked if asked else self._told
        numbers, starts, scale = map(torch.from_numpy, side.bags(texts))
        projected = self._projections[asked](torch.from_numpy(side.embeddings(texts)))
        bag = self._questions if asked else self._sentences
        worth = None if asked else self._worth(numbers, starts)[:, 0] / scale
        return bag(numbers, starts) / scale[:, None] + projected, worth

    def encoder(self) -> DualEncoder:
        """What was learned."""

        def weights(of: Any) -> npt.NDArray[np.float32]:
            found: npt.NDArray[np.float32] = of.weight.detach().numpy()
            return found

        asked, told = (np.ascontiguousarray(weights(self._projections[of]).T) for of in (True, False))
        sentences = np.hstack([weights(self._sentences)[:-1], weights(self._worth)[:-1]])
        return DualEncoder(
            Tower(self._asked.known, weights(self._questions)[:-1], asked),
            Tower(self._told.known, sentences, np.pad(told, ((0, 0), (0, 1)))),
        )


def _targets(choices: Sequence[Choice], place: Mapping[str, int]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """How right each sentence is for each question, 1 for all of a card of which it is not known; and for which questions it is known."""
    right = np.zeros((len(choices), len(place)), dtype=np.float32)
    for row, choice in enumerate(choices):
        if not choice.right:
            right[row, [place[text] for text in choice.sentences]] = 1.0
        for n, value in choice.right.items():
            right[row, place[choice.sentences[n]]] = value
    return right, np.array([bool(c.right) for c in choices])
