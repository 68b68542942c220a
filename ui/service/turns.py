"""Which questions are taken: at most so many at a time, so many waiting, none when the process ends. Knows no questions or answers."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ui.service import texts
from ui.service.errors import Busy, Stopping, TooSlow

PATIENCE = 30.0
"""Seconds that a question waits for its turn before it is told that it is busy."""


@dataclass
class Turn:
    """One question that is being answered; `until` is a moment of time.monotonic()."""

    until: float

    def check(self) -> None:
        """Raises TooSlow when the time is up. Called between the steps of an answer: a step itself is not broken off."""
        if time.monotonic() > self.until:
            raise TooSlow(texts.TOO_SLOW)


class Turns:
    """The turns of one process, whichever door the questions come through. Safe to use from several threads."""

    def __init__(self, parallel: int = 4, queue: int = 64, seconds: float = 120.0, patience: float = PATIENCE) -> None:
        self.parallel, self.queue, self.seconds, self.patience = parallel, queue, seconds, patience
        self.running = self.waiting = self.changing = 0
        self.stopping = False
        self._change = threading.Condition()

    @contextmanager
    def take(self) -> Iterator[Turn]:
        """A turn, as long as the block runs. Raises Busy or Stopping instead of entering it."""
        self._enter()
        try:
            yield Turn(time.monotonic() + self.seconds)
        finally:
            with self._change:
                self.running -= 1
                self._change.notify_all()

    @contextmanager
    def change(self) -> Iterator[None]:
        """The index is being changed, as long as the block runs: a stop waits for it, and it must look at `stopping`. Raises Stopping."""
        with self._change:
            if self.stopping:
                raise Stopping(texts.STOPPING)
            self.changing += 1
        try:
            yield
        finally:
            with self._change:
                self.changing -= 1

    def stop(self) -> None:
        """Take no more questions; those that run go on, those that wait are told."""
        with self._change:
            self.stopping = True
            self._change.notify_all()

    def _enter(self) -> None:
        with self._change:
            if self.waiting >= self.queue:
                raise Busy(texts.BUSY)
            self.waiting += 1
            try:
                free = self._change.wait_for(lambda: self.stopping or self.running < self.parallel, self.patience)
            finally:
                self.waiting -= 1
            if self.stopping:
                raise Stopping(texts.STOPPING)
            if not free:
                raise Busy(texts.BUSY)
            self.running += 1
