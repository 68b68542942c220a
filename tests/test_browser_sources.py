"""The desk on the page Bronnen in a real Chromium: for who sits at this computer, and for nobody else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_steps import ask, axe, go, open_page
from conftest import serving, small_index
from pdf_maker import GUIDE, write_pdf

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An interface over an index that may change, of a few cards: what is added is asked about, not what was there."""
    folder = tmp_path_factory.mktemp("desk")
    index, _ = small_index(folder)
    with serving(index, folder / "log.txt") as address:
        yield address


def test_a_pdf_is_added_asked_about_and_taken_out_without_a_restart(browser: Any, desk: str, tmp_path: Path) -> None:
    page = browser.new_page()
    open_page(page, desk)
    go(page, "bronnen")
    page.wait_for_selector("#pdf-kiezen")
    assert "Er is nog niets toegevoegd." in page.inner_text("#beheer")
    assert not page.locator("#pdf-weghalen").is_visible()
    assert axe(page) == []
    page.set_input_files("#pdf-kiezen input[type=file]", str(write_pdf(tmp_path / "een gids.pdf", GUIDE)))
    page.wait_for_selector("#pdf-kiezen .file-preview, #pdf-kiezen table")
    page.click("#pdf-toevoegen")
    page.wait_for_selector("#bronnen-verslag .gelukt", timeout=60_000)
    assert "3 bladzijden" in page.inner_text("#bronnen-verslag")
    page.wait_for_selector("#pagina-bronnen a[data-bladzijde='een-gids/1']")
    assert axe(page) == []
    go(page, "vraag")
    assert "bakfiets" in ask(page, "Wat rijdt er elke woensdag in Bovenstad langs de pleinen?").inner_text()
    go(page, "bronnen")
    page.locator("#pdf-weg label", has_text="Een gids").click()
    page.click("#pdf-weghalen")
    page.wait_for_function("document.querySelector('#bronnen-verslag').innerText.includes('weggehaald')", timeout=60_000)
    page.wait_for_selector("#pdf-weghalen", state="hidden")
    assert "Er is nog niets toegevoegd." in page.inner_text("#beheer")
    page.close()


def test_who_comes_through_a_proxy_sees_no_desk(browser: Any, desk: str) -> None:
    context = browser.new_context(extra_http_headers={"X-Forwarded-For": "10.0.0.7"})
    page = context.new_page()
    open_page(page, desk)
    go(page, "bronnen")
    page.wait_for_timeout(1500)
    assert page.locator("#beheer").count() == 0 or page.locator("#beheer").is_hidden()
    context.close()
