"""`python -m ui`: what goes wrong is said in one clear line with exit status 1, before anything is served."""

import socket
from pathlib import Path

import pytest

from ui.__main__ import main


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


def test_a_port_out_of_range_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as wrong:
        main(["--port", "tachtig"])
    assert wrong.value.code == 2
