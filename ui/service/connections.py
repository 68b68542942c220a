"""Connections of clients that are slow or broken: uvicorn's protocol with a time for the headers and for reading what was sent.

uvicorn itself waits for ever for the first byte, for the end of a header, and for a client that stopped reading.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS = 15.0
"""Between the opening of a connection, or the end of an answer on it, and the end of the headers of the next request."""
READ_SECONDS = 60.0
"""That a client may leave unread what was sent."""
LARGEST_HEADER = 65_536
"""Bytes."""


class PatientProtocol(HttpToolsProtocol):
    """One connection. Its deadlines are timers of the event loop, which cost nothing while they run."""

    header_seconds, read_seconds = HEADER_SECONDS, READ_SECONDS
    _header: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None
    _head_size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """A client connects and must say what it wants."""
        super().connection_made(transport)
        self._await_header()

    def data_received(self, data: bytes) -> None:
        """Bytes come in; a header without end is cut off."""
        super().data_received(data)
        if self._header is not None:
            self._head_size += len(data)
            if self._head_size > LARGEST_HEADER:
                self.transport.abort()

    def on_headers_complete(self) -> None:
        """The request is known."""
        self._cancel_header()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """An answer is sent; on a connection that stays open the next request must come."""
        another = bool(self.pipeline)
        super().on_response_complete()
        if not another and not self.transport.is_closing():
            self._await_header()

    def pause_writing(self) -> None:
        """The client does not read."""
        super().pause_writing()
        if self._reading is None:
            self._reading = self.loop.call_later(self.read_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """The client reads again."""
        self._cancel_reading()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is over."""
        self._cancel_header()
        self._cancel_reading()
        super().connection_lost(exc)

    def _await_header(self) -> None:
        self._cancel_header()
        self._head_size = 0
        self._header = self.loop.call_later(self.header_seconds, self.transport.abort)

    def _cancel_header(self) -> None:
        if self._header is not None:
            self._header.cancel()
            self._header = None

    def _cancel_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
