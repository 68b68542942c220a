"""Limits on time and memory for the process that runs this. Knows nothing of what the process does."""

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# So many seconds in all a process may get beyond its limit, to wait for programs that have limits of their own.
MAX_WAITING = 600.0


@contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """Within it the system ends this process after so many seconds, and refuses it more than `memory` bytes above what it has now.

    Meant for a child process. On macOS the bound on memory is not kept by the system.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # no handler of Python's: it would wait for a loop in C to end
    signal.setitimer(signal.ITIMER_REAL, seconds)
    bound = _address_space() + memory
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or bound < hard:
        resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))
        signal.setitimer(signal.ITIMER_REAL, 0)


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """Within it the process waits for another program, at most so many seconds, which do not count for its limit on time."""
    left = signal.getitimer(signal.ITIMER_REAL)[0]
    if left:
        signal.setitimer(signal.ITIMER_REAL, left + seconds)
    try:
        yield
    finally:
        if left:
            signal.setitimer(signal.ITIMER_REAL, left)


def memory_used() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not tell."""
    return _pages(1)


def _address_space() -> int:
    """Bytes of address space in use, which libraries reserve and mostly never touch; 0 where the system does not tell."""
    return _pages(0)


def _pages(field: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
