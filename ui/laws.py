"""The page Wetten: the plate of ages and domains, one law at a time, the three questions, and the same as a table."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Entry, LawDetail, date_in_words
from ui import laws_texts, texts
from ui.case_cards import paragraphs
from ui.events import EVERY, action_of, part_of
from ui.evidence import Address, full_text, take_button
from ui.law_plate import Law, laws_of, plate, plate_table, years
from ui.law_taken import take_law
from ui.markup import badge, bullet_list, esc, inline, link, nothing_here, tag
from ui.places import place_link
from ui.taken import Taken

FIRST_ROLE, FIRST_BAND = "kinderopvang", "4"


def laws_page(assistant: Assistant, address: Address, taken: Taken) -> None:
    """Lay out the page and connect it. Opening it shows the index of that moment."""
    laws = laws_of(assistant.entries("law"))
    laid_out = assistant.status.build
    gr.HTML(tag("h2", esc(laws_texts.LAWS_TITLE)) + tag("p", esc(laws_texts.LAWS_INTRO), "inleiding"), elem_classes="stuk")
    detail = gr.HTML("", elem_id="wet-nu", elem_classes="stuk", js_on_load=part_of("wetten"))
    drawn = gr.HTML(plate_table(laws) + plate(laws), elem_classes="stuk")
    gr.HTML(
        tag("h3", esc(laws_texts.THREE_TITLE), "groot") + tag("p", esc(laws_texts.THREE_INTRO), "inleiding"), elem_classes="stuk"
    )
    role = gr.Radio([(words, key) for key, words in laws_texts.DOMAINS.items()], value=FIRST_ROLE, label=laws_texts.ROLE)
    band = gr.Radio([(words, key) for key, (words, _, _) in laws_texts.AGE_BANDS.items()], value=FIRST_BAND, label=texts.AGE)
    answer = gr.HTML(three_questions(laws, FIRST_ROLE, FIRST_BAND), elem_classes="stuk")

    def opened() -> Any:
        if assistant.status.build == laid_out:
            return gr.skip()
        now = laws_of(assistant.entries("law"))
        return plate_table(now) + plate(now), three_questions(now, FIRST_ROLE, FIRST_BAND)

    def asked(of_role: str, of_band: str) -> str:
        return three_questions(laws_of(assistant.entries("law")), of_role, of_band)

    def show(event: gr.EventData) -> str:
        kind, value = action_of(event)
        if kind != "toon":
            return ""
        law = next((law for law in laws_of(assistant.entries("law")) if law.entry.id == value), None)
        return law_html(law, assistant, address) if law else nothing_here(laws_texts.LAW_GONE, "wetten")

    # gradio gives an event only to a function that says so itself, and a partial does not.
    def take(answers: tuple[Answer, ...], event: gr.EventData) -> tuple[Any, Any]:
        return take_law(assistant, answers, event)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    detail.click(show, None, detail, trigger_mode="multiple", **quiet)
    aside: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    detail.select(take, taken.answers, [taken.answers, taken.said], **aside, **EVERY)
    gr.on([role.change, band.change], asked, [role, band], answer, **quiet)
    gr.on(None, opened, None, [drawn, answer], **quiet)


def law_html(law: Law, assistant: Assistant, address: Address) -> str:
    """One law: its status today, what changed, what it asks, its articles and who carries it out."""
    entry, detail = law.entry, law.detail
    close = tag("a", esc(texts.CLOSE) + " ×", "sluit", href="#wetten", data_actie="sluit")
    labels = "".join(badge(laws_texts.DOMAINS.get(d, d)) for d in detail.domains)
    parts = (
        tag("div", tag("h3", esc(entry.title), "groot") + close, "kaartkop"),
        tag("p", badge(detail.status, law.look) + badge(years(detail)) + labels, "labels"),
        tag(
            "p",
            inline(detail.status_note)
            + (f" ({esc(laws_texts.CHECKED.format(date=date_in_words(detail.checked)))})" if detail.checked else ""),
        ),
        _changes(detail),
        paragraphs(full_text(entry)),
        _articles(detail),
        _list(laws_texts.BODIES, detail.bodies),
        _list(laws_texts.UNCONFIRMED, detail.unconfirmed),
        _links(entry),
        tag("p", take_button(entry, "meenemen-wet"), "knoppen"),
        tag("p", esc(texts.SOURCE_LINE.format(place="")) + place_link(assistant, entry, address), "bronregel"),
    )
    return tag("article", "".join(parts), "leeskaart", data_deel=entry.id)


def _changes(detail: LawDetail) -> str:
    if not detail.changes:
        return ""
    told = []
    for change in detail.changes:
        words = laws_texts.CHANGE.format(publication=change.publication.rstrip("."), now=change.now.rstrip("."))
        told.append(inline(words + (laws_texts.SINCE.format(date=date_in_words(change.since)) if change.since else "") + "."))
    return tag("div", tag("strong", esc(laws_texts.WHAT_CHANGED)) + bullet_list(told), "melding waarschuwing")


def _articles(detail: LawDetail) -> str:
    rows = [
        tag("strong", esc(laws_texts.ARTICLE.format(number=a.article)))
        + f" {inline(a.gist)}"
        + ("" if a.certain else f" ({esc(laws_texts.UNCERTAIN)})")
        for a in detail.articles
    ]
    return tag("h4", esc(laws_texts.ARTICLES)) + bullet_list(rows) if rows else ""


def _list(title: str, items: Sequence[str]) -> str:
    return tag("h4", esc(title)) + bullet_list(map(inline, items)) if items else ""


def _links(entry: Entry) -> str:
    found = [link(x.url, x.title) for x in entry.links]
    if entry.law_address:
        found.insert(0, link(entry.law_address, laws_texts.OFFICIAL_TEXT))
    return bullet_list(found)


def three_questions(laws: Sequence[Law], role: str, band: str) -> str:
    """What is mine, what is the other's, where do we touch: for one domain and one age group."""
    if role not in laws_texts.DOMAINS or band not in laws_texts.AGE_BANDS:
        return ""
    _, low, high = laws_texts.AGE_BANDS[band]
    fitting = [law for law in laws if law.look != "oud" and law.detail.age_from < high and law.detail.age_to > low]
    mine = [law for law in fitting if law.detail.domains == (role,)]
    theirs = [law for law in fitting if role not in law.detail.domains]
    shared = [law for law in fitting if role in law.detail.domains and len(law.detail.domains) > 1]
    columns = (
        _answer(laws_texts.MINE, laws_texts.MINE_HINT, mine, role),
        _answer(laws_texts.SHARED, laws_texts.SHARED_HINT, shared, role),
        _answer(laws_texts.THEIRS, laws_texts.THEIRS_HINT, theirs, role),
    )
    return tag("div", "".join(columns), "drie", aria_live="polite")


def _answer(title: str, hint: str, laws: Sequence[Law], role: str) -> str:
    items = []
    for law in laws:
        others = ", ".join(laws_texts.DOMAINS[d].lower() for d in law.detail.domains if d != role and d in laws_texts.DOMAINS)
        name = tag("a", esc(law.entry.title), href=f"#wetten/{law.entry.id}")
        items.append(
            name
            + (
                tag("span", esc(f" {laws_texts.TOGETHER.format(others=others)}"), "zacht")
                if others and role in law.detail.domains
                else ""
            )
        )
    content = bullet_list(items) if items else tag("p", esc(texts.NO_LAW), "leeg")
    return tag("section", tag("h4", esc(title)) + tag("p", esc(hint), "hint") + content)
