"""Reading files side by side: what hangs, bursts or dies takes only itself along."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.errors import DocumentError
from ingest.pool import Limits, read_all

LIMITS = Limits(seconds=2.0, memory=256 * 1024**2)


def read(path: Path) -> bytes:
    """A reader that does what the name of the file says."""
    match path.name:
        case "hangt":
            time.sleep(60)
        case "eet":
            return b"x" * (1024**3)
        case "sterft":
            os.kill(os.getpid(), signal.SIGKILL)
        case "weigert":
            raise DocumentError(path, "is leeg")
        case "laat-kind-achter":
            child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
            (path.parent / "kind").write_text(str(child.pid), encoding="ascii")
            time.sleep(60)
        case "groot":
            return b"x" * 5_000_000
    return path.name.encode()


def test_each_file_has_its_own_fate(tmp_path: Path) -> None:
    names = ["hangt", "eet", "sterft", "weigert", "groot", *(f"goed-{n}" for n in range(6))]
    start = time.monotonic()
    found = {o.path.name: o for o in read_all([tmp_path / n for n in names], read, LIMITS, jobs=3)}
    assert time.monotonic() - start < 20
    assert sorted(found) == sorted(names)
    assert all(found[f"goed-{n}"].data == f"goed-{n}".encode() for n in range(6))
    assert len(found["groot"].data) == 5_000_000
    assert (found["weigert"].reason, found["weigert"].failed) == ("is leeg", False)
    assert found["hangt"].reason == "lezen duurde langer dan 2 seconden; overgeslagen"
    assert found["sterft"].reason.startswith("te zwaar of beschadigd")
    assert found["eet"].reason.startswith("te zwaar of beschadigd")
    assert all(found[n].failed for n in ("hangt", "eet", "sterft"))


def test_no_more_than_the_window_is_taken_from_the_list(tmp_path: Path) -> None:
    taken: list[Path] = []

    def listed() -> "list[Path]":
        return [tmp_path / str(n) for n in range(20)]

    def counting() -> "object":
        for path in listed():
            taken.append(path)
            yield path

    outcomes = read_all(counting(), read, LIMITS, jobs=2)
    next(outcomes)
    # At most two that are read now, and two whose outcome waits to be taken.
    assert len(taken) <= 4
    outcomes.close()


def test_what_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    (outcome,) = read_all([tmp_path / "laat-kind-achter"], read, LIMITS)
    assert outcome.failed
    child = int((tmp_path / "kind").read_text(encoding="ascii"))
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _runs(child):
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[2] != "Z"
    except OSError:
        return False
