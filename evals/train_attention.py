"""Trains the networks that look at words beside words: at a sentence and its evidence, for `python -m evals learn-grounding`, at a question
and the sentences that suit it, for `learn-refusal`, and at a sentence and those told before it, for `learn-repeats`.

Parts of what they see are left out at random, so that they do not lean on single words. Never reads what is untouched.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Attention, Side, shipped_model, sides
from evals.made_pairs import Pair

# Numbers of a vector, pairs at a time, and the share of words' own vectors that is left out.
SIZE, BATCH, WORDS_LEFT_OUT = 64, 64, 0.3
RATE, DECAY, SEED = 1.5e-3, 1e-4, 0
# A word that occurs less often has no vector of its own.
OFTEN = 12
BEYOND = -1e9
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Training:
    """Rounds over all pairs, and the share of what is seen that is left out."""

    rounds: int
    left_out: float


OF_SENTENCES = Training(8, 0.2)


def seen_of(pairs: Sequence[Pair]) -> list[tuple[Side, Side]]:
    """What the network sees of each pair."""
    return [sides(p.sentence, p.evidence) for p in pairs]


def train_attention(
    seen: Sequence[tuple[Side, Side]], right: npt.NDArray[np.bool_], training: Training = OF_SENTENCES
) -> Attention:
    """A network that gives what is right higher odds; the same for the same pairs, but for what differs between versions of torch."""
    learner = _Learner(seen, right, training.left_out)
    chance = np.random.default_rng(SEED)
    order = np.arange(len(seen))
    for turn in range(training.rounds):
        chance.shuffle(order)
        for start in range(0, len(order), BATCH):
            learner.learn(order[start : start + BATCH], 1.0 - (turn + start / len(order)) / training.rounds)
    return learner.attention()


class _Words:
    """The words of one side of every pair, as numbers; the last number stands for no word."""

    def __init__(self, found: Sequence[Side], number: dict[str, int]) -> None:
        longest = max(len(side.words) for side in found)
        self.numbers = np.full((len(found), longest), len(number), dtype=np.int64)
        self.shared = np.zeros((len(found), longest), dtype=np.float32)
        for row, side in enumerate(found):
            self.numbers[row, : len(side.words)] = [number[w] for w in side.words]
            self.shared[row, : len(side.words)] = side.shared
        self._lengths = np.array([len(side.words) for side in found])

    def of(self, rows: Numbers) -> tuple[Numbers, npt.NDArray[np.float32]]:
        """Those of some pairs, as far as the longest of them."""
        longest = max(1, int(self._lengths[rows].max()))
        return self.numbers[rows, :longest], self.shared[rows, :longest]


class _Learner:
    """The network while it is trained; torch is loaded when it is needed. Its steps are those of `Attention`, for many pairs at once."""

    def __init__(self, seen: Sequence[tuple[Side, Side]], right: npt.NDArray[np.bool_], left_out: float) -> None:
        torch: Any = import_module("torch")
        torch.manual_seed(SEED)
        self._torch, nn, self._left_out = torch, torch.nn, left_out
        counted = Counter(w for pair in seen for side in pair for w in side.words)
        number = {w: n for n, w in enumerate(counted)}
        self._claims = _Words([claim for claim, _ in seen], number)
        self._evidence = _Words([evidence for _, evidence in seen], number)
        model = shipped_model()
        vectors = np.stack([*(model.word(w) for w in number), np.zeros(model.dimension, dtype=np.float32)])
        self._vectors = torch.from_numpy(vectors)
        self._often = [w for w, n in counted.items() if n >= OFTEN]
        own = np.zeros(len(number) + 1, dtype=np.int64)
        own[[number[w] for w in self._often]] = np.arange(1, len(self._often) + 1)
        self._own, self._nothing = torch.from_numpy(own), len(number)
        self._right = torch.tensor(right, dtype=torch.float32)
        self._balance = torch.tensor(float((~right).sum() / max(1, right.sum())))
        self._words = nn.Embedding(len(self._often) + 1, SIZE, padding_idx=0)
        nn.init.normal_(self._words.weight, std=0.02)
        with torch.no_grad():
            self._words.weight[0] = 0.0
        self._layers = nn.ModuleDict({
            "word": nn.Linear(model.dimension, SIZE), "attend": nn.Linear(SIZE, SIZE), "compare": nn.Linear(4 * SIZE + 1, SIZE),
            "both": nn.Linear(4 * SIZE, SIZE), "last": nn.Linear(SIZE, 1), "around": nn.Conv1d(SIZE, SIZE, 3, padding=1),
        })  # fmt: skip
        self._shared = nn.Parameter(torch.randn(SIZE) * 0.1)
        self._scale, self._same = nn.Parameter(torch.tensor(1.0 / 8)), nn.Parameter(torch.tensor(2.0))
        weights = [self._shared, self._scale, self._same, *self._words.parameters(), *self._layers.parameters()]
        self._descent = torch.optim.AdamW(weights, lr=RATE, weight_decay=DECAY)

    def learn(self, rows: Numbers, pace: float) -> None:
        """One step, at a share of the rate."""
        torch = self._torch
        for group in self._descent.param_groups:
            group["lr"] = RATE * pace
        a, b = self._claims.of(rows), self._evidence.of(rows)
        (claim, here), (evidence, there) = self._seen(*a), self._seen(*b)
        attend = self._layers["attend"]
        equal = torch.from_numpy(a[0][:, :, None] == b[0][:, None, :])
        like = attend(claim) @ attend(evidence).transpose(1, 2) * self._scale + self._same * equal
        mine = torch.softmax(like.masked_fill(~there[:, None, :], BEYOND), 2)
        theirs = torch.softmax(like.masked_fill(~here[:, :, None], BEYOND), 1).transpose(1, 2)
        sums = [self._beside(claim, mine @ evidence, here, a[1]), self._beside(evidence, theirs @ claim, there, b[1])]
        hidden = self._some(torch.relu(self._layers["both"](torch.cat(sums, 1))))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            self._layers["last"](hidden)[:, 0], self._right[rows], pos_weight=self._balance
        )
        self._descent.zero_grad()
        loss.backward()
        self._descent.step()

    def _some(self, x: Any) -> Any:
        return self._torch.nn.functional.dropout(x, self._left_out)

    def _seen(self, numbers: Numbers, shared: npt.NDArray[np.float32]) -> tuple[Any, Any]:
        """Each word in the light of its neighbours, and where there is one."""
        torch = self._torch
        there = torch.from_numpy(numbers != self._nothing)
        own = self._words(self._own[numbers]) * (torch.rand(numbers.shape) > WORDS_LEFT_OUT)[..., None]
        x = self._layers["word"](self._vectors[numbers]) + own + torch.from_numpy(shared)[..., None] * self._shared
        x = self._some(torch.relu(x)) * there[..., None]
        around = torch.relu(self._layers["around"](x.transpose(1, 2)).transpose(1, 2))
        return (x + around) * there[..., None], there

    def _beside(self, own: Any, like: Any, there: Any, shared: npt.NDArray[np.float32]) -> Any:
        torch = self._torch
        both = self._some(torch.cat([own, like, own - like, own * like], 2))
        told = torch.relu(self._layers["compare"](torch.cat([both, torch.from_numpy(shared)[..., None]], 2))) * there[..., None]
        return torch.cat([told.sum(1) / there.sum(1, keepdim=True).clamp(min=1) ** 0.5, told.max(1).values], 1)

    def attention(self) -> Attention:
        """What was learned."""
        told = {name: p.detach().numpy() for name, p in self._layers.state_dict().items()}
        weights = {name.removesuffix(".weight").replace(".bias", " bias"): value for name, value in told.items()}
        weights["around"] = np.ascontiguousarray(weights["around"].transpose(2, 0, 1))
        weights |= {"words": self._words.weight.detach().numpy(), "shared": self._shared.detach().numpy()}
        weights |= {"scale": self._scale.detach().numpy(), "same": self._same.detach().numpy()}
        return Attention({word: n + 1 for n, word in enumerate(self._often)}, weights)
