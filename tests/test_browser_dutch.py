"""What gradio and plotly make themselves is Dutch on our page, and looks like it: names of fields and buttons, files, sliders, hovering."""

from pathlib import Path
from typing import Any

import pytest
from browser_steps import go

from ui.gradio_texts import LABELS

pytestmark = pytest.mark.browser
NAMES = """() => [...document.querySelectorAll('[aria-label], [title], [data-title]')]
    .filter(e => e.offsetParent).flatMap(e => ['aria-label', 'title', 'data-title'].map(a => e.getAttribute(a) || ''))"""


def test_no_name_on_the_page_is_english(page: Any, tmp_path: Path) -> None:
    go(page, "voorbeelden")
    page.locator("#facetten label", has_text="Kaart").last.click()
    page.wait_for_selector("#kaart .modebar-btn[aria-label^='Kaart:']", state="attached")
    names = page.evaluate(NAMES)
    go(page, "presentatie")
    assert page.get_by_role("spinbutton", name="Getal bij: Hoeveel minuten").is_visible()
    names += page.evaluate(NAMES)
    go(page, "bronnen")
    text = tmp_path / "verhaal.txt"
    text.write_text("In Bovenstad rijdt een bakfiets. " * 500)
    page.set_input_files("#pdf-kiezen input[type=file]", [str(text)])
    size = page.locator("#pdf-kiezen .download-link")
    size.wait_for()
    names += page.evaluate(NAMES)
    assert size.inner_text().replace("\xa0", " ") == "16,1 kB"
    assert size.get_attribute("href") is None
    assert [n for n in names if n.startswith(tuple(LABELS)) or n in ("case", "12-", "reisgids-2025")] == []
    assert "Kies meer bestanden" in names


def test_gradios_own_parts_have_our_colours_in_the_dark(page: Any) -> None:
    page.emulate_media(color_scheme="dark")
    go(page, "presentatie")
    value = "name => getComputedStyle(document.querySelector('#dia-minuten input[type=range]')).getPropertyValue(name)"
    assert page.evaluate(value, "--neutral-200") == page.evaluate(value, "--rg-lijn") != ""
    go(page, "bronnen")
    button = page.locator("#index-opnieuw")
    at_rest = button.evaluate("b => getComputedStyle(b).color")
    button.hover()
    page.wait_for_function(
        "rest => { const s = getComputedStyle(document.querySelector('#index-opnieuw')); return s.color !== rest && s.borderColor === s.color; }",
        arg=at_rest,
    )
