"""The page Over: what this is and is not, how answers are made, privacy, accessibility, version."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import gradio as gr

from assistant import Assistant
from ui import texts
from ui.evidence import Address
from ui.figures import Figures, figures_html
from ui.markup import bullet_list, esc, tag


def about_page(assistant: Assistant, address: Address) -> None:
    """Lay out the page; it has no links to publications. Opening it names the index of that moment."""
    laid_out = assistant.status.build
    told = gr.HTML(about_html(assistant), elem_classes="stuk")

    def opened() -> Any:
        return gr.skip() if assistant.status.build == laid_out else about_html(assistant)

    gr.on(None, opened, None, told, queue=False, show_progress="hidden", api_visibility="private")


def about_html(assistant: Assistant) -> str:
    """All sections, then the version."""
    sections = "".join(
        tag("section", tag("h3", esc(title), "groot") + bullet_list(map(esc, lines))) for title, lines in texts.ABOUT
    )
    place = texts.MODEL_PLACES.get(assistant.model_place, "")
    model = texts.MODEL_NOW.format(model=assistant.model_name, place=place) if assistant.model_name else texts.NO_MODEL
    made = texts.VERSION.format(version=_version(), build=assistant.status.build)
    return (
        tag("h2", esc(texts.ABOUT_TITLE))
        + tag("div", sections, "over")
        + figures_html(Figures.shipped())
        + tag("p", esc(f"{model} {made}"), "versie")
    )


def _version() -> str:
    try:
        return version("reisgenoot")
    except PackageNotFoundError:
        return "0.1.0"
