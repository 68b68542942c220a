"""A slow answer, and a server that stops in the middle of one: what a visitor sees, and that nothing is lost."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from browser_steps import QUESTION, ask, axe, begin, open_page
from conftest import serving

pytestmark = [pytest.mark.browser, pytest.mark.long]
SECOND = "Wat is een LEA?"


def test_two_slow_answers_at_once_can_be_read_while_they_come_and_do_not_mix(
    browser: Any, corpus_index: Path, tmp_path: Path
) -> None:
    with serving(corpus_index, tmp_path / "log.txt", pause=1.0) as address:
        page, other = browser.new_page(), browser.new_page()
        open_page(page, address)
        open_page(other, address)
        begin(page, QUESTION)
        begin(other, SECOND)
        assert "Ik zoek in de bronnen" in page.inner_text("#gesprek-nu")
        assert axe(other) == []
        page.wait_for_selector("#gesprek-nu .beurt[aria-busy=true] .blok")
        heights = []
        while page.locator("#gesprek-nu .beurt[aria-busy=true]").count() and len(heights) < 200:
            heights.append(page.evaluate("document.querySelector('#gesprek-nu .beurt .blok').getBoundingClientRect().height"))
            time.sleep(0.1)
        assert len(heights) > 5, "the answer came in one go"
        assert max(heights) - min(heights) < 2, "what was read does not move while more comes"
        assert page.locator("#gesprek-nu a.marker").count() > 1
        other.wait_for_selector("#gesprek-nu .beurt[aria-busy=false]")
        for visitor, asked in ((page, QUESTION), (other, SECOND)):
            assert visitor.locator(".beurt").evaluate_all("turns => turns.map(t => t.dataset.vraag)") == [asked]
            assert visitor.locator(".bewijs-vraag").all_inner_texts() == [f"Bij uw vraag: {asked}"]
            visitor.close()


def test_a_server_that_stops_in_mid_answer_loses_nothing(browser: Any, corpus_index: Path, tmp_path: Path) -> None:
    with serving(corpus_index, tmp_path / "log.txt", pause=0.4) as address:
        page = browser.new_page()
        open_page(page, address)
        first = ask(page, QUESTION).locator(".antwoord").inner_text()
        begin(page, SECOND)
    page.evaluate("reisgenoot.kijk()")
    page.wait_for_selector("#verbinding:not([hidden])")
    assert "verbinding met Reisgenoot is weg" in page.inner_text("#verbinding")
    assert axe(page) == []
    with serving(corpus_index, tmp_path / "log.txt", port=int(address.rsplit(":", 1)[1])):
        page.wait_for_function("document.querySelector('#verbinding')?.innerText.includes('er weer')", timeout=60_000)
        page.wait_for_selector("#gesprek-nu .beurt[aria-busy=false]")
        assert "afgebroken" in page.inner_text("#verbinding")
        shown = page.inner_text("#gesprek-nu .antwoord")
        assert re.sub(r"\s+", " ", shown) == re.sub(r"\s+", " ", first)
        page.wait_for_function("asked => document.querySelector('#vraagveld textarea').value === asked", arg=SECOND)
        assert axe(page) == []
        page.focus("#vraagveld textarea")
        page.keyboard.press("Enter")
        page.wait_for_function("document.querySelectorAll('.beurt').length === 2")
        page.wait_for_selector("#gesprek-nu .beurt[aria-busy=false]")
        assert page.locator("#gesprek-eerder .beurt").count() == 1
    page.close()
