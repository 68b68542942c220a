"""Copies a file as it is at one moment, also when it is a database that another process has open. Knows nothing of what is in it."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

SQLITE = b"SQLite format 3\0"


def copy_of_one_moment(source: str | Path, target: str | Path) -> str:
    """A database is copied through SQLite, since merely opening one can write to it; any other file byte by byte. Gives the target."""
    with Path(source).open("rb") as file:
        is_database = file.read(len(SQLITE)) == SQLITE
    if not is_database:
        return str(shutil.copyfile(source, target))
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return str(target)
