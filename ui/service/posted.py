"""What a browser posts to the pages: gradio gets it only when it names an event of ours, and no file but an upload.

Gradio takes any JSON object that says it is a file, in any field, for a file: it reads the path in it, also outside its own folder
when it is mounted in another server, and downloads what a URL names. Hence nothing that names a file passes here, except an upload
in a field that takes files.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.service import texts
from ui.service.bounds import UPLOADS
from ui.service.callers import SAFE
from ui.service.gate import GRADIO, GUARDED_THEMSELVES, SIGN_IN, SIGN_OUT
from ui.service.metrics import Metrics
from ui.service.uploads import is_upload

Events = Mapping[int, frozenset[int]]
"""By the number of an event: which of its fields take files."""
RUNS_AN_EVENT = ("queue", "run")
MOST_PARTS, DEEPEST = 20_000, 32
"""Values, and lists and objects in each other. A kept conversation, the largest that is posted, is one string."""
_PART = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{,\]}]', re.DOTALL)
OF_ITSELF = (*UPLOADS, SIGN_IN, SIGN_OUT)
"""No JSON is posted there."""


class Posted:
    """ASGI middleware, the innermost: who calls is known, and the body is within bounds."""

    def __init__(self, app: ASGIApp, events: Events, metrics: Metrics) -> None:
        self.app, self.events, self.metrics = app, events, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in SAFE or not_ours(scope["path"]):
            await self.app(scope, receive, send)
            return
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        if refused := self._refusal(scope["path"], body):
            self.metrics.turned_away.labels("posted").inc()
            await refused(scope, receive, send)
        else:
            await self.app(scope, _again(body, receive), send)

    def _refusal(self, path: str, body: bytes) -> Response | None:
        if is_bulky(body):
            return JSONResponse({"detail": texts.NOT_READABLE}, 400)
        try:
            posted = json.loads(body) if body else None
        except (ValueError, RecursionError):
            return JSONResponse({"detail": texts.NOT_READABLE}, 400)
        place = GRADIO.match(path)
        if not place or place[1] not in RUNS_AN_EVENT:
            return _no_file() if names_a_file(posted) else None
        if not isinstance(posted, dict):
            return JSONResponse({"detail": texts.NOT_READABLE}, 400)
        number, values = posted.get("fn_index"), posted.get("data")
        if type(number) is not int or not isinstance(values, list):
            return JSONResponse({"detail": texts.NOT_READABLE}, 400)
        if number not in self.events:
            return JSONResponse({"detail": texts.NOT_HERE}, 404)
        takes = self.events[number]
        rest = {name: value for name, value in posted.items() if name != "data"}
        fine = not names_a_file(rest) and all(only_uploads(v) if n in takes else not names_a_file(v) for n, v in enumerate(values))
        return None if fine else _no_file()


def not_ours(path: str) -> bool:
    """Whether what is posted there never reaches an event of the pages."""
    return path.rstrip("/") in OF_ITSELF or bool(GUARDED_THEMSELVES.match(path))


def is_bulky(body: bytes) -> bool:
    """Whether this JSON has more parts, or deeper ones, than a page sends; found out without reading it as a whole."""
    parts = depth = 0
    for found in _PART.finditer(body):
        kind = body[found.start()]
        parts += kind in b"[{,"
        depth += (kind in b"[{") - (kind in b"]}")
        if parts > MOST_PARTS or depth > DEEPEST:
            return True
    return b"\0" in body  # JSON in another encoding than UTF-8, which browsers do not send and which would not be counted


def names_a_file(value: Any) -> bool:
    """Whether anything in it is what gradio takes for a file."""
    return bool(_files(value))


def only_uploads(value: Any) -> bool:
    """Whether all files in it are uploads."""
    return all(is_upload(file.get("path")) for file in _files(value))


def _files(value: Any) -> list[dict[str, Any]]:
    found, look = [], [value]
    while look:
        one = look.pop()
        if isinstance(one, dict):
            if "path" in one or _says_file(one.get("meta")):
                found.append(one)
            look.extend(one.values())
        elif isinstance(one, list):
            look.extend(one)
    return found


def _says_file(meta: Any) -> bool:
    return isinstance(meta, dict) and "_type" in meta


def _no_file() -> Response:
    return JSONResponse({"detail": texts.NO_SUCH_FILE}, 400)


def _again(body: bytes, receive: Receive) -> Receive:
    """The body that was read, and after it what the client still does."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receiving() -> Message:
        return first.pop() if first else await receive()

    return receiving
