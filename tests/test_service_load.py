"""Two hundred visitors for ten minutes, and slow and broken clients that hurt nobody. Minutes: `make long`."""

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, _answering, _settings
from load import visitors

SECONDS = float(os.environ.get("LOAD_SECONDS", "600"))
GROWTH = 300.0
"""MB that memory may grow between the middle and the end."""


@pytest.fixture
def process(corpus_index: Path, tmp_path: Path) -> Any:
    """The real server process and its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {**_settings(corpus_index), "REISGENOOT_QUEUE": "256"}
    with (tmp_path / "log").open("w") as out:
        started = subprocess.Popen(
            [sys.executable, "-m", "ui", "--port", str(port)], cwd=ROOT, env=settings, stdout=out, stderr=out
        )
        try:
            yield _answering(f"http://127.0.0.1:{port}", started, tmp_path / "log"), started.pid
        finally:
            started.terminate()
            started.wait(timeout=60)


@pytest.mark.long
def test_two_hundred_visitors_each_get_their_own_answer(process: tuple[str, int]) -> None:
    url, pid = process
    figures = asyncio.run(visitors(url, users=200, seconds=SECONDS, think=20, pid=pid))
    assert figures.errors == [], figures
    assert figures.wrong == 0
    assert figures.busy == 0
    assert len(figures.seconds) > 200
    middle, end = figures.memory[len(figures.memory) // 2][1], figures.memory[-1][1]
    assert end - middle < GROWTH
