"""Which sentences make an answer: fits assistant/belonging.json on answers that editors put together; part of `python -m evals tune`.

For each question an editor read the first pieces of evidence and chose the sentences to open an answer with (`first`) and those that
also belong in it (`good`). Every other sentence of these pieces is taken not to. What opens an answer is also learned from broad questions,
of which the writer named the sentences of one card that answer best: there are more of these, but other cards may do as well. What the
dual encoder says comes from one that saw nothing of that editor or writer (stacking, Wolpert 1992). Never reads the untouched part.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant import Assistant, DualEncoder, Edited, Suiting, edited, logistic_score, save_belonging, suited
from evals.errors import InputFault
from evals.groups import groups_of
from evals.logistic import fit_logistic
from evals.questions import json_lines

ANSWERS = Path(__file__).parent / "answers" / "tuning.jsonl"
# Inverse strength of the penalty; a sentence with a smaller chance is not told.
STRENGTH, TOLD = 0.1, 0.2
# Of the broad questions one in so many is learned from, and what it counts for beside an answer of an editor.
ONE_IN, BROAD_COUNTS = 3, 0.25
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class EditorsAnswer:
    """The sentences, each with the id of its card, that may open the answer to a question and that also belong in it, the cards that were
    read. `counts` is its weight: editors who had the theme cards before them too chose among what is found now, and weigh more.
    """

    question: str
    first: frozenset[tuple[str, str]]
    good: frozenset[tuple[str, str]]
    cards: tuple[str, ...]
    writer: str
    counts: float = 1.0


def editors_answers() -> Iterator[EditorsAnswer]:
    """Every answer of an editor. Raises InputFault."""
    for where, told in json_lines(ANSWERS):
        try:
            first, good = _pairs(told["first"]), _pairs(told["good"])
            cards = tuple(dict.fromkeys([*(card for card, _ in sorted(first | good)), *map(str, _list(told["cards"]))]))
            yield EditorsAnswer(str(told["question"]), first, good, cards, str(told["writer"]), float(told.get("counts", 1.0)))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputFault(f"{where}: {fault!r}") from fault


def tune_answers(
    assistant: Assistant,
    answers: Sequence[EditorsAnswer],
    broad: Sequence[EditorsAnswer],
    encoders: Mapping[str, DualEncoder],
    suitings: Mapping[str, Suiting],
) -> list[str]:
    """Lines that tell how well sentences are chosen, for each editor or writer under models that saw none of theirs; for each of them the
    encoder that did not either, and what it says of the cards.
    """

    def seen(these: Sequence[EditorsAnswer]) -> list[Edited]:
        every = ((a, edited(assistant, a.question, a.first, a.good, a.cards, a.writer, suitings[a.writer])) for a in these)
        return [replace(suited(e, encoders[a.writer]), counts=a.counts) for a, e in every if e.rows]

    found, more = seen(answers), seen(broad[::ONE_IN])
    told = ["editor          questions  opens right  sentences told  of them belonging  of those belonging told"]
    chances: list[tuple[Edited, Matrix, Matrix]] = []
    opened: list[bool] = []
    for group in groups_of(e.writer for e in (*found, *more)):
        models = _fit(*([e for e in of if e.writer not in group] for of in (found, more)))
        for writer in sorted({e.writer for e in found} & group):
            theirs = [(e, _of(e, models["opens"]), _of(e, models["belongs"])) for e in found if e.writer == writer]
            told.append(_line(writer, theirs))
            chances += theirs
        opened += [e.opens[int(_of(e, models["opens"]).argmax())] for e in more if e.writer in group and any(e.opens)]
    save_belonging(_fit(found, more))
    of_broad = f"of {len(opened)} broad questions whose sentence is among the evidence, opened with it: {np.mean(opened):.3f}"
    return [*told, _line("all", chances), of_broad]


def _pairs(told: object) -> frozenset[tuple[str, str]]:
    """Pairs of a card and one of its sentences."""
    return frozenset((str(card), str(text)) for card, text in map(_list, _list(told)))


def _list(told: object) -> list[object]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} is geen lijst")
    return told


def _fit(found: Sequence[Edited], broad: Sequence[Edited]) -> dict[str, dict[str, float]]:
    """The two models, on the features as they are."""
    fitted: dict[str, dict[str, float]] = {}
    for of, from_these in (("opens", [*found, *broad]), ("belongs", found)):
        right = [chosen for e in from_these for chosen in getattr(e, of)]
        counts = [e.counts * (1.0 if n < len(found) else BROAD_COUNTS) for n, e in enumerate(from_these) for _ in e.rows]
        fitted[of] = fit_logistic([row for e in from_these for row in e.rows], right, STRENGTH, counts)
    return fitted


def _of(answer: Edited, weights: Mapping[str, float]) -> Matrix:
    return np.array([logistic_score(row, weights) for row in answer.rows])


def _line(writer: str, found: Sequence[tuple[Edited, Matrix, Matrix]]) -> str:
    answered = [(e, opens) for e, opens, _ in found if any(e.opens)]
    right = np.mean([e.opens[int(opens.argmax())] for e, opens in answered])
    told = sum(int((belongs >= TOLD).sum()) for *_, belongs in found)
    good = sum(int((np.array(e.belongs) & (belongs >= TOLD)).sum()) for e, _, belongs in found)
    wanted = sum(sum(e.belongs) for e, *_ in found)
    shares = f"{told / len(found):14.1f}  {good / max(1, told):17.3f}  {good / max(1, wanted):23.3f}"
    return f"{writer:15} {len(found):9}  {right:11.3f}  {shares}"
