"""`python -m ui`: what goes wrong is said in one clear line with exit status 1, before anything is served."""

import re
import socket
from pathlib import Path

import pytest

from ui.__main__ import main
from ui.settings import KNOWN


def one_line(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    return line


def test_a_port_in_use_is_named_with_another(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = one_line(capsys, "--port", str(port))
    assert f"poort {port} al bezet" in line
    assert f"--port {port + 1}" in line


def test_an_address_that_is_not_ours_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "192.0.2.1" in one_line(capsys, "--host", "192.0.2.1", "--port", "0")


def test_a_missing_index_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REISGENOOT_INDEX", str(tmp_path / "geen"))
    assert "python -m ingest build" in one_line(capsys, "--port", "0")


def test_a_setting_that_is_no_number_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REISGENOOT_PORT", "tachtig")
    assert "REISGENOOT_PORT='tachtig'" in one_line(capsys)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SIGNIN", "none", "Bedoelt u REISGENOOT_SIGN_IN?"),
        ("JUDGE_KEYFILE", "x", "Bedoelt u REISGENOOT_JUDGE_KEY_FILE?"),
        ("PROXY_HEADER", "X Bad Header", "geen naam van een HTTP-header"),
        ("PROXY_GROUPS", "X-Groups:", "geen naam van een HTTP-header"),
        ("PROXIES", "0.0.0.0/0", "gelooft iedereen"),
        ("PROXIES", "10.0.0.5, ::/0", "gelooft iedereen"),
        ("URL", "https://a.nl/pad", "laat weg wat achter de naam"),
    ],
)
def test_a_setting_that_would_not_do_what_it_seems_is_named(
    name: str, value: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"REISGENOOT_{name}", value)
    line = one_line(capsys)
    assert f"REISGENOOT_{name}" in line
    assert said in line


def test_every_setting_is_known() -> None:
    example = Path(__file__).parents[1] / ".env.example"
    assert sorted(re.findall(r"^# REISGENOOT_([A-Z_]+)=", example.read_text(encoding="utf-8"), re.M)) == sorted(KNOWN)


def test_accounts_that_cannot_be_read_are_told_at_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "accounts.json").write_text("geen json", encoding="utf-8")
    for name, value in {"SIGN_IN": "basic", "URL": "https://a.nl", "ACCOUNTS": str(tmp_path / "accounts.json")}.items():
        monkeypatch.setenv(f"REISGENOOT_{name}", value)
    assert "accounts.json, kan niet gelezen worden" in one_line(capsys, "--port", "0")


def test_a_port_out_of_range_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["--port", "tachtig"])
    assert wrong.value.code == 2
