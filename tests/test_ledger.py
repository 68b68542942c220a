"""What a model used, and when it is left alone: on disk, shared by processes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant import ModelUnavailable
from assistant import ledger as books
from assistant.ledger import Ledger, Used
from assistant.model_faults import unavailable

ROOT = Path(__file__).parents[1]


def test_tokens_and_euros_add_up_per_model(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "new" / "boek.sqlite", "a", price=(1.0, 2.0))
    ledger.add(1_000_000, 500_000)
    ledger.add(0, 500_000)
    assert ledger.used() == Used(2, 2_000_000, pytest.approx(3.0))
    assert Ledger(ledger.file, "b").used() == Used()


@pytest.mark.parametrize("limit", [{"tokens": 100}, {"euros": 0.0001}])
def test_what_is_used_up_is_refused(tmp_path: Path, limit: dict[str, float]) -> None:
    ledger = Ledger(tmp_path / "boek.sqlite", "a", price=(1.0, 1.0), **limit)  # type: ignore[arg-type]
    ledger.allow()
    ledger.add(80, 40)
    with pytest.raises(ModelUnavailable, match="tegoed"):
        ledger.allow()


def test_three_faults_in_a_row_and_it_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "ALONE", 0.2)
    ledger = Ledger(tmp_path / "boek.sqlite", "a")
    for _ in range(2):
        ledger.went_wrong(unavailable("slow"))
    ledger.allow()
    ledger.went_well()
    for _ in range(3):
        ledger.went_wrong(unavailable("slow"))
    with pytest.raises(ModelUnavailable, match="even uit"):
        Ledger(ledger.file, "a").allow()
    Ledger(ledger.file, "b").allow()
    time.sleep(0.25)
    ledger.allow()
    with pytest.raises(ModelUnavailable, match="even uit"):
        ledger.allow()  # one tries, the others wait for what becomes of it
    ledger.went_well()
    ledger.allow()


@pytest.mark.parametrize("fault", [unavailable("key"), unavailable("busy", 30)])
def test_what_will_last_counts_at_once(tmp_path: Path, fault: ModelUnavailable) -> None:
    ledger = Ledger(tmp_path / "boek.sqlite", "a")
    ledger.went_wrong(fault)
    with pytest.raises(ModelUnavailable, match="even uit"):
        ledger.allow()


def test_without_a_place_to_write_only_a_budget_stops_the_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ledger = Ledger(tmp_path / "file" / "boek.sqlite", "a")
    ledger.allow()
    ledger.add(1, 1)
    with pytest.raises(ModelUnavailable, match="niet bij te houden"):
        Ledger(ledger.file, "a", tokens=10).allow()


ADDING = """
import sys
from pathlib import Path
from assistant.ledger import Ledger
for _ in range(20):
    Ledger(Path(sys.argv[1]), "a").add(1, 1)
"""


def test_processes_lose_nothing_of_each_other(tmp_path: Path) -> None:
    file = tmp_path / "boek.sqlite"
    # Started afresh: a fork of a process that has threads may wait for ever for a lock that one of them held.
    workers = [subprocess.Popen([sys.executable, "-c", ADDING, str(file)], cwd=ROOT) for _ in range(4)]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    assert Ledger(file, "a").used() == Used(80, 160, 0.0)
