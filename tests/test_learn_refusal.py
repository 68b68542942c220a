"""Fitting the bar: each writer is scored by a model that did not see that writer, and the bar keeps to the share that may be refused."""

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="scikit-learn is not installed: learning needs it")

from assistant import Signs, asked_sides
from evals.learn_refusal import Asked, _bar, _fit, _held_out, _refused


def written(writer: str, number: int, *, turned: bool = False) -> list[Asked]:
    """Questions of one writer; whether they can be answered shows in one sign, of a `turned` writer the other way round."""
    chance = np.random.default_rng(len(writer) + number)
    found = []
    for n in range(number):
        answerable = n % 2 == 0
        sign = float(chance.normal(1.5 if answerable != turned else -1.5))
        word = "wanneer" if answerable else "hoeveel"
        signs = Signs({"sign": sign, "against": 0.0}, (word, f"w{n % 7}"), asked_sides(word, []), refused=False)
        found.append(Asked(f"{writer} {n}", answerable, "answerable" if answerable else "near-miss", writer, signs))
    return found


def test_a_writer_is_scored_by_what_others_wrote() -> None:
    asked = [*written("a", 80), *written("bb", 80), *written("ccc", 80, turned=True)]
    odds = _held_out(asked, words=False)
    right = (odds > 0) == np.array([a.answerable for a in asked])
    assert right[:160].mean() > 0.8
    assert right[160:].mean() < 0.2  # had the model seen this writer, it would have learned that others are alike to it


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_no_more_than_the_share_is_refused(share: float) -> None:
    asked = [*written("a", 100), *written("bb", 100), *written("ccc", 100)]
    odds = _held_out(asked, words=False)
    refused = _refused(asked, odds, _bar(asked, odds, share))
    answerable = np.array([a.answerable for a in asked])
    assert refused[answerable].mean() <= share
    assert refused[~answerable].mean() > 0.8


def test_words_count_only_where_they_are_asked_for() -> None:
    asked = [*written("a", 100), *written("bb", 100)]
    assert _fit(asked, words=False).words == {}
    worth = _fit(asked, words=True).words
    assert worth["wanneer"] > 0 > worth["hoeveel"]
