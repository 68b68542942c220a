"""Is the process alive, can it answer, and what are its figures: /health, /ready and /metrics."""

import logging
import threading
import time
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant import ReisgenootError
from ui.service import texts
from ui.service.callers import may_monitor
from ui.service.metrics import Metrics
from ui.service.settings import ServiceSettings

LOG = logging.getLogger("reisgenoot.health")
HOLDS = 5.0
"""Seconds that the outcome of a try holds, so that asking often costs nothing."""
Try = Callable[[], str]
"""Asks the index something and gives the name of its build; raises what goes wrong."""


class Readiness:
    """Whether questions can be answered now, found out by answering one."""

    def __init__(self, attempt: Try, stopping: Callable[[], bool]) -> None:
        self._attempt, self._stopping = attempt, stopping
        self._one, self._at, self._build, self._reason = threading.Lock(), -HOLDS, "", ""

    def __call__(self) -> tuple[str, str]:
        """The build of the index, and in Dutch why it is not ready; empty when it is."""
        if self._stopping():
            return "", texts.STOPPING
        with self._one:
            if time.monotonic() - self._at >= HOLDS:
                self._build, self._reason = self._tried()
                self._at = time.monotonic()
            return self._build, self._reason

    def _tried(self) -> tuple[str, str]:
        try:
            return self._attempt(), ""
        except ReisgenootError as fault:
            return "", texts.NOT_READY.format(reason=fault)
        except Exception:  # whatever breaks an engine must become a 503, and stand in the log
            LOG.exception("the index does not answer")
            return "", texts.NOT_READY.format(reason=texts.UNFORESEEN)


def add_health(server: FastAPI, settings: ServiceSettings, metrics: Metrics, readiness: Readiness) -> None:
    """Add the three routes. /health is for everyone; the others answer 404 to who may not monitor."""

    def hidden(request: Request) -> Response | None:
        if may_monitor(request.scope, settings.proxies, settings.monitors):
            return None
        return PlainTextResponse(texts.NOT_HERE, status_code=404)

    @server.get("/health")
    async def health() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @server.get("/ready")
    def ready(request: Request) -> Response:
        if refused := hidden(request):
            return refused
        build, reason = readiness()
        if reason:
            return JSONResponse({"status": "niet klaar", "reden": reason}, status_code=503)
        return JSONResponse({"status": "ok", "index": build})

    @server.get("/metrics")
    def figures(request: Request) -> Response:
        return hidden(request) or Response(metrics.text(), media_type=CONTENT_TYPE_LATEST)
