"""The documents that a user adds: finds the files, and makes of one path one document with its passages. Knows nothing of engines."""

import glob
import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest import schema
from ingest.chunking import CHUNKER_VERSION, clean_pages, cut
from ingest.dutch import fold
from ingest.errors import DocumentError
from ingest.index import DocumentRecord
from ingest.pdf import PdfContent, read_pdf

READER_VERSION = f"r-1/{CHUNKER_VERSION}"


@dataclass(frozen=True)
class StoredDocument:
    """A document with its passages, as the library keeps it."""

    record: DocumentRecord
    passages: tuple[schema.Passage, ...]


def find_pdfs(paths: Iterable[str]) -> list[Path]:
    """The PDFs that files, folders and globs name, each once, in the order given.

    Raises DocumentError for a path that names nothing.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given).expanduser()
        if path.is_dir():
            matches = sorted(p for p in path.rglob("*") if p.suffix.lower() == ".pdf" and p.is_file())
        elif path.exists():
            matches = [path]
        else:
            matches = sorted(Path(m) for m in glob.glob(str(path), recursive=True) if Path(m).is_file())
        if not matches:
            raise DocumentError(path, "hier staat geen PDF")
        found.update(dict.fromkeys(m.resolve() for m in matches))
    return list(found)


def checksum(path: Path) -> str:
    """The sha256 of a file; DocumentError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise DocumentError(path, f"niet te lezen ({fault.strerror})") from fault


def read_document(path: Path, known: dict[str, schema.Document]) -> StoredDocument:
    """Read a PDF and cut it; what `sources.toml` knows of it goes before what the file says of itself.

    Raises DocumentError.
    """
    content = read_pdf(path)
    document = _describe(path, content, known)
    pages = clean_pages(content)
    passages = cut(document.id, pages, content.outline)
    if not passages:
        raise DocumentError(path, "bevat geen leesbare tekst, alleen titels of een inhoudsopgave")
    skipped: dict[str, list[int]] = {}
    for page in pages:
        if page.skip:
            skipped.setdefault(page.skip, []).append(page.number)
    return StoredDocument(DocumentRecord(document, str(path), len(passages), skipped), tuple(passages))


def _describe(path: Path, content: PdfContent, known: dict[str, schema.Document]) -> schema.Document:
    sha256 = checksum(path)
    match = known.get(path.stem) or next((d for d in known.values() if d.title == content.title and content.title), None)
    if match:
        return schema.Document(**{**asdict(match), "pages": len(content.pages), "sha256": sha256})
    slug = re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-") or sha256[:12]
    title = content.title or _first_heading(content) or path.stem
    return schema.Document(
        id=slug, title=title, publisher=content.author or "onbekend", year=content.year, pages=len(content.pages),
        authority="eigen document", short=title if len(title) <= 40 else title[:39].rstrip() + "…", sha256=sha256,
    )  # fmt: skip


def _first_heading(content: PdfContent) -> str:
    return next((line.text for page in content.pages[:1] for line in page.lines if 3 < len(line.text) < 120), "")
