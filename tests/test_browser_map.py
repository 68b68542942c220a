"""The map of examples in a real Chromium: a dot, a button, nothing from elsewhere, axe."""

from typing import Any

import pytest
from browser_steps import axe, go

pytestmark = pytest.mark.browser


def shown(page: Any) -> None:
    go(page, "voorbeelden")
    if page.locator("#facetknop").is_visible():
        page.click("#facetknop")
    page.locator("#facetten label", has_text="Kaart").last.click()
    page.wait_for_selector("#kaart .scatterlayer path.point")
    page.wait_for_timeout(500)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_dot_and_a_button_show_the_cases_of_a_place(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    shown(page)
    page.locator("#plaatsen [data-waarde=Tilburg]").press("Enter")
    page.wait_for_selector("#plaatsvak")
    assert "Tilburg" in page.inner_text("#plaatsvak h3")
    assert page.evaluate("document.activeElement.dataset.waarde") == "Tilburg"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.locator("#plaatsvak .kaartkop button").click()
    page.wait_for_selector("#plaatsvak", state="detached")
    dots = page.evaluate("document.querySelector('#kaart .js-plotly-plot').data[1].customdata")
    page.locator("#kaart").scroll_into_view_if_needed()
    place = page.locator("#kaart path.point").nth(dots.index("Groningen")).bounding_box()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.wait_for_selector("#plaatsvak")
    assert "Groningen" in page.inner_text("#plaatsvak h3")


def test_facets_narrow_the_map(page: Any) -> None:
    shown(page)
    page.locator("#facetten label", has_text="Flevoland").click()
    page.wait_for_function("document.querySelectorAll('#plaatsen .plaats').length < 10")
    page.wait_for_function(
        "document.querySelectorAll('#kaart path.point').length === document.querySelectorAll('#plaatsen .plaats').length"
    )
    assert "Almere" in page.inner_text("#plaatsen")
