"""Reads a web page that was saved as a file (lxml): what a visitor reads of it, cut into parts at its headings.

Left out: scripts, styles, navigation, headers and footers of the site, forms, and what the page hides. Fetches nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from ingest.content import DAMAGED, Content, Line, in_parts
from ingest.errors import DocumentError
from ingest.sniffing import START, unmarked_utf16
from ingest.table_rows import row_lines

DROPPED = set(
    "script style noscript template svg math canvas iframe object embed applet audio video nav footer aside form button select "
    "textarea input dialog head map".split()
)
INLINE = set(
    "a abbr b bdi bdo big cite code data em font i ins kbd label mark q s samp small span strong sub sup time tt u var wbr".split()
)
ROLES = {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "dialog", "alertdialog", "complementary"}
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*\.?0*\s*(?:;|$|!)|font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|$|!)"
    r"|(?:left|top|text-indent|margin-left)\s*:\s*-\d{3,}|(?<![\w-])color\s*:\s*transparent",
    re.I,
)
WHITE = re.compile(r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255[^)]*\))\s*(?:;|$|!)", re.I)
RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
SIMPLE = re.compile(r"[.#][\w-]+$")
HIDDEN = "onzichtbare tekst, niet opgenomen"
DATES = "//meta[@name='dcterms.date' or @name='date' or @name='DC.date' or @property='article:published_time']/@content"


def read_web_page(path: Path) -> Content:
    """Read an .html file. Raises DocumentError for bytes that are no page at all."""
    data = path.read_bytes()
    if unmarked_utf16(data[:START]):
        data = decoded(data).encode("utf-8")
    try:
        return page_content(data)
    except etree.LxmlError as fault:
        raise DocumentError(path, DAMAGED) from fault


def page_content(data: bytes) -> Content:
    """The content of a page, from its bytes."""
    root = html.document_fromstring(data, parser=_parser(data))
    title = _first(root, "//meta[@property='og:title']/@content") or _first(root, "//title/text()")
    author = _first(root, "//meta[@name='author']/@content")
    year = re.match(r"\s*((?:19|20)\d\d)", _first(root, DATES))
    shown = _Shown(_hiding_rules(root))
    lines = list(shown.lines(_main_part(root)))
    title = title or next((x.text for x in lines if x.role == "heading"), "")
    warnings = ((0, HIDDEN),) if shown.hidden else ()
    return Content(title, author, int(year[1]) if year else 0, in_parts(lines), unit="deel", warnings=warnings)


def decoded(data: bytes) -> str:
    """Bytes of a text as text: UTF-8, UTF-16, or what Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if wide := unmarked_utf16(data[:START]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _parser(data: bytes) -> html.HTMLParser:
    declared = re.search(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", data[:4096], re.I)
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    try:
        data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else encoding if declared else "cp1252"
    try:
        return html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    except LookupError:
        return html.HTMLParser(encoding="cp1252", no_network=True, remove_comments=True, remove_pis=True)


def _first(root: Any, path: str) -> str:
    return next((" ".join(str(found).split()) for found in root.xpath(path)), "")


def _main_part(root: Any) -> Any:
    """`main`, else the only article, else the body."""
    mains = root.xpath("//main | //*[@role='main']")
    articles = root.xpath("//article")
    if mains:
        return mains[0]
    if len(articles) == 1:
        return articles[0]
    return next(iter(root.xpath("//body")), root)


def _hiding_rules(root: Any) -> set[str]:
    """Classes and ids (`.x`, `#y`) that a style sheet of the page hides, on every screen."""
    found: set[str] = set()
    for sheet in root.xpath("//style/text()"):
        for selectors, rule in RULE.findall(AT_RULE.sub("", re.sub(r"/\*.*?\*/", "", str(sheet)[:200_000], flags=re.S))):
            if HIDING.search(rule):
                found |= {s.strip() for s in selectors.split(",") if SIMPLE.match(s.strip())}
    return found


@dataclass
class _Shown:
    """Walks the elements of a page without recursion, and gathers what is shown."""

    rules: set[str]
    hidden: bool = False
    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def lines(self, top: Any) -> Iterator[Line]:
        """The blocks under an element, in order."""
        skipped = None
        for event, element in etree.iterwalk(top, events=("start", "end")):
            if skipped is not None:
                if event == "end" and element is skipped:
                    skipped = None
                    self._tail(element, top)
                continue
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start" and element is not top and self._left_out(element, tag):
                yield from self._flush() if tag not in INLINE else ()
                skipped = element
                continue
            if event == "start" and tag == "table" and not _for_layout(element):
                yield from self._flush()
                yield from self._table(element)
                skipped = element
                continue
            if tag not in INLINE:
                yield from self._flush(element if event == "end" else None)
            if event == "start":
                self.words.append(element.text or "")
                self.links += [element.get("href")] if tag == "a" and element.get("href") else []
                self.words += ["• "] if tag == "li" else []
                if tag == "li":  # the mark goes before the words
                    self.words[-2:] = reversed(self.words[-2:])
            else:
                self._tail(element, top)
        yield from self._flush()

    def _tail(self, element: Any, top: Any) -> None:
        if element is not top:
            self.words.append(element.tail or "")

    def _flush(self, ending: Any = None) -> Iterator[Line]:
        text = " ".join("".join(self.words).split())
        links = tuple(dict.fromkeys(x for x in self.links if not x.startswith("#")))
        self.words, self.links = [], []
        if text.strip("• "):
            tag = ending.tag if ending is not None else ""
            level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            yield Line(text, links=links, role="heading" if level else "block", level=level)

    def _left_out(self, element: Any, tag: str) -> bool:
        if not tag or tag in DROPPED or (element.get("role") or "").lower() in ROLES:
            return True
        if tag == "header" and next(element.iterancestors("main", "article"), None) is None:
            return True
        named = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
        style = element.get("style") or ""
        if (
            "hidden" in element.attrib
            or HIDING.search(style)
            or named & self.rules
            or (WHITE.search(style) and not _has_ground(element))
        ):
            self.hidden = self.hidden or bool(_words_of(element))
            return True
        return (element.get("aria-hidden") or "").lower() == "true"

    def _table(self, table: Any) -> Iterator[Line]:
        rows, links = [], []
        for row in table.iter("tr"):
            shown = [cell for cell in row if cell.tag in ("td", "th") and not self._left_out(cell, str(cell.tag))]
            rows.append([self._cell(cell) for cell in shown])
            links.append(tuple(str(x) for x in row.xpath(".//a/@href") if not str(x).startswith("#")))
        first = next(table.iter("tr"), None)
        headed = first is not None and len(first) > 1 and all(cell.tag == "th" for cell in first)
        yield from row_lines(rows, headed=headed, links=links)

    def _cell(self, cell: Any) -> str:
        inner = _Shown(self.rules)
        text = " ".join(line.text for line in inner.lines(cell))
        self.hidden = self.hidden or inner.hidden
        return text


def _for_layout(table: Any) -> bool:
    """A table around other tables, or of one column, only places what stands in it."""
    if (table.get("role") or "") == "presentation" or table.find(".//table") is not None:
        return True
    return max((sum(c.tag in ("td", "th") for c in row) for row in table.iter("tr")), default=0) < 2


def _has_ground(element: Any) -> bool:
    return any(
        "background" in (e.get("style") or "") or e.get("bgcolor") or e.get("class") for e in (element, *element.iterancestors())
    )


def _words_of(element: Any) -> str:
    return "".join(element.itertext("p", "div", "span", "a", "li", "td", "em", "strong", "b", "i", "font", element.tag)).strip()
