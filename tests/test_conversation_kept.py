"""What a browser keeps and gives back, what a judgement leaves behind, and a conversation in Word."""

import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from assistant import Answer, Block, Filters, Sentence, answers_to_docx
from ui import texts
from ui.asides import Asides, word_html
from ui.chat import Answering
from ui.conversation import Conversation, Exchange
from ui.feedback import FeedbackFile
from ui.kept import kept_html, reopened
from ui.settings import UiSettings

if TYPE_CHECKING:
    from assistant import Assistant

QUESTION = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"


@pytest.fixture(scope="module")
def talk(assistant: "Assistant") -> Conversation:
    first = Exchange(QUESTION, Filters(ages=("12-",)), (), assistant.answer(QUESTION))
    second = Exchange("Wat is een LEA?", Filters(), ("age:12-",), assistant.answer("Wat is een LEA?"))
    return Conversation((first, second))


def stored(talk: Conversation) -> str:
    """What the script keeps after each question, as it sends it back."""
    turns = []
    for n in range(1, len(talk.exchanges) + 1):
        shown = kept_html(Conversation(talk.exchanges[:n]))
        assert f'data-nummer="{n}"' in shown
        found = re.search(r'data-uitwisseling="([^"]*)"', shown)
        assert found
        turns.append(json.loads(html.unescape(found[1])))
    return json.dumps(turns)


def test_a_conversation_comes_back_with_its_own_citations(talk: Conversation) -> None:
    back = reopened(stored(talk))
    assert back is not None
    assert [e.question for e in back.exchanges] == [e.question for e in talk.exchanges]
    assert back.exchanges[0].filters == Filters(ages=("12-",))
    assert back.exchanges[1].without == ("age:12-",)
    for mine, theirs in zip(back.exchanges, talk.exchanges, strict=True):
        assert mine.answer.blocks == theirs.answer.blocks
        assert [(c.n, c.place, c.quotes, c.entry.body) for c in mine.answer.citations] == [
            (c.n, c.place, c.quotes, c.entry.body) for c in theirs.answer.citations
        ]
    assert back.history == talk.history


@pytest.mark.parametrize("text", ["", "[]", "{}", "geen json", '[{"question": "x"}]', "[" * 5_000, "x" * 4_000_001])
def test_what_is_no_conversation_is_not_opened(text: str) -> None:
    assert reopened(text) is None


def test_a_new_conversation_is_number_nought() -> None:
    assert 'data-nummer="0"' in kept_html(Conversation())


def test_a_judgement_is_one_line_without_personal_data(talk: Conversation, tmp_path: Path) -> None:
    path = tmp_path / "map" / "feedback.jsonl"
    asides = Asides(FeedbackFile(path, lambda: "bouw-1"))
    private = replace(talk.exchanges[0].answer, question="Mijn zoon Daan, bel 0612345678 of mail jan@school.nl, wat nu?")
    talk = Conversation((Exchange(private.question, Filters(), (), private), talk.exchanges[1]))
    assert texts.THANKS_REASON in asides.judged("1:bewijs", talk)
    assert texts.THANKS in asides.judged("2:goed", talk)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(x["good"], x["reason"]) for x in lines] == [(False, "bewijs"), (True, "")]
    assert lines[0]["index"] == "bouw-1"
    assert not re.search(r"Daan|0612345678|jan@school", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("value", ["", "1", "3:goed", "0:goed", "1:onzin", "x:goed", "99999999999:goed"])
def test_a_press_that_means_nothing_leaves_no_line(talk: Conversation, tmp_path: Path, value: str) -> None:
    asides = Asides(FeedbackFile(tmp_path / "f.jsonl"))
    assert texts.JUDGED_NOT in asides.judged(value, talk)
    assert not (tmp_path / "f.jsonl").exists()


def test_a_file_that_cannot_be_written_is_no_fault_of_the_visitor(talk: Conversation, tmp_path: Path) -> None:
    (tmp_path / "vol").write_text("")
    assert texts.JUDGED_NOT in Asides(FeedbackFile(tmp_path / "vol" / "f.jsonl")).judged("1:goed", talk)


def test_the_file_lies_in_the_folder_of_the_index_unless_set() -> None:
    assert UiSettings.from_environment({"INDEX": "ergens"}).feedback == Path("ergens/feedback.jsonl")
    assert UiSettings.from_environment({"INDEX": "ergens", "FEEDBACK": "x.jsonl"}).feedback == Path("x.jsonl")


def test_word_has_questions_answers_and_sources(talk: Conversation) -> None:
    file = docx.Document(io.BytesIO(answers_to_docx([e.answer for e in talk.exchanges], "1 mei 2026")))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    text = "\n".join(p.text for p in file.paragraphs)
    assert headings == [QUESTION, "Wat is een LEA?"]
    assert "[1]" in text
    assert "Reisgids, p. 27" in text
    assert "**" not in text
    assert 'download="reisgenoot-gesprek.docx"' in word_html(talk)
    assert word_html(Conversation()) == ""


def test_word_takes_any_text() -> None:
    odd = "a\x00b\x0b <w:t> **vet** & \ud800"
    row = Sentence(f"{odd} | {odd} | te veel", (1,))
    blocks = (Block("table", (row, Sentence("kort")), odd, columns=(odd, odd)), Block("list", (Sentence(odd),), bullets=True))
    data = answers_to_docx([Answer(odd, blocks=blocks, warnings=(odd,), done=True)])
    table = docx.Document(io.BytesIO(data)).tables[0]
    assert [len(r.cells) for r in table.rows] == [2, 2, 2]
    assert table.rows[1].cells[1].text.endswith("[1]")


def test_a_reopened_conversation_is_shown_whole(assistant: "Assistant", talk: Conversation) -> None:
    class Event:
        _data = {"actie": "heropen", "waarde": stored(talk)}  # noqa: RUF012

    box, past, now, evidence, old, conversation, _said = Answering(assistant, lambda d, p: "").reopen(Event())  # type: ignore[arg-type]
    assert box == ""
    assert html.escape(QUESTION) in past
    assert "Wat is een LEA?" in now
    assert 'data-beurt="2"' in evidence
    assert "hidden" in old
    assert len(conversation.exchanges) == 2
