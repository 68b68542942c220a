"""Assembles the pages into one gradio app. Knows no server: see server.py."""

from collections.abc import Callable

import gradio as gr

from assistant import Assistant
from ui import texts
from ui.about import about_page
from ui.cases import cases_page
from ui.chat import chat_page
from ui.evidence import Address
from ui.feedback import FeedbackFile
from ui.laws import laws_page
from ui.markup import esc, tag
from ui.routes import routes_page
from ui.settings import UiSettings
from ui.slides import slides_tab
from ui.sources import sources_page
from ui.taken import Taken

_LOGO = (
    '<svg class="logo" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
    '<path d="M8 38c0-10 32-8 32-18S22 12 22 8" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" '
    'stroke-dasharray="0.1 6.2"/><circle cx="8" cy="39" r="5" fill="currentColor"/>'
    '<path d="M22 1c4.2 0 7 3 7 6.6C29 12.5 22 18 22 18s-7-5.5-7-10.4C15 4 17.8 1 22 1z" fill="currentColor"/></svg>'
)


def build_app(assistant: Assistant, settings: UiSettings, address: Address) -> gr.Blocks:
    """All pages, with the queue set for several visitors at once."""
    app: gr.Blocks
    with gr.Blocks(title=texts.PAGE_TITLE, analytics_enabled=False, fill_width=True) as app:
        gr.HTML(_header(), elem_id="kop", elem_classes="stuk")
        taken = Taken.new()
        feedback = FeedbackFile(settings.feedback, lambda: assistant.status.build)
        for key, page in _pages(assistant, address, taken, feedback).items():
            with gr.Column(elem_id=f"pagina-{key}", elem_classes="pagina"):
                page()
    # What fires by itself (load, change, blur) stays out of the queue: gradio's page closes the stream of the queue when an event ends,
    # and does not hear a question that was sent in that moment.
    app.queue(api_open=False, max_size=settings.queue, default_concurrency_limit=settings.parallel)
    return app


def _pages(assistant: Assistant, address: Address, taken: Taken, feedback: FeedbackFile) -> dict[str, Callable[[], None]]:
    return {
        "vraag": lambda: chat_page(assistant, address, taken, feedback),
        "routes": lambda: routes_page(assistant, address),
        "voorbeelden": lambda: cases_page(assistant, address, taken),
        "wetten": lambda: laws_page(assistant, address, taken),
        "presentatie": lambda: slides_tab(assistant, taken.answers, taken.cases, feedback.pseudonym),
        "bronnen": lambda: sources_page(assistant, address),
        "over": lambda: about_page(assistant, address),
    }


def _header() -> str:
    skip = tag("a", esc(texts.SKIP), "sla-over", href="#inhoud", data_doe="inhoud")
    brand = tag("div", _LOGO + tag("h1", esc(texts.TITLE)) + tag("p", esc(texts.TAGLINE), "slogan"), "merk")
    links = "".join(f"<li>{tag('a', esc(name), href=f'#{key}', data_pagina=key)}</li>" for key, name in texts.PAGES.items())
    return (
        skip
        + tag("div", brand + tag("nav", f"<ul>{links}</ul>", aria_label=texts.NAVIGATION), "kopbalk")
        + tag("span", "", id="inhoud", tabindex="-1")
    )
