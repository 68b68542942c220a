"""Who listens to which session of gradio: the first visitor who does owns it, and no other hears its answers.

Gradio itself asks for nothing but a word that the browser made up.
"""

from collections import OrderedDict
from urllib.parse import parse_qs

from starlette.types import Scope

HEARTBEAT = "/gradio_api/heartbeat/"
DATA = "/gradio_api/queue/data"
MOST = 50_000
"""So many sessions are remembered, the last that were listened to."""


class Listeners:
    """Used from the event loop only."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def may(self, scope: Scope, visitor: str) -> bool:
        """Whether this visitor may listen to what the request asks for; other requests always may."""
        session = session_of(scope)
        if not session:
            return True
        owner = self._owners.setdefault(session, visitor)
        self._owners.move_to_end(session)
        if len(self._owners) > MOST:
            self._owners.popitem(last=False)
        return owner == visitor


def session_of(scope: Scope) -> str:
    """The session that a request listens to; empty when it does not listen."""
    path = scope["path"].rstrip("/")
    if path.startswith(HEARTBEAT):
        return str(path.removeprefix(HEARTBEAT))
    return parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_hash", [""])[-1] if path == DATA else ""
