"""Runs a change of the index in a process of its own: who answers meanwhile shares no interpreter with it, and does not fall with it.

The process gives up at a safe point when it is told to, or when nobody follows it any more. Knows nothing of what is changed.
"""

import gc
import logging
import math
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from ingest.embedding import Embedder
from ingest.errors import Interrupted, ProcessFailed, ReisgenootError
from ingest.pool import stop_reading
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from ingest.build import Report

Item = TypeVar("Item")
Step = tuple[str, int, int]
# What is told: what is being done, how far it is, and of how many.
Change = Callable[..., "Report"]
# Takes settings, an embedder, the arguments and a Progress. It goes to the other process by name.
NAME = "index change"
# How much readier others are served by the processor, and how much sooner it is this process that goes when memory is short.
NICE = 10
FIRST_TO_GO = "500"
# How often it is looked whether to stop, and at most told how far it is.
LOOK = 0.2
# From being told to stop to the end, and from the outcome to the end.
GRACE = 10.0
LAST = 5.0


def changed_apart(
    change: Change,
    settings: IngestSettings,
    arguments: Sequence[object],
    told: Callable[[Step], None],
    stopping: Callable[[], bool],
) -> "Report":
    """What the change gives; `told` is called as it gets on. With the model that the settings name, which is loaded there.

    Raises what the change raises, Interrupted when it was given up since `stopping` said so, and ProcessFailed; in all those cases the
    index in use stays as it was.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_live, args=(theirs, change, settings, tuple(arguments)), name=NAME)
    try:
        with ours, theirs:
            process.start()
            theirs.close()
            outcome = _outcome(ours, told, stopping)
    except OSError as fault:
        raise ProcessFailed(fault.strerror or type(fault).__name__) from fault
    finally:
        _end(process)
    if outcome is None and not stopping():
        raise ProcessFailed(_ending(process))
    if outcome is None or isinstance(outcome, BaseException):
        raise outcome or Interrupted
    return outcome


def _outcome(ours: Connection, told: Callable[[Step], None], stopping: Callable[[], bool]) -> "Report | ReisgenootError | None":
    """None when the process ended without one, or does not stop."""
    until = math.inf
    while monotonic() < until:
        if until == math.inf and stopping():
            until = monotonic() + GRACE
            with suppress(OSError):
                ours.send_bytes(b"stop")
        try:
            if not ours.poll(LOOK):
                continue
            message: Step | Report | ReisgenootError = ours.recv()
        except (EOFError, OSError):
            return None
        if not isinstance(message, tuple):
            return message
        told(message)
    return None


def _end(process: BaseProcess) -> None:
    if process.pid is not None:
        process.join(LAST)
        process.kill()
        process.join()


def _ending(process: BaseProcess) -> str:
    code = process.exitcode or 0
    return f"signaal {-code}" if code < 0 else f"status {code}"


# ---- the other side -------------------------------------------------------------------------------------------------


def _live(asked: Connection, change: Change, settings: IngestSettings, arguments: tuple[object, ...]) -> None:
    """The life of the process."""
    _step_back()
    told = _Told(asked)
    threading.Thread(target=told.listen, daemon=True).start()
    outcome: Report | ReisgenootError
    try:
        outcome = change(settings, Embedder(settings.embedding), *arguments, told)
    except BaseException as fault:
        outcome = _sendable(fault)
    with suppress(OSError):  # nobody follows any more
        asked.send(outcome)


def _step_back() -> None:
    """Others first; and a stop, which some send to all processes of a service, is told by the one that follows this one."""
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)
    os.nice(NICE)
    with suppress(OSError):  # not on every system
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, encoding="ascii")
    logging.disable(logging.CRITICAL)  # what is to be logged is the fault, by who follows
    warnings.simplefilter("ignore")
    gc.disable()  # as the command does


class _Told:
    """The Progress of the process. Raises Interrupted at the next step when it is to stop."""

    def __init__(self, asked: Connection) -> None:
        self._asked, self._stopping = asked, threading.Event()

    def listen(self) -> None:
        """Wait for what is said, or for the end of who follows: both mean that it is to stop."""
        with suppress(EOFError, OSError):
            self._asked.recv_bytes()
        self._stopping.set()
        stop_reading()

    def __call__(self, items: Iterable[Item], what: str, total: int, /) -> Iterator[Item]:
        """The same items; the first, the last, and those after a while are told."""
        last = -math.inf
        for number, item in enumerate(items, 1):
            if self._stopping.is_set():
                raise Interrupted
            if number in (1, total) or monotonic() - last > LOOK:
                last = monotonic()
                with suppress(OSError):  # nobody follows any more: `listen` sees that too
                    self._asked.send((what, number, total))
            yield item


def _sendable(fault: BaseException) -> ReisgenootError:
    """The fault with the places that it passed, which do not go along by themselves; of one that is not ours only its kind."""
    sent: object = None
    with suppress(Exception):  # it may hold something of a library that does not travel
        sent = pickle.loads(pickle.dumps(fault))
    told = sent if isinstance(sent, ReisgenootError) else ProcessFailed(type(fault).__name__)
    for frame in traceback.extract_tb(fault.__traceback__):
        told.add_note(f"{frame.filename}:{frame.lineno} {frame.name}")
    return told
