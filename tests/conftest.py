"""What every test starts from: an environment without our settings, and the things that some tests need and others do not."""

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
    from assistant import Assistant
    from ingest import Embedder, IngestSettings

ROOT = Path(__file__).parents[1]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
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
    folder = tmp_path_factory.mktemp("index")
    _command(["-m", "ingest", "build"], folder)
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
        process = subprocess.Popen(command, cwd=ROOT, env=_settings(index) | {"PYTHONPATH": str(ROOT)}, stdout=out, stderr=out)
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


@pytest.fixture(scope="session")
def guide_index(corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus and of one made publication of three pages, `een-gids`."""
    from pdf_maker import GUIDE, write_pdf

    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(corpus_index, folder / "index")
    _command(["-m", "ingest", "add", str(write_pdf(folder / "een-gids.pdf", GUIDE))], folder / "index")
    return folder / "index"


@pytest.fixture(scope="session")
def guide_server(guide_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The interface over an index with one publication in full."""
    with serving(guide_index, tmp_path_factory.mktemp("guide-server") / "log.txt") as address:
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
    return {**{k: v for k, v in os.environ.items() if not k.startswith("REISGENOOT_")}, "REISGENOOT_INDEX": str(index)}


def _command(arguments: list[str], index: Path) -> None:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=_settings(index), capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, server: str) -> Iterator[Any]:
    """A page that fails the test when it asks anything of another machine or when a script breaks."""
    from browser_steps import open_page

    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page = context.new_page()
    outside, broken = [], []
    page.on("request", lambda r: None if r.url.startswith((server, "data:", "blob:")) else outside.append(r.url))
    page.on("pageerror", lambda error: broken.append(str(error)))
    open_page(page, server)
    yield page
    context.close()
    assert outside == []
    assert broken == []


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
