"""The page Routes: the journey, one route at a time with steps to tick off, and the matrix of route by age."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from assistant import Assistant, Entry, InstrumentDetail, RouteDetail
from ui import texts
from ui.compass_page import compass
from ui.events import action_of, part_of
from ui.evidence import Address
from ui.journey import journey
from ui.markup import bullet_list, esc, inline, link, tag
from ui.places import place_link


def routes_page(assistant: Assistant, address: Address) -> None:
    """Lay out the page and connect it. Opening it shows the index of that moment."""
    laid_out = assistant.status.build
    intro = gr.HTML(routes_intro(assistant.entries("route")), elem_classes="stuk")
    compass(assistant, address)
    detail = gr.HTML(route_html(assistant, 1, address), elem_id="route-nu", elem_classes="stuk", js_on_load=part_of("routes"))
    counted = gr.HTML(matrix(assistant), elem_classes="stuk")

    def show(event: gr.EventData) -> str:
        number = action_of(event)[1]
        return route_html(assistant, int(number) if number.isdecimal() else 1, address)

    def opened() -> Any:
        if assistant.status.build == laid_out:
            return gr.skip()
        return routes_intro(assistant.entries("route")), matrix(assistant)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    detail.click(show, None, detail, trigger_mode="multiple", **quiet)
    gr.on(None, opened, None, [intro, counted], **quiet)


def routes_intro(routes: Sequence[Entry]) -> str:
    """Title and picture."""
    return tag("h2", esc(texts.ROUTES_TITLE)) + tag("p", esc(texts.ROUTES_INTRO), "inleiding") + journey(routes)


def route_html(assistant: Assistant, number: int, address: Address) -> str:
    """Everything about one route; the first route when there is none with this number."""
    by_number = {r.detail.number: r for r in assistant.entries("route") if isinstance(r.detail, RouteDetail)}
    if not by_number:
        return tag("p", esc(texts.NONE_YET), "leeg")
    number = number if number in by_number else min(by_number)
    route = by_number[number]
    assert isinstance(route.detail, RouteDetail)
    head = tag("p", esc(f"{texts.STAGE}: {route.detail.phase}"), "kopje") + tag("h3", esc(route.title), "groot")
    parts = head + tag("p", inline(route.detail.message), "boodschap") + _columns(route.detail) + _around(assistant, number)
    foot = tag("p", esc(texts.SOURCE_LINE.format(place="")) + place_link(assistant, route, address), "bronregel")
    return tag("article", parts + foot + _walk(number, by_number), "routekaart", data_deel=str(number))


def _columns(detail: RouteDetail) -> str:
    steps = tag("p", esc(texts.STEPS_HINT), "hint") + bullet_list(
        (_step(detail.number, i, words) for i, words in enumerate(detail.steps, 1)), "stappen"
    )
    left = _section(texts.SHORT, bullet_list(map(inline, detail.short))) + (_section(texts.STEPS, steps) if detail.steps else "")
    right = _section(texts.TIPS, bullet_list(map(inline, detail.tips))) + _section(
        texts.PITFALLS, bullet_list(map(inline, detail.pitfalls))
    )
    return tag("div", tag("div", left) + tag("div", right), "kolommen")


def _section(title: str, content: str) -> str:
    return tag("section", tag("h4", esc(title)) + content) if content else ""


def _step(route: int, number: int, words: str) -> str:
    key = f"{route}-{number}"
    box = f'<input type="checkbox" id="stap-{key}" data-stap="{key}">'
    return box + tag("label", inline(words), for_=f"stap-{key}")


def _around(assistant: Assistant, number: int) -> str:
    cases = [_to("voorbeelden", e) for e in assistant.entries("case") if number in e.routes]
    laws = [_to("wetten", e) for e in assistant.entries("law") if number in e.routes]
    tools = [_tool(e) for e in assistant.entries("instrument") if number in e.routes]
    return tag(
        "div",
        _foldable(texts.ROUTE_CASES, cases) + _foldable(texts.ROUTE_LAWS, laws) + _foldable(texts.ROUTE_INSTRUMENTS, tools),
        "rondom",
    )


def _foldable(title: str, items: list[str]) -> str:
    content = bullet_list(items) if items else tag("p", esc(texts.NONE_YET), "leeg")
    return tag("details", tag("summary", f"{esc(title)} ({len(items)})") + content)


def _to(page: str, entry: Entry) -> str:
    return tag("a", esc(entry.title), href=f"#{page}/{entry.id}")


def _tool(entry: Entry) -> str:
    use = entry.detail.use_when if isinstance(entry.detail, InstrumentDetail) else ""
    links = ", ".join(link(x.url, x.title) for x in entry.links[:2])
    return tag("strong", esc(entry.title)) + f" {inline(use or entry.summary)} {links}"


def _walk(number: int, by_number: dict[int, Entry]) -> str:
    name = texts.ROUTES.get(number, by_number[number].title)
    question = texts.ASK_ROUTE_QUESTION.format(n=number, name=name)
    ask = tag("a", esc(texts.ASK_ABOUT_ROUTE), "knop", href=f"#vraag/{question}")
    before, after = number - 1 in by_number, number + 1 in by_number
    back = tag("a", "← " + esc(texts.PREVIOUS), href=f"#routes/{number - 1}") if before else "<span></span>"
    on = tag("a", esc(texts.FOLLOWING) + " →", href=f"#routes/{number + 1}") if after else "<span></span>"
    return tag("div", back + ask + on, "wandel")


def matrix(assistant: Assistant) -> str:
    """How many examples and instruments there are per route and age, zeros included."""
    shown = ("case", "instrument")
    entries = {kind: assistant.entries(kind) for kind in shown}
    heads = "".join(
        tag("th", f"{esc(texts.KINDS_MANY[kind])}<br>{esc(words)}", scope="col") for kind in shown for words in texts.AGES.values()
    )
    rows = []
    for number, name in texts.ROUTES.items():
        counts = [sum(number in e.routes and age in e.ages for e in entries[k]) for k in shown for age in texts.AGES]
        cells = "".join(tag("td", str(n)) if n else tag("td", esc(texts.NOTHING), "geen") for n in counts)
        rows.append(tag("tr", tag("th", tag("a", esc(f"{number}. {name}"), href=f"#routes/{number}"), scope="row") + cells))
    corner = tag("th", esc(texts.ROUTE), scope="col")
    table = tag("table", tag("thead", tag("tr", corner + heads)) + tag("tbody", "".join(rows)), "matrix")
    box = tag("div", table, "tabel", tabindex="0", role="group", aria_label=texts.MATRIX)
    aside = tag("p", esc(texts.MATRIX_SCROLL), "hint schuifhint smal")
    return tag("h3", esc(texts.MATRIX), "groot") + tag("p", esc(texts.MATRIX_INTRO), "inleiding") + aside + box
