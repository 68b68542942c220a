"""How much and how slowly a client may send: an ASGI layer that refuses a body that is too large or comes too slowly.

Slow headers and clients that do not read are dealt with one layer lower: see connections.py.
"""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.service import texts
from ui.service.metrics import Metrics
from ui.service.refusals import for_programs

MB = 1_000_000
ORDINARY_MB = 5
"""A conversation that a browser kept comes back whole, and is the largest thing that is no file."""
UPLOADS = ("/gradio_api/upload",)


@dataclass(frozen=True)
class Pace:
    """Seconds between two parts of a body, and for a whole body."""

    idle: float = 20.0
    whole: float = 120.0
    upload: float = 600.0


class Bounds:
    """ASGI middleware. A refused client gets one answer with the reason; what the application still says is dropped."""

    def __init__(self, app: ASGIApp, upload_mb: int, metrics: Metrics, pace: Pace | None = None) -> None:
        self.app, self.upload_mb, self.metrics, self.pace = app, upload_mb, metrics, pace or Pace()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        upload = scope["path"].rstrip("/") in UPLOADS
        body = _Body(
            self, scope, receive, send, self.upload_mb if upload else ORDINARY_MB, self.pace.upload if upload else self.pace.whole
        )
        try:
            if not await body.declared_too_large():
                await self.app(scope, body.receive, body.send)
        except ClientDisconnect:
            if not body.refused:
                raise


class _Body:
    """The body of one request while it comes in."""

    def __init__(self, bounds: Bounds, scope: Scope, receive: Receive, send: Send, most_mb: int, whole: float) -> None:
        self._bounds, self._scope, self._receive, self._send, self._most_mb = bounds, scope, receive, send, most_mb
        self._until = asyncio.get_running_loop().time() + whole
        self._size = 0
        self._complete = self._answered = self.refused = False

    async def declared_too_large(self) -> bool:
        """Refuse before anything is read when the client itself says that it is too much."""
        declared = Headers(scope=self._scope).get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._most_mb * MB:
            await self._refuse(413, texts.TOO_LARGE.format(mb=self._most_mb))
        return self.refused

    async def receive(self) -> Message:
        """The next part; after a refusal the client is as good as gone."""
        if self.refused:
            return {"type": "http.disconnect"}
        if self._complete:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(self._bounds.pace.idle, max(0.0, self._until - now))):
                message = await self._receive()
        except TimeoutError:
            return await self._refuse(408, texts.TOO_SLOW_CLIENT)
        self._size += len(message.get("body", b""))
        self._complete = message["type"] != "http.request" or not message.get("more_body", False)
        if self._size > self._most_mb * MB:
            return await self._refuse(413, texts.TOO_LARGE.format(mb=self._most_mb))
        return message

    async def send(self, message: Message) -> None:
        """Pass on what the application says, unless the client was refused."""
        if not self.refused:
            self._answered = True
            await self._send(message)

    async def _refuse(self, status: int, reason: str) -> Message:
        self.refused = True
        self._bounds.metrics.turned_away.labels({413: "large", 408: "slow"}[status]).inc()
        if not self._answered:
            answer = JSONResponse({"detail": reason}, status, headers={"Connection": "close"})
            await for_programs(self._scope["path"], answer)(self._scope, self._receive, self._send)
        return {"type": "http.disconnect"}
