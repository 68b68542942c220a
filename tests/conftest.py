"""What every test starts from: an environment without our settings, and the things that some tests need and others do not."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from browser_tabs import Tabs

    from assistant import Assistant
    from ingest import Embedder, IngestSettings

# Two test processes on two cores: threads of one matrix product wait for each other many times as long as they work.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # One process for every tab: the next one finds the scripts of the interface read.
    "--disable-site-isolation-trials", "--process-per-site", "--renderer-process-limit=1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test sees the defaults, whatever the shell that runs it has set."""
    for name in [name for name in os.environ if name.startswith("REISGENOOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def project_files() -> list[Path]:
    """Every file of the project, relative to its root; what .gitignore names is left out."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    ignored = [line.strip("/") for line in lines if line] + [".git"]

    def walk(folder: Path) -> list[Path]:
        kept = [p for p in sorted(folder.iterdir()) if not _matches(p, ignored)]
        return [file for p in kept for file in (walk(p) if p.is_dir() else [p.relative_to(ROOT)])]

    return walk(ROOT)


def _matches(path: Path, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns for name in (path.name, path.relative_to(ROOT).as_posix()))


@pytest.fixture(scope="session")
def bronnen() -> Path:
    """The folder with the five publications, which are not part of the project."""
    folder = ROOT.parent / "shared" / "bronnen"
    if not folder.is_dir():
        pytest.skip("the publications are not there: ../shared/bronnen")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of the browser tests; in CI it must be there."""
    found = shutil.which("chromium")
    if not found and os.environ.get("CI"):
        pytest.fail("CI has no chromium; `make chromium` installs it")
    if not found:
        pytest.skip("no chromium on this machine; on Debian: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus as it is, made by the command that users type."""
    folder = tmp_path_factory.mktemp("index") / "index"
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _command(["-m", "ingest", "build"], folder)
        return folder
    of_all = tmp_path_factory.getbasetemp().parent / "index"
    with of_all.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (of_all / "CURRENT").exists():
            _command(["-m", "ingest", "build"], of_all)
    shutil.copytree(of_all, folder)  # tests write judgements beside it
    return folder


@contextmanager
def serving(index: Path, log: Path, port: int = 0, pause: float = 0.0) -> Iterator[str]:
    """The address of the interface over an index, in a process of its own, until the block ends; `pause`: seconds between steps."""
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    with log.open("a") as out:
        slow = [str(ROOT / "tests" / "slow_server.py"), str(port), str(pause)]
        command = [sys.executable, *(slow if pause else ["-m", "ui", "--port", str(port)])]
        process = subprocess.Popen(command, cwd=ROOT, env=_settings(index), stdout=out, stderr=out)
        try:
            yield _answering(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.kill()
            process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the interface, served by a process of its own."""
    with serving(corpus_index, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


def _answering(address: str, process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return address
        except OSError:
            time.sleep(0.2)
    return pytest.fail(f"the interface does not answer:\n{log.read_text()}")


def _settings(index: Path) -> dict[str, str]:
    """An environment with this index, and with the corpus that lies beside it where there is one."""
    ours = {"PYTHONPATH": str(ROOT), "REISGENOOT_INDEX": str(index)}
    if (index.parent / "corpus").is_dir():
        ours["REISGENOOT_CORPUS"] = str(index.parent / "corpus")
    return {k: v for k, v in os.environ.items() if not k.startswith("REISGENOOT_")} | ours


def _command(arguments: list[str], index: Path) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_settings(index), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def small_index(folder: Path, *files: Path) -> tuple[Path, str]:
    """An index in this folder of three cards and of these files in full, and what the command said."""
    from toy_corpus import write_corpus

    write_corpus(folder / "corpus")
    command = ["add", *map(str, files)] if files else ["build"]
    return folder / "index", _command(["-m", "ingest", *command], folder / "index")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def tabs(browser: Any, server: str) -> "Tabs":
    """Where the pages of a file are opened."""
    from browser_tabs import Tabs

    return Tabs(browser, server)


@pytest.fixture
def page(tabs: "Tabs") -> Iterator[Any]:
    """A page that fails the test when it asks anything of another machine or when a script breaks."""
    with tabs.opened() as page:
        yield page


@pytest.fixture(scope="session")
def embedder() -> "Embedder":
    """The shipped model."""
    from ingest import Embedder

    return Embedder()


@pytest.fixture(scope="session")
def index_settings(corpus_index: Path) -> "IngestSettings":
    """Settings with the index of the corpus as it is. Read it only."""
    from ingest import IngestSettings

    return IngestSettings(index=corpus_index)


@pytest.fixture(scope="session")
def assistant(index_settings: "IngestSettings", embedder: "Embedder") -> "Assistant":
    """An assistant over the corpus as it is, without a language model."""
    from assistant import Assistant, AssistantSettings

    return Assistant.open(AssistantSettings(ingest=index_settings), embedder)
