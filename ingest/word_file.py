"""Reads a Word file (python-docx): headings with their level, paragraphs, lists, tables as rows, footnotes; cut into parts.

Left out: what was deleted with track changes, hidden text, tables of contents, comments, macros, embedded files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from lxml import etree

from ingest.content import DAMAGED, Content, Line, in_parts
from ingest.errors import DocumentError
from ingest.office_package import check_package
from ingest.table_rows import row_lines

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# Not text of the document: deleted and moved runs, the older of two renderings of a drawing, field codes.
SKIPPED = {f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", f"{W}instrText"}
HEADING = re.compile(r"(?:heading|kop)\s*([1-9])$")
LISTED = re.compile(r"(?:list (?:bullet|number)|lijst)")
CONTENTS = re.compile(r"(?:toc|inhopg)\b")
HIDDEN = "onzichtbare tekst, niet opgenomen"


def read_word(path: Path) -> Content:
    """Read a .docx. Raises DocumentError, or a plain Python error when the file is damaged beyond the rules of its format."""
    check_package(path)
    try:
        return _content(docx.Document(str(path)))
    except (OpcError, PythonDocxError, etree.LxmlError) as fault:
        raise DocumentError(path, DAMAGED) from fault


def _content(document: Any) -> Content:
    body = _Body(document)
    lines = list(body.lines(document.element.body))
    about = document.core_properties
    title = about.title or next((x.text for x in lines if x.role == "heading"), "")
    made = about.created or about.modified
    warnings = ((0, HIDDEN),) if body.hidden else ()
    return Content(title, about.author, made.year if made else 0, in_parts(lines), unit="deel", warnings=warnings)


@dataclass
class _Body:
    """Walks the elements of one document."""

    document: Any
    hidden: bool = False
    asked: list[str] = field(default_factory=list)

    def lines(self, parent: Any) -> Iterator[Line]:
        """The blocks under an element, in order; a footnote right after the block that asks for it."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
            elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self.lines(element)
                continue
            yield from (Line(f"Noot {n}: {self._notes[n]}", role="note") for n in self.asked if self._notes.get(n))
            self.asked = []

    def _paragraph(self, element: Any) -> Iterator[Line]:
        text, links = self._text(element)
        style = self._style(element)
        if not text or CONTENTS.match(style):
            return
        level = self._level(element, style)
        if level:
            yield Line(text, links=links, role="heading", level=level)
        else:
            listed = element.find(f"{W}pPr/{W}numPr") is not None or LISTED.match(style)
            yield Line(f"• {text}" if listed else text, links=links, role="block")

    def _text(self, element: Any) -> tuple[str, tuple[str, ...]]:
        """The words under an element and the addresses that they point to. Iterative: a file may nest deeper than Python recurses."""
        parts: list[str] = []
        links: list[str] = []
        stack = [element]
        while stack:
            node = stack.pop()
            if node.tag in SKIPPED:
                continue
            if node.tag == f"{W}r" and _is_hidden(node):
                self.hidden = self.hidden or node.find(f".//{W}t") is not None
                continue
            if node.tag == f"{W}t":
                parts.append(node.text or "")
            elif node.tag in (f"{W}tab", f"{W}br", f"{W}cr", f"{W}p"):
                parts.append(" ")
            elif node.tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif node.tag == f"{W}footnoteReference":
                self.asked.append(node.get(f"{W}id", ""))
            elif node.tag == f"{W}hyperlink" and (relation := self.document.part.rels.get(node.get(f"{R}id"))):
                links += [relation.target_ref] if relation.is_external else []
            stack.extend(reversed(node))
        return " ".join("".join(parts).split()), tuple(dict.fromkeys(links))

    def _style(self, element: Any) -> str:
        named = element.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(named.get(f"{W}val", ""), ("", 0))[0] if named is not None else ""

    def _level(self, element: Any, style: str) -> int:
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (outline.get(f"{W}val") or "").isdigit():
            return int(outline.get(f"{W}val")) + 1 if int(outline.get(f"{W}val")) < 9 else 0
        if style in ("title", "titel"):
            return 1
        named = element.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(named.get(f"{W}val", ""), ("", 0))[1] if named is not None else 0

    @cached_property
    def _styles(self) -> dict[str, tuple[str, int]]:
        """Style id -> its name in lower case and its heading level, its own or that of the style it is based on."""
        found: dict[str, tuple[str, str, int]] = {}
        for style in self.document.styles.element.findall(f"{W}style"):
            name, based, outline = (style.find(f"{W}{x}") for x in ("name", "basedOn", f"pPr/{W}outlineLvl"))
            words = "" if name is None else (name.get(f"{W}val") or "").lower()
            match = HEADING.match(words)
            level = int(match[1]) if match else 0
            if not level and outline is not None and (outline.get(f"{W}val") or "").isdigit():
                level = (int(outline.get(f"{W}val")) + 1) % 10
            found[style.get(f"{W}styleId", "")] = (words, "" if based is None else based.get(f"{W}val", ""), level)
        levels: dict[str, tuple[str, int]] = {}
        for style_id, (words, _, _) in found.items():
            at, level = style_id, 0
            for _ in range(10):
                _, below, level = found.get(at, ("", "", 0))
                if level or not below:
                    break
                at = below
            levels[style_id] = (words, level)
        return levels

    @cached_property
    def _notes(self) -> dict[str, str]:
        """Footnote id -> its text."""
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/footnotes") and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
                return {note.get(f"{W}id", ""): self._text(note)[0] for note in root.findall(f"{W}footnote")}
        return {}

    def _table(self, table: Any) -> Iterator[Line]:
        rows: list[list[str]] = []
        links: list[tuple[str, ...]] = []
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table in a cell, whose words are those of that cell
            cells: list[str] = []
            addresses: list[str] = []
            for cell in (c for c in row.iter(f"{W}tc") if next(c.iterancestors(f"{W}tr")) is row):
                text, on_cell = self._text(cell)
                addresses += on_cell
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                if merged is not None and merged.get(f"{W}val") != "restart" and rows and len(cells) < len(rows[-1]):
                    text = rows[-1][len(cells)]
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                wide = (span.get(f"{W}val") or "1") if span is not None else "1"
                cells += [text, *[""] * (min(int(wide), 100) - 1 if wide.isdigit() else 0)]
            rows.append(cells)
            links.append(tuple(addresses))
        headed = table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        yield from row_lines(rows, headed=headed, links=links)


def _is_hidden(run: Any) -> bool:
    """Marked as hidden, or white letters without a coloured ground."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    vanish, colour = properties.find(f"{W}vanish"), properties.find(f"{W}color")
    if vanish is not None and vanish.get(f"{W}val") not in ("0", "false"):
        return True
    white = colour is not None and (colour.get(f"{W}val") or "").upper() == "FFFFFF"
    return white and not any(place.find(f".//{W}shd") is not None for place in _around(run))


def _around(run: Any) -> Iterator[Any]:
    """The properties of the run, its paragraph, its cell and its table, where a coloured ground may be set."""
    yield run.find(f"{W}rPr")
    for ancestor in run.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl"):
        properties = ancestor.find(f"{ancestor.tag}Pr")
        if properties is not None:
            yield properties
