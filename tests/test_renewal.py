"""A running assistant notices that the index was made anew, without a restart and without a question that fails."""

import time
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
