"""Reads a picture of a page with tesseract, when that is installed with Dutch. The only file that starts it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from functools import cache

from ingest.pool import MAX_SECONDS

SECONDS_PER_PAGE = 60
# For all pages of one file together: before the process that reads it is ended, with time for the rest of the file.
SECONDS_PER_FILE = 0.8 * MAX_SECONDS
DOTS_PER_INCH = 300
MAX_PIXELS = 30_000_000


class Recogniser:
    """Reads pages of one file, as long as there is time."""

    def __init__(self) -> None:
        self._spent = 0.0

    def text(self, picture: Callable[[int, int], bytes]) -> str:
        """What tesseract reads, lines as printed; nothing when it is absent, too slow, or reads nothing.

        `picture` draws the page, given the dots per inch and the most pixels, in a format that tesseract knows.
        """
        languages = installed()
        left = SECONDS_PER_FILE - self._spent
        if not languages or left < 1:
            return ""
        command = ["tesseract", "stdin", "stdout", "-l", languages, "--psm", "3", "--dpi", str(DOTS_PER_INCH)]
        begun = time.monotonic()
        try:
            done = subprocess.run(
                command, input=picture(DOTS_PER_INCH, MAX_PIXELS), capture_output=True, timeout=min(left, SECONDS_PER_PAGE), check=False,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )  # fmt: skip
        except (subprocess.TimeoutExpired, OSError):
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
