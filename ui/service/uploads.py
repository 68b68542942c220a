"""The folder in which uploads wait: private, of this process alone, empty at its start and gone at its end.

What nobody used in time is removed, with the empty files and folders that gradio leaves.

Gradio keeps uploads in a folder that all its programs on a computer share, unless GRADIO_TEMP_DIR names another.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

PREFIX = "reisgenoot-uploads-"
LOCK = ".lock"
KEPT, CLEAN_UP = 600.0, 60.0
"""Seconds that an upload waits to be used, and between two clean-ups."""
MAKING = 60.0
"""Seconds within which a folder of another process gets its lock."""


@cache
def upload_folder() -> Path:
    """The folder of this process. What a process left that was killed is removed."""
    _remove_left()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()  # mode 0700
    fcntl.flock(os.open(folder / LOCK, os.O_WRONLY | os.O_CREAT, 0o600), fcntl.LOCK_EX)  # held as long as the process lives
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    threading.Thread(target=_clean_up, args=(folder,), name="uploads", daemon=True).start()
    return folder


def is_upload(path: object) -> bool:
    """Whether this names something that was put in the folder: no URL, no folder, nothing elsewhere, also not by a link."""
    if not isinstance(path, str) or not os.path.isabs(path):
        return False
    try:
        real = Path(path).resolve()
    except (OSError, ValueError, RuntimeError):  # a name too long, with a null byte, links in a circle
        return False
    return real.is_relative_to(upload_folder()) and not real.is_dir() and real.name != LOCK


def remove_old(folder: Path) -> None:
    """Remove what was written too long ago; a folder when nothing is in it any more."""
    for path in sorted(folder.rglob("*"), reverse=True):  # what is in a folder before the folder itself
        try:
            if path == folder / LOCK or time.time() - path.lstat().st_mtime < KEPT:
                continue
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
        except OSError:  # used meanwhile, or a folder with something newer in it
            continue


def _clean_up(folder: Path) -> None:
    while folder.exists():
        remove_old(folder)
        time.sleep(CLEAN_UP)


def _remove_left() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            if folder.is_symlink() or folder.stat().st_uid != os.getuid() or time.time() - folder.stat().st_mtime < MAKING:
                continue
            with (folder / LOCK).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:  # of another user, in use, or gone already
            continue
