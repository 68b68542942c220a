"""No file of the server reaches who asks for it by its path, over HTTP as reader, as editor, and where nobody signs in."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from asking import ASK
from served import served
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from assistant import Assistant
from ui import UiSettings, create_server
from ui.service import upload_folder
from ui.service.accounts import Accounts
from ui.service.connections import PatientProtocol
from ui.service.metrics import Metrics
from ui.service.running import Service
from ui.service.settings import ServiceSettings
from ui.service.upload_shares import ALL, LEAST_MB, READER, READERS, UploadShares
from ui.service.uploads import KEPT, LOCK, is_upload, remove_old
from ui.service.visitors import SCOPE_KEY, Visitor

PASSWORD = "een lang wachtwoord"
JOIN = "/gradio_api/queue/join"
VALUES: list[Any] = ["Wat is een OOGO?", "alle", [], [], "", [], "", None]
VISITORS = ("lena", "ed", "")
"""A reader, an editor, and one who need not sign in."""


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    found.put("lena", "reader", PASSWORD)
    found.put("ed", "editor", PASSWORD)
    return found.path


@contextmanager
def over_http(assistant: Assistant, service: ServiceSettings, host: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = create_server(assistant, UiSettings(host=host, service=replace(service, url=url)))
        config = uvicorn.Config(server, http=PatientProtocol, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
        running = Service(config, server.state.turns, 5)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield url
        running.handle_exit(signal.SIGTERM, None)
        thread.join(20)


@pytest.fixture(scope="module")
def addresses(assistant: Assistant, accounts: Path) -> Iterator[tuple[str, str]]:
    """Of an interface where people sign in, and of one where nobody does."""
    signed = ServiceSettings(sign_in="basic", accounts=accounts, rate=10_000)
    with (
        over_http(assistant, signed, "127.0.0.1") as one,
        over_http(assistant, replace(signed, sign_in="none"), "0.0.0.0") as other,
    ):
        yield one, other


@contextmanager
def visiting(addresses: tuple[str, str], name: str) -> Iterator[httpx.Client]:
    address = addresses[0] if name else addresses[1]
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=30) as client:
        if name:
            answer = client.post("/inloggen", data={"naam": name, "wachtwoord": PASSWORD, "naar": "/"})
            assert answer.status_code == 303
        yield client


def file_of(path: str, **more: Any) -> dict[str, Any]:
    return {"path": path, "meta": {"_type": "gradio.FileData"}, "orig_name": "a.pdf", **more}


def events(client: httpx.Client, part: str) -> Any:
    """The event of a press on, or a change of, the part with this name in the page."""
    config = client.get("/config").json()
    numbers = [c["id"] for c in config["components"] if c["props"].get("elem_id") == part]
    return next(d for d in config["dependencies"] if d["targets"] and d["targets"][0][0] in numbers)


def outcome(client: httpx.Client, event: Any, values: list[Any], session: str = "b1") -> str:
    """Everything that gradio says of an event, until it ends."""
    body = {
        "fn_index": event["id"],
        "data": values,
        "session_hash": session,
        "event_data": None,
        "trigger_id": event["targets"][0][0],
    }
    assert client.post(JOIN, json=body).status_code == 200
    said = ""
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            said += line
            if '"process_completed"' in line:
                break
    return said


def paths(accounts: Path, folder: Path) -> list[str]:
    link = folder / "koppeling.pdf"
    if not link.is_symlink():
        link.symlink_to(accounts)
    up = upload_folder()
    return [
        str(accounts), "/etc/passwd", "/proc/self/environ", str(link), "pyproject.toml", f"{up}/../../etc/passwd", str(up), "/",
        f"{up}/{LOCK}", "a\0b", "x" * 5_000, f"file://{accounts}", "//etc/passwd", "/dev/stdin", "",
    ]  # fmt: skip


@pytest.mark.parametrize("name", VISITORS)
def test_no_posted_path_makes_a_file_of_the_server_an_upload(
    addresses: tuple[str, str], accounts: Path, tmp_path: Path, name: str
) -> None:
    with visiting(addresses, name) as client:
        add, check = (events(client, part)["id"] for part in ("pdf-toevoegen", "dia-bestand"))
        for path in paths(accounts, tmp_path):
            for file in (file_of(path), {"path": path}, {**file_of(path), "url": "/gradio_api/file=x"}):
                for number, values in (
                    (ASK, [file, *VALUES[1:]]), (ASK, [*VALUES[:7], {"a": [[file]]}]), (add, [[file]]), (add, [file]), (check, [file]),
                ):  # fmt: skip
                    body = {"fn_index": number, "data": values, "session_hash": "a1", "event_data": None, "trigger_id": None}
                    assert client.post(JOIN, json=body).status_code == 400, path
                    assert client.post("/gradio_api/run/predict", json=body).status_code == 400, path
                aside = {"fn_index": ASK, "data": VALUES, "session_hash": "a1", "event_data": {"doe": file}, "trigger_id": None}
                assert client.post(JOIN, json=aside).status_code == 400
                assert (
                    client.post("/gradio_api/cancel", json={"event_id": "x", "session_hash": "a1", "fn_index": file}).status_code
                    == 400
                )
        twice = b'{"fn_index":%d,"session_hash":"a1","data":[{"path":"x","path":"/etc/passwd"}]}' % ASK
        for body in (twice, twice.decode().encode("utf-16")):
            assert client.post(JOIN, content=body, headers={"Content-Type": "application/json"}).status_code == 400
        for path in (str(accounts), "/etc/passwd"):
            assert client.get(f"/gradio_api/file={path}").status_code == 404
    assert not list(upload_folder().rglob("accounts.json"))


@pytest.mark.parametrize("name", VISITORS)
def test_no_posted_address_is_fetched(addresses: tuple[str, str], name: str) -> None:
    asked: list[str] = []

    class Counting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with served(HTTPServer(("127.0.0.1", 0), Counting)) as site, visiting(addresses, name) as client:
        add = events(client, "pdf-toevoegen")["id"]
        url = f"http://127.0.0.1:{site.server_port}/a.pdf"
        for number, values in ((ASK, [file_of(url), *VALUES[1:]]), (add, [[file_of(url)]]), (add, [[file_of("x", url=url)]])):
            body = {"fn_index": number, "data": values, "session_hash": "a1", "event_data": None, "trigger_id": None}
            assert client.post(JOIN, json=body).status_code == 400
    assert asked == []


def test_an_upload_arrives_and_is_not_given_back(addresses: tuple[str, str]) -> None:
    with visiting(addresses, "ed") as client:
        path = client.post("/gradio_api/upload", files={"files": ("a.pptx", b"geen presentatie")}).json()[0]
        assert Path(path).read_bytes() == b"geen presentatie"
        assert client.get(f"/gradio_api/file={path}").status_code == 404
        with visiting(addresses, "lena") as other:
            assert other.get(f"/gradio_api/file={path}").status_code == 404
        body = {"fn_index": ASK, "data": [file_of(path), *VALUES[1:]], "session_hash": "a1", "event_data": None, "trigger_id": None}
        assert client.post(JOIN, json=body).status_code == 400  # a question takes no file
        said = outcome(client, events(client, "dia-bestand"), [file_of(path)])
        assert '"success":true' in said.replace(" ", "")
        assert not Path(path).exists()


def test_a_reader_changes_no_source(addresses: tuple[str, str]) -> None:
    with visiting(addresses, "lena") as client:
        for part, values in (("pdf-toevoegen", [None]), ("pdf-weghalen", [[]]), ("index-opnieuw", [])):
            assert "kan alleen wie Reisgenoot beheert" in outcome(client, events(client, part), values, f"lena-{part}")


def test_what_names_no_event_is_refused(addresses: tuple[str, str]) -> None:
    with visiting(addresses, "lena") as client:
        for number, status in ((99_999, 404), (-1, 404), ("3", 400), (True, 400), (None, 400)):
            body = {"fn_index": number, "data": [], "session_hash": "a1", "event_data": None, "trigger_id": None}
            assert client.post(JOIN, json=body).status_code == status
        for body in (b"{", b"[]", b"[" * 100_000, b"\xff\xfe", b"3"):
            assert client.post(JOIN, content=body, headers={"Content-Type": "application/json"}).status_code == 400


def test_gradio_itself_takes_no_path_either(assistant: Assistant) -> None:
    """The lock behind the lock: without our layers gradio's own check holds, which mounting alone leaves open."""
    inner = create_server(assistant, UiSettings()).routes[-1].app  # type: ignore[attr-defined]
    with TestClient(inner, raise_server_exceptions=False) as client:
        config = client.get("/config").json()
        kinds = {c["id"]: c["type"] for c in config["components"]}
        direct = next(d for d in config["dependencies"] if not d["queue"] and [kinds[i] for i in d["inputs"]][:1] == ["textbox"])
        values = [file_of("/etc/passwd"), *[None] * (len(direct["inputs"]) - 1)]
        answer = client.post("/gradio_api/run/predict", json={"fn_index": direct["id"], "data": values, "session_hash": "a"})
    assert answer.status_code == 500
    assert not list(upload_folder().rglob("passwd"))


def test_the_folder_of_uploads_is_private_and_a_link_in_it_leads_nowhere(tmp_path: Path) -> None:
    folder = upload_folder()
    assert folder.stat().st_mode & 0o077 == 0
    (folder / "a").mkdir(exist_ok=True)
    (folder / "a" / "b.pdf").write_bytes(b"x")
    assert is_upload(str(folder / "a" / "b.pdf"))
    (folder / "a" / "link.pdf").symlink_to("/etc/passwd")
    assert not is_upload(str(folder / "a" / "link.pdf"))
    (folder / "a" / "link.pdf").unlink()
    assert not is_upload(json.loads('"\\ud800"'))


def test_what_waits_too_long_is_removed_with_what_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    files = [tmp_path / name for name in ("a/oud.pdf", "a/nieuw.pdf", "b/oud.pdf", "leeg", LOCK, "b/" + LOCK)]
    for file in files:
        file.write_bytes(b"")
    (tmp_path / "link").symlink_to(files[1])
    past = time.time() - KEPT - 1
    for path in (files[0], *files[2:], tmp_path / "a", tmp_path / "b"):
        os.utime(path, (past, past))
    os.utime(tmp_path / "link", (past, past), follow_symlinks=False)
    remove_old(tmp_path)
    os.utime(tmp_path / "b", (past, past))  # it changed when it became empty
    remove_old(tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")} == {LOCK, "a", "a/nieuw.pdf"}


def test_readers_leave_room_for_editors_and_one_reader_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploads of the largest size, of which the share of a reader is two; an editor is never kept out by readers."""

    async def taking(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(str(len(await Request(scope, receive).body())))(scope, receive, send)

    shares = UploadShares(taking, LEAST_MB, Metrics())

    async def of(scope: Scope, receive: Receive, send: Send) -> None:
        name = Headers(scope=scope)["wie"]
        await shares({**scope, SCOPE_KEY: Visitor(name, "editor" if name == "ed" else "reader", "basic")}, receive, send)

    def send(name: str, content: Any = b"x") -> int:
        return client.post("/gradio_api/upload", headers={"wie": name}, content=content).status_code

    client = TestClient(of)
    assert [send("lena") for _ in range(READER + 1)] == [200] * READER + [503]
    full = client.post("/gradio_api/upload/", headers={"wie": "lena"}, content=b"x")
    assert full.json()["detail"].startswith("Er zijn kort na elkaar te veel bestanden")
    assert client.post("/gradio_api/queue/join", headers={"wie": "lena"}, content=b"x").status_code == 200
    assert [send(f"lezer{n}") for n in range(READERS)] == [200] * (READERS - READER) + [503] * READER
    assert [send("ed", iter([b"x"])) for _ in range(ALL - READERS + 1)] == [200] * (ALL - READERS) + [503]
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 700)
    assert send("lena") == 200


def test_an_upload_that_is_too_much_is_refused_over_http(addresses: tuple[str, str]) -> None:
    with visiting(addresses, "lena") as client:
        large = {"files": ("a.pptx", b"x" * 30_000_000)}
        assert [client.post("/gradio_api/upload", files=large).status_code for _ in range(4)] == [200] * 3 + [503]
    with visiting(addresses, "ed") as client:
        assert client.post("/gradio_api/upload", files=large).status_code == 200
