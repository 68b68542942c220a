"""Which route fits: what is seen of a question, what the model makes of it, and that none may fit."""

import json
from pathlib import Path

import pytest

from assistant import Assistant, Retrieved, RouteModel
from assistant.chain import VOTERS
from assistant.routes import said, shipped, votes

QUESTIONS = Path(__file__).parents[1] / "evals" / "routes" / "tuning.jsonl"


def test_a_card_votes_first_for_the_route_of_its_own_section(assistant: Assistant) -> None:
    card = assistant.entry("zoetermeer-lea-voor-negen-jaar")
    assert card.routes == (8, 4, 9)
    counted = votes([Retrieved(card, 0.9)])
    assert counted["near 8"] > 2 * counted["near 4"] > 0
    assert sum(share for name, share in counted.items() if name.startswith("near ")) == pytest.approx(1)
    assert votes([]) == {"best": 0.0}


def test_words_are_seen_alone_and_in_pairs() -> None:
    assert said("Wie loopt voorop?") == ["wie", "lop", "voorop", "wie lop", "lop voorop"]


def test_chances_are_of_none_and_nine_routes() -> None:
    model = RouteModel({"near 1": [0.0, 2.0, *[0.0] * 8]}, {"visie": [0.0, 1.0, *[0.0] * 8]}, [0.0] * 10)
    even = model.chances({}, ["onbekend"])
    assert even == pytest.approx([0.1] * 10)
    seen = model.chances({"near 1": 1.0, "ander": 5.0}, ["visie", "onbekend"])
    assert sum(seen) == pytest.approx(1)
    assert max(seen) == seen[1] > 0.5


@pytest.mark.parametrize(
    ("asked", "route"),
    [
        ("Hoe formuleren we samen een stip op de horizon voor de jeugd?", 1),
        ("Wie betaalt de hulp onder schooltijd, gemeente of samenwerkingsverband?", 5),
        ("Hoe meten we of de aanpak werkt?", 7),
    ],
)
def test_the_right_route_comes_first_and_is_told_with_its_chance(assistant: Assistant, asked: str, route: int) -> None:
    found = assistant.routes.fitting(asked, assistant.find(asked, limit=VOTERS))
    assert assistant.answer(asked).routes == tuple(choice.number for choice in found)
    assert found[0].number == route
    assert 1 >= found[0].sure >= found[1].sure >= found[2].sure > 0


def test_no_route_fits_what_is_of_another_desk(assistant: Assistant) -> None:
    assert assistant.answer("Hoe vraag ik een omgevingsvergunning aan voor een dakkapel?").routes == ()


def test_the_model_knows_words_that_people_used() -> None:
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    assert len(asked) > 4_000
    assert len(set(asked)) > 0.99 * len(asked)
    known = shipped().words
    assert all(len(weights) == 10 for weights in known.values())
    assert sum(any(word in known for word in said(question)) for question in asked) > 0.95 * len(asked)


def test_a_route_that_is_asked_comes_with_how_likely_it_is_and_why(assistant: Assistant) -> None:
    answer = assistant.answer("Welke route past als we niet weten wie wat betaalt?")
    (block,) = [b for b in answer.blocks if b.kind == "note"]
    assert block.sentences[0].text.startswith("De kans dat route 5 past, is ")
    assert "op de 10, om wat er staat in “" in block.sentences[0].text
    assert len(answer.route_chances) == len(answer.routes)
    assert list(answer.route_chances) == sorted(answer.route_chances, reverse=True)
    assert 0 < sum(answer.route_chances) <= 1


def test_that_no_route_fits_is_an_answer(assistant: Assistant) -> None:
    answer = assistant.answer("Welke route past bij een fietspad?")
    assert answer.refused
    assert any(s.text == "Geen van de negen routes past hier duidelijk bij." for b in answer.blocks for s in b.sentences)
    assert not any(b.kind == "routes" for b in answer.blocks)


def test_that_a_route_is_asked_says_nothing_of_which() -> None:
    assert said("Welke drie routes passen bij slecht overleg?") == said("slecht overleg")
