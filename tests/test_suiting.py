"""The third way to find evidence: what the dual encoder says of every card, and what the search makes of it."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import Assistant
from assistant.dual_encoder import shipped
from assistant.retrieval import COVERED, COVERED_SUITED, SUITED, Search
from assistant.suiting import NONE, Suiting
from ingest import Entry, Filters

ASKED = "Hulpverleners lopen bij ons het lokaal niet in, hoe komen ze dichter bij de kinderen?"


@pytest.fixture(scope="module")
def cards(assistant: Assistant) -> list[Entry]:
    return [e for e in assistant.entries() if e.kind != "passage"]


def test_shares_of_all_cards_are_one_and_the_best_is_behind_nothing(cards: list[Entry]) -> None:
    found = Suiting(shipped(), cards).of(ASKED)
    assert set(found.cards) == {c.id for c in cards if c.summary or c.body}
    assert sum(np.exp(s.share) for s in found.cards.values()) == pytest.approx(1.0, abs=1e-4)
    assert max(s.behind for s in found.cards.values()) == 0.0
    shares = [found.cards[i].share for i in found.best()]
    assert shares == sorted(shares, reverse=True)


def test_a_passage_stands_on_the_scale_of_the_cards(cards: list[Entry]) -> None:
    suiting = Suiting(shipped(), cards)
    card = next(c for c in cards if c.kind == "insight")
    passage = replace(card, id="p", kind="passage", summary="", body=card.summary)
    empty = replace(passage, id="leeg", body="")
    found = suiting.of(card.questions[0])
    assert found.of(passage).behind <= found.of(card).behind + 1e-5
    assert found.of(passage).share <= found.of(card).share + 1e-5
    least = found.of(empty)
    assert least.share == min(s.share for s in found.cards.values())


def test_without_cards_nothing_suits() -> None:
    found = Suiting(shipped(), []).of(ASKED)
    assert found.best() == []
    assert found.of(Entry(id="x", kind="case", title="t", summary="s", body="b", sources=())) == NONE


def test_what_suits_best_is_a_candidate_within_the_filters(assistant: Assistant) -> None:
    search: Search = assistant.search
    question = assistant.reader.read(ASKED)
    best = search.suiting.of(question.text).best()
    assert set(best[:SUITED]) <= {c.entry.id for c in search.candidates(question)}
    only = search.candidates(question, Filters(kinds=("case",)))
    assert {c.entry.kind for c in only} == {"case"}
    cases = [i for i in best if assistant.entry(i).kind == "case"]
    assert set(cases[:SUITED]) <= {c.entry.id for c in only}


def test_of_what_the_ranking_puts_further_down_the_most_suiting_is_looked_at_too(assistant: Assistant) -> None:
    question = assistant.reader.read(ASKED)
    before = assistant.search.candidates(question)
    looked = {c.entry.id for c in assistant.search.reordered(question, before) if c.coverage}
    assert {c.entry.id for c in before[:COVERED]} <= looked
    assert len(looked) == COVERED + COVERED_SUITED
    others = sorted(before[COVERED:], key=lambda c: -c.values["suits share"])
    assert {c.entry.id for c in others[:COVERED_SUITED]} <= looked
