"""Tells from its first bytes what kind of file it is, whatever its name says. Reads no further than it must."""

import re
from pathlib import Path

from ingest.errors import DocumentError
from ingest.office_package import package_kind

# The extension of each kind that can be read, and what a person calls it. Other endings that mean the same stand behind it.
KINDS = {
    "pdf": "PDF",
    "docx": "Word-bestand",
    "pptx": "PowerPoint-bestand",
    "html": "webpagina",
    "md": "Markdown",
    "txt": "tekstbestand",
}
SAME = {"htm": "html", "xhtml": "html", "markdown": "md", "text": "txt"}
EXTENSIONS = tuple(f".{name}" for name in (*KINDS, *SAME))
# Documents that no reader takes. Those of a folder are looked at all the same: each is told with its reason, and some only have a wrong name.
UNREAD = (".doc", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".odp", ".epub", ".msg", ".eml")
READABLE = "PDF, Word (.docx), PowerPoint (.pptx), een webpagina (.html), Markdown (.md) en tekst (.txt)"
REFUSED = {
    "xlsx": "is een Excel-bestand; sla het op als PDF",
    "opendocument": "is een OpenDocument-bestand; sla het op als .docx of PDF",
    "epub": "is een e-boek; sla het op als PDF",
    "zip": "is een zip-bestand; pak het uit en voeg toe wat erin zit",
}
PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
START = 4096
TEXTS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml")
UNKNOWN_ENCODING = "heeft een onbekende tekencodering; sla het op als UTF-8"


def kind_of(path: Path) -> str:
    """One of KINDS. Raises DocumentError when it is none of them, or not what its extension says."""
    with path.open("rb") as file:
        start = file.read(START)
    kind = _by_content(path, start)
    extension = path.suffix.lower().removeprefix(".")
    named = SAME.get(extension, extension)
    if kind == "txt" and named in ("md", "html", "txt"):
        kind = named  # these three are all text; only the name tells which
    if named in KINDS and named != kind:
        raise DocumentError(path, f"heet .{extension} maar is van binnen een {KINDS[kind]}; geef het de extensie .{kind}")
    if kind == "txt" and extension and named != "txt":
        raise DocumentError(path, f"heeft een extensie die niet wordt gelezen (.{extension}); wel: {READABLE}")
    return kind


def _by_content(path: Path, start: bytes) -> str:
    if b"%PDF-" in start[:1024]:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        kind = package_kind(path)
        if kind in REFUSED:
            raise DocumentError(path, REFUSED[kind])
        return kind
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e" in path.read_bytes():
            raise DocumentError(path, "is versleuteld met een wachtwoord; sla het bestand op zonder wachtwoord")
        if path.suffix.lower() == ".msg":
            raise DocumentError(path, "is een e-mailbericht; sla het op als PDF")
        raise DocumentError(path, "is een oud Office-bestand (.doc, .ppt of .xls); sla het op als .docx, .pptx of PDF")
    if start.startswith(b"{\\rtf"):
        raise DocumentError(path, "is een RTF-bestand; sla het op als .docx of PDF")
    wide = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else unmarked_utf16(start)
    plain = start.decode(wide, "ignore").encode("utf-8", "ignore") if wide else start
    if _is_binary(plain):
        text = path.suffix.lower() in TEXTS and not _is_binary(plain.replace(b"\0", b""))
        raise DocumentError(path, UNKNOWN_ENCODING if text else f"is niet te herkennen; wel gelezen worden: {READABLE}")
    return "html" if PAGE.search(plain) and plain.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else "txt"


def _is_binary(start: bytes) -> bool:
    """Text has no zero bytes and hardly any control characters."""
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in start)
    return b"\0" in start or controls > len(start) / 50


def unmarked_utf16(start: bytes) -> str:
    """The name of the encoding when these bytes are surely UTF-16 that does not say so: every second byte is nearly always zero."""
    if start.count(0) < len(start) / 4:
        return ""
    for first, encoding in enumerate(("utf-16-be", "utf-16-le")):
        high, low = start[first::2], start[1 - first :: 2]
        if high.count(0) > 0.9 * len(high) and low.count(0) == 0:
            return encoding
    return ""
