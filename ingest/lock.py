"""One writer at a time: the lock of an index folder. The system lets go of it when its process ends, however it ends."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import IndexLocked, StorageError


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder while writing; makes it when it is not there. Raises IndexLocked when another process does, or StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / "LOCK").open("w")
    except OSError as fault:
        raise StorageError(f"De map {folder} is niet te schrijven: {fault.strerror}") from fault
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise IndexLocked(f"Een ander proces werkt aan de index in {folder}; probeer het straks opnieuw.") from fault
        yield
