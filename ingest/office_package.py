"""Looks into a zipped office file before a library opens it: which kind it is, and that unpacking it stays within limits.

Knows the package, not what is written in it.
"""

import zipfile
from pathlib import Path

from ingest.content import DAMAGED
from ingest.errors import DocumentError

MAX_FILES = 20_000
MAX_UNPACKED = 400 * 1024**2
MAX_XML = 64 * 1024**2
# A part of the package that tells which kind it is.
MARKS = {
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
    "xl/workbook.xml": "xlsx",
    "content.xml": "opendocument",
    "META-INF/container.xml": "epub",
}


def package_kind(path: Path) -> str:
    """`docx`, `pptx`, `xlsx`, `opendocument`, `epub` or `zip`. Raises DocumentError when it is no whole package."""
    with _opened(path) as package:
        names = set(package.namelist())
    return next((kind for mark, kind in MARKS.items() if mark in names), "zip")


def check_package(path: Path) -> None:
    """Raises DocumentError for a package that unpacks too large, that has a document type (XML bombs need one) or a password."""
    with _opened(path) as package:
        parts = package.infolist()
        if len(parts) > MAX_FILES or sum(p.file_size for p in parts) > MAX_UNPACKED:
            raise DocumentError(path, f"wordt uitgepakt groter dan {MAX_UNPACKED // 1024**2} MB; overgeslagen")
        for part in parts:
            if part.flag_bits & 1:
                raise DocumentError(path, "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord")
            if part.filename.lower().endswith((".xml", ".rels")):
                if part.file_size > MAX_XML:
                    raise DocumentError(path, f"bevat een onderdeel dat uitgepakt groter is dan {MAX_XML // 1024**2} MB")
                with package.open(part) as file:
                    if b"<!DOCTYPE" in file.read(4096).replace(b"\0", b""):
                        raise DocumentError(path, "bevat XML met een documenttype; dat is in dit soort bestand niet toegestaan")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise DocumentError(path, DAMAGED) from fault
