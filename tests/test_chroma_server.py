"""Chroma as a server: several processes on one store, and the server killed and started again while they search."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import gradio as gr
import pytest
from toy_corpus import card, write_corpus

from assistant import Assistant, AssistantSettings, QuestionError
from ingest import changed_apart, store
from ingest.__main__ import main
from ingest.build import build_index
from ingest.embedding import Embedder
from ingest.errors import IndexBroken, IndexMissing, SettingError, StorageError
from ingest.index import Index, current_build
from ingest.settings import IngestSettings
from ingest.verify import verify
from ui import texts
from ui.chat import ALL_AGES, Answering
from ui.conversation import Conversation
from ui.service import WatchedAssistant

ROOT = Path(__file__).parents[1]


class Server:
    """`chroma run` on loopback, which can be killed and started again on the same port and folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        chroma = shutil.which("chroma", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
        assert chroma is not None
        command = [chroma, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("chroma run does not answer")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.mark.parametrize(
    "url",
    [
        "host:8000", "host", "//host:8000", "ftp://host:8000", "https://host/chroma", "http://host:8000/?a=b", "http://host:8000#a",
        "http://jan:geheim@host:8000", "http://@host:8000", "http://:8000", "http://host:poort", "http://host:0", "http://[::1:8000", "/",
    ],
)  # fmt: skip
def test_an_address_that_would_be_read_otherwise_is_refused(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SettingError, match=r"REISGENOOT_CHROMA_URL .*http://chroma:8000"):
        IngestSettings.from_environment({"CHROMA_URL": url})
    monkeypatch.setenv("REISGENOOT_CHROMA_URL", url)
    assert main(["status"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Fout: REISGENOOT_CHROMA_URL ")
    assert "geheim" not in said


@pytest.mark.parametrize("url", ["http://chroma:8000", "https://chroma.gemeente.nl", "http://10.0.0.4:8000/", "HTTP://[::1]:8000"])
def test_an_address_of_a_server_is_taken(url: str) -> None:
    assert IngestSettings.from_environment({"CHROMA_URL": url}).chroma_url == url.rstrip("/")
    assert IngestSettings.from_environment({}).chroma_url == ""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = Server(tmp_path / "chroma")
    yield started
    started.kill()


@pytest.fixture
def settings(tmp_path: Path, server: Server) -> IngestSettings:
    return IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index", chroma_url=server.url)


def ingest(settings: IngestSettings, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ, "REISGENOOT_CORPUS": str(settings.corpus), "REISGENOOT_INDEX": str(settings.index),
        "REISGENOOT_CHROMA_URL": settings.chroma_url,
    }  # fmt: skip
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def reader(settings: IngestSettings) -> "subprocess.Popen[str]":
    script = Path(__file__).with_name("reader_process.py")
    command = [sys.executable, str(script), str(settings.corpus), str(settings.index), settings.chroma_url]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "klaar\n"
    return started


def ended(started: "subprocess.Popen[str]") -> dict[str, object]:
    out, _ = started.communicate("stop\n", timeout=60)
    found: dict[str, object] = json.loads(out.splitlines()[-1])
    return found


@pytest.mark.long
def test_two_readers_an_ingester_and_a_server_that_is_killed(settings: IngestSettings, server: Server) -> None:
    first = ingest(settings, "build")
    assert first.returncode == 0, first.stderr
    readers = [reader(settings), reader(settings)]
    try:
        for number in range(3):
            (settings.corpus / "cases" / f"nieuw-{number}.md").write_text(card(f"Nieuw {number}"), encoding="utf-8")
            if number == 1:
                server.kill()
                time.sleep(1)
                server.start()
            done = ingest(settings, "build")
            assert done.returncode == 0, done.stderr
        time.sleep(1)
    finally:
        found = [ended(process) for process in readers]
    for one in found:
        assert one["wrong"] == []
        assert len(one["builds"]) == 4  # type: ignore[arg-type]
        assert one["builds"][-1] == current_build(settings.index).name  # type: ignore[index]
        assert all("antwoordt niet" in line for line in one["told"]), one["told"]  # type: ignore[attr-defined]
        assert one["good"] > 50  # type: ignore[operator]


def test_a_server_that_stays_away_is_told(
    settings: IngestSettings, server: Server, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.5)
    build_index(settings, embedder)
    before = current_build(settings.index)
    index = Index.open(settings, embedder)
    vector = embedder.encode_queries(["jeugdwet"])[0]
    assert next(iter(index.dense(vector))) == "jeugdwet"
    server.kill()
    with pytest.raises(IndexBroken, match="antwoordt niet"):
        index.dense(vector)
    with pytest.raises(IndexBroken, match="antwoordt niet"):
        Index.open(settings, embedder)
    (settings.corpus / "cases" / "ede.md").write_text(card("Ede"), encoding="utf-8")
    with pytest.raises((IndexBroken, StorageError), match=r"antwoordt niet|is niet te schrijven"):
        build_index(settings, embedder)
    assert current_build(settings.index) == before
    server.start()
    assert next(iter(index.dense(vector))) == "jeugdwet"
    assert build_index(settings, embedder).changed


def test_a_visitor_is_not_told_where_the_server_is(
    settings: IngestSettings, server: Server, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store, "PATIENCE", 0.5)
    build_index(settings, embedder)
    assistant = WatchedAssistant.open(AssistantSettings(ingest=settings), embedder)
    assert isinstance(assistant, WatchedAssistant)
    page = Answering(assistant, lambda *_: "")
    server.kill()
    *_, last = page.ask("Wat regelt de Jeugdwet?", ALL_AGES, [], [], "", [], "", Conversation(), gr.Request())
    assert texts.ERROR_UNKNOWN in last[2]
    assert server.url not in last[2]
    assert server.url in caplog.text
    with pytest.raises(QuestionError):
        assistant.answer(" ")
    assert {f'reisgenoot_questions_total{{outcome="{kind}"}} 1.0' for kind in ("fault", "invalid")} <= set(
        assistant.metrics.text().decode().splitlines()
    )


def test_a_question_after_two_builds_is_answered_from_the_last(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(settings, embedder)
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    for name in ("Ede", "Urk"):
        (settings.corpus / "cases" / f"{name.lower()}.md").write_text(card(name), encoding="utf-8")
        build_index(settings, embedder)
    assert assistant.answer("Wat regelt de Jeugdwet?").done
    assert assistant.status.build == current_build(settings.index).name


def test_a_change_in_a_process_of_its_own_is_taken_up(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(settings, embedder)
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    (settings.corpus / "cases" / "ede.md").write_text(card("Wichelroede in Ede"), encoding="utf-8")
    assert changed_apart(build_index, settings, (), lambda _: None, lambda: False).changed
    assert assistant.answer("Wat regelt de Jeugdwet?").done
    assistant.renew()  # at once, when the answer did not do so already
    assert "ede" in {r.entry.id for r in assistant.answer("wichelroede").retrieved}


def test_a_server_that_lost_its_store_is_filled_again(settings: IngestSettings, server: Server, embedder: Embedder) -> None:
    build_index(settings, embedder)
    server.kill()
    shutil.rmtree(server.folder)
    server.start()
    verdict = verify(settings, embedder)
    assert any("vectorindex: niet te lezen" in line for line in verdict.found)
    assert (verdict.left, verdict.report.embedded if verdict.report else -1) == ((), 0)
    assert "jeugdwet" in Index.open(settings, embedder).dense(embedder.encode_queries(["jeugdwet"])[0])


def test_an_index_of_a_folder_does_not_pass_for_one_of_a_server(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(replace(settings, chroma_url=""), embedder)
    with pytest.raises(IndexMissing, match="maak hem met: python -m ingest build"):
        Index.open(settings, embedder)
    assert build_index(settings, embedder).changed
