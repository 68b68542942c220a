"""The contract of `evals answer` and `evals ground`: same order, one line each, also when a question crashes."""

import json
from pathlib import Path
from typing import Any

import pytest
from evals_cases import ASKED, GOOD, REFUSING, UNANSWERABLE

from assistant.answer import Answer
from evals.asking import ask_all, write_answers, write_verdicts
from evals.errors import InputFault
from evals.reply import Crash, Reply
from evals.subject import Ask

KEYS = ["id", "question", "answer", "refused", "route", "citations", "retrieved", "warnings", "seconds"]


def ask(question: str) -> Answer:
    if "kapot" in question:
        raise ZeroDivisionError("delen door nul")
    return GOOD if "zorg" in question else REFUSING


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, *values: object) -> Path:
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for v in values), encoding="utf-8")
    return path


def opened() -> Ask:
    return ask


def test_one_line_each_in_the_same_order(tmp_path: Path) -> None:
    source = write(
        tmp_path / "in.jsonl",
        {"id": "b", "question": "zorg?", "kind": "case"},
        "",
        {"id": "a", "question": "Dit is kapot"},
        {"id": 7, "question": "voetbal"},
    )
    target = tmp_path / "out.jsonl"
    assert write_answers(source, target, opened) == 1
    found = lines(target)
    assert [(line["id"], line["question"]) for line in found] == [("b", "zorg?"), ("a", "Dit is kapot"), (7, "voetbal")]
    assert [line["refused"] for line in found] == [False, False, True]
    assert [sorted(line) for line in found] == [sorted(KEYS), sorted([*KEYS, "error"]), sorted(KEYS)]
    assert found[1]["error"] == "ZeroDivisionError: delen door nul"
    assert list(tmp_path.glob("*.deel")) == []


def test_the_line_of_an_answer(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    write_answers(write(tmp_path / "in.jsonl", {"id": "b", "question": "zorg?"}), target, opened)
    [line] = lines(target)
    assert line["answer"] == "Tilburg koopt zorg in onderwijstijd collectief in. [1]"
    assert line["citations"][0]["document"] == "gids"
    assert line["citations"][0]["pages"] == [27]
    assert [piece["id"] for piece in line["retrieved"]] == ["ede", "tilburg", "brief-1"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"id": "a"}, "in.jsonl:2: sleutel 'question' ontbreekt"),
        ({"id": "a", "question": 3}, "in.jsonl:2: question is 3"),
        ({"id": None, "question": "x"}, "in.jsonl:2: id is None"),
        ("{nee", "in.jsonl:2: geen geldige JSON"),
    ],
)
def test_a_wrong_line_is_named_before_anything_is_asked(tmp_path: Path, value: object, message: str) -> None:
    def never() -> Ask:
        raise AssertionError("the assistant was opened")

    source = write(tmp_path / "in.jsonl", {"id": "ok", "question": "x"}, value)
    with pytest.raises(InputFault, match=message):
        write_answers(source, tmp_path / "out.jsonl", never)
    assert not (tmp_path / "out.jsonl").exists()


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", {"id": "a", "question": "zorg"})
    with pytest.raises(InputFault, match="hetzelfde bestand"):
        write_answers(source, source, opened)
    with pytest.raises(InputFault, match="kan niet worden geschreven"):
        write_answers(source, tmp_path / "weg" / "out.jsonl", opened)
    with pytest.raises(InputFault, match="kan niet worden gelezen"):
        write_answers(tmp_path / "weg.jsonl", tmp_path / "out.jsonl", opened)
    with pytest.raises(InputFault, match="bevat geen regels"):
        write_answers(write(tmp_path / "leeg.jsonl"), tmp_path / "out.jsonl", opened)
    (tmp_path / "latin.jsonl").write_bytes(b'{"id": "caf\xe9"}')
    with pytest.raises(InputFault, match="geen UTF-8"):
        write_answers(tmp_path / "latin.jsonl", tmp_path / "out.jsonl", opened)


def test_verdicts(tmp_path: Path) -> None:
    def check(sentence: str, evidence: list[str]) -> tuple[bool, str]:
        if sentence == "kapot":
            raise RuntimeError("stuk")
        return sentence in evidence, "letterlijk"

    source = write(
        tmp_path / "in.jsonl",
        {"id": "1", "sentence": "a", "evidence": ["a", "b"]},
        {"id": "2", "sentence": "kapot", "evidence": []},
        {"id": "3", "sentence": "c", "evidence": ["a"]},
    )
    assert write_verdicts(source, tmp_path / "out.jsonl", check) == 1
    found = lines(tmp_path / "out.jsonl")
    assert [line["supported"] for line in found] == [True, False, False]
    assert found[0] == {"id": "1", "supported": True, "reason": "letterlijk"}
    assert found[1]["error"] == "RuntimeError: stuk"
    with pytest.raises(InputFault, match="evidence bevat iets anders dan tekst"):
        write_verdicts(write(source, {"id": "1", "sentence": "a", "evidence": [1]}), tmp_path / "out.jsonl", check)


def test_a_crash_is_an_outcome_of_its_own() -> None:
    broken = [(q, outcome) for q, outcome in ask_all([ASKED, UNANSWERABLE], lambda text: ask(text + " kapot"))]
    assert [outcome for _, outcome in broken] == [Crash("ZeroDivisionError: delen door nul")] * 2
    [(_, whole)] = ask_all([ASKED], ask)
    assert isinstance(whole, Reply)
    assert whole.seconds > 0
