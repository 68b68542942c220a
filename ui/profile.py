"""The profile of a visitor on the page Vraag: who, which ages, where. Kept in the browser by gradio; nothing of it stays on the server."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import Profile
from ui import profile_texts as words
from ui import texts
from ui.markup import esc, tag

NONE = ""
KEPT = "reisgenoot-profiel"
KEEP = "(role, ages, province) => [[role, ages, province]]"
EMPTY: tuple[str, list[str], str] = (NONE, [], NONE)


@dataclass(frozen=True)
class ProfileParts:
    """The three choices, in the order in which events hand them over."""

    role: gr.Radio
    ages: gr.CheckboxGroup
    province: gr.Dropdown

    @property
    def inputs(self) -> list[Any]:
        """For an event."""
        return [self.role, self.ages, self.province]


def profile_button() -> str:
    """What unfolds the choices."""
    return tag(
        "button", esc(words.BUTTON), "knop", type="button", id="profielknop", data_doe="open",
        aria_expanded="false", aria_controls="profiel",
    )  # fmt: skip


def profile_panel() -> ProfileParts:
    """Lay out the choices, and keep them in the browser."""
    # The browser alone reads this back; the word only has to stay the same, it guards nothing.
    kept = gr.BrowserState(list(EMPTY), storage_key=KEPT, secret=KEPT)
    with gr.Column(elem_id="profiel"):
        gr.HTML(tag("p", esc(words.HINT), "hint"), elem_classes="stuk")
        roles = [(words.ROLE_NONE, NONE), *((name, key) for key, name in words.ROLES.items())]
        role = gr.Radio(roles, value=NONE, label=words.ROLE, elem_id="profiel-rol")
        ages = gr.CheckboxGroup([(name, key) for key, name in texts.AGES.items()], label=words.AGES, elem_id="profiel-leeftijd")
        provinces = [(words.PROVINCE_NONE, NONE), *((name, name) for name in words.PROVINCES)]
        province = gr.Dropdown(provinces, value=NONE, label=words.PROVINCE, elem_id="profiel-provincie", filterable=False)
        clear = gr.Button(words.CLEAR, elem_classes="stil", size="sm", elem_id="profiel-wis")
    parts = ProfileParts(role, ages, province)
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    gr.on(None, _shown, kept, parts.inputs, **quiet)
    # Kept by the browser itself: of two quick choices the server could hand back the first one last.
    gr.on([part.input for part in parts.inputs], None, parts.inputs, kept, js=KEEP, **quiet)
    clear.click(lambda: (*EMPTY, list(EMPTY)), None, [*parts.inputs, kept], **quiet)
    return parts


def profile_of(role: object, ages: object, province: object) -> Profile:
    """What was chosen; what is none of the choices says nothing."""
    chosen = tuple(a for a in texts.AGES if isinstance(ages, list) and a in ages)
    return Profile(
        partner=role if isinstance(role, str) and role in words.ROLES else "",
        ages=() if len(chosen) == len(texts.AGES) else chosen,
        province=province if isinstance(province, str) and province in words.PROVINCES else "",
    )


def _shown(kept: object) -> tuple[str, list[str], str]:
    """What the browser kept, as far as it still is a choice."""
    given = kept if isinstance(kept, list) and len(kept) == len(EMPTY) else EMPTY
    profile = profile_of(*given)
    return profile.partner, list(profile.ages), profile.province
