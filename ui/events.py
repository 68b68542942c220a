"""How a press on a button inside our own HTML reaches Python: the script that reports it, and the reading of what it reports."""

from typing import Any

import gradio as gr

CLICKS = (
    "element.addEventListener('click', (e) => { const b = e.target.closest('[data-actie]');"
    " if (b) trigger(b.dataset.via || 'click', { actie: b.dataset.actie, waarde: b.dataset.waarde || '' }); });"
)
"""For `js_on_load` of a gr.HTML: a press on an element with `data-actie` becomes its `click` event, or the one in `data-via`."""

EVERY: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_limit": 1}
"""For an event whose every press counts, one after another: gradio drops a press that comes while the one before is under way."""

ASIDE = "select"
"""The event of a press that asks nothing: to take along, to judge. It does not wait for an answer that is being given."""

CONVERSATION = " reisgenoot.gesprek(element, trigger, watch);"
"""Makes an element the place where answers appear: see assets/gedrag.js."""

KEEP = " reisgenoot.bewaar(element, trigger, watch);"
"""Makes an element the link between the conversation here and those that the browser keeps: see assets/gesprekken.js."""

FETCH = " reisgenoot.haal(element, watch);"
"""Makes an element follow the link that is put in it, to download a file."""

TYPED = " reisgenoot.getypt(trigger, watch);"
"""Makes an element what is asked for a file while something was typed that is not in it yet: see assets/presentatie.js."""

KEPT_PART = " reisgenoot.conceptdeel(element, watch);"
"""Makes an element what hands a part of the page Presentatie to this tab of the browser: see assets/presentatie.js."""

DRAFT = " reisgenoot.concept(trigger);"
"""Makes an element give back, at the start, what this tab kept of the page Presentatie."""

DONE = "() => { reisgenoot.beurt.klaar(); return []; }"
"""For `js` of what follows an answer: the way is free for the next question. See assets/beurten.js."""

MAP = " reisgenoot.kaart(element);"
"""Makes an element the list beside the map: a press on a dot presses its button. See assets/kaart.js."""

FOUND = " reisgenoot.gevonden(element, watch);"
"""Makes an element the place where the cases of a place on the map come into view. See assets/kaart.js."""

SEEN = " reisgenoot.teZien(element);"
"""While the element can be seen, the bar that leads to it stays away. See assets/gedrag.js."""

SAID = " reisgenoot.zeg(element, watch);"
"""Makes an element the place where short messages appear and are announced."""


def action_of(event: gr.EventData) -> tuple[str, str]:
    """What was pressed, and its value. The browser says so, hence both may be anything: they are text or empty."""
    data = event._data if isinstance(event._data, dict) else {}
    return _text(data.get("actie")), _text(data.get("waarde"))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def part_of(page: str) -> str:
    """For `js_on_load`: the element shows the part of a page that the address names, `#routes/5`, as a `click` event with `toon`."""
    return CLICKS + f" reisgenoot.deel(element, trigger, watch, '{page}');"
