"""The figures of the service, for Prometheus. Counts and times only: no question, name or address is ever a label."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector, generate_latest

BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
CHANGE_BUCKETS = (1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)
SIZE_IS_KNOWN = 60.0
"""Seconds that the measured size of the index folder is taken to hold."""


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        PlatformCollector(registry=self.registry)
        ProcessCollector(registry=self.registry)
        self.questions = Counter(
            "reisgenoot_questions", "Questions by how they ended: answered, refused, searched, busy, stopping, tooslow, invalid, left, fault",
            ["outcome"], registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "reisgenoot_answer_seconds", "Time to a complete answer, waiting included", buckets=BUCKETS, registry=self.registry
        )
        self.requests = Counter("reisgenoot_requests", "Requests by status and place", ["status", "place"], registry=self.registry)
        self.turned_away = Counter(
            "reisgenoot_turned_away", "Requests that were not taken, by reason", ["reason"], registry=self.registry
        )

        self.changes = Counter(
            "reisgenoot_index_changes", "Changes of the index from the pages, by what (add, remove, rebuild) and how they ended: done, fault",
            ["what", "outcome"], registry=self.registry,
        )  # fmt: skip
        self.change_seconds = Histogram(
            "reisgenoot_index_change_seconds",
            "Time of a change of the index from the pages",
            buckets=CHANGE_BUCKETS,
            registry=self.registry,
        )
        self.files = Counter(
            "reisgenoot_files", "Files given on the pages, by what became of them: added, unchanged, failed", ["outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.sign_ins = Counter("reisgenoot_sign_ins", "Attempts to sign in, by outcome", ["outcome"], registry=self.registry)

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """A figure that is asked for each time the figures are read."""
        Gauge(f"reisgenoot_{name}", meaning, registry=self.registry).set_function(value)

    def text(self) -> bytes:
        """All figures in the text format of Prometheus."""
        return generate_latest(self.registry)


class FolderSize:
    """The bytes in a folder, measured anew at most once a minute."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._bytes, self._measured = folder, 0.0, -SIZE_IS_KNOWN

    def __call__(self) -> float:
        """Bytes; a file that vanishes meanwhile does not count."""
        if monotonic() - self._measured >= SIZE_IS_KNOWN:
            self._bytes, self._measured = float(sum(_size(path) for path in self.folder.rglob("*"))), monotonic()
        return self._bytes


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
