"""The evidence panel: from the citations of an answer to cards with the supporting sentence marked. Pure; knows no gradio."""

import re
from collections.abc import Callable, Sequence

from assistant import Answer, Citation, Entry
from ui import laws_texts, texts
from ui.events import ASIDE
from ui.markup import action, ages, badge, esc, inline, link, page_link, tag

Address = Callable[[str, int], str]
"""Gives the address that opens a document at a page, or nothing."""

_HEADING = re.compile(r"^#+\s*(.+)$")
_ITEM = re.compile(r"^[-*]\s+(.+)$")
_NEAR, _CLOSE, _SHORT = 220, 120, 160
_GAP = "…"
Span = tuple[int, int]


def evidence_panel(answer: Answer, turn: int, address: Address) -> str:
    """All evidence of one answer: a card for each source, with the sentences that it supports."""
    head = tag("h2", esc(texts.EVIDENCE)) + tag("p", esc(texts.EVIDENCE_OF.format(question=answer.question)), "bewijs-vraag")
    if not answer.citations:
        empty = tag("p", esc(texts.EVIDENCE_NONE), "leeg") if answer.refused else ""
        return tag("section", head + empty, "bewijs", data_beurt=str(turn))
    cards = "".join(f"<li>{evidence_card(group, turn, address)}</li>" for group in _by_source(answer.citations))
    return tag("section", head + tag("ol", cards, "bewijzen") + _how_to_open(answer, address), "bewijs", data_beurt=str(turn))


def evidence_start() -> str:
    """What the panel says before the first question."""
    steps = "".join(f"<li>{tag('strong', esc(what))}{esc(how)}</li>" for what, how in texts.EVIDENCE_STEPS)
    return tag("h2", esc(texts.EVIDENCE_START)) + tag("ol", steps, "uitleg-stappen")


def evidence_card(citations: Sequence[Citation], turn: int, address: Address) -> str:
    """One source: kind, authority, title, place; then number and supporting sentence of each citation, and the way to the page."""
    first = citations[0]
    entry = first.entry
    # A card that tells of several publications has the authority of the one that is cited; practice is practice and law is law in each.
    own = entry.kind in ("case", "law") or first.document.id == entry.document
    authority = (entry.authority if own else "") or first.document.authority
    text = full_text(entry)
    shown = [_quoted(c, turn, text) for c in citations]
    kind = texts.KINDS.get(entry.kind, entry.kind)
    # A law whose authority is "wet" needs no second label that says so.
    labels = badge(kind, "soort") + (badge(authority) if authority.casefold() != kind.casefold() else "")
    parts = (
        tag("p", labels, "bewijs-kop"),
        tag("h3", esc(entry.title), "bewijs-titel"),
        tag("p", esc(first.place), "bewijs-plaats"),
        _facts(first),
        # A card tells again what a page says; only a passage is the text of the publication itself.
        tag("p", esc(texts.RETOLD), "hint") if entry.kind != "passage" else "",
        *shown,
        _folded(text, [q for c in citations for q in c.quotes]) if len(text) > _SHORT else "",
        tag("p", _law(first) + _open(first, address) + _more(first) + _back(first, turn), "bewijs-acties"),
    )
    return tag("article", "".join(parts), "bewijskaart")


def _by_source(citations: Sequence[Citation]) -> list[list[Citation]]:
    groups: dict[tuple[object, ...], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.entry.id, citation.document.id, citation.pages, citation.beyond), []).append(citation)
    return list(groups.values())


def _quoted(citation: Citation, turn: int, text: str) -> str:
    number = tag("span", esc(citation.n), "nummer")
    words = tag("p", marked_text(text, citation.quotes), "citaat")
    return tag("div", number + words, "steun", id=f"bewijs-{turn}-{citation.n}", tabindex="-1")


def _facts(citation: Citation) -> str:
    entry = citation.entry
    facts = []
    if entry.ages:
        facts.append((texts.AGE, ages(entry.ages)))
    if entry.places:
        facts.append((texts.PLACE, ", ".join(entry.places) + (f" ({entry.province})" if entry.province else "")))
    if entry.attribution:
        facts.append((texts.ATTRIBUTION, entry.attribution))
    rows = "".join(f"<div><dt>{esc(name)}</dt><dd>{esc(value)}</dd></div>" for name, value in facts)
    return tag("dl", rows, "feiten") if rows else ""


def _open(citation: Citation, address: Address) -> str:
    page = citation.pages[0] if citation.pages else 1
    url = address(citation.document.id, page)
    if url:
        name = citation.document.name
        unit = citation.document.unit
        if unit != "pagina":
            return link(url, texts.OPEN_SOURCE, texts.OPEN_FILE.format(document=name, page=page, unit=unit), "bronlink")
        told = texts.OPEN_PAGE.format(document=name, page=page)
        return page_link(url, texts.OPEN_SOURCE, told, page, citation.pages, citation.quotes, "bronlink")
    links = citation.entry.links[:1]
    return link(links[0].url, texts.READ_ON.format(title=links[0].title), css="bronlink") if links else ""


def _law(citation: Citation) -> str:
    """The way to the text of the law, for what no page says."""
    address = citation.entry.law_address if citation.beyond else ""
    return link(address, laws_texts.OFFICIAL_TEXT, css="bronlink") if address else ""


def _how_to_open(answer: Answer, address: Address) -> str:
    closed = {c.document.name: None for c in answer.citations if not address(c.document.id, 1)}
    return tag("p", esc(texts.NO_SOURCE.format(documents=", ".join(closed))), "geen-bron") if closed else ""


def _more(citation: Citation) -> str:
    if citation.entry.kind != "case":
        return ""
    question = texts.MORE_LIKE_QUESTION.format(title=citation.entry.title)
    return action("vraag", question, esc(texts.MORE_LIKE_THIS), "tekstknop") + take_case_button(citation.entry, "tekstknop")


def take_case_button(case: Entry, css: str = "knop") -> str:
    """The button that takes an example along to a presentation."""
    return take_button(case, "meenemen-voorbeeld", css)


def take_button(entry: Entry, kind: str, css: str = "knop") -> str:
    """The same for any card; `kind` says what is taken along."""
    return action(kind, entry.id, esc(texts.TAKE), css, texts.TAKE_THIS.format(title=entry.title), via=ASIDE)


def _back(citation: Citation, turn: int) -> str:
    return tag("a", esc(texts.BACK_TO_ANSWER), "terug", href=f"#antwoord-{turn}", data_terug=f"{turn}-{citation.n}")


def full_text(entry: Entry) -> str:
    """What the source says, in paragraphs: the summary, then the body where that says more."""
    summary, body = _plain(entry.summary), _plain(entry.body)
    return body if summary in body else "\n".join(part for part in (summary, body) if part)


def marked_text(text: str, quotes: Sequence[str]) -> str:
    """The supporting sentences marked, each between what stands right before and after it in its paragraph."""
    spans, loose = _spans(text, quotes)
    shown = [_in_place(text, group) for group in _neighbours(spans)]
    return f" {_GAP} ".join([*shown, *(tag("mark", inline(piece)) for piece in loose)])


def _in_place(text: str, spans: Sequence[Span]) -> str:
    start, end = spans[0][0], spans[-1][1]
    paragraph = text.rfind("\n", 0, start) + 1, (text.find("\n", end) + 1 or len(text) + 1) - 1
    left = _edge(text, max(paragraph[0], start - _NEAR), start, backwards=True)
    right = _edge(text, end, min(paragraph[1], end + _NEAR), backwards=False)
    return _marked(text, left, right, spans)


def _marked(text: str, left: int, right: int, spans: Sequence[Span]) -> str:
    pieces, at = [], left
    for start, end in spans:
        if start >= at:
            pieces += [inline(text[at:start]), f"<mark>{inline(text[start:end])}</mark>"]
            at = end
    return "".join([*pieces, inline(text[at:right])])


def _folded(text: str, quotes: Sequence[str]) -> str:
    paragraphs = "".join(
        tag("p", part) for part in _marked(text, 0, len(text), _spans(text, quotes)[0]).split("\n") if part.strip()
    )
    return tag("details", tag("summary", esc(texts.WHOLE_TEXT)) + paragraphs, "hele-tekst")


def _spans(text: str, quotes: Sequence[str]) -> tuple[list[Span], list[str]]:
    """Where the quotes stand in the text, in order, and those that do not stand in it."""
    found: list[Span] = []
    loose = []
    for quote in quotes:
        span = _locate(text, quote)
        if span:
            found.append(span)
        elif quote.strip():
            loose.append(quote)
    return sorted(set(found)), loose


def _neighbours(spans: Sequence[Span]) -> list[list[Span]]:
    """Spans that stand close together are shown in one go."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span[0] - groups[-1][-1][1] <= _CLOSE:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _plain(body: str) -> str:
    """One line for each section or list item; a heading stands before its text with a colon."""
    parts: list[str] = []
    start = True
    for line in (raw.strip() for raw in body.splitlines()):
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            parts.append(f"{heading[1].rstrip(':')}:")
        elif not line:
            start = not (parts and parts[-1].endswith(":"))
            continue
        elif item or start or not parts:
            parts.append(item[1] if item else line)
        else:
            parts[-1] = f"{parts[-1]} {line}"
        start = False
    return "\n".join(parts)


def _locate(text: str, quote: str) -> Span | None:
    words = quote.split()
    if not words:
        return None
    match = re.search(r"\s+".join(re.escape(word) for word in words), text)
    return match.span() if match else None


def _edge(text: str, low: int, high: int, *, backwards: bool) -> int:
    """Where to cut: at the edge of a sentence, as far from the quote as the room between `low` and `high` allows."""
    room = text[low:high]
    if backwards:
        at_start = low == 0 or text[low - 1] == "\n"
        starts = [0] if at_start else [m.end() for m in re.finditer(r"[.!?:]\s+", room)]
        return low + starts[0] if starts else high
    at_end = high == len(text) or text[high] == "\n"
    ends = [len(room)] if at_end else [m.end() for m in re.finditer(r"[.!?](?=\s)", room)]
    return low + ends[-1] if ends else low
