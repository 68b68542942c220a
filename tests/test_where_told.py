"""`Waar staat dat?` after an answer, and follow-ups without a word of their own."""

import pytest

from assistant import Assistant, Turn
from assistant.follow_ups import asks_where

ASKED = "Hoe werkt VIOS in Arnhem?"


@pytest.mark.parametrize(
    "asked",
    ["Waar staat dat?", "waar staat dat precies", "Op welke pagina staat dat?", "welke bladzijde is dat?", "Bron?", "Uit welke bron komt dat?",
     "Wat is de bron daarvan?", "Waar haal je dat vandaan?", "en waar lees ik dat?", "Heb je daar een bron voor?"],
)  # fmt: skip
def test_the_place_of_the_answer_before_is_asked(asked: str) -> None:
    assert asks_where(asked)


@pytest.mark.parametrize(
    "asked",
    ["Waar staat de school?", "Waar staat dat in de wet?", "Waar vind ik die handreiking?", "Welke bronnen zijn er over de jeugd?"],
)
def test_something_else_is_asked(asked: str) -> None:
    assert not asks_where(asked)


def test_each_sentence_of_the_answer_before_is_told_with_its_page(assistant: Assistant) -> None:
    before = assistant.answer(ASKED)
    history = [Turn.after(ASKED, before)]
    answer = assistant.answer("Waar staat dat?", history)
    assert not answer.refused
    told = [s.text for s in answer.sentences]
    assert told[0].startswith("Reisgids, p. 9: ")
    assert told[0].removeprefix("Reisgids, p. 9: ") == before.sentences[0].text
    assert all(s.cites for s in answer.sentences)
    again = assistant.answer("welke pagina is dat?", [*history, Turn.after("Waar staat dat?", answer)])
    assert [s.text for s in again.sentences] == told


def test_what_comes_after_it_goes_on_with_the_answer_before(assistant: Assistant) -> None:
    before = assistant.answer(ASKED)
    history = [Turn.after(ASKED, before)]
    history.append(Turn.after("Waar staat dat?", assistant.answer("Waar staat dat?", history)))
    shorter = assistant.answer("korter graag", history)
    assert not shorter.refused
    assert len(shorter.sentences) < len(before.sentences)


def test_without_an_answer_before_there_is_no_place(assistant: Assistant) -> None:
    assert assistant.answer("Waar staat dat?").refused


def test_a_follow_up_without_a_word_of_its_own_is_asked_of_what_was_talked_about(assistant: Assistant) -> None:
    asked = "Wat gebeurt er op scholen in Arnhem om jongeren uit de criminaliteit te houden?"
    answer = assistant.answer("wie doen er mee?", [Turn.after(asked, assistant.answer(asked))])
    assert not answer.refused
    assert "straatcoaches" in answer.sentences[0].text
