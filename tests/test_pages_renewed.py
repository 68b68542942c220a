"""The pages of a running interface, opened after the index was made anew: real index, real server, real gradio, no browser."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from toy_corpus import card, write_corpus

from assistant import Assistant, AssistantSettings, build_index
from ingest import Embedder, IngestSettings
from ui import UiSettings, create_server

NEW = "Wichelroede in Ede"


def opened(client: TestClient) -> list[Any]:
    """What gradio puts on the pages when a visitor opens them: the data of every event that nobody caused and that asks for nothing."""
    dependencies = client.get("/config").json()["dependencies"]
    at_opening = [
        d for d in dependencies if not d["queue"] and not d["inputs"] and any(event == "load" for _, event in d["targets"])
    ]
    assert len(at_opening) >= 3
    answers = []
    for dependency in at_opening:
        answer = client.post("/gradio_api/run/predict", json={"fn_index": dependency["id"], "data": [], "session_hash": "bezoek"})
        assert answer.status_code == 200, answer.text
        answers += answer.json()["data"]
    return answers


def test_a_page_that_is_opened_shows_the_index_of_that_moment(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    with TestClient(create_server(assistant, UiSettings())) as client:
        assert NEW not in client.get("/config").text
        assert NEW not in str(opened(client))
        text = card(NEW, body="Loop met een wichelroede.").replace("+++\n", '+++\nprovince = "Gelderland"\n', 1)
        (settings.corpus / "cases" / "ede.md").write_text(text, encoding="utf-8")
        law = settings.corpus / "laws" / "jeugdwet.md"
        law.write_text(law.read_text(encoding="utf-8").replace("Jeugdwet", "Nieuwe Jeugdwet"), encoding="utf-8")
        build_index(settings, embedder)
        assert assistant.renew()
        shown = str(opened(client))
    assert NEW in shown
    assert "Gelderland (1)" in shown
    assert "Nieuwe Jeugdwet" in shown
    assert f"['{NEW}', 'ede']" in shown  # to choose for a presentation
    assert f", index {assistant.status.build}." in shown  # on the page Over
