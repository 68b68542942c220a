"""A file is there whole or as it was, and of a write that fails nothing stays beside it."""

import json
import os
from pathlib import Path

import pytest

from assistant import Answer
from evals.asking import write_answers
from evals.errors import InputFault
from ingest.downloads import Record, Records
from ingest.index import Manifest
from ingest.whole_files import written_whole
from ui.feedback import FeedbackFile
from ui.service.kept_data import forget


def test_it_comes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text("oud", encoding="utf-8")
    with written_whole(path) as out:
        out.write(b"nieuw")
        assert path.read_text(encoding="utf-8") == "oud"
    assert path.read_text(encoding="utf-8") == "nieuw"
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_and_then_its_name_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync

    def watched(number: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{number}"))
        sync(number)

    monkeypatch.setattr(os, "fsync", watched)
    Manifest("a", "", "", 1, "", {}, 0, 0, ()).write(tmp_path / "manifest.json")
    draft, folder = synced
    assert Path(draft).name.startswith(".manifest.json.")
    assert folder == str(tmp_path)
    assert Manifest.read(tmp_path / "manifest.json").build == "a"


@pytest.mark.parametrize("fault", [OSError, UnicodeError, KeyboardInterrupt])
def test_of_what_fails_nothing_stays(tmp_path: Path, fault: type[BaseException]) -> None:
    path = tmp_path / "a.json"
    path.write_text("oud", encoding="utf-8")

    def fail() -> None:
        with written_whole(path) as out:
            out.write(b"half")
            raise fault

    with pytest.raises(fault):
        fail()
    assert [(p.name, p.read_text(encoding="utf-8")) for p in tmp_path.iterdir()] == [("a.json", "oud")]


def test_a_place_that_cannot_be_written_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "map").mkdir()
    for path in (tmp_path / "map", tmp_path / "weg" / "a.json"):
        with pytest.raises(OSError), written_whole(path) as out:  # noqa: PT011
            out.write(b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["map"]


def test_what_is_private_is_for_the_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        for private, mode in ((True, 0o600), (False, 0o644)):
            with written_whole(tmp_path / "a.json", private=private) as out:
                assert os.fstat(out.fileno()).st_mode & 0o777 == mode
            assert (tmp_path / "a.json").stat().st_mode & 0o777 == mode
    finally:
        os.umask(old)


def test_judgements_are_for_the_owner_alone_from_the_first_and_after_some_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    file = FeedbackFile(path)
    for name in ("a.jansen", "b.smit"):
        assert file.keep(Answer("Wat is een OOGO?"), "goed", name)
        assert path.stat().st_mode & 0o777 == 0o600
    assert forget(path, "a.jansen") == 1
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_disk_that_refuses_leaves_no_half_files(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "question": "x"}\n', encoding="utf-8")
    records = Records(tmp_path)
    for name in ("downloads.json", "uit.jsonl"):  # a folder in the place of the file
        (tmp_path / name).mkdir()
    with pytest.raises(OSError, match=r"downloads\.json"):
        records.put("gids", Record("https://gids.example"))
    with pytest.raises(InputFault, match="kan niet worden geschreven"):
        write_answers(tmp_path / "in.jsonl", tmp_path / "uit.jsonl", lambda: lambda _: Answer("x"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["downloads.json", "in.jsonl", "uit.jsonl"]


def test_half_a_character_in_a_question_does_not_lose_the_answers(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "question": "zorg \\ud83d?"}\n', encoding="utf-8")
    write_answers(tmp_path / "in.jsonl", tmp_path / "uit.jsonl", lambda: Answer)
    assert json.loads((tmp_path / "uit.jsonl").read_text(encoding="utf-8"))["question"] == "zorg ??"
