"""The layers around the application, in order: counting, bounds, headers, the session, the gate, and what is posted or uploaded."""

import secrets
from typing import Any

from fastapi import FastAPI

from ui.service.bounds import Bounds
from ui.service.gate import Gate
from ui.service.identify import Identify
from ui.service.metrics import Metrics
from ui.service.posted import Events, Posted
from ui.service.rates import Rate
from ui.service.settings import ServiceSettings, is_loopback
from ui.service.upload_shares import UploadShares
from ui.service.watching import Watching

COOKIE = "reisgenoot"
SIGN_IN_PAGES = ("basic", "oidc")
"""The ways that have pages and a session of ours; a proxy has its own."""


def add_layers(
    server: FastAPI, settings: ServiceSettings, host: str, metrics: Metrics, identify: Identify, headers: Any, events: Events
) -> None:
    """Add them; the last that is added is the outermost. `headers` is the class of the layer that sets headers and changes the page.

    On loopback without sign-in nobody is limited in how often they ask: it is their own computer.
    """
    signs_in = settings.sign_in in SIGN_IN_PAGES
    rate = None if not settings.sign_in and is_loopback(host) else Rate(settings.rate)
    server.add_middleware(UploadShares, upload_mb=settings.upload_mb, metrics=metrics)
    server.add_middleware(Posted, events=events, metrics=metrics)
    server.add_middleware(Gate, identify=identify, url=settings.url, sign_in=signs_in, rate=rate, metrics=metrics)
    if signs_in:
        from starlette.middleware.sessions import SessionMiddleware  # needs the extra `sign-in`

        server.add_middleware(
            SessionMiddleware,
            secret_key=settings.secret or secrets.token_hex(32),
            session_cookie=f"__Host-{COOKIE}" if settings.https else COOKIE,
            max_age=settings.session_hours * 3600,
            same_site="lax",  # a provider sends the visitor back from its own website
            https_only=settings.https,
        )
    server.add_middleware(headers)
    server.add_middleware(Bounds, upload_mb=settings.upload_mb, metrics=metrics)
    server.add_middleware(Watching, metrics=metrics)
