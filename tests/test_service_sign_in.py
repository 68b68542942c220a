"""Who may in: accounts, a provider, a proxy; and that nobody else gets anything."""

import logging
import time
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
from asking import ASK
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT, SECRET, Provider, providing
from starlette.requests import Request
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant import Assistant
from ui import UiSettings, create_server
from ui.__main__ import main
from ui.service import Visitor, visitor_of
from ui.service.accounts import Accounts
from ui.service.errors import AccountError
from ui.service.sessions import Sessions
from ui.service.settings import ServiceSettings
from ui.sign_in import inside

URL = "https://reisgenoot.example.nl"
PASSWORD = "een lang wachtwoord"
JOIN = "/gradio_api/queue/join"
BODY = {
    "data": ["Wat is een OOGO?", "alle", [], [], "", [], "", None],
    "fn_index": ASK,
    "session_hash": "x1",
    "event_data": None,
    "trigger_id": None,
}
HTML = {"Accept": "text/html"}
INSIDE = ("/", "/config", "/bron/x", "/theme.css", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x1", "/assets/x.js")


def opened(assistant: Assistant, service: ServiceSettings, client: str = "198.51.100.7", url: str = URL) -> TestClient:
    server = create_server(assistant, UiSettings(host="0.0.0.0", service=service))
    return TestClient(server, base_url=url, client=(client, 1), follow_redirects=False)


def whoami(client: TestClient, **headers: str) -> str:
    """What the page itself says: who is signed in, and as what."""
    answer = client.get("/", headers={**HTML, **headers})
    found = answer.text.split('class="aangemeld"><span>')
    return found[1].split("</span>")[0] if len(found) > 1 else f"{answer.status_code}"


# ---- accounts --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    found = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    found.put("lena", "reader", PASSWORD)
    found.put("ed", "editor", PASSWORD)
    return found


@pytest.fixture
def basic(assistant: Assistant, accounts: Accounts) -> Iterator[TestClient]:
    with opened(assistant, ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path, index=accounts.path.parent)) as client:
        yield client


def enter(client: TestClient, name: str = "lena", password: str = PASSWORD, to: str = "/") -> Any:
    return client.post("/inloggen", data={"naam": name, "wachtwoord": password, "naar": to}, headers={"Origin": URL})


def test_a_stranger_gets_nothing_but_the_way_in(basic: TestClient) -> None:
    for path in INSIDE:
        assert basic.get(path).status_code == 401, path
    assert basic.get("/", headers=HTML).headers["location"] == "/inloggen?naar=/"
    assert basic.post(JOIN, json=BODY).status_code == 401
    assert basic.get("/health").status_code == 200
    assert basic.get("/eigen/inloggen.css").status_code == 200
    assert basic.get("/metrics").status_code == 404
    form = basic.get("/inloggen?naar=/%22%3E%3Cscript%3E")
    assert "<script>" not in form.text
    assert "script-src" not in form.headers["content-security-policy"]
    with pytest.raises(WebSocketDisconnect), basic.websocket_connect("/gradio_api/queue/join"):
        pass


def test_signing_in_and_out(basic: TestClient) -> None:
    answer = enter(basic, to="/#wetten")
    assert (answer.status_code, answer.headers["location"]) == (303, "/#wetten")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-reisgenoot=")
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure", "path=/", "max-age=36000"))
    assert whoami(basic) == "Aangemeld als lena (lezer)"
    assert basic.get("/").headers["cache-control"] == "no-store"
    assert basic.post(JOIN, json=BODY).status_code == 200
    kept = dict(basic.cookies)
    assert basic.post("/uitloggen", headers={"Origin": URL}).headers["location"] == "/inloggen?uit=1"
    assert basic.get("/").status_code == 401
    copy = "; ".join(f"{name}={value}" for name, value in kept.items())
    assert basic.get("/", headers={"Cookie": copy}).status_code == 401  # a copy of the cookie is of no use either


@pytest.mark.parametrize(("name", "password"), [("lena", "verkeerd wachtwoord"), ("niemand", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_name_are_told_the_same(basic: TestClient, name: str, password: str) -> None:
    answer = enter(basic, name, password)
    assert answer.status_code == 401
    assert "Naam of wachtwoord klopt niet." in answer.text
    assert "set-cookie" not in answer.headers


def test_trying_passwords_is_slowed_down(basic: TestClient) -> None:
    # Ten a minute: however the minutes fall, five of twenty-five are too many.
    told = [enter(basic, "ed", f"verkeerd {n}").status_code for n in range(25)]
    assert set(told) == {401, 429}
    assert told.count(429) >= 5


def test_a_session_cannot_be_made_changed_or_kept_too_long(
    basic: TestClient, assistant: Assistant, accounts: Accounts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    enter(basic)
    name, value = next(iter(basic.cookies.items()))
    basic.cookies.clear()
    changed = ("A" if value[0] != "A" else "B") + value[1:]
    assert basic.get("/", headers={"Cookie": f"{name}={value}"}).status_code == 200
    assert basic.get("/", headers={"Cookie": f"{name}={changed}"}).status_code == 401
    with opened(assistant, ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path)) as other:  # another secret
        assert other.get("/", headers={"Cookie": f"{name}={value}"}).status_code == 401
    sessions, session = Sessions(1, tmp_path / "ended.json"), {}
    sessions.begin(session, "lena", "basic")
    assert sessions.visitor({"session": session}, "") == Visitor("lena", "reader", "basic")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 3601)
    assert sessions.visitor({"session": session}, "") is None


def test_an_account_that_is_removed_or_changed_is_so_at_once(basic: TestClient, accounts: Accounts) -> None:
    accounts.put("weg", "editor", PASSWORD)
    enter(basic, "weg")
    assert whoami(basic) == "Aangemeld als weg (redacteur)"
    accounts.put("weg", "reader")
    assert whoami(basic) == "Aangemeld als weg (lezer)"
    accounts.put("weg", "reader", PASSWORD + "!")  # a new password ends the sessions of the old one
    assert basic.get("/").status_code == 401
    enter(basic, "weg", PASSWORD + "!")
    assert basic.get("/").status_code == 200
    accounts.remove("weg")
    assert basic.get("/").status_code == 401


def test_another_website_cannot_use_the_session(basic: TestClient) -> None:
    enter(basic)
    for headers in ({"Origin": "https://kwaad.nl"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        assert basic.post(JOIN, json=BODY, headers=headers).status_code == 403
        assert basic.post("/uitloggen", headers=headers).status_code == 403
    assert basic.get("/").status_code == 200


def test_one_visitor_cannot_ask_without_end(assistant: Assistant, accounts: Accounts) -> None:
    with opened(assistant, ServiceSettings(sign_in="basic", url=URL, accounts=accounts.path, rate=5)) as client:
        enter(client)
        codes = [client.post(JOIN, json={**BODY, "session_hash": f"r{n}"}).status_code for n in range(7)]
        assert codes[:5] == [200] * 5
        assert 503 in codes[5:]  # a counter that slides: when a new minute begins, one more may pass
        client.cookies.clear()
        enter(client, "ed")
        assert client.post(JOIN, json=BODY).status_code == 200


def test_nobody_hears_the_answers_of_another(basic: TestClient) -> None:
    enter(basic)
    assert basic.post(JOIN, json={**BODY, "session_hash": "vanlena"}).status_code == 200
    heard = basic.get("/gradio_api/queue/data?session_hash=vanlena").text
    assert "OOGO" in heard
    basic.cookies.clear()
    enter(basic, "ed")
    for path in ("/queue/data?session_hash=vanlena", "/queue/data/?session_hash=x&session_hash=vanlena", "/heartbeat/vanlena"):
        assert basic.get(f"/gradio_api{path}").status_code == 403


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("/#wetten", "/#wetten"),
        ("//kwaad.nl", "/"),
        ("https://kwaad.nl", "/"),
        ("/\\kwaad.nl", "/"),
        ("/a\r\nX: y", "/"),
        ("/inloggen", "/"),
    ],
)
def test_the_sign_in_leads_nowhere_else(to: str, goes: str) -> None:
    assert inside(to) == goes


# ---- the command ----------------------------------------------------------------------------------------------------


def test_accounts_are_kept_with_hashes_only_and_for_the_owner_only(accounts: Accounts) -> None:
    text = accounts.path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert "$argon2id$" in text
    assert accounts.path.stat().st_mode & 0o077 == 0
    with pytest.raises(AccountError, match="12 tot 200 tekens"):
        accounts.put("kort", "reader", "kort")


def test_the_command_makes_changes_and_removes_accounts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "accounts.json"
    monkeypatch.setenv("REISGENOOT_ACCOUNTS", str(file))
    for typed, status in (("kort", 1), (PASSWORD, 0)):
        (tmp_path / "toetsenbord").write_text(f"{typed}\n")
        with (tmp_path / "toetsenbord").open() as keyboard:
            monkeypatch.setattr("sys.stdin", keyboard)
            assert main(["account", "lena", "--role", "editor"]) == status
    assert "12 tot 200 tekens" in capsys.readouterr().err
    accounts = Accounts(file)
    assert accounts.with_password("lena", PASSWORD) == accounts.all()["lena"]
    assert main(["account", "lena", "--role", "reader"]) == 0
    assert accounts.all()["lena"].role == "reader"
    assert main(["account", "lena", "--remove"]) == 0
    assert main(["account", "lena", "--remove"]) == 1
    file.write_text("geen json")
    assert main(["account", "lena", "--remove"]) == 1
    assert "kan niet gelezen worden" in capsys.readouterr().err


# ---- a provider ------------------------------------------------------------------------------------------------------


@pytest.fixture
def provider() -> Iterator[Provider]:
    with providing() as found:
        yield found


@pytest.fixture
def oidc(assistant: Assistant, provider: Provider, tmp_path: Path) -> Iterator[TestClient]:
    service = ServiceSettings(
        sign_in="oidc", url=URL, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET,
        editors=frozenset({"e.visser", "group:redactie"}), secret="geheim" * 8, index=tmp_path,
    )  # fmt: skip
    with opened(assistant, service) as client:
        assert provider.asked == []  # nothing is asked before somebody signs in
        yield client


def way_back(client: TestClient, to: str = "/") -> str:
    """To the provider and back; the path with code and state with which it sends the visitor to us."""
    away = client.get(f"/inloggen?naar={to}")
    assert away.status_code == 302
    sent = httpx.get(away.headers["location"], follow_redirects=False).headers["location"]
    assert sent.startswith(f"{URL}/inloggen/terug?")
    return sent.removeprefix(URL)


@pytest.mark.parametrize(
    ("person", "role"),
    [({}, "lezer"), ({"preferred_username": "e.visser"}, "redacteur"), ({"groups": ["redactie"]}, "redacteur"),
     ({"preferred_username": "group:redactie"}, "lezer")],
)  # fmt: skip
def test_who_the_provider_knows_comes_in(oidc: TestClient, provider: Provider, person: dict[str, Any], role: str) -> None:
    provider.person.update(person)
    answer = oidc.get(way_back(oidc, "/%23wetten"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/#wetten")
    assert whoami(oidc) == f"Aangemeld als {provider.person['preferred_username']} ({role})"
    assert oidc.post("/uitloggen", headers={"Origin": URL}).status_code == 303
    assert oidc.get("/").status_code == 401
    assert "U bent afgemeld." in oidc.get("/inloggen?uit=1").text


TWISTS = {
    "another issuer": {"iss": "https://kwaad.nl"},
    "another audience": {"aud": "een-ander"},
    "expired": {"exp": int(time.time()) - 600},
    "another nonce": {"nonce": "van een ander"},
    "no nonce": {"nonce": None},
    "no name": {"preferred_username": None},
    "no issuer": {"iss": None},
}


@pytest.mark.parametrize("twist", TWISTS)
def test_a_token_that_is_not_right_lets_nobody_in(
    oidc: TestClient, provider: Provider, twist: str, caplog: pytest.LogCaptureFixture
) -> None:
    provider.twist = lambda claims: {k: v for k, v in {**claims, **TWISTS[twist]}.items() if v is not None}
    with caplog.at_level(logging.INFO):
        answer = oidc.get(way_back(oidc))
    assert answer.status_code == 403
    assert "Aanmelden lukte niet" in answer.text
    assert oidc.get("/").status_code == 401
    assert SECRET not in caplog.text
    assert "eyJ" not in caplog.text


def test_a_token_of_another_key_lets_nobody_in(oidc: TestClient, provider: Provider) -> None:
    provider.sign_with = RSAKey.generate_key(2048, parameters={"kid": "een"})
    assert oidc.get(way_back(oidc)).status_code == 403


def test_a_code_or_state_of_another_lets_nobody_in(oidc: TestClient) -> None:
    back = way_back(oidc)
    oidc.cookies.clear()  # the same way back in another browser
    assert oidc.get(back).status_code == 403
    assert oidc.get("/inloggen/terug?code=x&state=y").status_code == 403
    assert oidc.get("/inloggen/terug?error=access_denied&error_description=%3Cscript%3E").status_code == 403


def test_a_code_counts_once(oidc: TestClient) -> None:
    back = way_back(oidc)
    assert oidc.get(back).status_code == 303
    assert oidc.get(back).status_code == 403


def test_a_provider_that_gives_itself_another_name_or_is_away_is_refused(assistant: Assistant, provider: Provider) -> None:
    service = ServiceSettings(
        sign_in="oidc", url=URL, oidc_issuer=provider.issuer.replace("127.0.0.1", "localhost"), oidc_client=CLIENT
    )
    with opened(assistant, service) as client:
        assert client.get("/inloggen").status_code == 502
    with opened(assistant, replace(service, oidc_issuer="http://127.0.0.1:9")) as client:
        answer = client.get("/inloggen")
    assert answer.status_code == 502
    assert "niet bereikbaar" in answer.text


# ---- a proxy, or nobody signs in ---------------------------------------------------------------------------------------


def test_a_proxy_is_believed_only_from_its_address(assistant: Assistant) -> None:
    service = ServiceSettings(sign_in="proxy", url=URL, proxies=(ip_network("10.0.0.5"),), editors=frozenset({"ed", "group:red"}))
    with opened(assistant, service, client="10.0.0.5") as client:
        assert whoami(client, **{"X-Forwarded-User": "ed"}) == "Aangemeld als ed (redacteur)"
        assert whoami(client, **{"X-Forwarded-User": "lena", "X-Forwarded-Groups": "x, red"}) == "Aangemeld als lena (redacteur)"
        assert whoami(client, **{"X-Forwarded-User": "lena"}) == "Aangemeld als lena (lezer)"
        assert client.get("/").status_code == 401
        assert client.get("/", headers=[("X-Forwarded-User", "ed"), ("X-Forwarded-User", "lena")]).status_code == 401
    with opened(assistant, service, client="10.0.0.6") as client:
        assert client.get("/", headers={"X-Forwarded-User": "ed"}).status_code == 401


def role(assistant: Assistant, host: str, service: ServiceSettings, client: str, url: str, **headers: str) -> str:
    """What a door would be told."""
    server = create_server(assistant, UiSettings(host=host, service=service))
    seen: list[Visitor] = []

    async def look(scope: Any, receive: Any, send: Any) -> None:
        seen.append(visitor_of(Request(scope)))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    server.router.routes.insert(0, Mount("/wie", look))
    with TestClient(server, base_url=url, client=(client, 1)) as caller:
        assert caller.get("/wie/", headers=headers).status_code == 200
    return seen[0].role


@pytest.mark.parametrize(
    ("host", "sign_in", "client", "url", "headers", "expected"),
    [
        ("127.0.0.1", "", "127.0.0.1", "http://127.0.0.1:7860", {}, "editor"),
        ("127.0.0.1", "", "127.0.0.1", "http://localhost:7860", {}, "editor"),
        ("127.0.0.1", "", "127.0.0.1", "http://kwaad.nl", {}, "reader"),  # a website that points its name here
        ("127.0.0.1", "", "127.0.0.1", "http://localhost", {"X-Forwarded-For": "198.51.100.7"}, "reader"),
        ("0.0.0.0", "none", "127.0.0.1", "http://127.0.0.1:7860", {}, "editor"),
        ("0.0.0.0", "none", "198.51.100.7", "http://127.0.0.1:7860", {}, "reader"),
    ],
)
def test_where_nobody_signs_in_only_this_computer_edits(
    assistant: Assistant, host: str, sign_in: Any, client: str, url: str, headers: dict[str, str], expected: str
) -> None:
    assert role(assistant, host, ServiceSettings(sign_in=sign_in), client, url, **headers) == expected


def test_without_a_gate_a_caller_is_a_reader() -> None:
    assert visitor_of(Request({"type": "http", "headers": []})) == Visitor()
    assert not visitor_of(None).may_edit
    assert Visitor("a", "editor", "oidc", "10.0.0.1").key == "oidc:a"
    assert Visitor(address="10.0.0.1").key == "address:10.0.0.1"
