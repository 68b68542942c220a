"""The page Bronnen: what is in the index, and how the keeper of this Reisgenoot adds to it."""

import gradio as gr

from assistant import Assistant, Document
from ui import texts
from ui.evidence import Address
from ui.markup import bullet_list, esc, page_link, tag


def sources_page(assistant: Assistant, address: Address) -> None:
    """Lay out the page."""
    gr.HTML(sources_html(assistant, address), elem_classes="stuk")


def sources_html(assistant: Assistant, address: Address) -> str:
    """Documents, cards, the index itself, and the commands that add a publication."""
    head = tag("h2", esc(texts.SOURCES_TITLE)) + tag("p", esc(texts.SOURCES_INTRO), "inleiding")
    return head + _documents(assistant, address) + tag("div", _cards(assistant) + _index(assistant), "kolommen") + _adding()


def _documents(assistant: Assistant, address: Address) -> str:
    used: dict[str, int] = {}
    for entry in assistant.entries():
        if entry.kind != "passage":
            for document in {s.document for s in entry.sources}:
                used[document] = used.get(document, 0) + 1
    passages = assistant.status.documents
    rows = "".join(
        tag("tr", _row(d, used.get(d.id, 0), passages.get(d.id), address))
        for d in sorted(assistant.documents.values(), key=lambda d: (-used.get(d.id, 0), d.title))
    )
    head = "".join(tag("th", esc(words), scope="col") for words in texts.SOURCE_COLUMNS)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    return tag("div", table, "tabel", tabindex="0", role="group", aria_label=texts.SOURCES_TITLE)


def _row(document: Document, cards: int, passages: int | None, address: Address) -> str:
    url = address(document.id, 1)
    told = texts.OPEN_PAGE.format(document=document.short or document.title, page=1)
    name = page_link(url, document.title, told, 1) if url else esc(document.title)
    full = texts.IN_FULL.format(n=passages) if passages else texts.NOT_IN_FULL
    made = f"{document.publisher}, {document.year}" if document.year else document.publisher
    cells = (made, document.authority, str(document.pages), str(cards), full)
    return tag("th", name, scope="row") + "".join(tag("td", esc(cell)) for cell in cells)


def _cards(assistant: Assistant) -> str:
    counts = assistant.status.cards
    items = (
        f"{tag('strong', str(counts.get(kind, 0)))} {esc(words.lower())}"
        for kind, words in texts.KINDS_MANY.items()
        if kind in counts
    )
    intro = tag("p", esc(texts.CARDS_INTRO), "inleiding")
    return tag("section", tag("h3", esc(texts.CARDS_TITLE), "groot") + intro + bullet_list(items))


def _index(assistant: Assistant) -> str:
    status = assistant.status
    rows = "".join(
        f"<div><dt>{esc(words)}</dt><dd>{esc(getattr(status, name))}</dd></div>" for name, words in texts.INDEX_FACTS.items()
    )
    return tag("section", tag("h3", esc(texts.INDEX_TITLE), "groot") + tag("dl", rows, "feiten onder-elkaar"))


def _adding() -> str:
    commands = "".join(f"<div><dt><code>{esc(c)}</code></dt><dd>{esc(what)}</dd></div>" for c, what in texts.ADD_COMMANDS)
    head = tag("h3", esc(texts.ADD_TITLE), "groot") + tag("p", esc(texts.ADD_INTRO), "inleiding")
    return tag("section", head + tag("dl", commands, "opdrachten") + tag("p", esc(texts.ADD_AFTER)))
