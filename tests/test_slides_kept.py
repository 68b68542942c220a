"""What a tab of the browser keeps of the page Presentatie comes back whole, and nothing that does not fit comes back at all."""

import html
import json
import re
from typing import TYPE_CHECKING, Any

import gradio as gr
import pytest

from assistant import Deck, DeckRequest, build_deck
from ui import slides_texts as texts
from ui.law_taken import take_law
from ui.slides import SlideMaker
from ui.slides_kept import Draft, answers_kept, deck_kept, draft_of

if TYPE_CHECKING:
    from assistant import Assistant

FORM = ["Kinderopvang", "", "", 15, "Tilburg", ["12-"], ["tilburg-zorg-in-onderwijstijd", "bestaat-niet"], "Wat is een route?"]


@pytest.fixture(scope="module")
def deck(assistant: "Assistant") -> Deck:
    return build_deck(assistant, DeckRequest(minutes=10))


def content(shown: str) -> str:
    found = re.search(r'data-inhoud="([^"]*)"', shown)
    return html.unescape(found[1]) if found else ""


def parts(**given: str) -> str:
    return json.dumps(given)


def test_what_was_kept_comes_back(assistant: "Assistant", deck: Deck) -> None:
    answer = assistant.answer("Hoe betrek je jongeren bij beleid?")
    kept = parts(
        presentatie=content(deck_kept(deck)), antwoorden=content(answers_kept((answer,))), formulier=json.dumps(FORM),
        getypt=json.dumps([2, "Titel", "Punt"]),
    )  # fmt: skip
    draft = draft_of(kept, assistant)
    assert (draft.deck, draft.typed, draft.lost) == (deck, (2, "Titel", "Punt"), False)
    assert [a.blocks for a in draft.answers] == [answer.blocks]
    maker = SlideMaker(assistant)
    answers, cases, *form = maker.reopen(gr.EventData(None, {"actie": "terug", "waarde": kept}))
    shown = form[8:]
    assert (answers, cases, form[:2], form[3:6]) == (draft.answers, tuple(FORM[6][:1]), FORM[:2], FORM[3:6])  # type: ignore[index]
    assert form[6]["value"] == ["tilburg-zorg-in-onderwijstijd"]
    assert (shown[2], shown[7:9], shown[10]) == (deck, ["Titel", "Punt"], 2)


def test_what_does_not_fit_stays_away(assistant: "Assistant", deck: Deck) -> None:
    whole = content(deck_kept(deck))
    wrong: list[Any] = [
        whole.replace("reisgids-2025", "gids-1999"), whole.replace('"kind":"sources"', '"kind":"works"'), whole.replace("Bron", "\\u0007", 1),
        whole[:-1], "[]", "{}", json.dumps({**json.loads(whole), "slides": json.loads(whole)["slides"] * 9}),
    ]  # fmt: skip
    for text in wrong:
        draft = draft_of(parts(presentatie=text), assistant)
        assert (draft.deck, draft.lost) == (None, True), text[:80]
    assert all(draft_of(text, assistant) == Draft() for text in ("", "geen json", "[]", parts(anders="x"), "x" * 4_000_001))
    assert draft_of(parts(formulier='["Kinderopvang"]', getypt="[1]", antwoorden="[{}]"), assistant) == Draft()
    told = SlideMaker(assistant).reopen(gr.EventData(None, {"actie": "terug", "waarde": parts(presentatie="{}")}))
    assert texts.DRAFT_LOST in told[10]


def test_a_form_has_only_what_can_be_chosen(assistant: "Assistant") -> None:
    form = json.dumps(["Niemand", "x" * 999, "", 10_000, "", ["99"], ["bestaat-niet"], ""])
    _, cases, audience, other, _, minutes, _, ages, chosen, *_ = SlideMaker(assistant).reopen(
        gr.EventData(None, {"actie": "terug", "waarde": parts(formulier=form)})
    )
    assert (audience, len(other), minutes, ages, chosen["value"], cases) == (texts.AUDIENCES[0], 200, 60, [], [], ())


def test_a_law_that_is_taken_along_has_a_slide_with_its_sources(assistant: "Assistant") -> None:
    press = gr.EventData(None, {"actie": "meenemen-wet", "waarde": "jeugdwet"})
    taken, _ = take_law(assistant, (), press)
    assert take_law(assistant, taken, press)[0] == gr.skip()
    deck = build_deck(assistant, DeckRequest(minutes=20, answers=taken))
    assert deck.title == "Het onderwerp: Jeugdwet"
    slide = next(s for s in deck.slides if s.title == "Jeugdwet")
    assert len(slide.bullets) > 1
    assert {c.entry for b in slide.bullets for c in b.citations} == {"jeugdwet"}
    assert draft_of(parts(antwoorden=content(answers_kept(taken))), assistant).answers[0].question == "Jeugdwet"
