"""From the lines of a page to passages: cleaned text, headings recognised, 120 to 220 words each, never across a page.

Knows nothing of PDF files, cards or engines.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from statistics import median

from ingest.content import Content, Line, Page
from ingest.dutch import sentences, words
from ingest.schema import Link, Passage

CHUNKER_VERSION = "c-4"
MIN_WORDS, MAX_WORDS = 120, 220
# A page with fewer words than this, and without a sentence of at least so many, is a title, a divider or a picture with a caption.
MIN_PAGE_WORDS, MIN_SENTENCE_WORDS = 25, 5
# Of a sentence that has no end or no spaces.
MAX_CHARACTERS = 2_000
REPEATED_SHARE = 0.6
LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": None, "\ufffe": None}
)
# White space of every kind, and control characters.
SPACES = re.compile("[\\s\x00-\x1f\x7f-\x9f]+")
DOTS = re.compile(r"(?:\.\s?){5,}")
BULLET = re.compile(r"^(?:[•▪●◦‣·*–-]|\d{1,2}[.)]|[a-z]\))\s+")
# Headings that these publications, and many like them, put above a block of their own.
LABELLED = re.compile(
    r"^(?:12[-+]\s*)*(?:Praktijkvoorbeeld|Doe-het-zelf|Inzicht|Inspirerend|Uit de praktijk|In het kort|Tips|Meer weten)\b"
)


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, row or heading of a page; `level` is that of a heading whose file tells it, else 0."""

    text: str
    heading: bool
    links: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True)
class CleanPage:
    """A page ready to be cut: `text` is its blocks joined by line breaks; `skip` says why it is left out, if it is.

    `heading` is the path of headings that goes on from the page before.
    """

    number: int
    label: str
    blocks: tuple[Block, ...]
    skip: str = ""
    heading: tuple[tuple[int, str], ...] = ()

    @property
    def text(self) -> str:
        """What character offsets of passages refer to."""
        return "\n".join(b.text for b in self.blocks)


def clean_pages(content: Content) -> list[CleanPage]:
    """Text without running headers, footers and page numbers; hyphens healed, ligatures and spaces made plain."""
    repeated = _repeated_lines(content.pages) if content.unit == "pagina" else frozenset()
    plain = [(page, [_plain(x) for x in page.lines]) for page in content.pages]
    vocabulary = Counter(w for _, lines in plain for w in words("\n".join(line.text for line in lines)))
    titles = {_key(title) for _, title in content.outline}
    # Slides and parts are short by nature; so is a document of one page.
    short = content.unit != "pagina" or len(content.pages) == 1
    cleaned: list[CleanPage] = []
    above: tuple[tuple[int, str], ...] = ()
    for page, lines in plain:
        kept = _without_edges(lines, page, repeated) if content.unit == "pagina" else lines
        blocks = tuple(_blocks(kept, vocabulary, titles))
        leaders = sum(x.text.count(".") > 4 and bool(DOTS.search(x.text)) for x in lines)
        cleaned.append(CleanPage(page.number, page.label, blocks, page.unread or _why_skipped(blocks, leaders, short), above))
        for block in blocks:
            above = _below(above, block)
    return cleaned


def cut(document: str, pages: list[CleanPage], outline: tuple[tuple[int, str], ...] = ()) -> list[Passage]:
    """All passages of a document, in reading order."""
    return [passage for page in pages if not page.skip for passage in _cut_page(document, page, _chapter(page.number, outline))]


def _below(above: tuple[tuple[int, str], ...], block: Block) -> tuple[tuple[int, str], ...]:
    """The path of (level, heading) after a block."""
    return (*(x for x in above if x[0] < block.level), (block.level, block.text)) if block.level else above


def _chapter(number: int, outline: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
    titles = [title for start, title in outline if start <= number]
    return (titles[-1],) if titles else ()


def _plain(line: Line) -> Line:
    text = line.text
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8").translate(LIGATURES))
    text = SPACES.sub(" ", text).strip()
    return line if text == line.text else replace(line, text=text)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", text).strip().lower()


def _repeated_lines(pages: tuple[Page, ...]) -> frozenset[str]:
    """Masked text of lines that stand at the edge of most pages."""
    if len(pages) < 4:
        return frozenset()
    counts = Counter(m for page in pages for m in {_masked(x.text) for x in (*page.lines[:2], *page.lines[-3:])})
    return frozenset(m for m, n in counts.items() if n > REPEATED_SHARE * len(pages) and m)


def _without_edges(lines: list[Line], page: Page, repeated: frozenset[str]) -> list[Line]:
    last = len(lines) - 1
    kept = []
    for i, line in enumerate(lines):
        edge = i < 2 or i > last - 3
        if line.text and not (edge and (_is_number(line.text, page) or _masked(line.text) in repeated)):
            kept.append(line)
    return kept


def _is_number(text: str, page: Page) -> bool:
    return text.strip("-– |").lower() in (page.label.lower(), str(page.number))


def _why_skipped(blocks: tuple[Block, ...], leaders: int, short: bool) -> str:
    if not any(words(b.text) for b in blocks):
        return "geen tekst"
    if leaders >= 3:
        return "inhoudsopgave"
    if short:
        # Of a short page, only what is nothing but headings goes.
        return "alleen een titel" if all(b.level for b in blocks) else ""
    if sum(len(words(b.text)) for b in blocks) < MIN_PAGE_WORDS and not any(map(_is_sentence, blocks)):
        return "alleen een titel"
    return ""


def _is_sentence(block: Block) -> bool:
    """Whether a block of a short page says something: slides that were saved as PDF have one such sentence a page."""
    return not block.heading and block.text.endswith((".", "!", "?")) and len(words(block.text)) >= MIN_SENTENCE_WORDS


def _key(title: str) -> str:
    return " ".join(words(title))


def _blocks(lines: list[Line], vocabulary: Counter[str], titles: set[str]) -> Iterator[Block]:
    """What the file says is a block is one, notes last; the printed lines between them are joined to paragraphs."""
    printed: list[Line] = []
    for line in (*(x for x in lines if x.role != "note"), *(x for x in lines if x.role == "note")):
        if line.role:
            yield from _paragraphs(printed, vocabulary, titles)
            printed = []
            yield Block(line.text, line.role == "heading", line.links, line.level)
        else:
            printed.append(line)
    yield from _paragraphs(printed, vocabulary, titles)


def _paragraphs(lines: list[Line], vocabulary: Counter[str], titles: set[str]) -> Iterator[Block]:
    """Join lines to paragraphs; a heading or list item starts a block of its own."""
    usual = median([x.size for x in lines]) if lines else 0.0
    width = max((len(x.text) for x in lines), default=0)
    text, links, heading = "", [], False  # type: ignore[var-annotated]
    for i, line in enumerate(lines):
        following = lines[i + 1].text if i + 1 < len(lines) else ""
        is_heading = _is_heading(line, text, following, usual, width, titles) or (
            heading and LABELLED.match(text) is not None and _continues_heading(line.text, following, width)
        )
        starts = (
            is_heading != heading
            or BULLET.match(line.text)
            or (not is_heading and _ended(text, width, lines[i - 1].text if i else ""))
        )
        if text and starts:
            yield Block(text, heading, tuple(links))
            text, links = "", []
        text = _join(text, line.text, vocabulary)
        links += line.links
        heading = is_heading
    if text:
        yield Block(text, heading, tuple(links))


def _ended(text: str, width: int, line_before: str) -> bool:
    """A sentence that ends well before the margin closes a paragraph."""
    return text.endswith((".", "!", "?", ":", "’", "”")) and len(line_before) < 0.7 * width


def _is_heading(line: Line, before: str, following: str, usual: float, width: int, titles: set[str]) -> bool:
    text = line.text
    count = len(text.split())
    if titles and _key(text) in titles - {""}:
        return True
    if count > 12 or text.endswith((".", ",", ";", "?!")) or (BULLET.match(text) and not re.match(r"\d", text)):
        return False
    if usual and line.size > 1.15 * usual:
        return True
    if re.match(r"^(?:\d+(?:\.\d+)+\.?|\d{1,2}\.)\s+[A-Z]", text):
        return len(text) < 0.9 * width
    if LABELLED.match(text):
        return True
    closed = not before or before.endswith((".", "!", "?", "’", "”", ":"))
    begins = bool(following[:1].isupper() or BULLET.match(following))
    return closed and begins and text[:1].isupper() and count <= 7 and len(text) < 0.75 * width


def _continues_heading(text: str, following: str, width: int) -> bool:
    """The second line of a heading: short, no full stop, and something new after it."""
    return len(text) < 0.6 * width and not text.endswith((".", ":")) and following[:1] in {*"‘'\"", following[:1].upper()}


def _join(text: str, line: str, vocabulary: Counter[str]) -> str:
    """Append a line, taking back a hyphen that only the margin caused."""
    if not text:
        return line
    match = re.search(r"([A-Za-zÀ-ÿ]+)-$", text) if text.endswith("-") else None
    first = re.match(r"[a-zà-ÿ]+", line)
    if not match or not first or first[0] in ("en", "of", "tot", "dan", "als"):
        return f"{text} {line}"
    left, right = words(match[1])[-1:], words(first[0])
    joined, hyphened = "".join(left + right), bool(left and right) and vocabulary[right[0]] > 3 and vocabulary["".join(left)] > 3
    if vocabulary[joined] == 0 and hyphened:
        return text + line
    return text[:-1] + line


def _cut_page(document: str, page: CleanPage, chapter: tuple[str, ...]) -> Iterator[Passage]:
    pieces = list(_pieces(page))
    total = sum(n for _, _, n, _ in pieces)
    aim = total / max(1, ceil(total / MAX_WORDS), round(total / ((MIN_WORDS + MAX_WORDS) / 2)))
    # `headed`: how many of the words counted so far are headings at the top of the passage.
    start, count, headed = 0, 0, 0
    above = page.heading
    current_heading = heading = (*chapter, *(text for _, text in above))
    groups: list[tuple[int, int, tuple[str, ...]]] = []
    left = total
    for begin, _end, number, title in pieces:
        full = count + number > MAX_WORDS or (title and count >= 0.6 * aim) or (count >= aim and left >= MIN_WORDS / 2)
        if count and full:
            groups.append((start, begin, heading))
            start, count, headed = begin, 0, 0
        if title and title.level:
            above = _below(above, title)
            current_heading = (*chapter, *(text for _, text in above))
        elif title:
            current_heading = (*chapter, title.text) if title.text not in chapter else chapter
        if count == 0 or (title and title.level and count == headed):
            heading = current_heading
        count += number
        headed = count if title and count - number == headed else headed
        left -= number
    groups.append((start, len(page.text), heading))
    for i, (a, b, path) in enumerate(_merged(page.text, groups), 1):
        text = page.text[a:b]
        lead = len(text) - len(text.lstrip())
        links = tuple(Link(title, url) for title, url in _links(page, a, b))
        yield Passage(
            id=f"{document}-p{page.number}-{i}", document=document, page=page.number, label=page.label, heading=path,
            text=text.strip(), start=a + lead, end=a + lead + len(text.strip()), links=links,
        )  # fmt: skip


def _merged(text: str, groups: list[tuple[int, int, tuple[str, ...]]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """A stretch that is too short to stand alone joins the one before it, or the one after it at the top of a page."""
    merged: list[tuple[int, int, tuple[str, ...]]] = []
    for start, end, path in groups:
        short = len(text[start:end].split()) < MIN_WORDS / 3
        before_short = bool(merged) and len(text[merged[-1][0] : merged[-1][1]].split()) < MIN_WORDS / 3
        if merged and (short or before_short):
            merged[-1] = (merged[-1][0], end, path if before_short else merged[-1][2])
        else:
            merged.append((start, end, path))
    return merged


def _pieces(page: CleanPage) -> Iterator[tuple[int, int, int, Block | None]]:
    """Sentences with offsets, number of words, and the heading when the piece is one."""
    position = 0
    for block in page.blocks:
        if block.heading:
            yield position, position + len(block.text), len(block.text.split()), block
        else:
            offset = 0
            for sentence in sentences(block.text):
                at = block.text.index(sentence, offset)
                for begin, end in _bearable(sentence):
                    yield position + at + begin, position + at + end, len(sentence[begin:end].split()), None
                offset = at + len(sentence)
        position += len(block.text) + 1


def _bearable(sentence: str) -> Iterator[tuple[int, int]]:
    """A sentence whole, or in stretches at its spaces when it is longer than a passage may be."""
    if len(sentence) <= MAX_CHARACTERS and len(sentence.split()) <= MAX_WORDS:
        yield 0, len(sentence)
        return
    begin = end = count = 0
    for word in re.finditer(rf"\S{{1,{MAX_CHARACTERS}}}", sentence):
        if count and (count >= MAX_WORDS or word.end() - begin > MAX_CHARACTERS):
            yield begin, end
            begin, count = word.start(), 0
        end, count = word.end(), count + 1
    yield begin, len(sentence)


def _links(page: CleanPage, start: int, end: int) -> Iterator[tuple[str, str]]:
    position = 0
    seen: set[str] = set()
    for block in page.blocks:
        if start <= position < end:
            for url in block.links:
                if url not in seen and url.startswith(("http://", "https://")):
                    seen.add(url)
                    yield block.text[:120], url
        position += len(block.text) + 1
