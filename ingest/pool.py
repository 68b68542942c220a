"""Reads many files at the same time, each in a process of its own with limits: a hang or a bomb takes only itself along.

At most `jobs` files are being read at any moment, and what was read is handed over at once: nothing piles up in memory.
Knows nothing of what a reader does or of where its result goes.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic

from ingest.errors import DocumentError
from ingest.guard import limit_this_process

MAX_SECONDS = 300.0
MAX_MEMORY = 2 * 1024**3
MAX_JOBS = 8
# What the mother of the reading processes loads once, so that each of them starts in milliseconds.
PRELOAD = ["ingest.adding", "ingest.pdf"]
# Beyond its own alarm a process gets this long before it is ended from outside.
GRACE = 5.0


@dataclass(frozen=True)
class Limits:
    """Of one file: seconds of wall time, and bytes of memory."""

    seconds: float = MAX_SECONDS
    memory: int = MAX_MEMORY


@dataclass(frozen=True)
class Outcome:
    """What came of a file: `data` from the reader, or a reason. `failed`: reading did not end well, another try may."""

    path: Path
    data: bytes = b""
    reason: str = ""
    failed: bool = False


@dataclass
class _Running:
    path: Path
    process: BaseProcess
    deadline: float


def jobs_here() -> int:
    """How many files are read at the same time on this machine."""
    return max(1, min(MAX_JOBS, os.cpu_count() or 1))


def read_all(
    paths: Iterable[Path], reader: Callable[[Path], bytes], limits: Limits | None = None, jobs: int = 0
) -> Iterator[Outcome]:
    """Outcomes in the order in which they come. `reader` runs in another process, so it and what it holds must be picklable.

    A DocumentError of the reader becomes a reason; a process that ends early or takes too long becomes a failure.
    """
    limits = limits or Limits()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    waiting = iter(paths)
    running: dict[Connection, _Running] = {}
    try:
        while True:
            while len(running) < (jobs or jobs_here()) and (path := next(waiting, None)) is not None:
                ours, theirs = context.Pipe(duplex=False)
                process = context.Process(target=_read_one, args=(path, reader, limits, theirs), daemon=True)
                process.start()
                theirs.close()
                running[ours] = _Running(path, process, monotonic() + limits.seconds + GRACE)
            if not running:
                return
            patience = max(0.0, min(r.deadline for r in running.values()) - monotonic())
            ready = wait(list(running), timeout=patience)
            late = [c for c, r in running.items() if r.deadline <= monotonic() and c not in ready]
            for connection in [*(c for c in running if c in ready), *late]:
                done = running.pop(connection)
                yield _finished(done, connection, limits)
    finally:
        for connection, left in running.items():
            _end(left.process)
            connection.close()


def _finished(done: _Running, connection: Connection, limits: Limits) -> Outcome:
    answer = b""
    with connection, suppress(EOFError, OSError):
        if connection.poll():
            answer = connection.recv_bytes()
    if answer:
        done.process.join()
        done.process.close()
        kind, rest = answer[:1], answer[1:]
        return Outcome(done.path, rest) if kind == b"+" else Outcome(done.path, reason=rest.decode())
    done.process.join(0.5)
    code = done.process.exitcode
    _end(done.process)
    if code is None or code == -signal.SIGALRM:
        return Outcome(done.path, reason=f"lezen duurde langer dan {limits.seconds:.0f} seconden; overgeslagen", failed=True)
    return Outcome(done.path, reason=_died(limits), failed=True)


def _died(limits: Limits) -> str:
    return f"te zwaar of beschadigd: het leesproces stopte voortijdig (grens: {limits.memory / 1024**3:.0f} GB geheugen)"


def _end(process: BaseProcess) -> None:
    """End a process with all it started, which may live on when the process itself was ended."""
    if process.pid:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    process.close()


def _read_one(path: Path, reader: Callable[[Path], bytes], limits: Limits, answer: Connection) -> None:
    """The life of a reading process."""
    os.setsid()  # what it starts ends with it
    limit_this_process(limits.seconds, limits.memory)
    with suppress(BrokenPipeError):  # nobody waits for the answer any more
        try:
            answer.send_bytes(b"+" + reader(path))
        except DocumentError as fault:
            answer.send_bytes(b"-" + fault.reason.encode())
        except MemoryError:
            os._exit(1)  # the one at the other end sees that there is no answer
