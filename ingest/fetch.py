"""Gets one address of the public web, carefully. The only file that imports httpcore.

Every connection goes to an address that was looked up and checked here, so that neither a redirect nor a name server that gives
another answer the second time leads into this machine or a private network. Proxies are not used for the same reason. Knows
nothing of the corpus, or of what is kept.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from ssl import SSLContext
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from ingest import robots
from ingest.addresses import Resolve, ascii_url, is_public, origin_of, path_of, resolve
from ingest.errors import DownloadError

AGENT = "Reisgenoot"
PERMANENT, TEMPORARY = (301, 308), (302, 303, 307)
# The longest pause between two requests that a robots.txt can ask for.
MAX_DELAY = 10.0


@dataclass(frozen=True)
class Limits:
    """What one document may take, and how long to wait between requests to one host; times in seconds."""

    size: int = 50 * 1024 * 1024
    total: float = 180.0
    idle: float = 20.0
    redirects: int = 5
    pause: float = 1.0
    backoff: float = 3.0


@dataclass(frozen=True)
class Reply:
    """An answer after redirects. `moved` is the address that the site says to use from now on, or empty."""

    url: str
    moved: str
    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


class Guard(httpcore.NetworkBackend):
    """Opens connections to checked addresses only, and ends every wait at the deadline of the document."""

    def __init__(self, resolve: Resolve, *, allow_loopback: bool) -> None:
        self._resolve, self._allow_loopback = resolve, allow_loopback
        self._sockets = httpcore.SyncBackend()
        self.deadline = 0.0

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first address of the host that answers, unless one of them is not public."""
        fault: Exception = httpcore.ConnectError(f"geen adres gevonden voor {host}")
        for address in self._checked(host, port):
            try:
                stream = self._sockets.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
                return TimedStream(stream, self)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refused:
                fault = refused
        raise fault

    def left(self, timeout: float | None) -> float:
        """How long the next wait may take."""
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise httpcore.ReadTimeout
        return remaining if timeout is None else min(timeout, remaining)

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as fault:
            raise httpcore.ConnectError(f"de naam {host} is niet te vinden") from fault
        for address in addresses:
            if not is_public(address, allow_loopback=self._allow_loopback):
                where = "staat" if address == host else f"wijst naar {address}:"
                raise DownloadError(f"{host} {where} in deze machine of een besloten netwerk", "geweigerd")
        return addresses


class TimedStream(httpcore.NetworkStream):
    """A connection on which each wait ends at the deadline, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream, self._guard = stream, guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes as they come."""
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> "TimedStream":
        """The same connection, encrypted; the certificate is checked against the name of the host."""
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, self._guard.left(timeout)), self._guard)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the socket."""
        return self._stream.get_extra_info(info)


class Fetcher:
    """Gets addresses, one request at a time, with respect for robots.txt and a pause per host.

    `allow_loopback` is for tests; no setting reaches it.
    """

    def __init__(self, limits: Limits | None = None, *, allow_loopback: bool = False, resolve: Resolve = resolve) -> None:
        self.limits = limits or Limits()
        self._guard = Guard(resolve, allow_loopback=allow_loopback)
        self._pool = httpcore.ConnectionPool(httpcore.default_ssl_context(), network_backend=self._guard)
        self._robots: dict[str, robots.Robots] = {}
        self._last: dict[str, float] = {}

    def close(self) -> None:
        """Hang up all connections."""
        self._pool.close()

    @contextmanager
    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[Reply]:
        """The answer to a GET; its body is read while the context is open.

        Raises DownloadError, also from reading the body.
        """
        self._guard.deadline = time.monotonic() + self.limits.total
        with _told(self.limits), self._follow(url, headers or {}, polite=True) as reply:
            yield reply

    @contextmanager
    def _follow(self, url: str, headers: Mapping[str, str], *, polite: bool) -> Iterator[Reply]:
        url, moved, permanent = ascii_url(url), "", True
        for _ in range(self.limits.redirects + 1):
            if polite and not self._site(url).allows(path_of(url)):
                raise DownloadError("de site vraagt in robots.txt om dit niet op te halen", "geweigerd")
            with self._request(url, headers) as response:
                found = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
                if response.status not in (*PERMANENT, *TEMPORARY):
                    yield Reply(url, moved, response.status, found, response.iter_stream())
                    return
                permanent = permanent and response.status in PERMANENT
            if not found.get("location"):
                raise DownloadError("de site verwijst door zonder te zeggen waarheen")
            url = ascii_url(urljoin(url, found["location"].encode("latin-1").decode("utf-8", "replace")))
            moved = url if permanent else moved
        raise DownloadError(f"de site verwijst meer dan {self.limits.redirects} keer door")

    @contextmanager
    def _request(self, url: str, headers: Mapping[str, str]) -> Iterator[httpcore.Response]:
        parts = urlsplit(url)
        wait = max(self.limits.pause, self._robots.get(origin_of(url), robots.ALLOW_ALL).delay)
        pause = self._last.get(parts.netloc, float("-inf")) + min(wait, MAX_DELAY) - time.monotonic()
        if pause > 0:
            time.sleep(pause)
            self._guard.deadline += pause
        own = {"Host": parts.netloc, "User-Agent": user_agent(), "Accept-Encoding": "identity"}
        sent = [*own.items(), *headers.items()]
        timeout = {"connect": self.limits.idle, "read": self.limits.idle, "write": self.limits.idle, "pool": self.limits.idle}
        try:
            with self._pool.stream("GET", url, headers=sent, extensions={"timeout": timeout}) as response:
                yield response
        finally:
            self._last[parts.netloc] = time.monotonic()

    def _site(self, url: str) -> robots.Robots:
        """What the site of this address asks in its robots.txt; nothing when it has none, everything when it cannot say."""
        origin = origin_of(url)
        if origin not in self._robots:
            with self._follow(f"{origin}/robots.txt", {}, polite=False) as reply:
                if reply.status >= 500 or reply.status == 429:
                    raise DownloadError(f"robots.txt van {urlsplit(url).netloc} geeft fout {reply.status}", again=True)
                asked = robots.ALLOW_ALL
                if reply.status < 300:
                    text = b""
                    for block in reply.body:
                        text += block
                        if len(text) > robots.MAX_BYTES:
                            break
                    asked = robots.parse(text.decode("utf-8", "replace"), AGENT)
            self._robots[origin] = asked
        return self._robots[origin]


def user_agent() -> str:
    """Who we are, for the log of the site."""
    try:
        number = version("reisgenoot")
    except PackageNotFoundError:
        number = "0"
    return f"{AGENT}/{number} (Dutch assistant for policy makers; fetches publications once, on request of its user)"


@contextmanager
def _told(limits: Limits) -> Iterator[None]:
    """Faults of the network as DownloadError, in words; all of them are worth a second try."""
    try:
        yield
    except httpcore.TimeoutException as fault:
        raise DownloadError(f"geen antwoord in {limits.idle:g} seconden, of niet klaar in {limits.total:g}", again=True) from fault
    except httpcore.ConnectError as fault:
        raise DownloadError(f"geen verbinding: {fault}", again=True) from fault
    except (httpcore.NetworkError, httpcore.ProtocolError) as fault:
        raise DownloadError("de verbinding is afgebroken", again=True) from fault
