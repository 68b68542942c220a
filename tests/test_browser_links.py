"""Addresses from elsewhere, and the title of the window that follows."""

from typing import Any

import pytest
from browser_steps import answered, go

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("search", "selector", "title"),
    [
        ("route=5", "[data-deel='5']", "financi"),
        ("voorbeeld=tilburg-zorg-in-onderwijstijd", "#voorbeeld-nu .leeskaart", "Tilburg"),
        ("wet=jeugdwet", "#wet-nu .leeskaart", "Jeugdwet"),
    ],
)
def test_an_address_opens_its_part_and_names_the_window(page: Any, server: str, search: str, selector: str, title: str) -> None:
    page.goto("about:blank")
    page.goto(f"{server}/?{search}")
    page.wait_for_selector(selector)
    page.wait_for_function("title => document.title.includes(title)", arg=title)
    assert "?" not in page.url


def test_a_question_in_the_address_is_asked_once(page: Any, server: str) -> None:
    page.goto("about:blank")
    page.goto(f"{server}/?vraag=Wat%20is%20een%20LEA%3F")
    assert "LEA" in answered(page, 1).inner_text()
    page.reload()
    page.wait_for_selector("#kop nav a[aria-current]")
    page.wait_for_timeout(500)
    assert page.locator(".beurt").count() == 0


@pytest.mark.parametrize("search", ["route=99", "voorbeeld=bestaat-niet", "wet=<script>window.stuk=1</script>", "iets=anders"])
def test_an_address_that_names_nothing_does_no_harm(page: Any, server: str, search: str) -> None:
    page.goto("about:blank")
    page.goto(f"{server}/?{search}")
    page.wait_for_selector("#kop nav a[aria-current]")
    page.wait_for_timeout(500)
    assert page.evaluate("window.stuk") is None
    assert page.locator(".pagina:visible").count() == 1
    assert search[:2] not in ("vo", "we") or page.locator(".leeskaart:visible", has_text="niet").count() == 1


def test_the_title_follows_the_page(page: Any) -> None:
    go(page, "wetten")
    assert page.title().startswith("Wetten – Reisgenoot")
    go(page, "vraag")
    assert page.title().startswith("Reisgenoot")
