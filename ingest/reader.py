"""One door to every format: reads a file in a process of its own with limits on time and memory, unless it runs in such a process.

Knows which reader belongs to which kind. Run as `python -m ingest.reader FILE` it prints what it read as JSON.
"""

import json
import logging
import resource
import subprocess
import sys
import warnings
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from ingest.content import DAMAGED, FORMAT_FAULTS, MAX_CHARACTERS, Content, content_from_json
from ingest.errors import DocumentError
from ingest.guard import is_limited
from ingest.settings import ROOT
from ingest.sniffing import kind_of
from ingest.suspicion import as_data

# Of waiting, most of it for text recognition; and of computing.
MAX_SECONDS = 900
MAX_COMPUTING = 300
MAX_BYTES = 500 * 1024 * 1024
MAX_MEMORY = 2 * 1024**3
# How the child ends when it has told, on one line, why the file cannot be read. A crash of Python ends with 1.
TOLD = 3
READERS = {
    "pdf": ("pdf", "read_pdf"),
    "docx": ("word_file", "read_word"),
    "pptx": ("slides_file", "read_slides"),
    "html": ("web_page", "read_web_page"),
    "md": ("plain_text", "read_markdown"),
    "txt": ("plain_text", "read_text"),
}


def read_file(path: Path, seconds: float = MAX_SECONDS) -> Content:
    """Read a file of any kind of `ingest.sniffing.KINDS` in a child process.

    Raises DocumentError when it is missing, empty, too large, of another kind, encrypted, damaged, without text, or takes too long.
    """
    _check_file(path)
    content = read_here(path) if is_limited() else _read_apart(path, seconds)
    if not any(line.text.strip() for page in content.pages for line in page.lines):
        raise DocumentError(path, _empty(content))
    return content


def _read_apart(path: Path, seconds: float) -> Content:
    """In a process of its own, which takes nothing along when it ends."""
    command = [sys.executable, "-m", "ingest.reader", str(path.resolve())]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as fault:
        raise DocumentError(path, f"lezen duurde langer dan {seconds:.0f} seconden; overgeslagen") from fault
    last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    if done.returncode == TOLD:
        raise DocumentError(path, last)
    if done.returncode == 1:
        raise DocumentError(path, f"kon niet worden gelezen ({last[:200]})")
    if done.returncode:
        raise DocumentError(path, "te zwaar of beschadigd: het leesproces stopte voortijdig (grens: 2 GB geheugen)")
    return content_from_json(json.loads(done.stdout))


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as fault:
        raise DocumentError(path, "bestand niet gevonden") from fault
    except OSError as fault:
        raise DocumentError(path, f"niet te openen ({fault.strerror})") from fault
    if size == 0:
        raise DocumentError(path, "bestand is leeg")
    if size > MAX_BYTES:
        raise DocumentError(path, f"groter dan {MAX_BYTES // 1024**2} MB")


def _empty(content: Content) -> str:
    if content.unit == "pagina":
        return "geen tekst gevonden; waarschijnlijk een scan. Installeer tesseract met Nederlands, of maak er eerst een doorzoekbare PDF van"
    return "bevat geen leesbare tekst"


# ---- the child process ----------------------------------------------------------------------------------------------


def _main(path: Path) -> int:
    """Print the content as JSON; on a fault print one Dutch line and give its exit status."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_COMPUTING, MAX_COMPUTING))
    try:
        json.dump(asdict(read_here(path)), sys.stdout, ensure_ascii=True)
    except DocumentError as fault:
        sys.stderr.write(f"{fault.reason}\n")
        return TOLD
    except MemoryError:
        sys.stderr.write(f"vraagt meer geheugen dan {MAX_MEMORY // 1024**3} GB\n")
        return TOLD
    return 0


def read_here(path: Path) -> Content:
    """Read a file in this process, without limits. Raises DocumentError; a crash of a library takes the process along."""
    try:
        content = as_data(_by(kind_of(path), path))
    except FORMAT_FAULTS as fault:
        raise DocumentError(path, DAMAGED) from fault
    if sum(len(line.text) for page in content.pages for line in page.lines) > MAX_CHARACTERS:
        raise DocumentError(path, f"bevat meer dan {MAX_CHARACTERS // 1_000_000} miljoen tekens; deel het bestand op")
    return content


def _by(kind: str, path: Path) -> Content:
    """The reader of a kind, loaded only when it is needed: each process reads one file."""
    module, function = READERS[kind]
    content: Content = getattr(import_module(f"ingest.{module}"), function)(path)
    return content


if __name__ == "__main__":
    sys.exit(_main(Path(sys.argv[1])))
