"""Where am I? The table from answers to routes, and what is shown of it."""

from typing import TYPE_CHECKING

import pytest

from ui import compass_texts as texts
from ui.compass import MOST, WEIGHTS, proposals
from ui.compass_page import proposal_html
from ui.texts import ROUTES

if TYPE_CHECKING:
    from assistant import Assistant

WELL = {"doel": "ja", "partners": "ja", "achterban": "ja", "rollen": "ja", "geld": "ja"}


def nowhere(document: str, page: int) -> str:
    return ""


def test_questions_and_answers_have_their_texts() -> None:
    assert len(WEIGHTS) <= 7
    assert list(texts.QUESTIONS) == list(WEIGHTS)
    assert {q: list(a) for q, a in texts.ANSWERS.items()} == {q: list(a) for q, a in WEIGHTS.items()}


def test_every_route_can_be_reached_and_none_other() -> None:
    assert {route for answers in WEIGHTS.values() for weights in answers.values() for route in weights} == set(ROUTES)


@pytest.mark.parametrize(
    ("answers", "route"),
    [
        ({"doel": "nee", "verloop": "begin"}, 1),
        ({**WELL, "partners": "nee"}, 2),
        ({**WELL, "achterban": "deels", "verloop": "goed"}, 3),
        ({**WELL, "rollen": "nee", "plan": "geen"}, 4),
        ({**WELL, "geld": "nee"}, 5),
        ({**WELL, "verloop": "moe", "geld": "deels"}, 6),
        ({**WELL, "plan": "schrijven", "verloop": "goed"}, 7),
        ({**WELL, "verloop": "botst"}, 8),
        ({**WELL, "verloop": "goed", "plan": "terugkijken"}, 9),
        ({**WELL, "plan": "ligt", "rollen": "nee"}, 9),
    ],
)
def test_answers_lead_to_the_route_about_what_is_missing(answers: dict[str, str], route: int) -> None:
    found = proposals(answers)
    assert found[0].route == route
    assert len(found) <= MOST
    assert all(set(p.because) <= set(answers.items()) for p in found)


def test_equal_weights_follow_the_journey() -> None:
    assert [p.route for p in proposals({"geld": "nee", "doel": "nee", "rollen": "nee"})] == [1, 4, 5]


@pytest.mark.parametrize("answers", [{}, {"doel": "nee"}, {"doel": "misschien", "iets": "nee"}, WELL])
def test_too_little_proposes_nothing(answers: dict[str, str]) -> None:
    assert proposals(answers) == []


def test_the_proposal_gives_reasons_source_and_examples(assistant: "Assistant") -> None:
    shown = proposal_html({"geld": "nee", "doel": "ja", "rollen": "deels"}, assistant, nowhere)
    assert texts.PROPOSED.format(n=5, name=ROUTES[5]) in shown
    assert texts.QUESTIONS["geld"] in shown
    assert 'href="#routes/5"' in shown
    assert 'href="#routes/4"' in shown
    assert "Reisgids, p. 24" in shown
    assert shown.count('class="voorbeeldkaart"') == 3
    assert texts.TOO_FEW in proposal_html({"geld": "nee", "doel": None}, assistant, nowhere)
    assert texts.NOTHING in proposal_html(dict(WELL), assistant, nowhere)
