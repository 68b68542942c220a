"""The page Bronnen: what is in the index, and the desk at which an editor adds to it: wires source_edit.py to gradio."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import EXTENSIONS, Assistant, Document, date_in_words
from ui import source_edit_texts as words
from ui import texts
from ui.editors import may_edit
from ui.evidence import Address
from ui.markup import bullet_list, esc, page_link, table, tag
from ui.source_edit import Keeper, message

Changes = tuple[Any, Any, Any, Any, Any, Any]
"""The report, what is in the index, whether and what can be taken out, and the chosen files."""


def sources_page(assistant: Assistant, address: Address) -> None:
    """Lay out the page. What is in the index is looked up when the page loads, and after every change."""
    keeper = Keeper(assistant)
    shown = gr.HTML(sources_html(assistant, address), elem_classes="stuk")
    with gr.Column(visible=False, elem_id="beheer") as desk:
        gr.HTML(tag("h3", esc(words.TITLE), "groot") + tag("p", esc(words.INTRO), "inleiding"), elem_classes="stuk")
        files = gr.File(
            label=words.FILES, file_count="multiple", file_types=list(EXTENSIONS), type="filepath", elem_id="pdf-kiezen", height=150
        )
        add = gr.Button(words.ADD, variant="primary", elem_id="pdf-toevoegen", scale=0)
        report = gr.HTML("", elem_id="bronnen-verslag", elem_classes="stuk")
        nothing = gr.HTML(_nothing(keeper.added), elem_classes="stuk")
        with gr.Column(visible=bool(keeper.added), elem_id="toegevoegd") as added:
            which = gr.CheckboxGroup(keeper.added, label=words.REMOVE, elem_id="pdf-weg")
            remove = gr.Button(words.REMOVE_GO, elem_classes="stil", size="sm", elem_id="pdf-weghalen", scale=0)
        gr.HTML(tag("p", esc(words.REBUILD_HINT), "hint"), elem_classes="stuk")
        rebuild = gr.Button(words.REBUILD, elem_classes="stil", size="sm", elem_id="index-opnieuw", scale=0)
    gr.HTML(_adding(), elem_classes="stuk")
    desk_work = Desk(keeper, address)
    outputs = [report, shown, nothing, added, which, files]
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": 1,
        "concurrency_id": "bronnen",
    }
    add.click(desk_work.add, files, outputs, **quiet)
    remove.click(desk_work.remove, which, outputs, **quiet)
    rebuild.click(desk_work.rebuild, None, outputs, **quiet)
    gr.on(
        None,
        desk_work.opened,
        None,
        [shown, desk, nothing, added, which],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )


@dataclass(frozen=True)
class Desk:
    """What an editor does on the page. Each press is checked: a hidden button keeps nobody out."""

    keeper: Keeper
    address: Address

    def opened(self, request: gr.Request) -> tuple[Any, Any, Any, Any, Any]:
        """The page as the index is now, also when a command changed it, and the tools for who may use them."""
        self.keeper.refresh()
        return sources_html(self.keeper.assistant, self.address), gr.update(visible=may_edit(request)), *self._which()

    def add(self, files: list[str] | None, request: gr.Request) -> Iterator[Changes]:
        """Files were sent."""
        yield from self._changing(self.keeper.add(files or []), request)

    def remove(self, which: list[str], request: gr.Request) -> Iterator[Changes]:
        """Publications are to go."""
        yield from self._changing(self.keeper.remove(which), request)

    def rebuild(self, request: gr.Request) -> Iterator[Changes]:
        """The index is to be made anew."""
        yield from self._changing(self.keeper.rebuild(), request)

    def _changing(self, reports: Iterator[str], request: gr.Request) -> Iterator[Changes]:
        if not may_edit(request):
            yield message(words.EDITORS_ONLY, "fout"), *([gr.skip()] * 5)
            return
        for report in reports:
            yield report, *([gr.skip()] * 5)
        yield gr.skip(), sources_html(self.keeper.assistant, self.address), *self._which(), None

    def _which(self) -> tuple[Any, Any, Any]:
        added = self.keeper.added
        return _nothing(added), gr.update(visible=bool(added)), gr.update(choices=added, value=[])


def _nothing(added: list[tuple[str, str]]) -> str:
    return "" if added else tag("p", esc(words.NOTHING_ADDED), "hint")


def sources_html(assistant: Assistant, address: Address) -> str:
    """Documents, cards, and the index itself."""
    assistant = assistant.newest()
    head = tag("h2", esc(texts.SOURCES_TITLE)) + tag("p", esc(texts.SOURCES_INTRO), "inleiding")
    return head + _documents(assistant, address) + tag("div", _cards(assistant) + _index(assistant), "kolommen")


def _documents(assistant: Assistant, address: Address) -> str:
    used: dict[str, int] = {}
    for entry in assistant.entries():
        if entry.kind != "passage":
            for document in {s.document for s in entry.sources}:
                used[document] = used.get(document, 0) + 1
    passages = assistant.status.documents
    rows = (
        _row(d, used.get(d.id, 0), passages.get(d.id), address)
        for d in sorted(assistant.documents.values(), key=lambda d: (-used.get(d.id, 0), d.title))
    )
    shared = texts.CARDS_SHARED.format(n=sum(assistant.status.cards.values()))
    return table(texts.SOURCE_COLUMNS, rows, texts.SOURCES_TITLE) + tag("p", esc(shared), "hint")


def _row(document: Document, cards: int, passages: int | None, address: Address) -> list[str]:
    url = address(document.id, 1)
    told = texts.OPEN_PAGE.format(document=document.name, page=1)
    name = page_link(url, document.title, told, 1) if url else esc(document.title)
    full = _in_full(passages) if passages else texts.NOT_IN_FULL
    made = f"{document.publisher}, {document.year}" if document.year else document.publisher
    cells = (made, document.authority, str(document.pages), str(cards), full)
    return [name, *map(esc, cells)]


def _in_full(passages: int) -> str:
    return texts.IN_FULL_ONE if passages == 1 else texts.IN_FULL.format(n=passages)


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
    shown, technical = _facts(assistant, texts.INDEX_FACTS), _facts(assistant, texts.INDEX_TECHNICAL_FACTS)
    more = tag("details", tag("summary", esc(texts.INDEX_TECHNICAL)) + technical, "als-tabel")
    return tag("section", tag("h3", esc(texts.INDEX_TITLE), "groot") + shown + more)


def _facts(assistant: Assistant, facts: dict[str, str]) -> str:
    rows = "".join(
        f"<div><dt>{esc(words)}</dt><dd>{esc(date_in_words(getattr(assistant.status, name)))}</dd></div>"
        for name, words in facts.items()
    )
    return tag("dl", rows, "feiten onder-elkaar")


def _adding() -> str:
    commands = "".join(f"<div><dt><code>{esc(c)}</code></dt><dd>{esc(what)}</dd></div>" for c, what in texts.ADD_COMMANDS)
    inside = tag("p", esc(texts.ADD_INTRO), "inleiding") + tag("dl", commands, "opdrachten") + tag("p", esc(texts.ADD_AFTER))
    return tag("details", tag("summary", esc(texts.ADD_TITLE)) + inside, "als-tabel", id="opdrachten")
