"""What is opened to read gets the focus, and gives it back to where the visitor was: Voorbeelden, Wetten, Routes."""

from typing import Any

import pytest
from browser_steps import SETTLED, axe, go

pytestmark = pytest.mark.browser
READ = {"voorbeelden": (".voorbeeldkaart h3 a", "#voorbeeld-nu"), "wetten": (".drie a", "#wet-nu")}
ON_HEADING = "panel => document.activeElement.matches(`${panel} h3`)"


@pytest.mark.parametrize("name", READ)
def test_what_is_read_has_the_focus_and_gives_it_back(page: Any, name: str) -> None:
    links, panel = READ[name]
    go(page, name)
    link = page.locator(f"#pagina-{name} {links}").last
    for close in ("Enter", "Escape"):
        link.scroll_into_view_if_needed()
        page.evaluate(SETTLED)
        before = link.bounding_box()["y"]
        link.press("Enter")
        page.wait_for_function(ON_HEADING, arg=panel)
        page.evaluate(SETTLED)
        assert 0 <= page.locator(f"{panel} h3").bounding_box()["y"] < 120
        page.keyboard.press("Tab")
        assert page.evaluate("panel => Boolean(document.activeElement.closest(panel))", panel)
        page.locator(f"{panel} .sluit").press(close)
        page.wait_for_selector(f"{panel} .leeskaart", state="detached")
        page.evaluate(SETTLED)
        assert link.evaluate("a => a === document.activeElement")
        assert abs(link.bounding_box()["y"] - before) < 3


def test_who_came_by_an_address_gets_back_to_the_link_or_to_the_heading(page: Any, server: str) -> None:
    places = (("voorbeelden", "voorbeeld=tilburg-zorg-in-onderwijstijd", "h3 a"), ("wetten", "wet=bestaat-niet", "h2"))
    for name, part, landing in places:
        page.goto(f"{server}/?{part}")
        page.wait_for_selector(f"#pagina-{name} .sluit", state="visible")
        page.locator(f"#pagina-{name} .sluit").press("Enter")
        page.wait_for_function("landing => document.activeElement.matches(landing)", arg=landing)
        assert page.evaluate("document.activeElement.closest('.pagina').id") == f"pagina-{name}"


def test_the_next_stop_has_the_focus(page: Any) -> None:
    go(page, "routes")
    page.locator("#route-nu .wandel a", has_text="Volgende halte").press("Enter")
    page.wait_for_selector("#route-nu [data-deel='2']")
    page.wait_for_function(ON_HEADING, arg="#route-nu")
    assert axe(page) == []


@pytest.mark.parametrize("width", [390, 683])
def test_the_plate_on_a_phone_has_whole_words_every_age_and_says_that_it_moves(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    go(page, "wetten")
    for heading in page.locator(".domein h3").all():
        size = heading.evaluate(
            "h => [h.getBoundingClientRect().height, parseFloat(getComputedStyle(h).lineHeight), h.scrollWidth, h.clientWidth]"
        )
        assert size[0] < 2 * size[1] + 12
        assert size[2] <= size[3]
    plate = page.locator(".plaat").bounding_box()
    assert page.locator("#pagina-wetten .schuifhint").is_visible()
    boxes = [mark.bounding_box() for mark in page.locator(".leeftijd").all()]
    assert len(boxes) == 7
    assert boxes[0]["x"] >= plate["x"]  # "voor geboorte"
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    page.evaluate("document.querySelector('.plaat').scrollLeft = 200")
    assert page.locator(".domein h3").first.bounding_box()["x"] >= plate["x"]
    summary = page.locator("#pagina-wetten .als-tabel summary").bounding_box()
    assert summary["y"] < plate["y"]
