"""What is kept about visitors: judgements, one JSON line each, and receipts of answers, both with a pseudonym of who it was.

How they go: by age, or on request.

A pseudonym is an HMAC of the name with a key that stands beside the file: without that key nobody can tell whose a line is, and with
it only by trying names. Where nobody signs in there is no pseudonym.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant import ReceiptFolder, written_whole

HOURLY = 3_600.0
Keep = Callable[[dict[str, object]], bool]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One at a time at this file, also among processes. Raises OSError when the folder cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def pseudonym(path: Path, name: str) -> str:
    """The word for this visitor in the file at `path`, always the same; empty for who has no name. Raises OSError."""
    if not name:
        return ""
    key = path.with_suffix(".key")
    if not key.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{key.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(new, key)  # the first process wins
        except FileExistsError:
            pass
        finally:
            new.unlink()
    return hmac.new(key.read_bytes(), name.encode(), hashlib.sha256).hexdigest()[:16]


def forget(path: Path, name: str) -> int:
    """Remove the judgements of this visitor; how many there were. Raises OSError."""
    if not path.exists() or not path.with_suffix(".key").exists():
        return 0
    who = pseudonym(path, name)
    return _sift(path, lambda line: line.get("by") != who)


def expire(path: Path, days: int, now: datetime | None = None) -> int:
    """Remove judgements of more than so many days ago, and lines that are no JSON: nobody can tell how old those are; how many.

    Raises OSError.
    """
    oldest = ((now or datetime.now(UTC)) - timedelta(days=days)).isoformat(timespec="minutes")
    return _sift(path, lambda line: str(line.get("time", "")) >= oldest) if path.exists() else 0


def expire_hourly(path: Path, receipts: ReceiptFolder | None, days: int, failed: Callable[[OSError], None]) -> None:
    """Start a thread that does so now and every hour, with receipts too, as long as the process lives."""

    def work() -> None:
        while True:
            try:
                expire(path, days)
                if receipts:
                    receipts.expire(days)
            except OSError as fault:
                failed(fault)
            pause.wait(HOURLY)

    pause = threading.Event()
    threading.Thread(target=work, name="retention", daemon=True).start()


def _sift(path: Path, keep: Keep) -> int:
    """Rewrite the file with the lines to keep; a line that is no JSON is read as empty.

    Read as bytes: what is no UTF-8 is then one bad line, and a text would also break at characters that may stand in JSON.
    """
    with alone(path):
        lines = path.read_bytes().splitlines()
        kept = [line for line in lines if keep(_read(line))]
        if len(kept) < len(lines):
            with written_whole(path, private=True) as out:
                out.writelines(line + b"\n" for line in kept)
    return len(lines) - len(kept)


def _read(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
