"""docs/api.md keeps its word: every block of it is run as it stands, against a real server; only the address changes."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TEXT, re.M | re.S)
ADDRESS = "http://127.0.0.1:7860"


def block(kind: str, holds: str) -> str:
    (found,) = [text for language, text in BLOCKS if language == kind and holds in text]
    return str(found)


def run(command: list[str], index: Path) -> str:
    settings = {**os.environ, "REISGENOOT_INDEX": str(index), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def shell(server: str, corpus_index: Path) -> object:
    if not shutil.which("curl"):
        pytest.skip("no curl on this machine")
    return lambda text: run(["sh", "-ec", text.replace(ADDRESS, server)], corpus_index)


def test_the_first_curl_answers_a_follow_up(shell: object) -> None:
    assert callable(shell)
    body = json.loads(shell(block("sh", "history")))
    assert "Den Bosch" in body["answer"]
    assert body["sentences"][0]["cites"]


def test_the_other_curls_stream_search_list_and_present(shell: object) -> None:
    assert callable(shell)
    out = shell(block("sh", "/stream"))
    assert "event: answer" in out
    assert '"kind":"case"' in out
    assert '"province":"Noord-Brabant"' in out
    assert "\n## " in out


def test_the_chat_program_gets_an_answer_with_sources(server: str, corpus_index: Path) -> None:
    out = run([sys.executable, "-c", block("python", "OpenAI(").replace(ADDRESS, server)], corpus_index)
    assert "**Bronnen**" in out
    assert "[1]" in out


def test_the_agent_finds_a_route(server: str, corpus_index: Path) -> None:
    pytest.importorskip("mcp", reason="the extra mcp is not installed")
    assert "5 " in run([sys.executable, "-c", block("python", "mcp import").replace(ADDRESS, server)], corpus_index)


def test_the_agent_s_own_command_is_one_of_ours() -> None:
    (settings,) = json.loads(block("json", "mcpServers"))["mcpServers"].values()
    assert settings == {"command": "python", "args": ["-m", "ui", "mcp"]}


def test_python_answers_and_finds(corpus_index: Path) -> None:
    out = run([sys.executable, "-c", block("python", "Assistant.open()")], corpus_index)
    assert "Tilburg" in out
    assert "[1] " in out
    assert re.search(r"^0\.\d+ ", out, re.M)


def test_every_address_that_the_document_names_is_served(assistant: object) -> None:
    """The table of addresses against the description that the server itself gives."""
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from assistant import Assistant
    from ui.doors import DoorSettings, open_doors

    assert isinstance(assistant, Assistant)
    server = FastAPI()
    open_doors(server, assistant, DoorSettings(), parallel=1)
    with TestClient(server, base_url="http://127.0.0.1", client=("127.0.0.1", 1)) as client:
        served = {re.sub(r"\{.*\}", "*", path) for path in client.get("/api/v1/openapi.json").json()["paths"]}
    rows = "".join(line for line in TEXT.splitlines() if line.startswith("| `"))
    named = {urlsplit(path).path.removeprefix("/api/v1") for path in re.findall(r"`(?:POST |GET )?(/[^`]*)`", rows)}
    assert {re.sub(r"/(ID|NUMBER)$", "/*", path) for path in named} == served
