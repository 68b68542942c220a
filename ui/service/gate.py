"""The gate that every request passes: who calls, may they come in, did a page of ours send this, and not too often.

Knows no pages and no ways to sign in: it is given a function that tells who calls, or None for a stranger.
"""

import logging
import re
from collections.abc import Callable
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.service import texts
from ui.service.callers import SAFE, from_elsewhere
from ui.service.errors import AccountError
from ui.service.listeners import Listeners
from ui.service.metrics import Metrics
from ui.service.rates import Rate
from ui.service.refusals import for_programs
from ui.service.visitors import SCOPE_KEY, Visitor

LOG = logging.getLogger("reisgenoot.sign_in")
Identify = Callable[[Scope], Visitor | None]
"""Raises AccountError when it cannot tell."""
SIGN_IN = "/inloggen"
SIGN_OUT = "/uitloggen"
OPEN_TO_STRANGERS = ("/health", "/ready", "/metrics", SIGN_IN, f"{SIGN_IN}/terug", SIGN_OUT, "/favicon.ico", "/robots.txt")
"""/ready and /metrics look themselves from where they are asked."""
OPEN_FOLDER = "/eigen/"
GUARDED_THEMSELVES = re.compile(r"/(?:api|v1)/|/mcp/?$")
"""The doors for programs let in who signed in here, and strangers who bring a key of their own: ui/doors."""
GRADIO = re.compile(r"/gradio_api/([\w-]*)")
GRADIO_NEEDS = frozenset(
    "app_id cancel custom_component heartbeat info queue reset run startup-events theme upload upload_progress".split()
)
"""What gradio's own page asks. All else that gradio would answer (files by their path, its proxy, calls by name) is closed."""
GRADIO_CLOSED = re.compile(r"/(?:monitoring|dev|login|logout|svelte|deep_link)(?:/|$)")


class Gate:
    """ASGI middleware that lets a request in with its visitor in the scope, or answers it itself."""

    def __init__(self, app: ASGIApp, identify: Identify, url: str, sign_in: bool, rate: Rate | None, metrics: Metrics) -> None:
        self.app, self.identify, self.url, self.sign_in, self.rate, self.metrics = app, identify, url, sign_in, rate, metrics
        self.listeners = Listeners()
        self._told = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or open one websocket."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await for_programs(scope["path"], refused)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if is_closed(path):
            return self._away("closed", JSONResponse({"detail": texts.NOT_HERE}, 404))
        if from_elsewhere(scope, self.url):
            return self._away("elsewhere", JSONResponse({"detail": texts.ELSEWHERE}, 403))
        try:
            visitor = self.identify(scope)
        except AccountError as fault:
            self._tell(str(fault))
            if not is_open(path):
                return self._away("accounts", JSONResponse({"detail": texts.NOBODY_KNOWN}, 503))
            visitor = None  # as for a stranger: that we live is for everyone
        if visitor is None:
            return None if is_open(path) else self._away("stranger", self._stranger(scope))
        scope[SCOPE_KEY], self._told = visitor, ""
        if visitor.name and not self.listeners.may(scope, visitor.key):
            return self._away("listener", JSONResponse({"detail": texts.NOT_YOURS}, 403))
        if self.rate and scope["type"] == "http" and scope["method"] not in SAFE and not self.rate.take(visitor.key):
            return self._away("rate", too_many(path))
        return None

    def _tell(self, fault: str) -> None:
        """Once, until somebody comes in again: every request meets it."""
        if fault != self._told:
            self._told = fault
            LOG.error("nobody can be let in: %s", fault)

    def _away(self, reason: str, answer: Response) -> Response:
        self.metrics.turned_away.labels(reason).inc()
        return answer

    def _stranger(self, scope: Scope) -> Response:
        headers = Headers(scope=scope)
        page = scope["type"] == "http" and scope["method"] == "GET" and "text/html" in headers.get("accept", "")
        if page and self.sign_in:
            return RedirectResponse(f"{SIGN_IN}?naar={quote(scope['path'])}", status_code=303)
        return JSONResponse({"detail": texts.SIGN_IN_FIRST}, 401, headers={"WWW-Authenticate": 'Bearer realm="Reisgenoot"'})


def is_open(path: str) -> bool:
    """Whether strangers pass: to what tells that we live, the sign-in itself, the style of its page, and doors with their own guard."""
    ours = path.startswith(OPEN_FOLDER) or GUARDED_THEMSELVES.match(path)
    return path in OPEN_TO_STRANGERS or (bool(ours) and ".." not in path)


def is_closed(path: str) -> bool:
    """Whether nobody gets this."""
    found = GRADIO.match(path)
    return bool(GRADIO_CLOSED.match(path)) or bool(found and found[1] not in GRADIO_NEEDS)


def too_many(path: str) -> Response:
    """The answer to who asks too often. Gradio's page understands only 503, which it tells as `busy`."""
    status = 503 if GRADIO.match(path) else 429
    return JSONResponse({"detail": texts.TOO_MANY}, status, headers={"Retry-After": "60"})
