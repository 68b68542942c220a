"""Reads plain text and Markdown: paragraphs, lists and headings, cut into parts.

Markdown is made into a web page by markdown-it and read as one; HTML inside it stays text.
"""

import re
from pathlib import Path

from markdown_it import MarkdownIt

from ingest.content import Content, Line, in_parts
from ingest.errors import DocumentError
from ingest.web_page import decoded, page_content

FRONT_MATTER = re.compile(r"\A(---|\+\+\+)\n.*?\n\1\n", re.S)
ITEM = re.compile(r"\s*(?:[-*•–]|\d{1,2}[.)])\s+")


def read_markdown(path: Path) -> Content:
    """Read a .md file; front matter is left out. Raises DocumentError when nothing but that is in it."""
    text = FRONT_MATTER.sub("", decoded(path.read_bytes()).replace("\r\n", "\n"), count=1)
    page = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    if not page.strip():
        raise DocumentError(path, "bevat geen leesbare tekst")
    return page_content(f'<html><head><meta charset="utf-8"></head><body>{page}</body></html>'.encode("utf-8", "ignore"))


def read_text(path: Path) -> Content:
    """Read a .txt file: an empty line ends a paragraph; a short line on its own with something below it is a heading."""
    text = decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    apart = re.split(r"\n\s*\n", text) if re.search(r"\n\s*\n", text.strip()) else text.split("\n")
    paragraphs = [block for part in apart for block in _paragraphs(part)]
    lines = []
    for n, block in enumerate(paragraphs):
        heading = n + 1 < len(paragraphs) and _is_heading(block) and not _is_heading(paragraphs[n + 1])
        lines.append(Line(block, role="heading" if heading else "block", level=2 if heading else 0))
    title = next((line.text for line in lines[:1] if len(line.text.split()) <= 20), "")
    return Content(title, "", 0, in_parts(lines), unit="deel")


def _paragraphs(part: str) -> list[str]:
    """The lines of a paragraph joined; list items stay apart."""
    found: list[str] = []
    for line in part.split("\n"):
        words = " ".join(line.split())
        if not words or re.fullmatch(r"[-=_*~#\s]+", words):
            continue
        if found and not ITEM.match(line):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return found


def _is_heading(block: str) -> bool:
    return (
        len(block.split()) <= 10 and len(block) <= 90 and block[:1].isupper() and not block.endswith((".", ",", ";", ":", "!", "?"))
    )
