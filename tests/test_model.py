"""A language model on a leash: scripted replies, of which only what the evidence supports gets through."""

from pathlib import Path

import pytest

from assistant import Assistant, ModelSettings, ModelUnavailable, ScriptedModel
from assistant.llm import chat_model
from assistant.prompts import NO_ANSWER, SYSTEM, Prompt
from ingest import ReisgenootError

ASKED = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"
TRUE = "De gemeente Tilburg begon een pilot om zorg in onderwijstijd collectief in te kopen. [1]"


def with_model(assistant: Assistant, *replies: str) -> tuple[Assistant, ScriptedModel]:
    model = ScriptedModel(replies=list(replies))
    return Assistant(assistant.index, model, "scripted"), model


def test_a_supported_sentence_is_shown(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant, TRUE)
    answer = leashed.answer(ASKED)
    assert [s.text for b in answer.blocks if b.kind == "direct" for s in b.sentences] == [TRUE.removesuffix(" [1]")]
    assert answer.citations[0].entry.id == "tilburg-zorg-in-onderwijstijd"


@pytest.mark.parametrize(
    "invented",
    [
        "De gemeente Groningen begon een pilot om zorg in onderwijstijd collectief in te kopen. [1]",
        "De gemeente Tilburg gaf 40 miljoen uit aan zorg in onderwijstijd. [1]",
        "De gemeente Tilburg begon een pilot om zorg in onderwijstijd collectief in te kopen. [99]",
        "De gemeente Tilburg begon een pilot om zorg in onderwijstijd collectief in te kopen.",
    ],
)
def test_an_unsupported_sentence_is_dropped_and_told(assistant: Assistant, invented: str) -> None:
    leashed, _ = with_model(assistant, f"{TRUE} {invented}")
    answer = leashed.answer(ASKED)
    assert invented.split(" [")[0] not in [s.text for s in answer.sentences][1:]
    assert answer.dropped


def test_nothing_supported_gives_the_composed_answer(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant, "In Groningen loopt sinds 1999 een project van 12 miljoen. [1]")
    assert "Tilburg" in leashed.answer(ASKED).markdown


def test_a_model_that_fails_gives_the_composed_answer_and_a_word_about_it(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant)
    answer = leashed.answer(ASKED)
    assert "Tilburg" in answer.markdown
    assert "taalmodel" in answer.markdown


def test_no_evidence_no_call(assistant: Assistant) -> None:
    leashed, model = with_model(assistant, "onzin [1]")
    assert leashed.answer("Wat is een goed recept voor appeltaart?").refused
    assert model.asked == []


def test_personal_data_does_not_reach_the_model(assistant: Assistant) -> None:
    leashed, model = with_model(assistant, TRUE)
    leashed.answer(f"{ASKED} jan@voorbeeld.nl")
    assert model.asked
    assert "jan@voorbeeld.nl" not in str(model.asked)


def test_the_model_may_say_that_it_does_not_know(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant, NO_ANSWER)
    assert "Tilburg" in leashed.answer(ASKED).markdown


def test_settings_choose_the_scripted_model(tmp_path: Path) -> None:
    script = tmp_path / "replies.txt"
    script.write_text("een\n---\ntwee", encoding="utf-8")
    model = chat_model(ModelSettings(name=f"scripted:{script}"))
    assert isinstance(model, ScriptedModel)
    assert model.replies == ["een", "twee"]
    assert chat_model(ModelSettings()) is None


def test_an_unknown_model_is_one_clear_line() -> None:
    with pytest.raises(ModelUnavailable, match="niet in te stellen"):
        chat_model(ModelSettings(name="nergens:niets"))


def test_prompts_check_their_variables() -> None:
    with pytest.raises(ReisgenootError):
        Prompt("{a} {b}", frozenset({"a"}))
    with pytest.raises(ReisgenootError):
        SYSTEM.fill()
