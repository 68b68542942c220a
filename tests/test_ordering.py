"""The first pieces of evidence in a better order: the re-ranker, what it learns from, and the place of passages without cards."""

import numpy as np

from assistant import Assistant, Pieces, first_right, learn_reranking
from assistant.reranking import order, rows, shipped
from assistant.retrieval import COVERED

ASKED = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"


def test_every_weight_belongs_to_a_feature_and_every_feature_has_one(assistant: Assistant) -> None:
    question = assistant.reader.read(ASKED)
    (first, *_) = assistant.search.reordered(question, assistant.search.candidates(question))
    assert first.coverage
    (made,) = rows([first.values], [first.score], [first.coverage])
    for weights in shipped().values():
        assert set(weights) <= set(made)
    assert set(made) - set(shipped()["cards"]) <= {"alone"}
    assert set(made) == set(shipped()["added"])


def test_pieces_move_and_places_keep_their_scores(assistant: Assistant) -> None:
    question = assistant.reader.read("Hoe betrek ik ouders bij beleid?")
    before = assistant.search.candidates(question)
    after = assistant.search.reordered(question, before)
    assert [c.score for c in after] == [c.score for c in before]
    assert {c.entry.id for c in after[:COVERED]} == {c.entry.id for c in before[:COVERED]}
    assert [c.entry.id for c in after[COVERED:]] == [c.entry.id for c in before[COVERED:]]
    assert [c.own for c in after[:COVERED]] != [c.score for c in after[:COVERED]]


def test_what_is_learned_puts_the_right_piece_first() -> None:
    chance = np.random.default_rng(4)
    found = []
    for _ in range(60):
        covered = chance.permutation(4) / 4
        made = [{"soft line": float(c), "odds": float(-i)} for i, c in enumerate(covered)]
        found.append(Pieces(tuple(made), (covered == covered.max()).astype(float), "x"))
    assert first_right(found, {"odds": 1.0}) < 0.5
    assert first_right(found, learn_reranking(found)) == 1.0


def test_equal_pieces_stay_as_they_came() -> None:
    assert order([{"odds": 1.0}, {"odds": 1.0}, {"odds": 2.0}], {"odds": 1.0}) == [2, 0, 1]
