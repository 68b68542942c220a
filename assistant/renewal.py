"""Keeps a running process at the index that is in use: a newer build is opened beside the old one, and used once it is complete.

An answer that is being written stays with the build that it began with. Knows nothing of what an assistant does.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Generic, TypeVar

from ingest import IndexBroken, ReisgenootError

# Seconds between two looks. After a newer one that could not be opened twice as many, each time again, up to the longest.
EVERY, LONGEST = 2.0, 60.0
Opened = TypeVar("Opened")
Step = TypeVar("Step")
log = logging.getLogger(__name__)


class Renewal(Generic[Opened]):
    """Holds what is opened now. `outdated` is cheap, `reopen` takes seconds and runs in a thread of its own."""

    def __init__(self, first: Opened, outdated: Callable[[Opened], bool], reopen: Callable[[], Opened]) -> None:
        self._now, self._outdated, self._reopen = first, outdated, reopen
        self._looked, self._wait = monotonic(), 0.0
        self._busy = threading.Lock()

    def newest(self) -> Opened:
        """What is opened now; at most once in some seconds it is looked whether there is something newer."""
        if monotonic() - self._looked > max(EVERY, self._wait) and self._busy.acquire(blocking=False):
            self._looked = monotonic()
            renewing = False
            try:
                if self._outdated(self._now):
                    threading.Thread(target=self._renew, name="new index", daemon=True).start()
                    renewing = True
            except (OSError, RuntimeError) as fault:  # the pointer cannot be read, or no thread started: questions go on
                log.warning("whether there is a newer index could not be told: %s", fault)
            finally:
                if not renewing:
                    self._busy.release()
        return self._now

    def at_once(self) -> bool:
        """Open what is newer and wait for it; False when nothing is. Raises what `reopen` raises, and what is opened then stays."""
        with self._busy:
            if not self._outdated(self._now):
                return False
            self._now, self._wait = self._reopen(), 0.0
            return True

    def steps(self, work: Callable[[Opened], Iterator[Step]]) -> Iterator[Step]:
        """What the work gives of what is opened now. A build is gone when two newer ones came: then once more, with the one in use."""
        now = self.newest()
        try:
            yield from work(now)
        except IndexBroken:
            self.at_once()
            if self._now is now:
                raise
            yield from work(self._now)

    def _renew(self) -> None:
        try:
            self._now, self._wait = self._reopen(), 0.0
        except Exception as fault:  # whatever it is, questions go on and it is tried again
            ours = isinstance(fault, ReisgenootError)
            self._wait = min(LONGEST, 2 * max(EVERY, self._wait))
            told = "the newer index cannot be opened, the old one stays in use for at least %.0f seconds: %s"
            log.warning(told, self._wait, fault if ours else type(fault).__name__, exc_info=not ours)
        finally:
            self._looked = monotonic()
            self._busy.release()
