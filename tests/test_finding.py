"""Which files a folder, a pattern or a name stands for, and what is told of the rest."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_corpus import write_corpus

from ingest.__main__ import main
from ingest.adding import Added, compare, read_waiting
from ingest.documents import find_files
from ingest.errors import DocumentError, ReisgenootError
from ingest.library import Library
from ingest.progress import silent
from ingest.settings import ROOT

TEXT = "Het zwembad gaat op maandag open voor iedereen. " * 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one document, and settings for a small index beside it."""
    monkeypatch.setenv("REISGENOOT_CORPUS", str(write_corpus(tmp_path / "corpus")))
    monkeypatch.setenv("REISGENOOT_INDEX", str(tmp_path / "index"))
    (tmp_path / "index").mkdir()
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "plan.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Iterator[Library]:
    with Library(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file beside the folder that its users may not publish."""
    path = tmp_path / "geheim.txt"
    path.write_text(TEXT.replace("zwembad", "wachtwoord"), encoding="utf-8")
    return path


@pytest.mark.parametrize("given", ["{}", "{}/*.txt", "{}/wissel.txt", "{}/**"])
def test_a_link_out_of_the_folder_is_not_followed(given: str, library: Library, folder: Path, secret: Path) -> None:
    (folder / "wissel.txt").symlink_to(secret)
    for _ in range(2):
        done = compare(library, [given.format(folder), str(folder)], silent)
        read_waiting(library, {}, silent, done)
        assert [name for name, reason in done.failed if "koppeling naar buiten de map" in reason] == ["wissel.txt"]
        assert list(library.digests()) == ["plan"]
        assert [(f.path.name, str(secret) in f.reason) for f in library.files("skipped")] == [("wissel.txt", True)]
    (folder / "wissel.txt").unlink()
    compare(library, [str(folder)], silent)
    assert [f.path.name for f in library.files()] == ["plan.txt"]


def test_a_link_within_the_folder_and_a_folder_that_is_one_are_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "nog-eens.txt").symlink_to(folder / "plan.txt")
    (tmp_path / "elders").symlink_to(folder)
    for given in (folder, tmp_path / "elders", tmp_path / "elders" / "plan.txt", f"{tmp_path}/elders/*.txt"):
        found = find_files([str(given)])
        assert (found.files, found.leading_out) == ([folder.resolve() / "plan.txt"], {})


def test_a_link_that_is_put_in_the_place_of_a_file_that_waits_is_not_read(library: Library, folder: Path, secret: Path) -> None:
    compare(library, [str(folder)], silent)
    (folder / "plan.txt").unlink()
    (folder / "plan.txt").symlink_to(secret)
    done = Added()
    read_waiting(library, {}, silent, done)
    assert (done.added, library.digests()) == ([], {})
    assert "koppeling" in done.failed[0][1]


@pytest.mark.parametrize("given", ["", "  "])
def test_an_empty_path_is_refused(given: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(ReisgenootError, match="een pad is leeg"):
        find_files([given])


def test_what_is_no_regular_file_is_refused_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pijp.txt")
    with pytest.raises(DocumentError, match="geen gewoon bestand"):
        find_files([str(folder / "pijp.txt")])
    assert [p.name for p in find_files([str(folder), f"{folder}/*"]).files] == ["plan.txt"]


def test_hidden_folders_are_left_alone(folder: Path) -> None:
    for name in (".git", ".git/deep", "open", "open/.dicht"):
        (folder / name).mkdir()
        (folder / name / "x.txt").write_text(TEXT, encoding="utf-8")
    assert [p.relative_to(folder.resolve()).as_posix() for p in find_files([str(folder)]).files] == ["open/x.txt", "plan.txt"]
    assert len(find_files([str(folder / ".git")]).files) == 2, "named itself, it is meant"


def test_how_many_other_files_there_are_is_told(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.csv", "b.CSV", "foto.png", "LEESMIJ", ".verborgen"):
        (folder / name).write_text("x", encoding="utf-8")
    (folder / "elders").symlink_to(tmp_path)
    line = (
        f"Niet bekeken in {folder}: 5 bestanden van een andere soort (.csv 2, .png 1, koppeling naar een map 1, zonder extensie 1)"
    )
    assert main(["add", str(folder)]) == 0
    assert capsys.readouterr().err == line + "\n"
    main(["status"])
    assert line in capsys.readouterr().out
    for name in ("a.csv", "b.CSV", "foto.png", "LEESMIJ", "elders"):
        (folder / name).unlink()
    main(["add", str(folder)])
    assert capsys.readouterr().err == ""


def test_who_stops_a_run_is_told_what_was_read(folder: Path, tmp_path: Path) -> None:
    for n in range(30):
        (folder / f"{n}.txt").write_text(f"Nummer {n}. {TEXT * 200}", encoding="utf-8")
    command = [sys.executable, "-m", "ingest", "add", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None and not _read(tmp_path / "index"):
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    read = _read(tmp_path / "index")
    assert read
    assert process.returncode == 1
    assert f"de oude index blijft in gebruik. Gelezen en nog niet in de index: {read} bestand" in err


@pytest.mark.parametrize("command", [["ingest", "add", "plan.txt"], ["ingest", "status"], ["assistant", "check-model"]])
def test_who_stops_reading_what_is_told_gets_no_traceback(command: list[str], folder: Path) -> None:
    add = [sys.executable, "-m", "ingest", "add", str(folder)]
    if command[1] == "status":
        subprocess.run(add, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    nobody, ours = os.pipe()
    os.close(nobody)
    command = [str(folder / part) if part == "plan.txt" else part for part in command]
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, stdout=ours, stderr=subprocess.PIPE, text=True, check=False)
    os.close(ours)
    assert (done.returncode, done.stderr) == (1, "")


def _read(index: Path) -> int:
    with Library(index) as library:
        return library.count("read")
