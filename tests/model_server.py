"""A language model behind HTTP on this machine that misbehaves as it is told: OpenAI's chat completions (SSE) and Ollama's chat (NDJSON)."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from served import served

KEY = "sk-geheim-0123456789"


class ModelRequest(BaseHTTPRequestHandler):
    """One request. What happens is a function of it, one for each time it is asked; the last one stays."""

    protocol_version = "HTTP/1.1"
    server: "ModelServer"

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        self.body: dict[str, Any] = json.loads(self.rfile.read(size))
        self.server.asked.append(self.body)
        self.server.keys.append(self.headers.get("Authorization", ""))
        doings = self.server.doings
        doing = doings.pop(0) if len(doings) > 1 else doings[0]
        try:
            doing(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    @property
    def ollama(self) -> bool:
        return self.path.endswith("/api/chat")

    def begin(self, code: int = 200, kind: str = "", length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind or ("application/x-ndjson" if self.ollama else "text/event-stream"))
        self.send_header("Connection", "close")  # no client of a test keeps a connection that nobody closes
        if length is not None:
            self.send_header("Content-Length", str(length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.close_connection = True

    def say(self, text: str) -> None:
        self.raw(self._line(text, ended=False))

    def stop(self, tokens: tuple[int, int] = (120, 30)) -> None:
        self.raw(self._line("", ended=True, tokens=tokens))
        if not self.ollama:
            self.raw(b"data: [DONE]\n\n")

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def _line(self, text: str, *, ended: bool, tokens: tuple[int, int] = (0, 0)) -> bytes:
        if self.ollama:
            part: dict[str, Any] = {"model": "proef", "message": {"role": "assistant", "content": text}, "done": ended}
            if ended:
                part |= {"done_reason": "stop", "prompt_eval_count": tokens[0], "eval_count": tokens[1]}
            return json.dumps(part).encode() + b"\n"
        choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": "stop" if ended else None}
        part = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "proef", "choices": [choice]}
        if ended:
            usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
            part["usage"] = usage
        return b"data: " + json.dumps(part).encode() + b"\n\n"

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


Doing = Callable[[ModelRequest], None]


class ModelServer(ThreadingHTTPServer):
    """`doings`: what to do, one after the other; `asked`: the bodies; `keys`: the Authorization of each."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), ModelRequest)
        self.doings: list[Doing] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def does(self, *doings: Doing) -> None:
        self.doings = list(doings)
        self.asked.clear()
        self.keys.clear()

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault."""


@contextmanager
def model_serving() -> Iterator[ModelServer]:
    with served(ModelServer()) as server:
        yield server


def chat_server() -> Iterator[ModelServer]:
    """Body of a fixture: the server, when the packages that speak both of its protocols are there."""
    pytest.importorskip("langchain_openai")
    pytest.importorskip("langchain_ollama")
    with model_serving() as server:
        yield server


def says(*replies: str, pause: float = 0.0, size: int = 7) -> Doing:
    """A reply in pieces of a few letters; another reply each time, the last one stays."""
    left = list(replies)

    def doing(request: ModelRequest) -> None:
        reply = left.pop(0) if len(left) > 1 else left[0]
        request.begin()
        for at in range(0, len(reply), size):
            request.say(reply[at : at + size])
            if pause:
                time.sleep(pause)
        request.stop()

    return doing


def fails(code: int, words: str = "dat kan niet", **headers: str) -> Doing:
    """An error, in the shape of the one that is asked. It repeats the key that it was sent, as some services do."""

    def doing(request: ModelRequest) -> None:
        told = f"{words}: {request.headers.get('Authorization', '')}"
        body = json.dumps({"error": told if request.ollama else {"message": told, "type": "fout", "code": str(code)}}).encode()
        request.begin(code, "application/json", len(body), **headers)
        request.raw(body)

    return doing


def waits(seconds: float, then: Doing) -> Doing:
    """Nothing for a while, not even a header."""

    def doing(request: ModelRequest) -> None:
        time.sleep(seconds)
        then(request)

    return doing


def stalls(reply: str, seconds: float) -> Doing:
    """Begins, and then says nothing for a while."""

    def doing(request: ModelRequest) -> None:
        request.begin()
        request.say(reply)
        time.sleep(seconds)
        request.stop()

    return doing


def cut(reply: str) -> Doing:
    """Hangs up in the middle, against what it announced."""

    def doing(request: ModelRequest) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/x-ndjson" if request.ollama else "text/event-stream")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        data = request._line(reply, ended=False)
        request.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        request.raw(b"ffff\r\n{")
        request.close_connection = True

    return doing


def endless(sentence: str) -> Doing:
    """Never stops by itself."""

    def doing(request: ModelRequest) -> None:
        request.begin()
        for n in range(1_000_000):
            request.say(sentence.format(n=n))

    return doing


def garbled(request: ModelRequest) -> None:
    """A text whose bytes are no UTF-8."""
    request.begin()
    request.raw(request._line("Tilburg @@ begon. [1]", ended=False).replace(b"@@", b"\xff\xfe\xc3"))
    request.stop()


def hangs_up(request: ModelRequest) -> None:
    """Takes the question and hangs up."""
    request.close_connection = True
