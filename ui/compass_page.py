"""The part "Waar sta ik?" of the page Routes: questions as radio groups, and the proposal with its reasons and its evidence."""

from typing import Any

import gradio as gr

from assistant import Assistant, Entry, Filters, RouteDetail
from ui import compass_texts as texts
from ui.case_cards import case_card
from ui.compass import WEIGHTS, Proposal, proposals
from ui.evidence import Address
from ui.markup import bullet_list, esc, inline, tag
from ui.places import place_link
from ui.texts import ROUTES, SOURCE_LINE

CASES = 3


def compass(assistant: Assistant, address: Address) -> None:
    """Lay out the part and connect it."""
    button = tag(
        "button", esc(texts.OPEN), "knop", type="button", id="waarknop", data_doe="open", aria_expanded="false", aria_controls="waar",
    )  # fmt: skip
    gr.HTML(button, elem_classes="stuk")
    with gr.Column(elem_id="waar"):
        gr.HTML(tag("h3", esc(texts.TITLE), "groot") + tag("p", esc(texts.INTRO), "hint"), elem_classes="stuk")
        asked = [
            gr.Radio([(words, key) for key, words in texts.ANSWERS[q].items()], label=f"{n}. {texts.QUESTIONS[q]}", value=None)
            for n, q in enumerate(WEIGHTS, start=1)
        ]
        with gr.Row(elem_id="waar-knoppen"):
            show = gr.Button(texts.SHOW, variant="primary", elem_id="toon-route", scale=0, min_width=0)
            clear = gr.Button(texts.CLEAR, elem_classes="stil", scale=0, min_width=0)
        found = gr.HTML("", elem_classes="stuk", elem_id="waar-uitkomst")

    def propose(*answers: str | None) -> str:
        return proposal_html(dict(zip(WEIGHTS, answers, strict=True)), assistant, address)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    show.click(propose, asked, found, **quiet)
    clear.click(lambda: (*([None] * len(asked)), ""), None, [*asked, found], **quiet)


def proposal_html(answers: dict[str, str | None], assistant: Assistant, address: Address) -> str:
    """The route that fits best with reasons and evidence, and what may come after it."""
    given = {q: a for q, a in answers.items() if a}
    found = proposals(given)
    if not found:
        words = texts.TOO_FEW if len(given) < 2 else texts.NOTHING
        return tag("div", tag("p", esc(words)), "melding opmerking", role="status")
    first, *others = found
    assistant = assistant.newest()
    routes = {r.detail.number: r for r in assistant.entries("route") if isinstance(r.detail, RouteDetail)}
    ready = tag("p", esc(texts.PROPOSED.format(n=first.route, name=ROUTES[first.route])), "alleen-voorlezen", role="status")
    body = _proposed(first, routes.get(first.route), assistant, address) + _others(others)
    return ready + tag("section", body + tag("p", esc(texts.RULE), "hint"), "leeskaart", aria_label=texts.TITLE)


def _proposed(proposal: Proposal, route: Entry | None, assistant: Assistant, address: Address) -> str:
    number = proposal.route
    title = tag("h3", esc(texts.PROPOSED.format(n=number, name=ROUTES[number])), "groot")
    message = source = ""
    if route is not None and isinstance(route.detail, RouteDetail):
        message = tag("p", inline(route.detail.message), "boodschap")
        source = tag("p", esc(SOURCE_LINE.format(place="")) + place_link(assistant, route, address), "bronregel")
    why = tag("h4", esc(texts.WHY)) + bullet_list(map(_reason, proposal.because))
    go = tag("p", tag("a", esc(texts.GO.format(n=number)), "knop", href=f"#routes/{number}"))
    cards = bullet_list(map(case_card, _examples(assistant, number, route)), "voorbeeldkaarten")
    return title + message + source + why + go + (tag("h4", esc(texts.EXAMPLES)) + cards if cards else "")


def _examples(assistant: Assistant, number: int, route: Entry | None) -> list[Entry]:
    """The examples on a route that lie closest to its key message."""
    only = {"filters": Filters(kinds=("case",), routes=(number,)), "limit": CASES}
    message = route.detail.message if route is not None and isinstance(route.detail, RouteDetail) else ROUTES[number]
    return [assistant.entry(str(d.id)) for d in assistant.retriever.model_copy(update=only).invoke(message)][:CASES]


def _reason(answer: tuple[str, str]) -> str:
    question, given = answer
    return esc(texts.BECAUSE.format(question=texts.QUESTIONS[question], answer=texts.ANSWERS[question][given].lower()))


def _others(others: list[Proposal]) -> str:
    links = (tag("a", esc(f"{p.route}. {ROUTES[p.route]}"), href=f"#routes/{p.route}") for p in others)
    rows = bullet_list(links)
    return tag("h4", esc(texts.ALSO)) + rows if rows else ""
