"""The web server process: uvicorn with our limits, and a stop that lets running answers end and a change of the index give up."""

import resource
import socket
import time
from contextlib import suppress
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from ui.service.connections import PatientProtocol
from ui.service.settings import ServiceSettings
from ui.service.turns import Turns

LAST_WORDS = 1.0
"""Seconds between the end of the last answer and the end of the process, in which its last part is sent."""
CLOSING = 3
"""Seconds that connections have which wait for news that will not come."""
FILES_PER_CONNECTION = 2


class Service(uvicorn.Server):
    """Takes SIGTERM and Ctrl-C as: no new questions, finish what runs, then go. A second signal goes at once.

    A change of the index sees at the turns that it is to give up.
    """

    def __init__(self, config: uvicorn.Config, turns: Turns, seconds: float) -> None:
        super().__init__(config)
        self.turns, self.seconds = turns, seconds
        self._until = self._quiet = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came. It is not raised again afterwards: a stop that was asked for is no fault."""
        if self._until:
            self.should_exit = self.force_exit = True
        self._until = time.monotonic() + self.seconds
        self.turns.stopping = True  # no lock in a signal handler; on_tick tells those that wait

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to end."""
        if self._until and not self.should_exit:
            self.turns.stop()
            now = time.monotonic()
            self._quiet = 0.0 if self.turns.running or self.turns.changing else self._quiet or now
            self.should_exit = now > self._until or bool(self._quiet and now > self._quiet + LAST_WORDS)
        return await super().on_tick(counter)


def run(app: ASGIApp, listener: socket.socket, settings: ServiceSettings, turns: Turns) -> None:
    """Serve until a signal comes."""
    _allow_files(FILES_PER_CONNECTION * settings.connections)
    config = uvicorn.Config(
        app, http=PatientProtocol, log_config=None, access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=settings.connections, timeout_graceful_shutdown=CLOSING,
    )  # fmt: skip
    Service(config, turns, settings.stop_seconds).run(sockets=[listener])


def _allow_files(wanted: int) -> None:
    """Raise the soft limit on open files as far as is allowed and needed: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard))
