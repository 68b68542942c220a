"""The first pieces of evidence in a better order: the re-ranker, what it learns from, and the place of passages without cards."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import Assistant, Pieces, first_right, learn_added_reranking, learn_reranking, retrieval
from assistant.reranking import order, rows, shipped
from assistant.retrieval import COVERED, COVERED_ADDED, Search

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
    moved = [n for n, c in enumerate(after) if c.coverage]
    assert moved[:COVERED] == list(range(COVERED))
    assert {after[n].entry.id for n in moved} == {before[n].entry.id for n in moved}
    assert all(a.entry.id == b.entry.id for n, (a, b) in enumerate(zip(after, before, strict=True)) if n not in moved)
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


def test_passages_without_cards_learn_their_place_among_cards() -> None:
    chance = np.random.default_rng(5)
    found = []
    for n in range(80):
        covered = chance.permutation(4) / 4
        made = [{"alone": 1.0, "soft line": float(c), "odds": float(chance.normal())} for c in covered]
        card = {"alone": 0.0, "soft line": 0.2, "odds": float(chance.normal())}
        right = np.append((covered == covered.max()).astype(float), 0.0) if n % 2 else np.array([0.0, 0.0, 0.0, 0.0, 1.0])
        # A question about the card speaks of no passage.
        found.append(Pieces((*({**p, "soft line": p["soft line"] * (n % 2)} for p in made), card), right, "x"))
    learned = learn_added_reranking(found)
    assert set(learned) == {"alone", "soft line", "odds"}
    assert first_right(found, added={"odds": 1.0}) < 0.9
    assert first_right(found, added=learned) > 0.95


def test_passages_are_looked_at_from_further_down(assistant: Assistant) -> None:
    question = assistant.reader.read("Hoe betrek ik ouders bij beleid?")
    before = assistant.search.candidates(question)
    alone = [replace(c, values={**c.values, "alone": float(n >= COVERED)}) for n, c in enumerate(before)]
    after = assistant.search.reordered(question, alone)
    assert sum(c.coverage is not None for c in after) == COVERED + COVERED_ADDED
    assert [c.score for c in after] == [c.score for c in alone]


def test_the_words_of_few_entries_stay_in_memory_however_many_are_seen(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "KEPT_WORDS", 5)
    small, question = Search(assistant.index), assistant.reader.read(ASKED)
    found = small.candidates(question)
    assert len(found) > 5
    assert found == assistant.search.candidates(question)
    assert small.words_of.cache_info().currsize == small.own_words_of.cache_info().currsize == 5
