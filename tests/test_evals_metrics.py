"""The arithmetic of the suite, on cases whose outcome is known."""

import math

import pytest

from evals.metrics import Estimate, attribution, confusion, estimate, first_right, ranking, refusal_curve, reliability, separation


def test_first_right() -> None:
    assert first_right([False, True, True]) == 2
    assert first_right([False]) is None


@pytest.mark.parametrize(
    ("rank", "values"),
    [
        (1, [1, 1, 1, 1, 1, 1]),
        (2, [0, 1, 1, 1, 0.5, 1 / math.log2(3)]),
        (4, [0, 0, 1, 1, 0.25, 1 / math.log2(5)]),
        (10, [0, 0, 0, 1, 0.1, 1 / math.log2(11)]),
        (11, [0, 0, 0, 0, 0, 0]),
        (None, [0, 0, 0, 0, 0, 0]),
    ],
)
def test_ranking(rank: int | None, values: list[float]) -> None:
    found = ranking(rank)
    assert list(found) == ["recall@1", "recall@3", "recall@5", "recall@10", "MRR", "nDCG@10"]
    assert list(found.values()) == pytest.approx(values)


def test_the_interval_of_half_the_questions_right() -> None:
    found = estimate([0.0, 1.0] * 50)
    assert found.mean == 0.5
    assert found.low == pytest.approx(0.40, abs=0.015)  # normal approximation: .5 - 1.96 * .05
    assert found.high == pytest.approx(0.60, abs=0.015)
    assert found == estimate([0.0, 1.0] * 50), "the same values give the same interval"


def test_an_interval_without_spread_and_without_values() -> None:
    assert estimate([1.0] * 9) == Estimate(1.0, 1.0, 1.0, 9)
    assert math.isnan(estimate([]).mean)
    assert estimate([]).n == 0


TEXTS = {1: "appel", 2: "peer", 3: "appel peer"}


def held(premise: str, claim: str) -> tuple[bool, str]:
    return set(claim.split()) <= set(premise.split()), "woord ontbreekt"


@pytest.mark.parametrize(
    ("cites", "recall", "precision"),
    [
        ((1,), 0.0, 0.0),  # one marker that does not support
        ((3,), 1.0, 1.0),
        ((1, 2), 1.0, 1.0),  # only together: neither can be missed
        ((1, 3), 1.0, 0.5),  # 1 does not support alone and 3 does without it
        ((), 0.0, 0.0),  # no marker
        ((3, 9), 0.0, 0.0),  # an unknown marker spoils the sentence and its markers are not counted
    ],
)
def test_alce_on_one_sentence(cites: tuple[int, ...], recall: float, precision: float) -> None:
    found = attribution([("appel peer", cites)], TEXTS, held)
    assert (found.recall, found.precision) == (recall, precision)
    assert bool(found.faults) is (recall == 0)


def test_alce_over_an_answer() -> None:
    found = attribution([("appel", (1,)), ("peer", (1,)), ("appel", ()), ("peer", (2, 2))], TEXTS, held)
    assert found.recall == 0.5
    assert found.precision == pytest.approx(2 / 3)
    assert found.faults == ("woord ontbreekt: peer", "geen bron: appel")


def test_refusal_curve_and_separation() -> None:
    curve = refusal_curve([0.6, 0.9], [0.2, 0.7])
    assert curve[0] == (0.2, 0.0, 0.0)
    assert (0.9, 0.5, 1.0) in curve
    assert curve[-1] == (math.inf, 1.0, 1.0)
    assert separation([0.6, 0.9], [0.2, 0.7]) == 0.75
    assert separation([0.5], [0.5]) == 0.5
    assert math.isnan(separation([], [0.5]))


def test_confusion() -> None:
    assert confusion([(1, 2), (1, 2), (3, 3)]) == {(1, 2): 2, (3, 3): 1}


def test_reliability_is_told_for_each_part_that_has_any() -> None:
    told = reliability([(0.2, False), (0.9, True), (0.95, False), (0.29, True)])
    assert [(round(s.said, 3), s.right, s.n) for s in told] == [(0.245, 0.5, 2), (0.925, 0.5, 2)]
    assert reliability([]) == []
