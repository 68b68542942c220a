"""The session of who signed in: what the signed cookie says, and for how long that holds. Knows no way to sign in."""

import secrets
import time
from typing import Any

from starlette.types import Scope

from ui.service.visitors import Role, Visitor, Way

MOST_ENDED = 100_000
"""So many ended sessions are remembered; older ones end by their time."""


class Sessions:
    """Writes and reads sessions. An ended one stays ended, also when somebody kept a copy of the cookie."""

    def __init__(self, hours: float) -> None:
        self.seconds = hours * 3600
        self._ended: dict[str, float] = {}

    def begin(self, session: dict[str, Any], name: str, role: Role, way: Way, stamp: str = "") -> None:
        """What stood in the session goes: nothing of before the sign-in counts after it. `stamp` must stay the same: see Identify."""
        session.clear()
        session.update(name=name, role=role, way=way, stamp=stamp, id=secrets.token_hex(16), until=time.time() + self.seconds)

    def end(self, session: dict[str, Any]) -> None:
        """Sign out."""
        if isinstance(session.get("id"), str):
            now = time.time()
            self._ended = {key: until for key, until in self._ended.items() if until > now}
            while len(self._ended) >= MOST_ENDED:
                self._ended.pop(next(iter(self._ended)))
            self._ended[session["id"]] = float(session["until"])
        session.clear()

    def visitor(self, scope: Scope, address: str) -> Visitor | None:
        """Who signed in; None when nobody did, or too long ago."""
        session = scope.get("session") or {}
        if not session.get("name") or session.get("id") in self._ended or time.time() > float(session.get("until", 0)):
            return None
        return Visitor(session["name"], session["role"], session["way"], address)
