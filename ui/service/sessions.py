"""The session of who signed in: what the signed cookie says, and for how long that holds. Knows no way to sign in."""

import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.types import Scope

from ui.service.ended import EndedSessions
from ui.service.visitors import Visitor, Way


class Sessions:
    """Writes and reads sessions. An ended one stays ended, also when somebody kept a copy of the cookie."""

    def __init__(self, hours: float, ended: Path) -> None:
        self.seconds = hours * 3600
        self._ended = EndedSessions(ended)

    def begin(self, session: dict[str, Any], name: str, way: Way, stamp: str = "", groups: Sequence[str] = ()) -> None:
        """What stood in the session goes: nothing of before the sign-in counts after it.

        `stamp` must stay the same, and `groups` tell the role: see Identify.
        """
        session.clear()
        session.update(
            name=name, way=way, stamp=stamp, groups=list(groups), id=secrets.token_hex(16), until=time.time() + self.seconds
        )

    def end(self, session: dict[str, Any]) -> None:
        """Sign out."""
        if isinstance(session.get("id"), str):
            self._ended.add(session["id"], float(session["until"]))
        session.clear()

    def visitor(self, scope: Scope, address: str) -> Visitor | None:
        """Who signed in, as a reader; None when nobody did, or too long ago."""
        session = scope.get("session") or {}
        if not session.get("name") or session.get("id") in self._ended or time.time() > float(session.get("until", 0)):
            return None
        return Visitor(session["name"], way=session["way"], address=address)
