"""A page of a publication in a window of the page: marked, walked through, closed, on a desk and on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from browser_steps import ask, axe, go
from browser_tabs import Tabs
from conftest import serving, small_index
from pdf_maker import GUIDE, TROLLEY, write_pdf

pytestmark = pytest.mark.browser
QUESTION = "Wat doet de bakfiets met knutselspullen in Bovenstad?"
SIZES = ((1280, 900), (390, 844))


@pytest.fixture(scope="module")
def guide_tabs(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    """The interface over a few cards and one made publication of three pages, `een-gids`."""
    folder = tmp_path_factory.mktemp("gids")
    index, _ = small_index(folder, write_pdf(folder / "een-gids.pdf", GUIDE))
    with serving(index, folder / "log.txt") as address:
        yield Tabs(browser, address, reduced_motion="reduce")


@pytest.fixture(params=SIZES, ids=["desk", "phone"])
def guide_page(request: pytest.FixtureRequest, guide_tabs: Tabs) -> Iterator[Any]:
    """The page, with a question answered from a publication that is kept here."""
    width, height = request.param
    with guide_tabs.opened({"width": width, "height": height}) as page:
        ask(page, QUESTION)
        yield page


def opened(page: Any) -> Any:
    link = page.locator("#bewijs-nu a[data-bladzijde='een-gids/2']").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#bladzijde[aria-busy=false] .blad-merk")
    return link


def test_the_page_opens_with_the_sentence_marked_and_closes_with_escape(guide_page: Any) -> None:
    link = opened(guide_page)
    window = guide_page.locator("#bladzijde")
    assert "bladzijde 2" in window.locator("h2").inner_text()
    assert TROLLEY in window.locator("mark").first.inner_text()
    mark, sheet = window.locator(".blad-merk").first.bounding_box(), window.locator(".blad img").bounding_box()
    assert sheet["x"] <= mark["x"] < mark["x"] + mark["width"] <= sheet["x"] + sheet["width"]
    guide_page.wait_for_function("document.querySelector('.blad img').naturalWidth === 1200")
    assert "Bladzijde 2" in window.locator("img").get_attribute("alt")
    assert guide_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(guide_page) == []
    guide_page.keyboard.press("Escape")
    assert window.is_hidden()
    assert link.evaluate("a => a === document.activeElement")


def test_the_pages_around_it_are_a_press_away(guide_page: Any) -> None:
    opened(guide_page)
    window = guide_page.locator("#bladzijde")
    window.get_by_label("Volgende bladzijde").click()
    guide_page.wait_for_function("document.querySelector('.blad-telling').textContent === '3 van 3'")
    assert window.locator(".blad-merk").count() == 0
    assert window.get_by_label("Volgende bladzijde").is_disabled()
    assert window.locator("a[href='/bron/een-gids#page=3']").count() == 1
    window.locator("summary").click()
    assert "onerror" in window.locator(".blad-tekst").inner_text()
    assert guide_page.evaluate("window.stuk") is None
    window.locator("h2").focus()
    guide_page.keyboard.press("ArrowLeft")
    guide_page.wait_for_function("document.querySelectorAll('.blad-merk').length > 0")
    window.get_by_text("Groter").click()
    assert guide_page.evaluate("document.querySelector('.blad').offsetWidth") == 1200
    window.get_by_label("Sluiten").click()
    assert window.is_hidden()


def test_a_page_that_cannot_be_shown_says_so_and_the_pdf_is_still_there(guide_page: Any) -> None:
    guide_page.route("**/bladzijde/**", lambda route: route.abort())
    guide_page.locator("#bewijs-nu a[data-bladzijde]").first.click()
    guide_page.wait_for_function("document.querySelector('.blad-noot').textContent.includes('lukte niet')")
    assert guide_page.locator("#bladzijde a", has_text="Open de hele PDF").get_attribute("href").startswith("/bron/een-gids#page=")
    assert axe(guide_page) == []


def test_a_publication_opens_from_the_page_with_sources(guide_page: Any) -> None:
    go(guide_page, "bronnen")
    guide_page.locator("#pagina-bronnen a[data-bladzijde='een-gids/1']").click()
    guide_page.wait_for_selector("#bladzijde[aria-busy=false] img[src]")
    assert guide_page.locator(".blad-merk").count() == 0


def test_what_is_no_page_is_not_shown(guide_page: Any, guide_tabs: Tabs) -> None:
    for place in ("een-gids/bladzijde/9", "een-gids/bladzijde/0.png", "reisgids-2025/bladzijde/1", "..%2Fx/bladzijde/1.png"):
        assert guide_page.request.get(f"{guide_tabs.address}/bron/{place}").status == 404, place
    answer = guide_page.request.get(f"{guide_tabs.address}/bron/een-gids/bladzijde/2.png")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_name_of_the_model_is_for_who_opens_it(page: Any) -> None:
    go(page, "bronnen")
    name = page.locator("#pagina-bronnen dt", has_text="Zoekmodel")
    assert not name.is_visible()
    page.locator("#pagina-bronnen summary", has_text="Technische gegevens").click()
    name.wait_for(state="visible")
