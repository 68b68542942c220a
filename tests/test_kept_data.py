"""What is kept about visitors goes by its age, on request, and without losing what others add meanwhile."""

import gc
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import gradio as gr
import pytest
from starlette.requests import Request

from assistant import Answer, Assistant, ReceiptFolder
from ui.__main__ import main
from ui.chat import ALL_AGES, Answering
from ui.conversation import Conversation
from ui.feedback import FeedbackFile
from ui.service import Visitor
from ui.service.kept_data import expire, expire_hourly, forget, pseudonym


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "map" / "feedback.jsonl"


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_judgement_has_a_pseudonym_and_never_the_name(path: Path) -> None:
    file = FeedbackFile(path)
    for name in ("a.jansen", "a.jansen", "b.smit", ""):
        assert file.keep(Answer("Wat is een OOGO?"), "goed", name)
    found = lines(path)
    assert "jansen" not in path.read_text(encoding="utf-8")
    assert found[0]["by"] == found[1]["by"] != found[2]["by"]
    assert "by" not in found[3]
    assert path.with_suffix(".key").stat().st_mode & 0o077 == 0


def test_what_is_kept_of_a_visitor_goes_on_request(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert forget(path, "a.jansen") == 0
    file = FeedbackFile(path)
    for name in ("a.jansen", "b.smit", "", "a.jansen"):
        file.keep(Answer("Wat is een OOGO?"), "goed", name)
    monkeypatch.setenv("REISGENOOT_FEEDBACK", str(path))
    assert main(["forget", "a.jansen"]) == 0
    assert "2 oordelen en 0 bonnen van 'a.jansen' verwijderd" in capsys.readouterr().out
    assert [line.get("by", "") for line in lines(path)] == [pseudonym(path, "b.smit"), ""]


def test_receipts_of_answers_go_on_request_and_by_their_age(
    assistant: Assistant, path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = path.parent / "bonnen"
    with_receipts = Assistant(assistant.index)
    with_receipts.receipts = ReceiptFolder(folder)
    page = Answering(with_receipts, lambda *_: "", FeedbackFile(path).pseudonym)
    for name in ("a.jansen", "b.smit", ""):
        request = gr.Request(Request({"type": "http", "headers": [], "reisgenoot.visitor": Visitor(name)}))
        assert list(page.ask("Wat is een OOGO?", ALL_AGES, [], [], "", [], "", Conversation(), request))
    (folder / "anders.json").write_text('{"by": 1}', encoding="utf-8")
    assert "jansen" not in "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    monkeypatch.setenv("REISGENOOT_FEEDBACK", str(path))
    monkeypatch.setenv("REISGENOOT_RECEIPTS", str(folder))
    assert main(["forget", "a.jansen"]) == 0
    assert "0 oordelen en 1 bonnen van 'a.jansen' verwijderd" in capsys.readouterr().out
    kept = [json.loads(file.read_text(encoding="utf-8")).get("by", "") for file in folder.glob("2*.json")]
    assert sorted(kept) == ["", pseudonym(path, "b.smit")]
    for name in ("2020-01-01T101500-0123abcd.json", ".2020-01-01T101500-0123abcd.json.00ffaa11.deel"):
        (folder / name).write_text("", encoding="utf-8")
    expire_hourly(path, with_receipts.receipts, 180, lambda fault: pytest.fail(str(fault)))
    until = time.monotonic() + 10
    while list(folder.glob("*2020*")) and time.monotonic() < until:
        time.sleep(0.01)
    assert len(list(folder.iterdir())) == len(kept) + 1


def test_old_judgements_go_and_so_do_lines_that_nobody_can_read(path: Path) -> None:
    path.parent.mkdir()
    old = ["2026-01-01T10:00+00:00", "2026-05-01T10:00+00:00", "2026-05-31T10:00+00:00"]
    path.write_text("".join(f'{{"time": "{when}"}}\n' for when in old) + "kapot\n[1]\n", encoding="utf-8")
    assert expire(path, 31, datetime(2026, 6, 1, tzinfo=UTC)) == 3
    assert [line["time"] for line in lines(path)] == old[1:]
    assert expire(path.with_name("niets.jsonl"), 31) == 0


def test_a_character_that_breaks_lines_elsewhere_breaks_no_judgement(path: Path) -> None:
    file = FeedbackFile(path)
    for question in ("Wat is\u2028een OOGO?", "Wat is\x85een OOGO?"):
        assert file.keep(Answer(question), "goed", "a.jansen")
    assert expire(path, 31) == 0
    assert forget(path, "a.jansen") == 2


def test_a_damaged_line_goes_and_does_not_end_retention(path: Path) -> None:
    path.parent.mkdir()
    whole = b'{"time": "2026-05-31T10:00+00:00"}\n'
    path.write_bytes(b'{"time": "2\xff26-05-31T10:00+00:00"}\n' + whole + b"[" * 100_000 + b"\n" + whole)
    assert expire(path, 31, datetime(2026, 6, 1, tzinfo=UTC)) == 2
    assert path.read_bytes() == 2 * whole


def test_nothing_is_lost_of_who_judges_while_others_are_forgotten(path: Path) -> None:
    file = FeedbackFile(path)
    file.keep(Answer("x"), "goed", "weg")
    judging = [
        Thread(target=lambda n=n: [FeedbackFile(path).keep(Answer(f"{n} {i}"), "goed", f"b{n}") for i in range(25)])
        for n in range(4)
    ]
    for thread in judging:
        thread.start()
    while any(thread.is_alive() for thread in judging):
        forget(path, "weg")
        file.keep(Answer("x"), "goed", "weg")
    for thread in judging:
        thread.join()
    forget(path, "weg")
    assert len(lines(path)) == 100


def remembering(text: str) -> set[str]:
    """The memories of the process that hold this text."""
    kept = [each for each in gc.get_objects() if type(each).__name__ == "_lru_cache_wrapper"]
    keys = [(each, key) for each in kept for held in gc.get_referents(each) if type(held) is dict for key in list(held)]
    return {each.__qualname__ for each, key in keys if text in str(key)}


def test_after_a_hundred_questions_no_memory_holds_the_first(assistant: Assistant) -> None:
    own = "ervaring met het samen betalen van zorg onder lestijd"
    assert not assistant.answer(f"Welke gemeente heeft {own}?").refused
    assert {"kinds", "about_the_source", "_stem_set", "Index._query_vector"} <= remembering(own)
    for n in range(100):
        assistant.find(f"Hoe werkt gemeente {n} samen?")
    assert remembering(own) == set()
