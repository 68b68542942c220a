"""What the service takes and what it refuses: turns, bodies, slow clients, settings, and where a caller is."""

import asyncio
import json
import logging
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ingest import IndexBroken
from ui import SettingsError
from ui.doors.problems import as_problem
from ui.faults import visible
from ui.service.bounds import MB, ORDINARY_MB, Bounds, Pace
from ui.service.callers import caller, from_elsewhere, may_monitor
from ui.service.errors import Busy, Stopping, TooSlow
from ui.service.gate import Gate, is_closed, is_open
from ui.service.local import NoSignIn
from ui.service.logs import JsonLines, PlainLines
from ui.service.metrics import Metrics
from ui.service.posted import is_bulky
from ui.service.rates import Rate
from ui.service.settings import LOOPBACK, ServiceSettings
from ui.service.turns import Turns
from ui.service.watching import place_of
from ui.settings import UiSettings

PROXY = ServiceSettings.from_values({"PROXIES": "10.0.0.0/24"}, Path("index")).proxies


def scope(peer: str = "127.0.0.1", method: str = "GET", path: str = "/", **headers: str) -> Scope:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "127.0.0.1:7860", **headers}.items()]
    return {"type": "http", "method": method, "path": path, "headers": raw, "client": (peer, 1), "query_string": b""}


# ---- turns -----------------------------------------------------------------------------------------------------------


def in_threads(turns: Turns, number: int, hold: threading.Event) -> tuple[list[threading.Thread], list[str]]:
    said: list[str] = []

    def ask() -> None:
        try:
            with turns.take():
                hold.wait(5)
                said.append("answered")
        except (Busy, Stopping) as fault:
            said.append(type(fault).__name__)

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads, said


def until(true: Any) -> None:
    deadline = time.monotonic() + 5
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


def test_more_than_may_wait_are_told_that_it_is_busy() -> None:
    turns, hold = Turns(parallel=2, queue=3), threading.Event()
    threads, said = in_threads(turns, 8, hold)
    until(lambda: len(said) == 3)
    assert (said, turns.running, turns.waiting) == (["Busy"] * 3, 2, 3)
    hold.set()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["Busy"] * 3 + ["answered"] * 5
    assert (turns.running, turns.waiting) == (0, 0)


def test_who_waits_too_long_is_told_that_it_is_busy() -> None:
    turns = Turns(parallel=1, patience=0.05)
    with turns.take(), pytest.raises(Busy), turns.take():
        pass


def test_stopping_lets_running_answers_end_and_takes_no_more() -> None:
    turns, hold = Turns(parallel=1, queue=5), threading.Event()
    threads, said = in_threads(turns, 3, hold)
    until(lambda: turns.waiting == 2)
    turns.stop()
    until(lambda: said == ["Stopping"] * 2)
    hold.set()
    for thread in threads:
        thread.join()
    assert said[-1] == "answered"


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    with Turns(seconds=-0.01).take() as turn, pytest.raises(TooSlow):
        turn.check()


# ---- bodies ----------------------------------------------------------------------------------------------------------


async def reads(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads the whole body."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def served(parts: Iterator[tuple[float, bytes]], pace: Pace | None = None, **headers: str) -> tuple[int, str]:
    """Status and body of what Bounds answers to a body that comes in these parts, each after so many seconds."""
    sent: list[Any] = []

    async def receive() -> Any:
        pause, part = next(parts)
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": part, "more_body": bool(part)}

    async def send(message: Any) -> None:
        sent.append(message)

    bounds = Bounds(reads, upload_mb=1, metrics=Metrics(), pace=pace)
    asyncio.run(bounds(scope(method="POST", path="/gradio_api/queue/join", **headers), receive, send))
    return sent[0]["status"], b"".join(m.get("body", b"") for m in sent[1:]).decode()


def endless(pause: float, part: bytes) -> Iterator[tuple[float, bytes]]:
    while True:
        yield pause, part


def test_a_body_within_bounds_passes_whole() -> None:
    assert served(iter([(0, b"a" * 10), (0, b"b" * 5), (0, b"")])) == (200, "15")


def test_an_endless_body_is_refused_when_it_is_too_large() -> None:
    status, answer = served(endless(0, b"x" * MB))
    assert (status, json.loads(answer)["detail"]) == (413, f"Dit is te groot: hoogstens {ORDINARY_MB} MB per keer.")


def test_a_body_that_says_it_is_too_large_is_refused_unread() -> None:
    assert served(iter([]), content_length=str(ORDINARY_MB * MB + 1))[0] == 413


def test_what_the_service_refuses_of_the_api_is_a_problem_too() -> None:
    async def never(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("let in")

    bounds = Bounds(never, upload_mb=1, metrics=Metrics())
    gate = Gate(never, lambda _: None, "", sign_in=False, rate=None, metrics=Metrics())
    for app, headers, status, code in (
        (bounds, {"content-length": str(ORDINARY_MB * MB + 1)}, 413, "too-large"),
        (gate, {"origin": "https://kwaad.example"}, 403, "other-origin"),
    ):
        client = TestClient(app)
        told = client.post("/api/v1/question", headers=headers)
        assert (told.status_code, told.headers["content-type"]) == (status, "application/problem+json")
        assert (told.json()["status"], told.json()["code"]) == (status, code)
        assert told.json()["title"]
        assert client.post("/gradio_api/queue/join", headers=headers).json() == {"detail": told.json()["detail"]}


def test_a_body_that_stops_coming_is_refused() -> None:
    assert served(endless(1, b"x"), Pace(idle=0.05))[0] == 408


def test_a_body_that_drips_is_refused_in_the_end() -> None:
    assert served(endless(0.02, b"x"), Pace(idle=0.5, whole=0.2))[0] == 408


@pytest.mark.parametrize(
    ("body", "bulky"),
    [
        (json.dumps({"data": ["a,[{\"" * 500_000], "fn_index": 3}).encode(), False),  # what a browser kept of a conversation
        (b'{"data":[' + b"[]," * 1_600_000 + b"1]}", True),
        (b"[" * 100, True),
        (b'"' + b'\\"' * 2_000_000, False),  # a string without end: for the reader of JSON to refuse
        ('{"data":[]}'.encode("utf-16"), True),
    ],
)  # fmt: skip
def test_json_that_no_page_sends_is_known_at_once(body: bytes, bulky: bool) -> None:
    start = time.process_time()
    assert is_bulky(body) is bulky
    assert time.process_time() - start < 1


# ---- callers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # no proxy of ours: its word counts for nothing
        ("10.0.0.5", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.5", "203.0.113.9, 198.51.100.7, 10.0.0.6", "198.51.100.7"),  # the first was written by the caller
        ("10.0.0.5", "", "10.0.0.5"),
    ],
)
def test_the_address_that_counts(peer: str, forwarded: str, found: str) -> None:
    assert caller(scope(peer, **({"x-forwarded-for": forwarded} if forwarded else {})), PROXY) == found


def test_figures_are_for_this_computer_also_when_a_proxy_stands_on_it() -> None:
    assert may_monitor(scope(), (), LOOPBACK)
    assert not may_monitor(scope("192.0.2.1"), (), LOOPBACK)
    assert not may_monitor(scope(**{"x-forwarded-for": "192.0.2.1"}), (), LOOPBACK)
    assert not may_monitor(scope(**{"x-forwarded-for": "127.0.0.1"}), (), LOOPBACK)
    assert not may_monitor(scope(**{"x-forwarded-for": "192.0.2.1"}), LOOPBACK, LOOPBACK)


@pytest.mark.parametrize(
    ("headers", "url", "elsewhere"),
    [
        ({}, "", False),  # no browser
        ({"origin": "http://127.0.0.1:7860"}, "", False),
        ({"origin": "https://kwaad.nl"}, "", True),
        ({"origin": "null"}, "", True),
        ({"origin": "http://["}, "", True),
        ({"origin": "https://kwaad.nl", "host": "["}, "https://rg.gemeente.nl", True),
        ({"sec-fetch-site": "cross-site"}, "", True),
        ({"sec-fetch-site": "same-site"}, "", True),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:7860"}, "", False),
        ({"origin": "https://rg.gemeente.nl", "host": "binnen:7860"}, "https://rg.gemeente.nl", False),
        ({"origin": "https://binnen:7860", "host": "binnen:7860"}, "https://rg.gemeente.nl", True),
    ],
)
def test_a_change_that_another_website_sends(headers: dict[str, str], url: str, elsewhere: bool) -> None:
    assert from_elsewhere(scope(method="POST", **headers), url) is elsewhere
    assert not from_elsewhere(scope(**headers), url)


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({}, True),
        ({"host": "ip6-localhost"}, True),
        ({"host": "["}, False),
        ({"x-real-ip": "192.0.2.1"}, False),
        ({"via": "1.1 x"}, False),
    ],
)
def test_who_is_at_this_computer_without_sign_in_may_edit(headers: dict[str, str], here: bool) -> None:
    assert NoSignIn(ServiceSettings(), loopback=True)(scope(**headers)).may_edit is here


@pytest.mark.parametrize("path", ["/gradio_api/call/ask", "/gradio_api/api/ask", "/gradio_api/proxy=x", "/gradio_api/vibe-edit/",
    "/gradio_api/deep_link", "/monitoring", "/monitoring/summary", "/gradio_api/openapi.json", "/gradio_api/", "/dev/reload"])  # fmt: skip
def test_what_gradio_offers_besides_its_page_is_closed(path: str) -> None:
    assert is_closed(path)


def test_strangers_get_only_what_the_sign_in_needs() -> None:
    assert is_open("/health")
    assert is_open("/inloggen")
    assert not is_open("/")
    assert not is_open("/eigen/../config")
    assert not is_open("/healthy")


def test_a_rate_is_counted_for_each_visitor() -> None:
    rate = Rate(3)
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]
    assert rate.take("b")


# ---- logs and settings -----------------------------------------------------------------------------------------------


def test_a_fault_in_the_log_says_where_and_not_what_was_typed() -> None:
    try:
        raise ValueError("mijn dochter Fatima")
    except ValueError:
        record = logging.LogRecord("reisgenoot.x", logging.ERROR, "", 1, "answering failed", None, sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert "Fatima" not in str(line)
    assert line["fault"] == "ValueError"
    assert "test_a_fault_in_the_log" in line["where"][0]


@pytest.mark.parametrize(
    ("below", "told"),
    [
        (ValueError("mijn dochter Fatima"), "niet te lezen: ValueError. Herstel"),
        (OSError(28, "No space left on device", "Fatima.pdf"), "niet te lezen: No space left on device. Herstel"),
        (sqlite3.OperationalError("database or disk is full"), "niet te lezen: database or disk is full. Herstel"),
    ],
)
@pytest.mark.parametrize("tell", [visible, as_problem])
def test_a_fault_of_ours_is_logged_in_our_words_alone(
    below: Exception, told: str, tell: Any, caplog: pytest.LogCaptureFixture
) -> None:
    fault = IndexBroken(f"De vectorindex op http://chroma:8000 is niet te lezen: {below}. Herstel met: python -m ingest verify")
    fault.__cause__ = below
    assert "chroma" not in str(tell(fault))
    (record,) = caplog.records
    for form in (JsonLines(), PlainLines()):
        record.exc_text = None  # pytest's own handler wrote its lines there
        line = form.format(record)
        assert f"http://chroma:8000 is {told}" in line
        assert "IndexBroken" in line
        assert "Fatima" not in line


def test_a_fault_of_another_process_is_logged_with_its_places_there() -> None:
    try:
        fault = IndexBroken("De index is niet te lezen.")
        fault.add_note("store.py:1 count")
        raise fault
    except IndexBroken:
        record = logging.LogRecord("reisgenoot.ui", logging.ERROR, "", 1, "changing failed", (), sys.exc_info())
    for form in (JsonLines(), PlainLines()):
        record.exc_text = None
        line = form.format(record)
        assert "test_service_limits.py" in line
        assert "store.py:1 count" in line


@pytest.mark.parametrize("form", [pytest.param("text", marks=pytest.mark.long), "json"])
def test_a_fault_that_is_printed_goes_to_the_log_without_what_was_typed(form: Any) -> None:
    code = f"""
import asyncio, gc, logging, traceback
from ui.service.logs import set_up_logs
set_up_logs({form!r})
try:
    raise ValueError("mijn dochter Fatima")
except ValueError:
    traceback.print_exc()
    logging.getLogger("reisgenoot.x").exception("answering failed")

async def forgotten():
    raise KeyError("mijn dochter Fatima")

async def forgetting():
    asyncio.create_task(forgotten())
    await asyncio.sleep(0.01)
    gc.collect()

asyncio.run(forgetting())
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True).stderr
    assert "Fatima" not in said
    assert said.count("ValueError") == 2
    assert said.count("KeyError") == 1
    assert "Task exception was never retrieved" in said


@pytest.mark.parametrize("path", ["/gradio_api/file=/var/Fatima.pdf", "/Fatima", "/bron/Fatima", "/gradio_api/heartbeat/abc123"])
def test_a_place_in_the_log_is_from_a_short_list(path: str) -> None:
    assert place_of(path) in ("gradio/file", "other", "bron", "gradio/heartbeat")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"SIGN_IN": "ja"}, "REISGENOOT_SIGN_IN='ja' kan niet. Kies uit: oidc, proxy, basic, none"),
        ({"PROXIES": "10.0.0.1, overal"}, "'overal' is geen IP-adres"),
        ({"URL": "reisgenoot.gemeente.nl"}, "geen webadres"),
        ({"URL": "http://reisgenoot.gemeente.nl"}, "moet met https:// beginnen"),
        ({"SECRET": "kort"}, "REISGENOOT_SECRET is te kort"),
        ({"RATE": "0"}, "REISGENOOT_RATE='0' is geen geheel getal van 1 tot en met 100000"),
        ({"LOG": "xml"}, "Kies uit: text, json"),
        ({"RETENTION_DAYS": "altijd"}, "REISGENOOT_RETENTION_DAYS='altijd'"),
    ],
)
def test_a_setting_that_cannot_be_is_named(values: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match="REISGENOOT_") as fault:
        UiSettings.from_environment(values)
    assert said in str(fault.value)
    assert "kort'" not in str(fault.value)


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"SIGN_IN": "oidc", "URL": "https://rg.nl"}, "REISGENOOT_OIDC_ISSUER, REISGENOOT_OIDC_CLIENT"),
        ({"SIGN_IN": "basic"}, "REISGENOOT_URL"),
        ({"SIGN_IN": "proxy", "URL": "https://rg.nl"}, "REISGENOOT_PROXIES"),
        ({}, "REISGENOOT_SIGN_IN=oidc, proxy of basic"),
    ],
)
def test_outside_loopback_a_choice_must_be_made_and_complete(values: dict[str, str], missing: str) -> None:
    settings = UiSettings.from_environment({**values, "HOST": "0.0.0.0"})
    with pytest.raises(SettingsError) as fault:
        settings.check()
    assert missing in str(fault.value)


def test_secrets_are_not_shown() -> None:
    secret = "s" * 40
    shown = repr(UiSettings.from_environment({"SECRET": secret, "OIDC_SECRET": secret, "OIDC_CLIENT": "rg"}))
    assert secret not in shown
