"""The service over real connections: health and figures of the real process, slow and broken clients, and a stop that waits."""

import asyncio
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from asking import ask
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route

from ui.service.connections import PatientProtocol
from ui.service.running import Service
from ui.service.turns import Turns

QUESTION = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"


class Impatient(PatientProtocol):
    """The same in less time."""

    header_seconds, read_seconds = 0.4, 0.4


def hello(_: Request) -> PlainTextResponse:
    return PlainTextResponse("hallo")


def plenty(_: Request) -> StreamingResponse:
    return StreamingResponse(iter([b"x" * 100_000] * 1_000))


@contextmanager
def serving(turns: Turns, seconds: float = 5.0, slow: float = 0.0) -> Iterator[tuple[Service, int, threading.Thread]]:
    def answer(_: Request) -> PlainTextResponse:
        with turns.take():
            time.sleep(slow)
        return PlainTextResponse("antwoord")

    app = Starlette(routes=[Route("/", hello), Route("/veel", plenty), Route("/vraag", answer)])
    config = uvicorn.Config(app, http=Impatient, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
    service = Service(config, turns, seconds)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=service.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield service, listener.getsockname()[1], thread
        finally:
            service.handle_exit(signal.SIGTERM, None)
            thread.join(10)


def closed_after(connection: socket.socket, *pieces: bytes, every: float = 0.1) -> float:
    """Seconds until the server closes a connection to which these pieces are sent."""
    start = time.monotonic()
    connection.settimeout(5)
    try:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(every)
        while connection.recv(65_536):
            pass
    except (ConnectionError, BrokenPipeError):
        pass
    return time.monotonic() - start


def connected(port: int) -> Any:
    return closing(socket.create_connection(("127.0.0.1", port)))


def test_clients_that_say_nothing_or_say_it_slowly_are_cut_off_and_others_served() -> None:
    with serving(Turns()) as (_, port, _thread), connected(port) as silent:
        with connected(port) as drip:
            assert closed_after(drip, b"GET / HTTP/1.1\r\n", *[b"X-A: a\r\n"] * 20) < 2
        assert closed_after(silent) < 2
        with connected(port) as endless:
            assert closed_after(endless, b"GET / HTTP/1.1\r\nX: ", *[b"a" * 20_000] * 5, every=0.0) < 0.4
        with connected(port) as half:
            half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            half.shutdown(socket.SHUT_WR)
            assert closed_after(half) < 2
        assert httpx.get(f"http://127.0.0.1:{port}/").text == "hallo"


def test_a_connection_that_stays_open_may_ask_again_within_its_time() -> None:
    with serving(Turns()) as (_, port, _thread), httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(3):
            assert client.get("/").text == "hallo"
            time.sleep(0.2)


def test_a_client_that_does_not_read_is_cut_off() -> None:
    with serving(Turns()) as (service, port, _), connected(port) as deaf:
        deaf.sendall(b"GET /veel HTTP/1.1\r\nHost: x\r\n\r\n")
        deadline = time.monotonic() + 5
        time.sleep(0.2)
        while service.server_state.connections and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not service.server_state.connections


def test_a_stop_lets_the_running_answer_end_and_takes_no_new_question() -> None:
    turns = Turns()
    with serving(turns, slow=0.6) as (service, port, thread):
        answers: list[str] = []
        asking = threading.Thread(target=lambda: answers.append(httpx.get(f"http://127.0.0.1:{port}/vraag").text))
        asking.start()
        while not turns.running:
            time.sleep(0.01)
        service.handle_exit(signal.SIGTERM, None)
        time.sleep(0.2)
        assert httpx.get(f"http://127.0.0.1:{port}/vraag").status_code == 500  # Stopping; the pages show its text
        asking.join()
        thread.join(5)
        assert answers == ["antwoord"]
        assert not thread.is_alive()


def test_a_stop_does_not_wait_for_ever() -> None:
    with serving(Turns(), seconds=0.2, slow=1.5) as (service, port, thread):
        asking = threading.Thread(target=lambda: httpx.get(f"http://127.0.0.1:{port}/vraag"))
        asking.start()
        time.sleep(0.2)
        start = time.monotonic()
        service.handle_exit(signal.SIGTERM, None)
        asking.join()
        thread.join(5)
        assert time.monotonic() - start < 4


def figure(address: str, line: str) -> float:
    """The value of one line of /metrics; 0 when it is not there yet."""
    found = [row for row in httpx.get(f"{address}/metrics").text.splitlines() if row.startswith(line + " ")]
    return float(found[0].split()[-1]) if found else 0.0


def test_the_process_lives_is_ready_and_counts_what_it_is_asked(server: str) -> None:
    assert httpx.get(f"{server}/health").json() == {"status": "ok"}
    assert httpx.get(f"{server}/ready").json()["status"] == "ok"
    line = 'reisgenoot_questions_total{outcome="answered"}'
    before = figure(server, line)

    async def both() -> list[str]:
        async with httpx.AsyncClient(base_url=server, timeout=30) as client:
            return [said.question for said in await asyncio.gather(ask(client, QUESTION), ask(client, "Wat is een OOGO?"))]

    assert asyncio.run(both()) == [QUESTION, "Wat is een OOGO?"]
    assert figure(server, line) == before + 2
    assert figure(server, "reisgenoot_index_cards") > 400
    assert figure(server, "reisgenoot_index_bytes") > 1_000_000
    assert figure(server, "reisgenoot_running") == 0


def test_figures_are_not_for_who_comes_through_a_proxy(server: str) -> None:
    for path in ("/metrics", "/ready"):
        assert httpx.get(f"{server}{path}", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_a_question_that_is_far_too_long_is_cut_or_refused_by_the_server(server: str) -> None:
    async def long() -> str:
        async with httpx.AsyncClient(base_url=server, timeout=30) as client:
            return (await ask(client, "jeugd " * 100_000)).page

    assert len(asyncio.run(long())) < 50_000


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=/etc/passwd", "/gradio_api/file=pyproject.toml", "/gradio_api/file=../../.env", "/gradio_api/file=http://127.0.0.1/x",
        "/eigen/../settings.py", "/eigen/%2e%2e/settings.py", "/eigen/..%2fsettings.py", "/static/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd", "/bron/..%2f..%2fREADME.md", "/bron/%2Fetc%2Fpasswd", "/svelte/../../x",
        "/gradio_api/custom_component/../../x/y/z/w", "/theme.css/../../../etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/..%5c..%5cwin.ini",
    ],
)  # fmt: skip
def test_no_path_leads_to_a_file_that_is_not_meant(server: str, path: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with closing(socket.create_connection((host, int(port)))) as raw:  # a client would tidy the path up first
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65_536), b""))
    status = int(answer.split()[1])
    assert status in (403, 404, 405) or (status == 200 and b"<!doctype html>" in answer.lower() and b"root:" not in answer), answer[
        :200
    ]


def test_another_website_cannot_change_anything_here(server: str) -> None:
    body = {"data": [QUESTION, "alle", [], [], None], "fn_index": 0, "session_hash": "abc", "event_data": None, "trigger_id": None}
    answer = httpx.post(f"{server}/gradio_api/queue/join", json=body, headers={"Origin": "https://kwaad.nl"})
    assert answer.status_code == 403
