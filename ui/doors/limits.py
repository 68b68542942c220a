"""How many requests a caller made in the last minute, and how many answers are being made at once. Knows nothing of HTTP."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ui.doors import texts
from ui.doors.errors import Problem

MINUTE = 60.0
PATIENCE = 10.0
"""Seconds that a request waits for its turn."""
WAITING = 16
"""So many requests may wait; the server has 40 threads for everything."""


class Minutes:
    """Counts requests of each caller over the last 60 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._made: dict[str, deque[float]] = {}
        self._one = threading.Lock()

    def wait(self, caller: str, per_minute: int) -> float:
        """Seconds until the caller may ask again; 0 when it may now, and then this request counts."""
        with self._one:
            now = self._clock()
            made = self._made.setdefault(caller, deque())
            while made and made[0] <= now - MINUTE:
                made.popleft()
            if len(made) >= per_minute:
                return made[0] + MINUTE - now
            made.append(now)
            return 0.0


class Turns:
    """Lets a number of requests work at the same time; some more wait a while, so that those who wait never take every thread."""

    def __init__(self, parallel: int, patience: float = PATIENCE, waiting: int = WAITING) -> None:
        self._free = threading.BoundedSemaphore(parallel)
        self._room = threading.BoundedSemaphore(waiting)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and keep it. Raises Problem (503) when it takes too long, or when too many wait."""
        if not self._free.acquire(blocking=False) and not self._waited():
            raise Problem(503, "busy", texts.BUSY, {"Retry-After": "5"})
        try:
            yield
        finally:
            self._free.release()

    def _waited(self) -> bool:
        if not self._room.acquire(blocking=False):
            return False
        try:
            return self._free.acquire(timeout=self._patience)
        finally:
            self._room.release()
