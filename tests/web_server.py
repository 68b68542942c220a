"""A web server on this machine that misbehaves as it is told, for the tests of `ingest download`, and a visitor of it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from ssl import SSLContext

from served import served

from ingest.download import download
from ingest.downloads import Record
from ingest.fetch import Fetcher, Limits

QUICK = Limits(size=100_000, total=1.5, idle=0.3, redirects=3, pause=0.0, backoff=0.0)
PDF = b"%PDF-1.7\n" + b"tekst " * 2_000


class Request(BaseHTTPRequestHandler):
    """One request; the answers of a site are functions that get it and write."""

    protocol_version = "HTTP/1.1"
    server: "Site"

    def do_GET(self) -> None:
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.server.answers.get(self.path, status(404))
        try:
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def begin(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


Answer = Callable[[Request], None]


class Site(ThreadingHTTPServer):
    """`answers`: path -> answer; without robots.txt, unless a test adds one. `seen`: path and headers of each request."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def asked(self, path: str) -> list[dict[str, str]]:
        return [headers for seen, headers in self.seen if seen == path]

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault."""


@contextmanager
def serving(tls: SSLContext | None = None) -> Iterator[Site]:
    site = Site()
    if tls:
        site.socket = tls.wrap_socket(site.socket, server_side=True)
    with served(site):
        yield site


def pdf(body: bytes = PDF, kind: str = "application/pdf", **headers: str) -> Answer:
    """A file with its length; `ETag` and such as keywords, with _ for -. Knows If-None-Match, and Range when there is an ETag."""
    fixed = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(request: Request) -> None:
        etag = fixed.get("ETag")
        if etag and request.headers["If-None-Match"] == etag:
            request.begin(304, {"ETag": etag, "Content-Length": "0"})
            return
        start = int((request.headers["Range"] or "bytes=0-")[6:-1]) if etag and request.headers["If-Range"] == etag else 0
        part = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
        request.begin(206 if start else 200, {"Content-Type": kind, "Content-Length": str(len(body) - start), **fixed, **part})
        request.wfile.write(body[start:])

    return answer


def status(code: int, **headers: str) -> Answer:
    """No body, only a status."""
    fixed = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda request: request.begin(code, {"Content-Length": "0", **fixed})


def redirect(where: str, code: int = 302) -> Answer:
    return status(code, Location=where)


def text(body: str) -> Answer:
    return pdf(body.encode(), "text/plain")


def endless(request: Request) -> None:
    """A PDF without length that does not stop by itself."""
    request.begin(200, {"Content-Type": "application/pdf", "Connection": "close"})
    for _ in range(100_000):
        request.wfile.write(PDF)


def broken_off(share: float = 0.5, **headers: str) -> Answer:
    """Hangs up when this share of the body is sent."""
    fixed = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(request: Request) -> None:
        request.begin(200, {"Content-Type": "application/pdf", "Content-Length": str(len(PDF)), **fixed})
        request.wfile.write(PDF[: int(share * len(PDF))])
        request.wfile.flush()
        request.close_connection = True

    return answer


def silent(request: Request) -> None:
    """Takes the request and says nothing."""
    time.sleep(1.0)
    request.close_connection = True


def dripping(request: Request) -> None:
    """A header of one letter at a time."""
    for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 500:
        request.wfile.write(bytes([letter]))
        time.sleep(0.05)


def in_turn(*answers: Answer) -> Answer:
    """Another answer each time; the last one stays."""
    left = list(answers)
    return lambda request: (left.pop(0) if len(left) > 1 else left[0])(request)


class Visitor:
    """Downloads from a site into a folder, each time as a run of its own."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder

    def __call__(self, answer: Answer | None = None, url: str = "", limits: Limits = QUICK) -> Record:
        """The address /gids, which gives `answer`, or another address, as the document "gids"."""
        if answer:
            self.site.answers["/gids"] = answer
        return self.all({"gids": url or self.site.url("/gids")}, Fetcher(limits, allow_loopback=True))["gids"]

    def all(self, wanted: Mapping[str, str], fetcher: Fetcher) -> dict[str, Record]:
        with closing(fetcher):
            return download(wanted, self.folder, fetcher, no_progress)

    def left(self) -> list[str]:
        """The names of the files that are left in the folder."""
        return sorted(path.name for path in self.folder.iterdir())


def no_progress(items: Sequence[str], _what: str) -> Iterator[str]:
    return iter(items)
