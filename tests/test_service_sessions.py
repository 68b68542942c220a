"""How long a session holds: until its end, a sign-out, or until the settings no longer name who has it."""

import json
import logging
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from oidc_provider import CLIENT, SECRET, providing
from starlette.testclient import TestClient
from test_service_sign_in import PASSWORD, URL, enter, opened, way_back, whoami

from assistant import Assistant
from ui.service.accounts import Accounts
from ui.service.ended import EndedSessions
from ui.service.sessions import Sessions
from ui.service.settings import ServiceSettings

KEY = "geheim" * 8


def cookies_of(client: TestClient) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}


def test_a_sign_out_holds_after_a_restart_and_in_every_process(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.put("lena", "reader", PASSWORD)
    service = ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path, secret=KEY, index=tmp_path)
    with opened(assistant, service) as client, opened(assistant, service) as beside:
        enter(client)
        copy = cookies_of(client)
        assert beside.get("/", headers=copy).status_code == 200
        client.post("/uitloggen", headers={"Origin": URL})
        assert beside.get("/", headers=copy).status_code == 401
    with opened(assistant, service) as again:
        assert again.get("/", headers=copy).status_code == 401
    file = tmp_path / "ended-sessions.json"
    assert file.stat().st_mode & 0o077 == 0
    assert "lena" not in file.read_text()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 11 * 3600)
    EndedSessions(file).add("een ander", now + 12 * 3600)
    assert len(json.loads(file.read_text())) == 1  # the first is over by itself


def test_accounts_that_are_made_and_changed_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    file, names = tmp_path / "accounts.json", [f"lezer-{n}" for n in range(8)]
    Accounts(file).put("lena", "editor", PASSWORD)
    with ThreadPoolExecutor(8) as pool:
        made = [pool.submit(Accounts(file).put, name, "reader", PASSWORD) for name in names]
        again = pool.submit(Accounts(file).put, "lena", None, f"nog {PASSWORD}")
        assert [future.result() for future in (*made, again)] == ["reader"] * 8 + ["editor"]
    assert sorted(Accounts(file).all()) == sorted([*names, "lena"])


def test_a_broken_file_with_accounts_lets_nobody_in_and_says_so(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.put("lena", "reader", PASSWORD)
    held = accounts.path.read_text()
    with opened(assistant, ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path, index=tmp_path)) as client:
        enter(client)
        accounts.path.write_text("{")
        for path, status in (("/health", 200), ("/inloggen", 200), ("/eigen/inloggen.css", 200), ("/", 503), ("/config", 503)):
            assert (path, client.get(path).status_code) == (path, status)
        (line,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.ERROR]
        assert str(accounts.path) in line
        told = enter(client)
        assert told.status_code == 503
        assert "De beheerder ziet de oorzaak in het logboek" in told.text
        assert str(tmp_path) not in told.text + client.get("/").text
        accounts.path.write_text(held)
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("held", ["geen json", "[]", None])
def test_a_sign_out_that_cannot_be_written_down_holds_in_this_process(tmp_path: Path, held: str | None) -> None:
    file = tmp_path / "ended.json"
    if held is None:
        file.mkdir()
    else:
        file.write_text(held)
    sessions, session = Sessions(1, file), {}
    sessions.begin(session, "lena", "basic")
    copy = dict(session)
    assert sessions.visitor({"session": copy}, "")
    sessions.end(session)
    assert sessions.visitor({"session": copy}, "") is None
    assert session == {}


@pytest.mark.parametrize("person", [{"preferred_username": "e.visser"}, {"groups": ["redactie", "geheime groep"]}])
def test_who_the_settings_no_longer_name_is_no_editor_any_more(
    assistant: Assistant, tmp_path: Path, person: dict[str, Any]
) -> None:
    with providing() as provider:
        provider.person.update(person)
        name = provider.person["preferred_username"]
        service = ServiceSettings(
            sign_in="oidc", url=URL, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET,
            editors=frozenset({"e.visser", "group:redactie"}), secret=KEY, index=tmp_path,
        )  # fmt: skip
        with opened(assistant, service) as client:
            assert client.get(way_back(client)).status_code == 303
            copy = cookies_of(client)
            assert whoami(client) == f"Aangemeld als {name} (redacteur)"
            held = b64decode(copy["Cookie"].split("=", 1)[1].split(".")[0] + "==")
            assert name.encode() in held
            assert b"geheime groep" not in held  # only what tells the role is kept
    with opened(assistant, replace(service, editors=frozenset({"group:geheime groep"}))) as client:
        assert whoami(client, **copy) == f"Aangemeld als {name} (lezer)"
    with opened(assistant, replace(service, sign_in="basic", accounts=tmp_path / "geen.json")) as client:
        assert whoami(client, **copy) == "303"


def test_a_session_of_another_way_to_sign_in_does_not_count(assistant: Assistant, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.put("e.visser", "reader", PASSWORD)
    service = ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path, secret=KEY, index=tmp_path)
    with opened(assistant, service) as client:
        enter(client, "e.visser")
        copy = cookies_of(client)
        assert whoami(client) == "Aangemeld als e.visser (lezer)"
    oidc = replace(service, sign_in="oidc", oidc_issuer="http://127.0.0.1:9", oidc_client=CLIENT, editors=frozenset({"e.visser"}))
    with opened(assistant, oidc) as client:
        assert whoami(client, **copy) == "303"
