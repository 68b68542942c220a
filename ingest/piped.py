"""A command whose output somebody reads, who may stop it or stop reading before the end. Knows nothing of what it prints."""

import os
import sys
from collections.abc import Callable


def read_to_the_end(run: Callable[[], int]) -> int:
    """What `run` gives; quietly 1 when whoever reads our output stops before the end, as `head` does, and with one line on Ctrl-C."""
    try:
        status = run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("Afgebroken.\n")
        return 1
    except BrokenPipeError:
        try:
            sys.stdout.write("\n")  # was it our output that nobody reads?
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tells of it when it ends
            return 1
        raise
    return status
