"""Counts every request and, in the log for machines, writes a line for it: where, how long, with what outcome; not by whom."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.service.gate import GRADIO
from ui.service.metrics import Metrics

LOG = logging.getLogger("reisgenoot.requests")
PLACES = frozenset("api bron eigen health inloggen mcp metrics ready uitloggen v1 assets static theme config".split())
NOT_LOGGED = ("health", "ready", "metrics", "eigen", "assets", "static", "theme")


class Watching:
    """ASGI middleware, the outermost: it sees also what the other layers refuse."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.monotonic(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        finally:
            place = place_of(scope["path"])
            self.metrics.requests.labels(str(status), place).inc()
            if place not in NOT_LOGGED:
                details = {
                    "method": scope["method"],
                    "place": place,
                    "status": status,
                    "ms": round(1000 * (time.monotonic() - start)),
                }
                LOG.info("request", extra={"details": details})


def place_of(path: str) -> str:
    """The kind of place that a path names, from a short list: paths themselves may hold what a visitor typed."""
    if gradio := GRADIO.match(path):
        return f"gradio/{gradio[1]}" if len(gradio[1]) < 20 else "gradio"
    first = path.strip("/").split("/")[0].split(".")[0]
    return first if first in PLACES else "page" if not first else "other"
