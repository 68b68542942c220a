"""Reads a picture of a page with tesseract, when that is installed with Dutch. The only file that starts it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache

from ingest.guard import MAX_WAITING, waiting

SECONDS_PER_PAGE = 60
# For all pages of one file together, on top of what reading the file may take otherwise.
SECONDS_PER_FILE = MAX_WAITING
DOTS_PER_INCH = 300
MAX_PIXELS = 30_000_000


class TimeUp(Exception):
    """A page took too long, or the pages before it took all the time that there is for a file."""


class Recogniser:
    """Reads pages of one file, as long as there is time."""

    def __init__(self) -> None:
        self._spent = 0.0

    def text(self, picture: Callable[[int, int], bytes]) -> str:
        """What tesseract reads, lines as printed; nothing when it is absent or reads nothing. Raises TimeUp.

        `picture` draws the page, given the dots per inch and the most pixels, in a format that tesseract knows.
        """
        languages = installed()
        if not languages:
            return ""
        left = min(SECONDS_PER_FILE - self._spent, SECONDS_PER_PAGE)
        if left < 1:
            raise TimeUp
        command = ["tesseract", "stdin", "stdout", "-l", languages, "--psm", "3", "--dpi", str(DOTS_PER_INCH)]
        one_core = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        begun = time.monotonic()
        try:
            drawn = picture(DOTS_PER_INCH, MAX_PIXELS)
            with waiting(left):
                done = subprocess.run(command, input=drawn, capture_output=True, timeout=left, check=False, env=one_core)
        except subprocess.TimeoutExpired as fault:
            raise TimeUp from fault
        except OSError:
            return ""
        finally:
            self._spent += time.monotonic() - begun
        return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


@cache
def installed() -> str:
    """The languages that tesseract will read, `nld+eng`; nothing when it is absent or knows no Dutch."""
    if not shutil.which("tesseract"):
        return ""
    try:
        done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return ""
    known = done.stdout.decode("utf-8", "replace").split()
    return "+".join(name for name in ("nld", "eng") if name in known) if "nld" in known else ""
