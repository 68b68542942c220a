"""How much uploads may take: of all visitors together, of readers together, and of one reader. An ASGI layer, inside the gate.

What was sent counts as long as it may lie in the folder, also when it was used at once: see uploads.py.
"""

import math
import time
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.service import texts
from ui.service.bounds import MB, UPLOADS
from ui.service.callers import SAFE
from ui.service.metrics import Metrics
from ui.service.uploads import CLEAN_UP, KEPT
from ui.service.visitors import SCOPE_KEY, Visitor

ALL, READERS, READER = 20, 10, 2
"""So many times the largest upload may wait, of everyone, of all readers and of one. What readers cannot fill is for editors."""
LEAST_MB = 4
"""What an upload counts for at least: it may hold a thousand files, and each takes a block of the disk."""


@dataclass
class Sent:
    """One upload; while it comes in it counts for what it may become, and has no end."""

    visitor: Visitor
    size: int
    until: float = math.inf


class UploadShares:
    """ASGI middleware. Used from the event loop only."""

    def __init__(self, app: ASGIApp, upload_mb: int, metrics: Metrics) -> None:
        self.app, self.largest, self.metrics = app, upload_mb * MB, metrics
        self._sent: list[Sent] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in SAFE or scope["path"].rstrip("/") not in UPLOADS:
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        sent = Sent(scope.get(SCOPE_KEY, Visitor()), self._counted(int(declared) if declared.isdecimal() else self.largest))
        if not self._fits(sent):
            self.metrics.turned_away.labels("uploads").inc()
            minutes = math.ceil((KEPT + CLEAN_UP) / 60)
            answer = JSONResponse({"detail": texts.UPLOADS_FULL.format(minutes=minutes)}, 503, headers={"Retry-After": "60"})
            await answer(scope, receive, send)
            return
        size = 0

        async def receiving() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            return message

        self._sent.append(sent)
        try:
            await self.app(scope, receiving, send)
        finally:
            sent.size, sent.until = self._counted(size), time.monotonic() + KEPT + CLEAN_UP

    def _counted(self, size: int) -> int:
        return min(max(size, LEAST_MB * MB), self.largest)

    def _fits(self, new: Sent) -> bool:
        now = time.monotonic()
        self._sent = [sent for sent in self._sent if sent.until > now]
        bounds = [(ALL, self._sent)]
        if not new.visitor.may_edit:
            readers = [sent for sent in self._sent if not sent.visitor.may_edit]
            bounds += [(READERS, readers), (READER, [sent for sent in readers if sent.visitor.key == new.visitor.key])]
        return all(sum(sent.size for sent in there) + new.size <= times * self.largest for times, there in bounds)
