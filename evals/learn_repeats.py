"""`python -m evals learn-repeats`: fits what tells that a sentence of an answer repeats, and writes assistant/repeats.json and repeats.npz.

Learns from answers of the assistant to broad and narrow questions, in which readers marked the sentences that add nothing to those before them and
those that add little. Prints how well it finds the former, for each reader under a model that saw none of that reader's answers, nor the
same sentences beside each other in another's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import TOLD_AGAIN, Attention, Side, logistic_score, repeat_sides, repeat_signs, save_repeats
from evals.errors import InputFault
from evals.groups import groups_of
from evals.logistic import fit_logistic
from evals.questions import json_lines
from evals.train_attention import Training, train_attention

ANSWERS = Path(__file__).parent / "repeats" / "tuning.jsonl"
OF_ANSWERS = Training(8, 0.3)
# Inverse strength of the penalty.
STRENGTH = 0.3
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """A sentence of an answer beside those before it: its signs, and whether a reader marked it as a repeat, or as one in part."""

    signs: dict[str, float]
    sides: tuple[Side, Side]
    repeats: bool
    partly: bool
    reader: str


def told_sentences(file: Path = ANSWERS) -> Iterator[Told]:
    """Every sentence but the first of each answer. Raises InputFault."""
    for where, line in json_lines(file):
        try:
            texts, repeats, partly = line["sentences"], set(line["repeats"]), set(line["partly"])
            for n in range(1, len(texts)):
                before = texts[:n]
                sides = repeat_sides(texts[n], before)
                yield Told(repeat_signs(texts[n], before), sides, n in repeats, n in partly, str(line["reader"]))
        except (KeyError, TypeError) as fault:
            raise InputFault(f"{where}: {fault!r}") from fault


def learn_repeats() -> int:
    """Learn, report, write. Raises ReisgenootError."""
    found = list(told_sentences())
    odds, chances = np.zeros(len(found)), np.zeros(len(found))
    groups = groups_of(t.reader for t in found)
    of_group = [np.array([t.reader in group for t in found]) for group in groups]
    others = [_others(found, theirs) for theirs in of_group]
    for theirs, rest in zip(of_group, others, strict=True):
        network = _network([t for t, kept in zip(found, rest, strict=True) if kept])
        odds[theirs] = [network.odds_of(*t.sides) for t, held in zip(found, theirs, strict=True) if held]
    # What the network is worth is learned from what it says of answers that it did not see.
    for theirs, rest in zip(of_group, others, strict=True):
        weights = _fit(found, odds, rest)
        chances[theirs] = [logistic_score(_row(t, o), weights) for t, o, held in zip(found, odds, theirs, strict=True) if held]
    print(_report(found, chances))
    save_repeats(_fit(found, odds, np.ones(len(found), dtype=bool)), _network(found))
    return 0


def _others(found: Sequence[Told], theirs: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """What neither these readers read, nor looks the same as what they read."""
    seen = {t.sides for t, held in zip(found, theirs, strict=True) if held}
    return np.array([not held and t.sides not in seen for t, held in zip(found, theirs, strict=True)])


def _network(found: Sequence[Told]) -> Attention:
    return train_attention([t.sides for t in found], np.array([t.repeats for t in found]), OF_ANSWERS)


def _fit(found: Sequence[Told], odds: Numbers, chosen: npt.NDArray[np.bool_]) -> dict[str, float]:
    """The weights of what is plainly seen and of what the network says, learned from those that are chosen."""
    some = [(t, o) for t, o, taken in zip(found, odds, chosen, strict=True) if taken]
    return fit_logistic([_row(t, o) for t, o in some], [t.repeats for t, _ in some], STRENGTH)


def _row(told: Told, odds: float) -> dict[str, float]:
    return {**told.signs, "network": odds}


def _report(found: Sequence[Told], chances: Numbers) -> str:
    metrics: Any = import_module("sklearn.metrics")
    repeats, partly = np.array([t.repeats for t in found]), np.array([t.partly for t in found])
    lines = ["reader      sentences  repeats  AUC    not told  of these repeats  or in part  of the repeats"]
    for reader in [*sorted({t.reader for t in found}), ""]:
        of = np.array([not reader or t.reader == reader for t in found])
        held = of & (chances >= TOLD_AGAIN)
        lines.append(
            f"{reader or 'all':10} {of.sum():10}  {repeats[of].mean():7.3f}  {metrics.roc_auc_score(repeats[of], chances[of]):.3f}"
            f"  {held.sum() / of.sum():8.3f}  {repeats[held].mean():16.2f}  {(repeats | partly)[held].mean():10.2f}"
            f"  {held[repeats].sum() / repeats[of].sum():14.2f}"
        )
    return "\n".join(lines)
