"""The files for deployment and the documents about it name only what exists: settings, ports, paths, versions, tests."""

import ast
import re
import shutil
import subprocess
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from served import served

from ui import UiSettings
from ui.service.bounds import ORDINARY_MB
from ui.service.callers import may_monitor
from ui.service.gate import OPEN_TO_STRANGERS
from ui.service.running import CLOSING

ROOT = Path(__file__).parents[1]
FILES = (
    "Dockerfile",
    "compose.yaml",
    "deploy/reisgenoot.service",
    "deploy/Caddyfile",
    "docs/operation.md",
    "docs/security.md",
    "docs/privacy.md",
)
KNOWN = set(re.findall(r"^# (REISGENOOT_[A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
DEFAULT = UiSettings()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def compose() -> Any:
    return yaml.safe_load(read("compose.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_settings_that_are_named_exist(name: str) -> None:
    assert set(re.findall(r"REISGENOOT_[A-Z_]*[A-Z]", read(name))) <= KNOWN


def test_the_image_is_built_from_what_is_here_with_the_versions_of_here() -> None:
    image, project = read("Dockerfile"), read("pyproject.toml")
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.M):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert f"!{source}" in read(".dockerignore")
    assert re.search(r"torch==\S+", image)[0] == re.search(r"torch==\S+", read("Makefile"))[0]  # type: ignore[index]
    python = re.search(r"FROM python:3\.(\d+)", image)
    assert python is not None
    assert int(python[1]) >= int(re.search(r'requires-python = ">=3\.(\d+)"', project)[1])  # type: ignore[index]
    extras = re.search(r"--editable '\.\[(.+?)\]'", image)
    assert extras is not None
    assert all(re.search(rf"^{extra} = ", project, re.M) for extra in extras[1].split(","))
    assert re.search(r"apt-get install .*tesseract-ocr tesseract-ocr-nld", image.split("FROM ")[-1])  # as README says
    assert image.index("USER reisgenoot") < image.index('CMD ["sh"')
    assert f"EXPOSE {DEFAULT.port}" in image
    assert f"REISGENOOT_PORT={DEFAULT.port}" in image
    assert f"127.0.0.1:{DEFAULT.port}/ready" in image
    assert "/ready" in OPEN_TO_STRANGERS


def test_containers_may_little_and_chroma_is_not_reachable(compose: Any) -> None:
    interface, chroma = compose["services"]["reisgenoot"], compose["services"]["chroma"]
    assert interface["read_only"] is True
    assert interface["cap_drop"] == chroma["cap_drop"] == ["ALL"]
    assert interface["ports"] == [f"127.0.0.1:{DEFAULT.port}:{DEFAULT.port}"]
    assert "ports" not in chroma
    assert chroma["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert int(interface["stop_grace_period"].rstrip("s")) > DEFAULT.service.stop_seconds + CLOSING
    assert interface["ulimits"]["nofile"] >= 2 * DEFAULT.service.connections
    version = re.search(r"chromadb>=([\d.]+)", read("pyproject.toml"))
    assert version is not None
    assert chroma["image"] == f"chromadb/chroma:{version[1]}"
    assert "?" in interface["environment"]["REISGENOOT_SIGN_IN"]  # compose stops without a choice


def test_every_container_is_watched_and_writes_only_where_it_keeps(compose: Any) -> None:
    for name, service in compose["services"].items():
        if name == "owner":
            continue
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert [line.split(":")[0] for line in service["tmpfs"]] == ["/tmp"]
        assert service["pids_limit"]
        watched = (
            service["healthcheck"]["test"]
            if name != "reisgenoot"
            else re.findall(r'^    CMD \["(.+)"\]$', read("Dockerfile"), re.M)
        )
        assert watched


def test_no_container_runs_as_root_but_the_one_that_gives_the_volumes_away(compose: Any) -> None:
    services = compose["services"]
    owner = services.pop("owner")
    image = read("Dockerfile")
    uid = re.search(r"useradd --uid (\d+) ", image)
    assert uid is not None
    assert image.rindex("USER reisgenoot") > image.rindex("FROM ")
    kept = {
        name: volume
        for name, service in services.items()
        for volume, _, _ in (v.partition(":") for v in service["volumes"])
        if name != "reisgenoot"
    }
    for name in kept:
        assert services[name]["user"] == f"{uid[1]}:{uid[1]}"
        assert services[name]["depends_on"] == {"owner": {"condition": "service_completed_successfully"}}
    assert {v.partition(":")[0] for v in owner["volumes"]} == set(kept.values())
    assert owner["entrypoint"][2:] == [services[kept_by]["user"] for kept_by in sorted(kept)][:1] + [
        f"/{v}" for v in sorted(kept.values())
    ]
    assert (owner["network_mode"], owner["read_only"], owner["cap_drop"]) == ("none", True, ["ALL"])


def test_a_chroma_server_is_known_to_live(compose: Any) -> None:
    """The command of compose.yaml, against a server that answers as Chroma does, and one that does not."""
    command = compose["services"]["chroma"]["healthcheck"]["test"]
    for status in (200, 503):

        class Heartbeat(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status if self.path == "/api/v2/heartbeat" else 404)  # noqa: B023
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        with served(HTTPServer(("127.0.0.1", 0), Heartbeat)) as server:
            here = [part.replace("/8000", f"/{server.server_port}") for part in command[1:]]
            assert (subprocess.run(here, timeout=20, check=False).returncode == 0) is (status == 200)


def test_the_check_of_the_image_may_ask_whoever_monitors() -> None:
    settings = UiSettings.from_environment({"MONITORS": "10.0.0.9"}).service
    scope = {"type": "http", "client": ("127.0.0.1", 5), "headers": []}
    assert may_monitor(scope, (), settings.monitors)
    assert may_monitor(scope | {"client": ("10.0.0.9", 5)}, (), settings.monitors)


def test_the_unit_runs_what_there_is_and_waits_for_answers() -> None:
    unit = read("deploy/reisgenoot.service")
    for module in re.findall(r"python -m (\w+)", unit):
        assert (ROOT / module / "__main__.py").exists()
    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > DEFAULT.service.stop_seconds + CLOSING  # type: ignore[index]
    assert int(re.search(r"LimitNOFILE=(\d+)", unit)[1]) >= 2 * DEFAULT.service.connections  # type: ignore[index]
    assert "User=root" not in unit


def test_the_commands_of_the_keeper_read_what_the_unit_reads() -> None:
    unit = read("deploy/reisgenoot.service")
    (command,) = re.findall(r"^systemd-run .+$", read("docs/operation.md"), re.M)
    of_unit = dict(line.split("=", 1) for line in unit.splitlines() if re.match(r"[A-Z]\w+=", line))
    for option, field in (
        ("--uid", "User"),
        ("--working-directory", "WorkingDirectory"),
        ("-p EnvironmentFile", "EnvironmentFile"),
    ):
        assert f" {option}={of_unit[field]} " in command
    assert f" -p UMask={of_unit['UMask']} " in command
    assert f" {of_unit['ExecStart']} account NAME" in command
    assert re.findall(r"REISGENOOT_\w+", of_unit["Environment"]) == ["REISGENOOT_LOG"]
    assert f"# {' ' * 2}echo REISGENOOT_INDEX=/var/lib/{of_unit['StateDirectory']}/" in unit


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """Programs and users of the unit are those of another machine, hence only complaints about the unit itself count."""
    unit = re.sub(r"^(ExecStart(?:Pre)?)=\S+", r"\1=/bin/true", read("deploy/reisgenoot.service"), flags=re.M)
    (tmp_path / "reisgenoot.service").write_text(unit)
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "reisgenoot.service")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert [line for line in done.stderr.splitlines() if "reisgenoot.service" in line and "nknown" in line] == []


def test_the_proxy_leads_to_our_port_and_hides_what_is_not_for_all() -> None:
    proxy = read("deploy/Caddyfile")
    assert f"reverse_proxy 127.0.0.1:{DEFAULT.port}" in proxy
    assert "path /metrics /ready" in proxy
    for header in (DEFAULT.service.proxy_header, DEFAULT.service.proxy_groups):
        assert f"request_header -{header}" in proxy
    largest = int(re.search(r"max_size (\d+)MB", proxy)[1])  # type: ignore[index]
    assert largest >= max(DEFAULT.service.upload_mb, ORDINARY_MB)


def test_the_tests_that_the_threat_model_names_exist() -> None:
    files = {path.stem: path for path in (ROOT / "tests").glob("test_*.py")}
    functions = [
        node.name.removeprefix("test_")
        for path in files.values()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    table = read("docs/security.md").split("## Measures")[1].split("## What remains")[0]
    named = [
        word for row in table.splitlines()[3:] for word in re.findall(r"`([^`]+)`", row.rsplit("|", 2)[-2] if "|" in row else "")
    ]
    assert len(named) > 20
    for word in named:
        file, _, name = word.partition(": ") if word.startswith("test_") else ("", "", word)
        assert not file or file in files, word
        assert not name or any(function.startswith(name.rstrip("…")) for function in functions), word
