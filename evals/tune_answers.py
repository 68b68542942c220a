"""Which sentences make an answer: fits assistant/belonging.json on answers that editors put together; part of `python -m evals tune`.

For each question an editor read the first pieces of evidence and chose the sentences to open an answer with (`first`) and those that
also belong in it (`good`). Every other sentence of these pieces is taken not to. Never reads the untouched part.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant, DualEncoder, Edited, edited, save_belonging, suited
from evals.errors import InputFault
from evals.questions import json_lines

ANSWERS = Path(__file__).parent / "answers" / "tuning.jsonl"
# Inverse strength of the penalty; a sentence with a smaller chance is not told.
STRENGTH, TOLD = 0.1, 0.2
Matrix = npt.NDArray[np.float64]


def tune_answers(answers: Sequence[Edited], encoders: Mapping[str, DualEncoder]) -> list[str]:
    """Lines that tell how well sentences are chosen, for each editor under models that saw none of that editor's answers."""
    found = [suited(e, encoders[e.writer]) for e in answers]
    told = ["editor          questions  opens right  sentences told  of them belonging  of those belonging told"]
    chances: list[tuple[Edited, Matrix, Matrix]] = []
    for writer in sorted({e.writer for e in found}):
        models = _fit([e for e in found if e.writer != writer])
        theirs = [(e, _of(e, models["opens"]), _of(e, models["belongs"])) for e in found if e.writer == writer]
        told.append(_line(writer, theirs))
        chances += theirs
    save_belonging(_fit(found))
    return [*told, _line("all", chances)]


def answers_of(assistant: Assistant) -> Iterator[Edited]:
    """Every answer of an editor, without what a dual encoder says. Raises InputFault."""
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
