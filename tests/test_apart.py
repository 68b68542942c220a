"""A change of the index in a process of its own: whose work it is, what comes back of it, and what it leaves alone."""

import contextlib
import multiprocessing
import os
import pickle
import signal
import sqlite3
from pathlib import Path

import pytest
from toy_corpus import card, write_corpus

from assistant import Assistant, AssistantSettings
from ingest import Embedder, IngestSettings, add_documents, apart, build_index, changed_apart, errors
from ingest.build import Report
from ingest.index import current_build
from ingest.lock import locked
from ingest.progress import Progress


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> IngestSettings:
    found = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(found, embedder)
    return found


def changed(settings: IngestSettings, change: apart.Change, *arguments: object) -> Report:
    return changed_apart(change, settings, arguments, lambda _: None, lambda: False)


def whose(settings: IngestSettings, embedder: Embedder, progress: Progress) -> Report:
    (settings.corpus / "wie").write_text(f"{os.getpid()} {os.getppid()} {os.nice(0)}", encoding="utf-8")
    return build_index(settings, embedder, progress)


def unexpected(*_: object) -> Report:
    raise KeyError("wat een bezoeker typte")


def killed(*_: object) -> Report:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def endless(_: IngestSettings, __: Embedder, progress: Progress) -> Report:
    for _step in progress(iter(int, 1), "Zonder einde", 0):
        pass
    raise AssertionError


def test_another_process_works_after_all_others_and_tells_how_far_it_is(settings: IngestSettings) -> None:
    (settings.corpus / "cases" / "ede.md").write_text(card("Wichelroede in Ede"), encoding="utf-8")
    steps: list[apart.Step] = []
    report = changed_apart(whose, settings, (), steps.append, lambda: False)
    assert report.changed
    assert report.manifest.build == current_build(settings.index).name
    worker, mother, nice = map(int, (settings.corpus / "wie").read_text(encoding="utf-8").split())
    assert worker != os.getpid()
    assert mother == os.getpid()
    assert nice == min(19, os.nice(0) + apart.NICE)
    assert ("Teksten", 1, report.manifest.entries) in steps
    assert ("Teksten", report.manifest.entries, report.manifest.entries) in steps
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(
    "fault",
    [
        errors.CorpusError(["a.md: fout", "b.md: fout"]), errors.DocumentError(Path("gids.pdf"), "is leeg"),
        errors.DownloadError("weg", "mislukt", again=True, wait=2.0), errors.Interrupted(), errors.IndexLocked("bezig"),
        errors.ProcessFailed("signaal 9"),
    ],
)  # fmt: skip
def test_a_fault_comes_whole_from_another_process(fault: errors.ReisgenootError) -> None:
    fault.__cause__ = OSError(28, "No space left on device")
    again = pickle.loads(pickle.dumps(fault))
    assert type(again) is type(fault)
    assert str(again) == str(fault)
    assert vars(again) == vars(fault)
    assert again.__cause__.strerror == "No space left on device"


def test_what_went_wrong_there_is_raised_here(settings: IngestSettings) -> None:
    before = current_build(settings.index)
    (settings.corpus / "cases" / "ede.md").write_text("geen kaart", encoding="utf-8")
    with pytest.raises(errors.CorpusError) as wrong:
        changed(settings, build_index)
    assert "ede.md" in wrong.value.faults[0]
    assert any("cards.py" in place for place in wrong.value.__notes__)
    with pytest.raises(errors.ProcessFailed, match=r"\(KeyError\)") as strange:
        changed(settings, unexpected)
    assert "bezoeker" not in str(strange.value)
    assert any("unexpected" in place for place in strange.value.__notes__)
    with pytest.raises(errors.ProcessFailed, match=r"\(signaal 9\)"):
        changed(settings, killed)
    assert current_build(settings.index) == before


def test_it_gives_up_when_told(settings: IngestSettings) -> None:
    steps: list[apart.Step] = []
    with pytest.raises(errors.Interrupted):
        changed_apart(endless, settings, (), steps.append, lambda: bool(steps))
    assert not multiprocessing.active_children()
    with locked(settings.index):
        pass


def vectors_of(build: Path) -> tuple[dict[str, bytes], list[str]]:
    """The files of the vectors, and what the database beside them holds but for the mark that Chroma sets at each opening."""
    folder = build / "vectors"
    files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".sqlite3"}
    with contextlib.closing(sqlite3.connect(f"file:{folder}/chroma.sqlite3?mode=ro", uri=True)) as db:
        return files, [line for line in db.iterdump() if "acquire_write" not in line]


def test_the_build_that_is_open_here_stays_as_it_is(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    build = assistant.index.folder
    before = vectors_of(build)
    assert not changed(settings, build_index).changed
    file = tmp_path / "bakfiets.txt"
    file.write_text("In Bovenstad rijdt elke woensdag een bakfiets met knutselspullen langs de pleinen.\n", encoding="utf-8")
    assert changed(settings, add_documents, [str(file)]).added == ("bakfiets",)
    assert vectors_of(build) == before
    assert assistant.renew()
    assert assistant.newest().index.folder == current_build(settings.index) != build
