"""Examples asked by age, place or route alone: what the cards say of themselves, and the plain word that there is none."""

import pytest

from assistant import Answer, Assistant
from assistant.catalogue import wanted_examples
from ingest import Filters


def told(answer: Answer, kind: str) -> list[str]:
    return [s.text for b in answer.blocks if b.kind == kind for s in b.sentences]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Welke voorbeelden voor 12+ zijn er in Drenthe?", Filters(ages=("12+",), provinces=("Drenthe",))),
        ("Geef voorbeelden van route 5 voor pubers", Filters(ages=("12+",), routes=(5,))),
        ("praktijkvoorbeelden uit Tilburg", Filters(places=("Tilburg",))),
        ("Welk voorbeeld van jongerenwerk is er in Drenthe?", None),
        ("Wat kost route 5?", None),
        ("Welke voorbeelden zijn er?", None),
    ],
)
def test_only_a_question_that_asks_for_nothing_else_is_answered_from_the_catalogue(
    assistant: Assistant, asked: str, wanted: Filters | None
) -> None:
    assert wanted_examples(assistant.reader.read(asked)) == wanted


def test_every_example_is_of_what_was_asked_and_cites_its_card(assistant: Assistant) -> None:
    answer = assistant.answer("Welke voorbeelden van route 5 voor 12+ zijn er?")
    (block,) = [b for b in answer.blocks if b.kind == "direct"]
    cited = {c.n: c.entry for c in answer.citations}
    assert not answer.refused
    assert block.heading.startswith("Voorbeelden voor 12+ bij route 5")
    assert all("12+" in cited[s.cites[0]].ages and 5 in cited[s.cites[0]].routes for s in block.sentences)
    assert len({s.cites for s in block.sentences}) == len(block.sentences) >= 3


def test_that_there_is_none_is_said_with_what_comes_nearest(assistant: Assistant) -> None:
    cases = [e for e in assistant.entries("case") if e.province == "Drenthe"]
    answer = assistant.answer("Welke voorbeelden voor 12+ zijn er in Drenthe?")
    assert not any("12+" in e.ages for e in cases)
    assert not answer.refused
    assert told(answer, "note") == ["De bronnen hebben geen voorbeeld voor 12+ uit Drenthe."]
    assert all("(12+)" in text or "12+" in text.split(":")[0] for text in told(answer, "examples")[-3:])
