"""The file with ended sessions: a sign-out also holds after a restart, and in every process on this file. Hashes of their ids only."""

import hashlib
import logging
import time
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant import written_whole
from ui.service.kept_data import alone

LOG = logging.getLogger("reisgenoot.sign_in")
MOST = 100_000
"""So many are remembered; older ones end by their time."""
_FILE = TypeAdapter(dict[str, float])


class EndedSessions:
    """The moment until which each would have lasted, by the hash of its id. What cannot be written holds in this process alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int, int] | None = None
        self._until: dict[str, float] = {}

    def add(self, session: str, until: float) -> None:
        """End a session; the file forgets those that are over by themselves."""
        try:
            with alone(self.path):
                self._renew()
                self._put(session, until)
                with written_whole(self.path, private=True) as out:
                    out.write(_FILE.dump_json(self._until))
        except OSError as fault:
            LOG.warning("an ended session was not written down", extra={"details": {"fault": type(fault).__name__}})
            self._put(session, until)

    def __contains__(self, session: object) -> bool:
        self._renew()
        return isinstance(session, str) and _hash(session) in self._until

    def _put(self, session: str, until: float) -> None:
        now = time.time()
        lasting = {key: end for key, end in self._until.items() if end > now}
        self._until = dict([*lasting.items(), (_hash(session), until)][-MOST:])

    def _renew(self) -> None:
        try:
            stat = self.path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
            if stamp != self._stamp:
                self._stamp = stamp  # first: what cannot be read is told once
                self._until = {**self._until, **_FILE.validate_json(self.path.read_bytes())}
        except FileNotFoundError:
            return
        except (OSError, ValidationError) as fault:
            LOG.warning("the file with ended sessions cannot be read", extra={"details": {"fault": type(fault).__name__}})


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()[:32]
