"""The documents that a user adds: finds the files, and makes of one path one document with its passages. Knows nothing of engines."""

import glob
import hashlib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from itertools import takewhile
from pathlib import Path
from statistics import median

from ingest import schema
from ingest.chunking import CHUNKER_VERSION, clean_pages, cut
from ingest.content import Content
from ingest.dutch import fold
from ingest.errors import DocumentError, ReisgenootError
from ingest.file_names import path_to_text, readable
from ingest.reader import read_file
from ingest.sniffing import EXTENSIONS, READABLE, UNREAD

READER_VERSION = f"r-5/{CHUNKER_VERSION}"
EMPTY_PATH = "een pad is leeg; is een variabele in de opdracht niet gevuld? Voor de map waar u staat: python -m ingest add ."
LEADS_OUT = "is een koppeling naar buiten de map ({to}) en wordt niet gevolgd; hoort dat bestand erbij, noem het dan zelf"
# What browsers and office programs write as the title of a file.
NO_TITLE = re.compile(
    r"about:\w+|(?:https?|file):.*|microsoft (?:office )?(?:word|powerpoint|excel)\b.*|(?:untitled|naamloos)\b.*"
    r"|(?:document|presentatie|dia|slide) ?\d*|powerpoint[ -]presentati(?:e|on)"
    r"|\S.*\.(?:docx?|dotx?|pptx?|xlsx?|od[tp]|rtf|indd|pdf|html?|txt|md|tmp)",
    re.I,
)
# What a user is told of a file that is called like a publication and is another.
NAMESAKE = "heet als de publicatie {id}, maar heeft andere pagina's of een andere tekst; telt als een eigen document"
NO_EXTENSION, IRREGULAR, FOLDER_LINK = "zonder extensie", "geen gewoon bestand", "koppeling naar een map"


@dataclass(frozen=True)
class StoredDocument:
    """A document with its passages, as the library keeps it."""

    record: schema.DocumentRecord
    passages: tuple[schema.Passage, ...]


@dataclass(frozen=True)
class Found:
    """What paths name: files, each once, in the order given; links that lead out of their folder, with where to; and what was passed over.

    `others`: of each folder, the number of files by why they are no document, which mostly is their extension.
    """

    files: list[Path]
    leading_out: dict[Path, str]
    others: dict[Path, Counter[str]]


def find_files(paths: Iterable[str], known: Collection[Path] = ()) -> Found:
    """The files that files, folders and globs name; of a folder, the documents by their extension, without what is hidden.

    Raises DocumentError for a path that names nothing now, nor any of the `known` files before, and for one that is no regular file.
    """
    found = Found([], {}, {})
    files: dict[Path, None] = {}
    for given in paths:
        if not given.strip():
            raise ReisgenootError(EMPTY_PATH)
        path, links = Path(given).expanduser(), len(found.leading_out)
        if path.is_dir():
            matches = _in_folder(path.resolve(), found)
        elif path.is_file():
            matches = _contained([path], path.parent, found)
        elif path.exists():
            raise DocumentError(path, "is geen gewoon bestand en geen map, en wordt niet gelezen")
        else:
            matches = _contained(sorted(Path(m) for m in glob.glob(str(path), recursive=True)), _before_the_stars(path), found)
        if not matches and not under(path, known) and len(found.leading_out) == links:
            raise DocumentError(path, f"hier staat geen bestand dat gelezen kan worden; wel: {READABLE}")
        files.update(dict.fromkeys(matches))
    found.files.extend(files)
    return found


def _in_folder(root: Path, found: Found) -> list[Path]:
    """The documents below a folder that is resolved; what is passed over there is counted."""
    others = found.others[root] = Counter()
    matches: list[Path] = []
    for here, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        others[FOLDER_LINK] += sum(os.path.islink(os.path.join(here, name)) for name in folders)
        for name in names:
            # What Word and macOS leave beside a file that is open is no document.
            if name.startswith(("~$", ".")):
                continue
            path = Path(here, name)
            kind = path.suffix.lower()
            if kind not in (*EXTENSIONS, *UNREAD):
                others[kind or NO_EXTENSION] += 1
            elif not path.is_file():
                others[IRREGULAR] += 1
            else:
                matches.append(path)
    return _contained(sorted(matches), root, found)


def _contained(matches: Iterable[Path], root: Path, found: Found) -> list[Path]:
    """The regular files among these, resolved, but for links out of the folder: who can write there could publish any file with those."""
    kept = []
    home = root.resolve()
    for match in (m for m in matches if m.is_file()):
        # Resolving costs as much as all the rest: below a folder that is resolved only a link needs it.
        real = match.resolve() if match.is_symlink() or root != home else match
        if real.is_relative_to(home):
            kept.append(real)
        else:
            found.leading_out[match.parent.resolve() / match.name] = LEADS_OUT.format(to=readable(str(real)))
    return kept


def _before_the_stars(pattern: Path) -> Path:
    """The folder that a pattern names outright."""
    parts = list(takewhile(lambda part: not glob.has_magic(part), pattern.parts[:-1]))
    return Path(*parts)


def under(path: Path, files: Iterable[Path]) -> list[Path]:
    """Which of the files a path names: itself, or what is in the folder."""
    root = path.expanduser().resolve()
    return [file for file in files if file.is_relative_to(root)]


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
    document, odd = _describe(path, content, known)
    pages = clean_pages(content)
    passages = cut(document.id, pages, content.outline)
    if not passages:
        raise DocumentError(path, "bevat geen leesbare tekst, alleen titels of een inhoudsopgave")
    skipped = _by_text((page.number, page.skip) for page in pages if page.skip)
    record = schema.DocumentRecord(document, path_to_text(path), len(passages), skipped, _by_text((*odd, *content.warnings)))
    return StoredDocument(record, tuple(passages))


def _by_text(pairs: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """Text -> the numbers of the pages that it is said of."""
    found: dict[str, list[int]] = {}
    for number, text in pairs:
        found.setdefault(text, []).append(number)
    return found


def _describe(path: Path, content: Content, known: dict[str, schema.Document]) -> tuple[schema.Document, list[tuple[int, str]]]:
    """The document that a file is, and what is odd about its name."""
    sha256 = checksum(path)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(readable(path.stem))).strip("-") or sha256[:12]
    alike = [d for d in known.values() if d.id in (path.stem, slug) or (content.title and d.title == content.title)]
    if match := next((d for d in alike if _is_publication(d, content)), None):
        return schema.Document(**{**asdict(match), "pages": len(content.pages), "sha256": sha256, "unit": content.unit}), []
    title = readable(" ".join((_meant(content.title) or _first_heading(content) or path.stem).split()))[:300]
    document = schema.Document(
        id=f"{slug}-eigen" if slug in known else slug, title=title,
        publisher=readable(" ".join(content.author.split())) or "onbekend", year=content.year, pages=len(content.pages),
        authority="eigen document", short=title if len(title) <= 40 else title[:39].rstrip() + "…", sha256=sha256, unit=content.unit,
    )  # fmt: skip
    return document, [(0, NAMESAKE.format(id=d.id)) for d in alike]


def _is_publication(document: schema.Document, content: Content) -> bool:
    """Whether a file has the pages of a publication, so that what cards cite is on them, and its title or all words of that."""
    if content.unit != "pagina" or len(content.pages) != document.pages:
        return False
    told = " ".join(line.text for page in content.pages for line in page.lines)
    return content.title == document.title or _words(document.title) <= _words(told)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))


def _meant(title: str) -> str:
    """A title that somebody gave; not what a program writes there by itself."""
    return "" if NO_TITLE.fullmatch(title.strip()) else title


def _first_heading(content: Content) -> str:
    """The first line of the first page that stands out, else its first line."""
    lines = [line for page in content.pages[:1] for line in page.lines if 3 < len(line.text) < 120]
    usual = median(line.size for line in lines) if lines else 0.0
    outstanding = [line for line in lines if line.role == "heading" or line.size > 1.15 * usual]
    return next((line.text for line in (*outstanding, *lines)), "")
