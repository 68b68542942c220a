"""Ill-treating an ingester: killed, damaged, out of space. A short round in CI, a long one by `make long`."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from toy_corpus import card, write_corpus

from ingest import build
from ingest.build import build_index
from ingest.embedding import Embedder
from ingest.index import Index, current_build
from ingest.settings import IngestSettings

ROOT = Path(__file__).parents[1]


def driven(fault: str, times: int, seed: int = 0, *, copied: bool = False) -> dict[str, Any]:
    """What tests/fault_driver.py tells; nothing may come out of it by a traceback."""
    command = [sys.executable, "tests/fault_driver.py", fault, str(times), str(seed), *(["copied"] if copied else [])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3_000, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("copied", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("times", [1, pytest.param(60, marks=pytest.mark.long)])
def test_an_ingester_that_is_killed_leaves_every_file_wholly_old_or_new(times: int, copied: bool) -> None:
    found = driven("kill", times, seed=times, copied=copied)
    assert (found["mixed"], found["told"], found["left"], found["all new"]) == ([], "", "", True)
    assert (found["reader"]["told"], found["reader"]["wrong"]) == ([], [])
    assert found["reader"]["good"] > 0


@pytest.mark.long
def test_damaged_files_are_told_and_mended() -> None:
    for name, _way, read_code, seen, code, left, whole in driven("damage", 40)["outcomes"]:
        assert whole, (name, seen, left)
        assert code == 0, (name, left)
        assert read_code == 0, (name, seen)


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.long)])
@pytest.mark.parametrize("copied", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_full_disk_leaves_the_old_index(times: int, copied: bool) -> None:
    found = driven("full", times, seed=times, copied=copied)
    assert (found["kept"], found["all new"], found["left"]) == (True, True, "")
    assert all("is niet te schrijven" in line for line in found["told"]), found["told"]


def test_a_clock_that_jumps_back_changes_nothing(tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    names = iter(("20300101T000000000000", "20200101T000000000000", "20100101T000000000000"))
    monkeypatch.setattr(build, "_new_name", lambda _settings: next(names))
    for number in range(3):
        (settings.corpus / "cases" / f"nieuw-{number}.md").write_text(card(f"Nieuw {number}"), encoding="utf-8")
        build_index(settings, embedder)
        assert f"nieuw-{number}" in {e.id for e in Index.open(settings, embedder).entries()}
    assert current_build(settings.index).name == "20100101T000000000000"
    assert sorted(p.name for p in (settings.index / "builds").iterdir()) == ["20100101T000000000000", "20200101T000000000000"]
