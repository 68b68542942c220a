"""A process that is told to stop while it adds files: what was read stays, nothing half is left, and no process lives on."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_corpus import write_corpus

from ingest import Embedder, IngestSettings, build_index, pool
from ingest.errors import IndexLocked, Interrupted
from ingest.index import current_build
from ingest.library import Library
from ingest.lock import locked

ROOT = Path(__file__).parents[1]


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> IngestSettings:
    found = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(found, embedder)
    return found


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Text for a build of many seconds."""
    found = []
    for number in range(2):
        found.append(tmp_path / f"verslag-{number}.txt")
        lines = (
            f"In jaar {n} sprak de gemeente van wijk {number} met {n} ouders over spelen op straat {n}.\n\n" for n in range(4_000)
        )
        found[-1].write_text("".join(lines), encoding="utf-8")
    return found


def started(settings: IngestSettings, command: list[str]) -> "subprocess.Popen[str]":
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "REISGENOOT_CORPUS": str(settings.corpus), "REISGENOOT_INDEX": str(settings.index),
    }  # fmt: skip
    pipe = subprocess.PIPE
    # A run in the background may be deaf to Ctrl-C, and what it starts would be too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def told_to_stop(process: "subprocess.Popen[str]", settings: IngestSettings) -> tuple[int, str, str]:
    """Its status and what it said, when it is stopped in the middle of a build."""
    before = current_build(settings.index)
    until = time.monotonic() + 240
    while len(list((settings.index / "builds").iterdir())) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=120)
    assert current_build(settings.index) == before
    assert list((settings.index / "builds").iterdir()) == [before], "half a build is left"
    return process.returncode, out, err


def test_the_command_ends_as_by_ctrl_c(settings: IngestSettings, files: list[Path]) -> None:
    code, _, err = told_to_stop(started(settings, ["-m", "ingest", "add", *map(str, files)]), settings)
    told = "Gelezen en nog niet in de index: 2 bestanden; die komen er bij de volgende wijziging in."
    assert (code, err.splitlines()[-1]) == (1, f"Afgebroken; de oude index blijft in gebruik. {told}")
    with Library(settings.index) as library:
        assert len(library.files("read")) == len(files)


@pytest.mark.long
def test_the_interface_gives_up_a_change(settings: IngestSettings, files: list[Path]) -> None:
    code, out, err = told_to_stop(started(settings, ["tests/adding_server.py", *map(str, files)]), settings)
    assert (code, "Reisgenoot stopt" in out) == (0, True), err
    with Library(settings.index) as library:
        assert len(library.files("read")) == len(files)


@pytest.mark.long
def test_a_change_ends_when_the_interface_was_killed(settings: IngestSettings, files: list[Path]) -> None:
    before = current_build(settings.index)
    process = started(settings, ["tests/adding_server.py", *map(str, files)])
    until = time.monotonic() + 240
    while len(list((settings.index / "builds").iterdir())) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=60)
    while len(list((settings.index / "builds").iterdir())) > 1 and time.monotonic() < until:
        time.sleep(0.02)
    assert list((settings.index / "builds").iterdir()) == [before], "half a build is left"
    while True:  # the lock is let go of after that
        with contextlib.suppress(IndexLocked), locked(settings.index):
            break
        assert time.monotonic() < until
        time.sleep(0.02)


def test_ctrl_c_while_the_interface_loads_ends_it_with_one_line(settings: IngestSettings) -> None:
    process = started(settings, ["-m", "ui", "--port", "0"])
    assert process.stdout
    assert process.stdout.readline() == "Index en model laden …\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "Afgebroken.\n")


def test_ctrl_c_while_a_question_is_answered_ends_it_with_one_line(settings: IngestSettings, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "bon.json")  # read until somebody writes
    process = started(settings, ["-m", "assistant", "replay", str(tmp_path / "bon.json")])
    with (tmp_path / "bon.json").open("w"):  # waits until it is read
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, "Afgebroken.\n")


def _slow(path: Path) -> bytes:
    time.sleep(120)
    return path.name.encode()


def test_a_file_that_is_being_read_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_stopping", threading.Event())

    def paths() -> Iterator[Path]:
        yield tmp_path / "traag"
        threading.Timer(0.5, pool.stop_reading).start()

    start = time.monotonic()
    with pytest.raises(Interrupted):
        list(pool.read_all(paths(), _slow, jobs=2))
    assert time.monotonic() - start < 60
