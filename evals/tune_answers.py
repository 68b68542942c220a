"""Which sentences make an answer: fits assistant/belonging.json and the dual encoder on answers that editors put together; part of
`python -m evals tune`.

For each question an editor read the first pieces of evidence and chose the sentences to open an answer with (`first`) and those that
also belong in it (`good`). Every other sentence of these pieces is taken not to. What the dual encoder says of an answer comes from one
that saw no answer of that editor (stacking, Wolpert 1992). Never reads the untouched part.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant, Edited, edited, named_places, save_belonging, save_dual_encoder, suited
from evals.errors import InputFault
from evals.questions import json_lines
from evals.tune_dual_encoder import Choice, train_dual_encoder
from evals.tune_sentences import FOR_SENTENCES, marked

ANSWERS = Path(__file__).parent / "answers" / "tuning.jsonl"
# Inverse strength of the penalty; a sentence with a smaller chance is not told.
STRENGTH, TOLD = 0.1, 0.2
# The editors in so many groups; what a sentence counts for that only belongs in an answer, and an answer of an editor beside a question
# of which the sentences of one card are known.
GROUPS, ALSO, OF_EDITOR = 3, 0.3, 3.0
Matrix = npt.NDArray[np.float64]


def tune_answers(assistant: Assistant) -> list[str]:
    """Lines that tell how well sentences are chosen, for each editor under models that saw none of that editor's answers."""
    found = _suited(assistant, list(_answers(assistant)))
    told = ["editor          questions  opens right  sentences told  of them belonging  of those belonging told"]
    chances: list[tuple[Edited, Matrix, Matrix]] = []
    for writer in sorted({e.writer for e in found}):
        models = _fit([e for e in found if e.writer != writer])
        theirs = [(e, _of(e, models["opens"]), _of(e, models["belongs"])) for e in found if e.writer == writer]
        told.append(_line(writer, theirs))
        chances += theirs
    save_belonging(_fit(found))
    return [*told, _line("all", chances)]


def _suited(assistant: Assistant, found: Sequence[Edited]) -> list[Edited]:
    """The answers with what a dual encoder says that did not see their editor; one that saw them all is kept."""
    known = [*_known(assistant), *_of_writers(assistant)]
    editors = sorted({e.writer for e in found})
    groups = [set(editors[n::GROUPS]) for n in range(GROUPS)]
    told = []
    for group in groups:
        encoder = train_dual_encoder([*known, *_of_editors(e for e in found if e.writer not in group)])
        told += [suited(e, encoder) for e in found if e.writer in group]
    save_dual_encoder(train_dual_encoder([*known, *_of_editors(found)]))
    return told


def _known(assistant: Assistant) -> Iterator[Choice]:
    """What the known questions of cards name."""
    for entry in assistant.entries():
        texts = tuple(assistant.sentences(entry))
        for n in range(len(entry.answered_by)):
            if right := {place: ALSO if rank else 1.0 for place, rank in named_places(entry, n, len(texts)).items()}:
                yield Choice(entry.questions[n], texts, right)


def _of_writers(assistant: Assistant) -> Iterator[Choice]:
    """Questions that were written for one sentence of a card."""
    cards = {e.id: tuple(assistant.sentences(e)) for e in assistant.entries()}
    for told in marked(FOR_SENTENCES):
        texts = cards.get(told.card, ())
        right = {n: 1.0 if text in told.best else ALSO for n, text in enumerate(texts) if text in told.best or text in told.also}
        if right:
            yield Choice(told.question, texts, right)


def _of_editors(found: Iterable[Edited]) -> Iterator[Choice]:
    for e in found:
        right = {n: 1.0 if opens else ALSO for n, (opens, kept) in enumerate(zip(e.opens, e.belongs, strict=True)) if kept}
        if right:
            yield Choice(e.question, tuple(text for _, text in e.lines), right, OF_EDITOR)


def _answers(assistant: Assistant) -> Iterator[Edited]:
    for where, told in json_lines(ANSWERS):
        try:
            first, good = _pairs(told["first"]), _pairs(told["good"])
            cards = {card for card, _ in (*first, *good)} | set(map(str, _list(told["cards"])))
            of = edited(assistant, str(told["question"]), first, good, cards, str(told["writer"]))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputFault(f"{where}: {fault!r}") from fault
        if of.rows:
            yield of


def _pairs(told: object) -> set[tuple[str, str]]:
    """Pairs of a card and one of its sentences."""
    return {(str(card), str(text)) for card, text in map(_list, _list(told))}


def _list(told: object) -> list[object]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} is geen lijst")
    return told


def _fit(found: Sequence[Edited]) -> dict[str, dict[str, float]]:
    """The two models, on the features as they are."""
    model: Any = import_module("sklearn.linear_model")
    names = list(found[0].rows[0])
    raw = np.array([[row[n] for n in names] for e in found for row in e.rows])
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread < 1e-9] = 1.0
    fitted: dict[str, dict[str, float]] = {}
    for of in ("opens", "belongs"):
        right = [chosen for e in found for chosen in getattr(e, of)]
        logistic = model.LogisticRegression(C=STRENGTH, max_iter=1000).fit((raw - mean) / spread, right)
        weights = logistic.coef_[0] / spread
        bias = float(logistic.intercept_[0] - weights @ mean)
        fitted[of] = {**dict(zip(names, map(float, weights), strict=True)), "bias": bias}
    return fitted


def _of(answer: Edited, weights: Mapping[str, float]) -> Matrix:
    odds = [weights["bias"] + sum(weights[n] * value for n, value in row.items()) for row in answer.rows]
    chances: Matrix = 1.0 / (1.0 + np.exp(-np.array(odds)))
    return chances


def _line(writer: str, found: Sequence[tuple[Edited, Matrix, Matrix]]) -> str:
    answered = [(e, opens) for e, opens, _ in found if any(e.opens)]
    right = np.mean([e.opens[int(opens.argmax())] for e, opens in answered])
    told = sum(int((belongs >= TOLD).sum()) for *_, belongs in found)
    good = sum(int((np.array(e.belongs) & (belongs >= TOLD)).sum()) for e, _, belongs in found)
    wanted = sum(sum(e.belongs) for e, *_ in found)
    shares = f"{told / len(found):14.1f}  {good / max(1, told):17.3f}  {good / max(1, wanted):23.3f}"
    return f"{writer:15} {len(found):9}  {right:11.3f}  {shares}"
