"""A running assistant notices that the index was made anew, without a restart and without a question that fails."""

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest
from toy_corpus import card, write_corpus

from assistant import Assistant, AssistantSettings, renewal
from ingest.build import build_index
from ingest.embedding import Embedder
from ingest.settings import IngestSettings


def test_a_running_assistant_follows_the_index(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "EVERY", 0.1)
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    before = assistant.status.build
    (settings.corpus / "cases" / "ede.md").write_text(
        card("Wichelroede in Ede", body="Loop met een wichelroede."), encoding="utf-8"
    )
    newer = build_index(settings, embedder).manifest.build
    deadline = time.monotonic() + 30
    while assistant.status.build == before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert assistant.status.build == newer
    assert assistant.entry("ede").title == "Wichelroede in Ede"
    assert "ede" in {r.entry.id for r in assistant.answer("wichelroede").retrieved}
    # What cannot be opened is left alone: the assistant goes on with what it has.
    (settings.index / "CURRENT").write_text("weg", encoding="utf-8")
    time.sleep(0.3)
    assert assistant.status.build == newer
    time.sleep(1)
    assert assistant.entry("ede").title == "Wichelroede in Ede"


def test_a_look_that_fails_stops_neither_questions_nor_renewal(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    pointer = settings.index / "CURRENT"
    named = pointer.read_text(encoding="utf-8")
    pointer.unlink()
    pointer.mkdir()  # cannot be read as a file
    monkeypatch.setattr(renewal, "EVERY", 0.0)
    assert assistant.status.cards
    pointer.rmdir()
    pointer.write_text(named, encoding="utf-8")
    monkeypatch.setattr(renewal, "EVERY", 60.0)
    (settings.corpus / "cases" / "ede.md").write_text(card("Wichelroede in Ede"), encoding="utf-8")
    build_index(settings, embedder)
    renewing = Thread(target=assistant.renew, daemon=True)
    renewing.start()
    renewing.join(30)
    assert not renewing.is_alive()
    assert assistant.entry("ede").title == "Wichelroede in Ede"


def until(wanted: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 10
    while not wanted() and time.monotonic() < deadline:
        time.sleep(0.01)
    return wanted()


def test_what_cannot_be_opened_is_logged_and_tried_less_and_less_often(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(renewal, "EVERY", 0.02)
    tried: list[float] = []

    def reopen() -> str:
        tried.append(time.monotonic())
        if len(tried) < 5:
            raise MemoryError("geen geheugen")
        return "nieuw"

    held = renewal.Renewal("oud", lambda now: now == "oud", reopen)
    assert until(lambda: held.newest() == "nieuw")
    waited = [after - before for before, after in pairwise(tried)]
    assert all(wait >= 0.02 * 2**n for n, wait in enumerate(waited, 1))
    told = [r for r in caplog.records if "cannot be opened" in r.getMessage()]
    assert len(told) == 4
    assert "MemoryError" in told[0].getMessage()


def test_who_waits_for_what_is_newer_is_told_the_fault_at_once() -> None:
    def reopen() -> str:
        raise MemoryError

    held = renewal.Renewal("oud", lambda _: True, reopen)
    for _ in range(2):
        with pytest.raises(MemoryError):
            held.at_once()
    assert held.newest() == "oud"
