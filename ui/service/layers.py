"""The layers around the application, in their order: counting, bounds on what comes in, headers, the session, the gate."""

from typing import Any

from fastapi import FastAPI

from ui.service.bounds import Bounds
from ui.service.gate import Gate
from ui.service.local import NoSignIn
from ui.service.metrics import Metrics
from ui.service.rates import Rate
from ui.service.settings import ServiceSettings, is_loopback
from ui.service.watching import Watching


def add_layers(server: FastAPI, settings: ServiceSettings, host: str, metrics: Metrics, headers: Any) -> None:
    """Add them; the last that is added is the outermost. `headers` is the class of the layer that sets headers and changes the page.

    On loopback without sign-in nobody is limited in how often they ask: it is their own computer.
    """
    own_computer = not settings.sign_in and is_loopback(host)
    rate = None if own_computer else Rate(settings.rate)
    server.add_middleware(
        Gate, identify=NoSignIn(settings, is_loopback(host)), url=settings.url, sign_in=False, rate=rate, metrics=metrics
    )
    server.add_middleware(headers)
    server.add_middleware(Bounds, upload_mb=settings.upload_mb, metrics=metrics)
    server.add_middleware(Watching, metrics=metrics)
