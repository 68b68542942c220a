"""`make clean` removes what can be made again, and keeps what exists only in the folder of the index."""

import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"
MADE = (
    "index/CURRENT",
    "index/LOCK",
    "index/vectors.db",
    "index/vectors.db-wal",
    "index/builds/b/manifest.json",
    "evals/results/a.json",
)
ONLY_HERE = (
    "index/library.db",
    "index/accounts.json",
    "index/feedback.jsonl",
    "index/uploads/plan.pdf",
    "corpus/documents/gids.pdf",
)


def clean(folder: Path, *files: str) -> tuple[list[str], str]:
    """The files that are left of these in a folder with our Makefile, and what the command said."""
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    # Under `make test` a make within tells which folder it enters.
    command = ["make", "--no-print-directory", "-f", str(MAKEFILE), "clean"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()), done.stdout


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_what_exists_only_here_stays_and_is_told(tmp_path: Path) -> None:
    left, said = clean(tmp_path, *MADE, *ONLY_HERE)
    assert left == sorted(ONLY_HERE)
    assert "accounts.json feedback.jsonl library.db uploads" in said


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_of_an_index_without_more_nothing_stays(tmp_path: Path) -> None:
    assert clean(tmp_path, *MADE) == ([], "")
    assert not (tmp_path / "index").exists()
