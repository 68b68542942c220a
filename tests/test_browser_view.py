"""What is asked for comes into view, and nothing else moves the page, in a real Chromium."""

from typing import Any

import pytest
from browser_steps import ask, axe, go, open_page

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
REFUSED = "Hoe vervang ik de remblokken van mijn auto?"
TOP = "name => document.querySelector(name).getBoundingClientRect().top"


def at_rest(page: Any) -> None:
    """Wait until nothing scrolls any more."""
    page.evaluate("window.gelopen = performance.now(); addEventListener('scroll', () => { gelopen = performance.now() })")
    page.wait_for_function("performance.now() - gelopen > 400")


def test_typing_does_not_scroll_the_page(page: Any) -> None:
    page.set_viewport_size(DESK)
    ask(page, "Wat is een LEA?")
    at_rest(page)
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    box = page.locator("#vraagveld textarea").bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + box["height"] / 2)
    page.keyboard.type("Welke gemeente")
    at_rest(page)
    assert page.evaluate("scrollY") == 0


def uncovered(page: Any) -> bool:
    """Whether the question box leaves bare what has the focus; the box itself and the evidence beside it cannot be covered."""
    if page.evaluate("Boolean(document.activeElement.closest('#vraagvak, #bewijs'))"):
        return True
    box, at = page.locator("#vraagvak").bounding_box(), page.locator(":focus").bounding_box()
    return bool(at["y"] + at["height"] <= box["y"] + 1 or at["y"] >= box["y"] + box["height"] - 1)


def test_focus_by_tab_is_never_under_the_question_box(page: Any) -> None:
    page.set_viewport_size(DESK)
    ask(page, "Wat is een LEA?")
    ask(page, "Nog een voorbeeld uit Brabant?")
    at_rest(page)
    page.locator("#gesprek-eerder a.marker").first.focus()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert uncovered(page)
    page.focus("#vraagveld textarea")
    page.evaluate(
        "[...document.querySelectorAll('#gesprek-nu button')].at(-1).scrollIntoView({ block: 'end', behavior: 'instant' })"
    )
    for _ in range(5):
        page.keyboard.press("Shift+Tab")
        assert uncovered(page)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_each_question_comes_to_stand_at_the_top(page: Any, server: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    open_page(page, server)
    for question in ("Wat is een LEA?", "Nog een voorbeeld uit Brabant?", REFUSED):
        ask(page, question)
        at_rest(page)
        assert 0 <= page.evaluate(TOP, "#gesprek-nu h2") < 60


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_place_on_the_map_brings_its_cases_into_view_and_the_focus_along(page: Any, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    go(page, "voorbeelden")
    if page.locator("#facetknop").is_visible():
        page.click("#facetknop")
    page.locator("#facetten label", has_text="Kaart").last.click()
    page.wait_for_selector("#kaart .scatterlayer path.point")
    page.locator("#plaatsen [data-waarde=Almere]").press("Enter")
    page.wait_for_selector("#plaatsvak")
    at_rest(page)
    card = page.locator("#plaatsvak .voorbeeldkaart").first.bounding_box()
    assert page.evaluate(TOP, "#plaatsvak h3") >= 0
    assert card["y"] + card["height"] <= size["height"]
    assert page.evaluate("Boolean(document.activeElement.closest('#plaatsvak'))")
    page.keyboard.press("Enter")
    page.wait_for_selector("#plaatsvak", state="detached")
    page.wait_for_function("document.activeElement.matches('#plaatsen [data-waarde=Almere]')")
    at_rest(page)
    assert 0 <= page.evaluate(TOP, "#plaatsen [data-waarde=Almere]") < size["height"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_bar_leads_to_the_comparison_and_stays_away_while_it_is_seen(page: Any, size: dict[str, int]) -> None:
    page.set_viewport_size(size)
    go(page, "voorbeelden")
    for number in (6, 7):
        page.locator(".voorbeeldkaart .vergelijkknop").nth(number).click()
        page.wait_for_function("n => document.querySelectorAll('.vergelijkknop[aria-pressed=true]').length === n", arg=number - 5)
    bar = page.locator(".gekozen button")
    bar.wait_for(state="visible")
    bar.press("Enter")
    at_rest(page)
    assert 0 <= page.evaluate(TOP, ".vergelijking") < 60
    assert page.evaluate("Boolean(document.activeElement.closest('#vergelijking'))")
    assert bar.is_hidden()
    assert axe(page) == []
    page.locator(".voorbeeldkaart").nth(12).scroll_into_view_if_needed()
    bar.wait_for(state="visible")


def test_escape_leads_back_to_the_number_and_to_the_link(page: Any) -> None:
    page.set_viewport_size(DESK)
    answer = ask(page, "Wat is een LEA?")
    answer.locator("a.marker").nth(2).press("Enter")
    page.wait_for_function("document.activeElement.matches('.steun')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement === document.querySelectorAll('#gesprek-nu a.marker')[2]")
    go(page, "voorbeelden")
    link = page.locator(".voorbeeldkaart h3 a").nth(9)
    link.press("Enter")
    page.wait_for_selector("#voorbeeld-nu .leeskaart")
    at_rest(page)
    page.focus("#zoek-voorbeeld :is(input, textarea)")
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.locator("#voorbeeld-nu .leeskaart").count() == 1
    page.locator("#voorbeeld-nu .sluit").focus()
    page.keyboard.press("Escape")
    page.wait_for_selector("#voorbeeld-nu .leeskaart", state="detached")
    page.wait_for_function("document.activeElement === document.querySelectorAll('.voorbeeldkaart h3 a')[9]")
    at_rest(page)
    place = link.bounding_box()
    assert 0 <= place["y"] < DESK["height"]
    assert page.evaluate("location.hash") == "#voorbeelden"
