"""Who calls: the one thing that the pages and the doors (HTTP API, MCP) need to know of the sign-in. Knows not how that is found out.

The gate of the service decides once for every request who calls, and writes it in the request's scope. Everything inside reads it:

    visitor = visitor_of(request)        # starlette's Request, FastAPI's, a websocket, or the gr.Request of an event
    if not visitor.may_edit: ...         # say `texts.EDITORS_ONLY`, change nothing

On this computer (the default: listening on loopback, no sign-in) everyone is an editor, with the empty name. That holds only while
the request itself names this computer (`Host: 127.0.0.1`, `localhost` or `[::1]`) and was not passed on by a proxy; otherwise the
caller is a reader. A test client therefore wants `base_url="http://127.0.0.1"`. Where no gate stood in between, the caller is a
reader too. A machine that signs in sends `Authorization: Bearer KEY`, with a key of `python -m ui account NAME --key`.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["reader", "editor"]
Way = Literal["none", "local", "proxy", "basic", "oidc", "key"]
SCOPE_KEY = "reisgenoot.visitor"


@dataclass(frozen=True)
class Visitor:
    """One who may come in. `name` is empty where nobody signs in; `way` is how the name is known; `address` where the call came from.

    `role`: a reader asks, reads and downloads; an editor also adds, removes and rebuilds sources.
    """

    name: str = ""
    role: Role = "reader"
    way: Way = "none"
    address: str = ""

    @property
    def may_edit(self) -> bool:
        """Whether this visitor may change what the index holds."""
        return self.role == "editor"

    @property
    def key(self) -> str:
        """What limits per visitor are counted by: the name, or the address where there is no name."""
        return f"{self.way}:{self.name}" if self.name else f"address:{self.address}"


def visitor_of(request: Any) -> Visitor:
    """Who calls. Takes a request of starlette or FastAPI, a websocket, or a gr.Request; never raises for one that passed no gate."""
    inner = getattr(request, "request", request)  # a gr.Request hands out copies of what it wraps; we want the scope itself
    scope = getattr(inner, "scope", None)
    found = scope.get(SCOPE_KEY) if isinstance(scope, MutableMapping) else None
    return found if isinstance(found, Visitor) else Visitor()
