"""A language model on a leash: scripted replies, of which only what the evidence supports gets through."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant import Assistant, ModelSettingError, ModelSettings, ScriptedModel, Turn, evidence_text
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
def test_an_unsupported_sentence_is_not_shown_and_told(assistant: Assistant, invented: str) -> None:
    leashed, _ = with_model(assistant, f"{TRUE} {invented}")
    answer = leashed.answer(ASKED)
    assert invented.split(" [")[0] not in [s.text for s in answer.sentences][1:]
    assert answer.checks[0].outcome == "kept"
    assert answer.checks[1].outcome in ("replaced", "dropped")
    assert answer.checks[1].reason
    assert (answer.model, answer.model_place) == ("scripted", "machine")


def test_a_sentence_that_fails_is_asked_once_more_with_the_reason(assistant: Assistant) -> None:
    better = "In Tilburg werken scholen en jeugdhulp daarin samen. [1]"
    wrong = "De gemeente Tilburg gaf 40 miljoen uit aan zorg in onderwijstijd. [1]"
    again = "De gemeente Tilburg werkte in de pilot met twintig scholen. [1]"
    leashed, model = with_model(assistant, f"{TRUE} {wrong}", again)
    answer = leashed.answer(ASKED)
    asked = str(model.asked[1][-1].content)
    assert wrong in asked
    assert answer.checks[1].reason in asked
    assert len(model.asked) == 2
    assert better not in answer.markdown


def test_what_replaces_a_sentence_is_a_sentence_of_the_evidence_it_cited(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant, f"{TRUE} De gemeente Tilburg gaf 40 miljoen uit aan zorg in onderwijstijd. [1]", NO_ANSWER)
    answer = leashed.answer(ASKED)
    replaced = answer.checks[1]
    assert replaced.outcome == "replaced"
    assert replaced.shown in evidence_text(answer.citations[0].entry)
    assert replaced.shown in answer.markdown


def test_an_unknown_number_is_told(assistant: Assistant) -> None:
    leashed, _ = with_model(assistant, f"{TRUE} Ook scholen in Breda doen daaraan mee sinds vorig jaar. [99]", NO_ANSWER)
    answer = leashed.answer(ASKED)
    assert answer.checks[1].reason == "verwijst naar onbekend bewijs: 99"
    assert answer.dropped


def test_an_answer_of_which_too_little_passes_is_composed(assistant: Assistant) -> None:
    wrong = "De gemeente Groningen gaf {n} miljoen uit aan een zwembad. [1]"
    leashed, _ = with_model(assistant, " ".join([TRUE, *(wrong.format(n=n) for n in range(40, 44))]), *([NO_ANSWER] * 3))
    answer = leashed.answer(ASKED)
    assert not answer.model
    assert "te weinig" in answer.blocks[0].sentences[0].text
    assert answer.checks
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_an_earlier_question_goes_along_bounded_and_masked(assistant: Assistant) -> None:
    leashed, model = with_model(assistant, "geen vraag", TRUE)
    history = [Turn(f"Vraag {n} over zorg in onderwijstijd in Tilburg, mail jan@voorbeeld.nl {'x' * 900}") for n in range(9)]
    leashed.answer("En wie deden daar mee?", history)
    asked = str(model.asked[1][-1].content)
    assert "Vraag 8" in asked
    assert "Vraag 2" not in asked
    assert "jan@" not in asked
    assert "x" * 300 not in asked.split("Vraag:")[0]


def test_several_answers_at_once_keep_apart(assistant: Assistant) -> None:
    wrong = "De gemeente Tilburg gaf {n} miljoen uit aan zorg in onderwijstijd. [99]"
    replies = [f"{TRUE} {wrong.format(n=n)}" for n in range(50, 54)]
    leashed, _ = with_model(assistant, *replies, *([NO_ANSWER] * 9))
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(leashed.answer, [ASKED] * 2))
    assert all(len(a.checks) <= 2 for a in answers)


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
    with pytest.raises(ModelSettingError, match="niet in te stellen"):
        chat_model(ModelSettings(name="nergens:niets"))


def test_prompts_check_their_variables() -> None:
    with pytest.raises(ReisgenootError):
        Prompt("{a} {b}", frozenset({"a"}))
    with pytest.raises(ReisgenootError):
        SYSTEM.fill()
