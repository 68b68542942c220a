"""The documents that a user adds: finds the files, and makes of one path one document with its passages. Knows nothing of engines."""

import glob
import hashlib
import re
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest import schema
from ingest.chunking import CHUNKER_VERSION, clean_pages, cut
from ingest.content import Content
from ingest.dutch import fold
from ingest.errors import DocumentError
from ingest.file_names import path_to_text, readable
from ingest.reader import read_file
from ingest.sniffing import EXTENSIONS, READABLE, UNREAD

READER_VERSION = f"r-3/{CHUNKER_VERSION}"


@dataclass(frozen=True)
class StoredDocument:
    """A document with its passages, as the library keeps it."""

    record: schema.DocumentRecord
    passages: tuple[schema.Passage, ...]


def find_files(paths: Iterable[str], known: Collection[Path] = ()) -> list[Path]:
    """The files that files, folders and globs name, each once, in the order given; of a folder, the documents by their extension.

    Raises DocumentError for a path that names nothing now, nor any of the `known` files before.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given).expanduser()
        if path.is_dir():
            matches = sorted(p for p in path.resolve().rglob("*") if _is_known(p) and p.is_file())
        elif path.exists():
            matches = [path]
        else:
            matches = sorted(Path(m) for m in glob.glob(str(path), recursive=True) if Path(m).is_file())
        if not matches and not under(path, known):
            raise DocumentError(path, f"hier staat geen bestand dat gelezen kan worden; wel: {READABLE}")
        # Resolving costs as much as all the rest: below a folder that is resolved only a link needs it.
        found.update(dict.fromkeys(m.resolve() if m.is_symlink() or not path.is_dir() else m for m in matches))
    return list(found)


def under(path: Path, files: Iterable[Path]) -> list[Path]:
    """Which of the files a path names: itself, or what is in the folder."""
    root = path.expanduser().resolve()
    return [file for file in files if file.is_relative_to(root)]


def _is_known(path: Path) -> bool:
    # What Word and macOS leave beside a file that is open is no document.
    return path.suffix.lower() in (*EXTENSIONS, *UNREAD) and not path.name.startswith(("~$", "."))


def checksum(path: Path) -> str:
    """The sha256 of a file; DocumentError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise DocumentError(path, f"niet te lezen ({fault.strerror})") from fault


def read_document(path: Path, known: dict[str, schema.Document]) -> StoredDocument:
    """Read a file and cut it; what `sources.toml` knows of it goes before what the file says of itself.

    Raises DocumentError.
    """
    content = read_file(path)
    document = _describe(path, content, known)
    pages = clean_pages(content)
    passages = cut(document.id, pages, content.outline)
    if not passages:
        raise DocumentError(path, "bevat geen leesbare tekst, alleen titels of een inhoudsopgave")
    skipped = _by_text((page.number, page.skip) for page in pages if page.skip)
    record = schema.DocumentRecord(document, path_to_text(path), len(passages), skipped, _by_text(content.warnings))
    return StoredDocument(record, tuple(passages))


def _by_text(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Text -> the numbers of the pages that it is said of."""
    found: dict[str, list[int]] = {}
    for number, text in pairs:
        found.setdefault(text, []).append(number)
    return found


def _describe(path: Path, content: Content, known: dict[str, schema.Document]) -> schema.Document:
    sha256 = checksum(path)
    match = known.get(path.stem) or next((d for d in known.values() if d.title == content.title and content.title), None)
    if match:
        return schema.Document(**{**asdict(match), "pages": len(content.pages), "sha256": sha256, "unit": content.unit})
    slug = re.sub(r"[^a-z0-9]+", "-", fold(readable(path.stem))).strip("-") or sha256[:12]
    title = content.title[:300] or _first_heading(content) or readable(path.stem)
    return schema.Document(
        id=slug, title=title, publisher=content.author or "onbekend", year=content.year, pages=len(content.pages),
        authority="eigen document", short=title if len(title) <= 40 else title[:39].rstrip() + "…", sha256=sha256, unit=content.unit,
    )  # fmt: skip


def _first_heading(content: Content) -> str:
    return next((line.text for page in content.pages[:1] for line in page.lines if 3 < len(line.text) < 120), "")
