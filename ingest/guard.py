"""Limits on time and memory for the process that runs this, and whether it has them. Knows nothing of what the process does."""

import os
import resource
import signal
from pathlib import Path

_limited = False


def limit_this_process(seconds: float, memory: int) -> None:
    """Let the system end this process after so many seconds, and refuse it more than `memory` bytes above what it has now.

    There is no way back; meant for a child process. On macOS the bound on memory is not kept by the system.
    """
    global _limited
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # no handler of Python's: it would wait for a loop in C to end
    signal.setitimer(signal.ITIMER_REAL, seconds)
    bound = _address_space() + memory
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or bound < hard:
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    _limited = True


def is_limited() -> bool:
    """Whether this process has its limits; then a reader needs no process of its own."""
    return _limited


def _address_space() -> int:
    """Bytes of address space in use, which libraries reserve and mostly never touch; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
