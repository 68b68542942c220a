"""Reads many files at the same time in processes with limits for each file: a hang or a bomb takes only itself along.

At most `jobs` files are being read at any moment, and what was read is handed over while the next are: nothing piles up in memory.
Knows nothing of what a reader does or of where its result goes.
"""

import logging
import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from time import monotonic

from ingest.errors import DocumentError, Interrupted
from ingest.guard import MAX_WAITING, limited, memory_used

MAX_SECONDS = 300.0
MAX_MEMORY = 2 * 1024**3
MAX_JOBS = 8
# What the mother of the reading processes loads once, so that each of them starts in milliseconds.
PRELOAD = ["ingest.adding", "ingest.pdf"]
# A process reads so many files, unless it has come to hold so much: what libraries do not give back stays bounded.
MAX_FILES = 200
MOST_KEPT = 512 * 1024**2
# An answer begins with how reading went, and whether the process can take another file.
GOOD, BAD, STAYS, GOES = b"+", b"-", b".", b"!"
# How often it is looked whether reading is to stop.
LOOK = 0.5
# Beyond its own alarm, and what it may wait for other programs, a process gets this long before it is ended from outside.
GRACE = 5.0


_stopping = threading.Event()


@dataclass(frozen=True)
class Limits:
    """Of one file: seconds, without what reading waits for other programs (`guard.waiting`), and bytes of memory."""

    seconds: float = MAX_SECONDS
    memory: int = MAX_MEMORY


@dataclass(frozen=True)
class Outcome:
    """What came of a file: `data` from the reader, or a reason. `failed`: reading did not end well, another try may."""

    path: Path
    data: bytes = b""
    reason: str = ""
    failed: bool = False


def prepare() -> None:
    """Let the mother of the reading processes start meanwhile: who calls this has more to load before it reads."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(PRELOAD)
    forkserver.ensure_running()


def jobs_here() -> int:
    """How many files are read at the same time on this machine."""
    return max(1, min(MAX_JOBS, os.cpu_count() or 1))


def stop_reading() -> None:
    """For the rest of this process: what is being read is given up, and nothing new is. Whoever reads gets Interrupted."""
    _stopping.set()


def read_all(
    paths: Iterable[Path], reader: Callable[[Path], bytes], limits: Limits | None = None, jobs: int = 0
) -> Iterator[Outcome]:
    """Outcomes in the order in which they come. `reader` runs in another process, so it and what it holds must be picklable.

    A DocumentError of the reader becomes a reason; a process that ends early or takes too long becomes a failure. Raises Interrupted.
    """
    limits = limits or Limits()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    waiting = iter(paths)
    idle: list[_Worker] = []
    busy: dict[Connection, _Worker] = {}

    def hand_out() -> None:
        while len(busy) < (jobs or jobs_here()) and (path := next(waiting, None)) is not None:
            worker = idle.pop() if idle else _Worker(context, reader, limits)
            worker.take(path)
            busy[worker.connection] = worker

    try:
        hand_out()
        while busy:
            patience = max(0.0, min(w.deadline for w in busy.values()) - monotonic())
            ready = wait(list(busy), timeout=min(patience, LOOK))
            if _stopping.is_set():
                raise Interrupted
            late = [c for c, w in busy.items() if w.deadline <= monotonic() and c not in ready]
            outcomes = []
            for connection in [*(c for c in busy if c in ready), *late]:
                worker = busy.pop(connection)
                outcomes.append(worker.outcome())
                if worker.is_fresh:
                    idle.append(worker)
                else:
                    worker.end()
            hand_out()  # first: the next files are read while these outcomes are dealt with
            yield from outcomes
    finally:
        for worker in (*idle, *busy.values()):
            worker.end()


class _Worker:
    """A reading process, seen from the other side. It reads file after file until one of them ends it, or it has grown or read much."""

    def __init__(self, context: ForkServerContext, reader: Callable[[Path], bytes], limits: Limits) -> None:
        self.connection, theirs = context.Pipe()
        self.deadline = 0.0
        self.is_fresh = True
        self._limits, self._path, self._read = limits, Path(), 0
        self._process = context.Process(target=_read_files, args=(reader, limits, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def take(self, path: Path) -> None:
        """Give it a file to read."""
        self._path, self.deadline = path, monotonic() + self._limits.seconds + MAX_WAITING + GRACE
        with suppress(OSError):  # it died meanwhile: `outcome` will tell
            self.connection.send_bytes(os.fsencode(path))

    def outcome(self) -> Outcome:
        """What came of the file; called when there is an answer, the process ended, or the deadline passed."""
        answer = b""
        with suppress(EOFError, OSError):
            if self.connection.poll():
                answer = self.connection.recv_bytes()
        self._read += 1
        self.is_fresh = answer[1:2] == STAYS and self._read < MAX_FILES
        if answer:
            return Outcome(self._path, answer[2:]) if answer[:1] == GOOD else Outcome(self._path, reason=answer[2:].decode())
        self._process.join(0.5)
        code = self._process.exitcode
        if code is None or code == -signal.SIGALRM:
            reason = f"lezen duurde langer dan {self._limits.seconds:.0f} seconden; overgeslagen"
            return Outcome(self._path, reason=reason, failed=True)
        return Outcome(self._path, reason=_died(self._limits), failed=True)

    def end(self) -> None:
        """End it with all it started, which may live on when the process itself was ended."""
        self.connection.close()
        if self._process.pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._process.close()


def _died(limits: Limits) -> str:
    return f"te zwaar of beschadigd: het leesproces stopte voortijdig (grens: {limits.memory / 1024**3:.0f} GB geheugen)"


def _read_files(reader: Callable[[Path], bytes], limits: Limits, asked: Connection) -> None:
    """The life of a reading process."""
    os.setsid()  # what it starts ends with it
    logging.disable(logging.CRITICAL)  # how a library mends a file is no news for who adds it
    warnings.simplefilter("ignore")
    while True:
        try:
            path = Path(os.fsdecode(asked.recv_bytes()))
        except (EOFError, OSError):  # nobody asks any more
            return
        kind, rest = _read_one(path, reader, limits)
        with suppress(OSError):  # nobody waits for the answer any more
            asked.send_bytes(kind + (STAYS if memory_used() < MOST_KEPT else GOES) + rest)


def _read_one(path: Path, reader: Callable[[Path], bytes], limits: Limits) -> tuple[bytes, bytes]:
    try:
        with limited(limits.seconds, limits.memory):
            return GOOD, reader(path)
    except DocumentError as fault:
        return BAD, fault.reason.encode()
    except MemoryError:
        os._exit(1)  # the one at the other end sees that there is no answer
