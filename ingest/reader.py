"""One door to every format. Reads in this process, which has its limits from `ingest.pool`; a crash of a library takes it along.

Knows which reader belongs to which kind.
"""

from importlib import import_module
from pathlib import Path

from ingest.content import DAMAGED, FORMAT_FAULTS, MAX_CHARACTERS, Content
from ingest.errors import DocumentError
from ingest.sniffing import kind_of
from ingest.suspicion import as_data

MAX_BYTES = 500 * 1024 * 1024
READERS = {
    "pdf": ("pdf", "read_pdf"),
    "docx": ("word_file", "read_word"),
    "pptx": ("slides_file", "read_slides"),
    "html": ("web_page", "read_web_page"),
    "md": ("plain_text", "read_markdown"),
    "txt": ("plain_text", "read_text"),
}


def read_file(path: Path) -> Content:
    """Read a file of any kind of `ingest.sniffing.KINDS`.

    Raises DocumentError when it is missing, empty, too large, of another kind, encrypted, damaged or without text.
    """
    _check_file(path)
    try:
        content = as_data(_by(kind_of(path), path))
    except FORMAT_FAULTS as fault:
        raise DocumentError(path, DAMAGED) from fault
    if sum(len(line.text) for page in content.pages for line in page.lines) > MAX_CHARACTERS:
        raise DocumentError(path, f"bevat meer dan {MAX_CHARACTERS // 1_000_000} miljoen tekens; deel het bestand op")
    if not any(line.text.strip() for page in content.pages for line in page.lines):
        raise DocumentError(path, _empty(content))
    return content


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


def _by(kind: str, path: Path) -> Content:
    """The reader of a kind, loaded only when a file asks for it."""
    module, function = READERS[kind]
    content: Content = getattr(import_module(f"ingest.{module}"), function)(path)
    return content
