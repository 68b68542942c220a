"""What designers see first: buttons in line, with room between them; what can be pressed looks it, is whole, and can be undone."""

from typing import Any

import pytest
from browser_steps import SETTLED, ask, axe, go, visit

pytestmark = pytest.mark.browser
CASE = "voorbeelden/tilburg-zorg-in-onderwijstijd"


@pytest.mark.parametrize("width", [1366, 390])
def test_buttons_below_an_example_stand_in_line_or_apart(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    visit(page, CASE)
    one, other = (b.bounding_box() for b in page.locator("#voorbeeld-nu .knoppen .knop").all())
    assert one["height"] == other["height"]
    beside = one["y"] == other["y"] and other["x"] - one["x"] - one["width"] >= 8
    assert beside or other["y"] - one["y"] - one["height"] >= 8


def test_the_arrow_stays_beside_its_words(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, "routes")
    style = page.locator("#waarknop").evaluate("b => [getComputedStyle(b).display, getComputedStyle(b, '::after').flexShrink]")
    assert style == ["inline-flex", "0"] or style == ["flex", "0"]


def test_a_stop_can_be_pressed_between_its_circle_and_its_name(page: Any) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    go(page, "routes")
    stop = page.locator(".reis-plaat .halte").nth(4)
    circle, name = stop.locator("circle").bounding_box(), stop.locator(".halte-naam").first.bounding_box()
    page.mouse.click(circle["x"] + circle["width"] / 2, (circle["y"] + circle["height"] + name["y"]) / 2)
    page.wait_for_selector("#route-nu [data-deel='5']")


def test_an_example_tells_its_route_shows_that_it_is_chosen_and_leaves_the_comparison(page: Any) -> None:
    go(page, "voorbeelden")
    cards = page.locator(".voorbeeldkaart")
    assert cards.first.locator(".label").first.inner_text().split(": ")[1]
    assert "underline" in cards.first.locator("h3 a").evaluate("a => getComputedStyle(a).textDecorationLine")
    for number in range(3):
        cards.nth(number).locator(".vergelijkknop").click()
        page.wait_for_function("n => document.querySelectorAll('.vergelijkknop[aria-pressed=true]').length === n", arg=number + 1)
    assert cards.nth(1).locator(".vergelijkknop").inner_text() == "Gekozen"
    assert axe(page) == []
    page.locator("#vergelijking thead button").nth(1).press("Enter")
    page.wait_for_function("document.querySelectorAll('.vergelijking thead th').length === 2")
    page.wait_for_function("document.activeElement.closest('#vergelijking thead')")
    assert cards.nth(1).locator(".vergelijkknop").inner_text() == "Vergelijk"


def test_the_question_box_lies_above_the_text_with_an_edge(page: Any) -> None:
    ask(page, "Wat is een LEA?")
    page.evaluate(SETTLED)
    style = page.locator("#vraagvak").evaluate("b => [getComputedStyle(b).borderTopWidth, getComputedStyle(b).boxShadow]")
    assert style[0] == "1px"
    assert style[1] != "none"


def test_what_can_be_moved_aside_or_down_on_a_phone_shows_it(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, "routes")
    table = page.locator(".tabel:has(.matrix)")
    page.locator("#pagina-routes .schuifhint").wait_for()
    assert page.locator("#pagina-routes .schuifhint").is_visible()
    table.evaluate("e => { e.scrollLeft = 150 }")
    first, box = table.locator("tbody th").first.bounding_box(), table.bounding_box()
    assert abs(first["x"] - box["x"]) < 1, "the name of the route stays"
    go(page, "voorbeelden")
    page.locator("#facetten label", has_text="Kaart").last.click()
    page.wait_for_selector("#plaatsen button")
    shown = page.locator("#plaatsen").evaluate("e => [e.scrollHeight > e.clientHeight, getComputedStyle(e).backgroundImage]")
    assert shown[0]
    assert "linear-gradient" in shown[1]


def test_names_of_stages_stay_clear_of_their_frame(page: Any) -> None:
    go(page, "routes")
    room = """() => [...document.querySelectorAll('.etappe-naam')].map(name => {
        const own = name.getBoundingClientRect(), middle = (own.left + own.right) / 2;
        const frames = [...document.querySelectorAll('rect.etappe')].map(f => f.getBoundingClientRect());
        const frame = frames.find(f => f.left < middle && f.right > middle);
        return Math.min(own.left - frame.left, frame.right - own.right);
    })"""
    assert min(page.evaluate(room)) >= 6
