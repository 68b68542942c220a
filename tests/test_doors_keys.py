"""Who comes in by the doors: without keys this computer alone, with keys who has one, as often as it may."""

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.__main__ import main
from ui.doors import KeysError
from ui.doors.guard import Guard
from ui.doors.keys import KeyFile
from ui.doors.problems import problem_response
from ui.service import Visitor
from ui.service.rates import Minutes
from ui.service.visitors import SCOPE_KEY

HERE, ADDRESS = ("127.0.0.1", 50_000), "http://127.0.0.1"
ELSEWHERE = ("192.0.2.7", 50_000)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def guarded(keys: Path | None = None) -> Guard:
    inside = Starlette(routes=[Route("/", lambda _: PlainTextResponse("binnen"))])
    return Guard(inside, KeyFile(keys), Minutes(), problem_response)


def status(door: ASGIApp, client: tuple[str, int] = HERE, address: str = ADDRESS, **headers: str) -> int:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return TestClient(door, base_url=address, client=client).get("/", headers=sent).status_code


@pytest.mark.parametrize("address", ["http://127.0.0.1:7860", "http://localhost:7860", "http://[::1]:7860"])
def test_without_keys_this_computer_comes_in(address: str) -> None:
    assert status(guarded(), address=address) == 200
    assert status(guarded(), ("::1", 1), address) == 200


def test_without_keys_nobody_else_does() -> None:
    assert status(guarded(), ELSEWHERE) == 403
    assert status(guarded(), address="http://kwaad.example:7860") == 403, "a name of somebody else that points here"
    for header in ("x_forwarded_for", "forwarded", "via", "x_real_ip"):
        assert status(guarded(), **{header: "192.0.2.7"}) == 403, "a proxy passes on who is not here"


def test_a_page_of_another_address_is_refused_with_and_without_keys(tmp_path: Path) -> None:
    assert status(guarded(), origin="http://kwaad.example") == 403
    assert status(guarded(), origin=ADDRESS) == 200
    secret = KeyFile(tmp_path / "sleutels.toml").add("intranet")
    assert status(guarded(tmp_path / "sleutels.toml"), origin="https://kwaad.example", authorization=f"Bearer {secret}") == 403


@pytest.mark.parametrize("wrong", [{"host": "["}, {"origin": "http://["}])
def test_what_is_no_address_is_nobody_of_here(wrong: dict[str, str]) -> None:
    assert status(guarded(), **wrong) == 403


def test_a_file_of_keys_that_is_emptied_or_gone_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "sleutels.toml"
    secret = KeyFile(path).add("intranet")
    door = guarded(path)
    assert status(door, authorization=f"Bearer {secret}") == 200
    path.write_text("", encoding="utf-8")
    assert (status(door), status(door, authorization=f"Bearer {secret}")) == (401, 401)
    path.unlink()
    assert (status(door), status(door, authorization=f"Bearer {secret}")) == (401, 401)


def test_with_keys_everyone_needs_one(tmp_path: Path) -> None:
    path = tmp_path / "sleutels.toml"
    secret = KeyFile(path).add("intranet")
    door = guarded(path)
    assert status(door) == 401
    assert status(door, authorization="Bearer rg_verzonnen") == 401
    assert status(door, authorization=f"Basic {secret}") == 401
    for client in (HERE, ELSEWHERE):
        assert status(door, client, "https://gids.example", authorization=f"bearer {secret}") == 200
        assert status(door, client, "https://gids.example", x_api_key=secret) == 200


def test_who_signed_in_at_the_gate_needs_no_key(tmp_path: Path) -> None:
    KeyFile(tmp_path / "sleutels.toml").add("intranet")
    door = guarded(tmp_path / "sleutels.toml")

    def behind_a_gate(visitor: Visitor) -> ASGIApp:
        async def gate(scope: Scope, receive: Receive, send: Send) -> None:
            await door({**scope, SCOPE_KEY: visitor}, receive, send)

        return gate

    assert status(behind_a_gate(Visitor("els", "reader", "oidc")), ELSEWHERE) == 200
    assert status(behind_a_gate(Visitor("", "editor", "local"))) == 401


def test_a_key_may_ask_so_many_times_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, clock = tmp_path / "sleutels.toml", Clock()
    one, other = KeyFile(path).add("een", 2), KeyFile(path).add("ander", 2)
    monkeypatch.setattr(time, "time", clock)
    door = guarded(path)
    assert [status(door, authorization=f"Bearer {one}") for _ in range(3)] == [200, 200, 429]
    assert status(door, authorization=f"Bearer {other}") == 200
    clock.now = 45.0
    refused = TestClient(door, base_url=ADDRESS, client=HERE).get("/", headers={"authorization": f"Bearer {one}"})
    assert refused.headers["retry-after"] == "15"
    assert "15 seconden" in refused.json()["detail"]
    clock.now = 60.0
    assert status(door, authorization=f"Bearer {one}") == 200


def test_only_a_hash_is_kept_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "map" / "sleutels.toml"
    secret = KeyFile(path).add("intranet")
    text = path.read_text(encoding="utf-8")
    assert secret not in text
    assert hashlib.sha256(secret.encode()).hexdigest() in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["sleutels.lock", "sleutels.toml"]


def test_keys_that_are_made_at_the_same_time_are_all_kept(tmp_path: Path) -> None:
    path, names = tmp_path / "sleutels.toml", [f"sleutel-{n}" for n in range(12)]
    with ThreadPoolExecutor(12) as pool:
        secrets = [*pool.map(lambda name: KeyFile(path).add(name), names)]
    assert sorted(key.name for key in KeyFile(path).read()) == sorted(names)
    assert all(KeyFile(path).find(secret) for secret in secrets)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    with pytest.raises(KeysError, match="niet te schrijven"):
        KeyFile(tmp_path / "bestand" / "sleutels.toml").add("intranet")


def test_a_key_that_is_taken_out_stops_working_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sleutels.toml"
    gone, kept = KeyFile(path).add("weg"), KeyFile(path).add("blijft")
    file = KeyFile(path)
    assert file.find(gone)
    path.write_text("[[key]]" + path.read_text(encoding="utf-8").split("[[key]]")[2], encoding="utf-8")
    assert file.find(gone) is None
    found = file.find(kept)
    assert found is not None
    assert found.name == "blijft"


@pytest.mark.parametrize(
    "text",
    [
        "[[key",
        "[other]\n",
        "key = 5\n",
        '[[key]]\nname = "a"\n',
        f'[[key]]\nname = "a"\nsha256 = "{"0" * 63}"\nper_minute = 1\n',
        f'[[key]]\nname = "a"\nsha256 = "{"0" * 64}"\nper_minute = true\n',
        f'[[key]]\nname = "a"\nsha256 = "{"0" * 64}"\nper_minute = 1\n' * 2,
    ],
)
def test_a_wrong_file_is_named_and_lets_nobody_in(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "sleutels.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeysError, match=r"sleutels\.toml"):
        KeyFile(path).read()
    assert status(guarded(path)) == 503
    assert "sleutels.toml" in caplog.text


def test_keys_that_cannot_be_made_are_refused(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "sleutels.toml")
    file.add("intranet")
    for name, limit in (("intranet", 5), ('a"b', 5), ("", 5), ("x" * 41, 5), ("nul", 0), ("veel", 6_001)):
        with pytest.raises(KeysError):
            file.add(name, limit)
    with pytest.raises(KeysError, match="REISGENOOT_API_KEYS"):
        KeyFile(None).add("intranet")
    assert [key.name for key in file.read()] == ["intranet"]


def test_the_command_prints_a_key_once(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sleutels.toml"
    monkeypatch.setenv("REISGENOOT_API_KEYS", str(path))
    assert main(["api-key", "intranet", "--limit", "5"]) == 0
    key = KeyFile(path).find(capsys.readouterr().out.strip())
    assert key is not None
    assert (key.name, key.per_minute) == ("intranet", 5)
    assert main(["api-key", "intranet"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "intranet" in line
