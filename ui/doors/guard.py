"""Stands before every door: who may come in, how often, and how much one request may hold. Knows nothing of what is asked.

Who signed in at the gate of the service comes in. With a file of keys, also an empty one, others need a key. Without only this computer
comes in: the connection comes from loopback, the request was made to a loopback name (a web page elsewhere that points its own name here
is not), and no proxy passed it on.
"""

import logging
import math
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.doors import texts
from ui.doors.errors import KeysError, Problem
from ui.doors.keys import KeyFile
from ui.service import Visitor
from ui.service.callers import host_of, names_this_computer, passed_on, peer, within
from ui.service.rates import Minutes
from ui.service.settings import LOOPBACK
from ui.service.visitors import SCOPE_KEY, Way

LOG = logging.getLogger("reisgenoot.doors")
LARGEST_BODY = 256 * 1024
SIGNED_IN: tuple[Way, ...] = ("proxy", "basic", "oidc")


class Guard:
    """ASGI middleware around one door; `refuse` makes the reply that the clients of that door understand."""

    def __init__(self, app: ASGIApp, keys: KeyFile, minutes: Minutes, refuse: Callable[[Problem], Response]) -> None:
        self.app, self.keys, self.minutes, self.refuse = app, keys, minutes, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            self.admit(scope)
            body = await _body(scope, receive)
        except Problem as problem:
            await self.refuse(problem)(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)

    def admit(self, scope: Scope) -> None:
        """Raises Problem when this request may not come in now."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin and host_of(origin) != headers.get("host", "").lower():
            raise Problem(403, "other-origin", texts.OTHER_ORIGIN)
        visitor = scope.get(SCOPE_KEY)
        if isinstance(visitor, Visitor) and visitor.way in SIGNED_IN:
            return
        try:
            key = self.keys.find(_given(headers))
        except KeysError as fault:
            LOG.error("the file with API keys cannot be used: %s", fault)
            raise Problem(503, "keys-unusable", texts.KEYS_BROKEN) from fault
        if self.keys.path is None:
            if passed_on(scope) or not within(peer(scope), LOOPBACK) or not names_this_computer(scope):
                raise Problem(403, "loopback-only", texts.LOOPBACK_ONLY)
            return
        if key is None:
            raise Problem(401, "key-needed", texts.KEY_NEEDED, {"WWW-Authenticate": 'Bearer realm="Reisgenoot"'})
        wait = math.ceil(self.minutes.wait(key.name, key.per_minute))
        if wait:
            detail = texts.TOO_MANY.format(most=key.per_minute, seconds=wait)
            raise Problem(429, "too-many", detail, {"Retry-After": str(wait)})


def _given(headers: Headers) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.casefold() == "bearer" else headers.get("x-api-key", "")


async def _body(scope: Scope, receive: Receive) -> bytes:
    """The whole body, which is small. Raises Problem when it is not."""
    told = Headers(scope=scope).get("content-length", "0")
    too_large = Problem(413, "too-large", texts.TOO_LARGE.format(most=LARGEST_BODY // 1024))
    if not told.isdecimal() or int(told) > LARGEST_BODY:
        raise too_large
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if sum(map(len, parts)) > LARGEST_BODY:
            raise too_large
        if not message.get("more_body", False):
            return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What was read, once more; then whatever comes, which is that the caller went away."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
