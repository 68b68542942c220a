"""Conversations that the browser keeps, judgements, Word, and "Waar sta ik?", in a real Chromium."""

import re
from pathlib import Path
from typing import Any

import docx
import pytest
from browser_steps import QUESTION, answered, ask, axe, go, open_page

pytestmark = pytest.mark.browser
KEPT = "JSON.parse(localStorage.getItem('reisgenoot-gesprekken') || '[]').map(c => c.beurten.length)"


def kept(page: Any, *turns: int) -> None:
    page.wait_for_function(f"turns => JSON.stringify({KEPT}) === JSON.stringify(turns)", arg=list(turns))


def test_a_conversation_is_kept_reopened_and_deleted(page: Any, server: str) -> None:
    ask(page, QUESTION)
    ask(page, "Nog een voorbeeld uit Brabant?")
    kept(page, 2)
    page.click("#nieuw-gesprek")
    page.wait_for_selector(".welkom")
    ask(page, "Wat is een LEA?")
    kept(page, 1, 2)

    open_page(page, server)
    page.click("#gesprekken-kop")
    assert axe(page) == []
    page.locator(".gesprek-open", has_text="collectieve financiering").click()
    answered(page, 2)
    page.locator("#gesprek-eerder a.marker").first.click()
    assert "Tilburg" in page.inner_text("#bewijs-eerder .bewijs:not([hidden])")
    ask(page, "En voor 12+?")
    kept(page, 3, 1)

    page.locator(".gesprek-wis").first.click()
    kept(page, 1)
    page.click("#wis-gesprekken")
    kept(page)


def test_a_link_that_is_followed_again_makes_no_second_line(page: Any, server: str) -> None:
    for visit in (f"{server}/?vraag=Wat%20is%20een%20LEA%3F", f"{server}/#vraag/Wat%20is%20een%20LEA%3F"):
        page.goto("about:blank")
        page.goto(visit)
        answered(page, 1)
        page.wait_for_function(f"{KEPT}.length > 0")
    page.wait_for_timeout(500)
    kept(page, 1)
    page.click("#gesprekken-kop")
    assert re.fullmatch(r"\d\d:\d\d", page.inner_text("#gesprekken-lijst .dag"))
    page.evaluate(
        """() => { const talks = JSON.parse(localStorage['reisgenoot-gesprekken']); talks[0].dag = Date.UTC(2024, 4, 17, 12);
        localStorage['reisgenoot-gesprekken'] = JSON.stringify(talks) }"""
    )
    open_page(page, server)
    page.click("#gesprekken-kop")
    assert page.inner_text("#gesprekken-lijst .dag") == "17 mei"


def test_the_same_question_in_another_window_or_in_another_way_takes_nothing_away(page: Any, server: str) -> None:
    ask(page, "Wat is een LEA?")
    kept(page, 1)
    other = page.context.new_page()
    open_page(other, server)
    ask(other, "Wat is een LEA?")
    kept(other, 1)
    ask(page, "En voor 12+?")
    kept(page, 2, 1)
    ask(other, "Nog een voorbeeld uit Brabant?")
    kept(page, 2, 2)
    other.click("#nieuw-gesprek")
    other.wait_for_selector(".welkom")
    ask(other, "Wat is een LEA?")
    kept(other, 1, 2, 2)
    other.click("#nieuw-gesprek")
    other.wait_for_selector(".welkom")
    other.click("#filterknop")
    other.locator("#filter-soort label", has_text="Wetten").click()
    ask(other, "Wat is een LEA?")
    kept(other, 1, 1, 2, 2)


def test_a_person_in_a_question_is_warned_for_and_kept_nowhere(page: Any, tmp_path: Path) -> None:
    asked = "Mijn client Kevin de Vries (BSN 123456782) heeft schulden, tel 06-12345678, wat nu?"
    page.fill("#vraagveld textarea", asked)
    page.evaluate(
        """() => { window.gezien = ""; new MutationObserver(() => {
            window.gezien += document.querySelector("#gesprek").innerHTML + document.querySelector("#bewijs").innerHTML;
        }).observe(document.body, { subtree: true, childList: true }); }"""
    )
    page.keyboard.press("Enter")
    answer = answered(page, 1)
    assert "een burgerservicenummer, een telefoonnummer en de naam van een persoon" in answer.locator(".melding").first.inner_text()
    assert "Mijn client [verwijderd] (BSN [verwijderd])" in answer.locator("h2.vraag").inner_text()
    kept(page, 1)
    with page.expect_download() as loading:
        page.click("#bewaar-gesprek")
    loading.value.save_as(tmp_path / "gesprek.md")
    stored = page.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    places = {
        "page": page.content(), "passing": page.evaluate("window.gezien"), "browser": stored, "address": page.url,
        "file": (tmp_path / "gesprek.md").read_text(encoding="utf-8"),
    }  # fmt: skip
    for place, text in places.items():
        assert place in ("passing", "address") or "[verwijderd]" in text
        for private in ("Kevin", "123456782", "12345678"):
            assert private not in text, f"{private} in {place}"


def test_keeping_can_be_put_off(page: Any) -> None:
    ask(page, "Wat is een LEA?")
    kept(page, 1)
    page.click("#gesprekken-kop")
    page.click("#wis-gesprekken")
    page.uncheck("#bewaar-aan")
    page.click("#nieuw-gesprek")
    page.wait_for_selector(".welkom")
    ask(page, "Wat is een LEA?")
    page.wait_for_timeout(800)
    kept(page)


def test_a_window_without_storage_answers_all_the_same(browser: Any, server: str) -> None:
    context = browser.new_context()
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { configurable: true, get() { throw new DOMException('nee') } })"
    )
    page = context.new_page()
    open_page(page, server)
    assert ask(page, QUESTION).locator("a.marker").count() > 0
    assert page.locator("#eerdere-gesprekken").is_hidden()
    context.close()


def test_an_answer_is_judged_with_a_reason(page: Any, corpus_index: Path) -> None:
    answer = ask(page, QUESTION)
    answer.locator(".omlaag").click()
    assert axe(page) == []
    answer.locator(".waarom button", has_text="bewijs").click()
    page.wait_for_selector("#zeg .zeg")
    assert "zonder uw naam" in page.inner_text("#zeg")
    assert '"reason": "bewijs"' in (corpus_index / "feedback.jsonl").read_text(encoding="utf-8")


def test_a_conversation_is_saved_in_word(page: Any, tmp_path: Path) -> None:
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.click("#bewaar-word")
    download.value.save_as(tmp_path / "gesprek.docx")
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "gesprek.docx")).paragraphs)
    assert QUESTION in text
    assert "p. 27" in text


def test_seven_questions_propose_a_route(page: Any) -> None:
    go(page, "routes")
    page.click("#waarknop")
    page.locator("#waar fieldset").nth(4).locator("label", has_text="Nee").click()
    page.locator("#waar fieldset").nth(0).locator("label", has_text="Ja").click()
    page.click("#toon-route")
    page.wait_for_selector("#waar-uitkomst .leeskaart")
    assert "route 5" in page.inner_text("#waar-uitkomst")
    assert page.locator("#waar-uitkomst .voorbeeldkaart").count() == 3
    assert axe(page) == []
    page.locator("#waar-uitkomst a.knop").click()
    page.wait_for_selector('[data-deel="5"]')


def test_a_profile_is_remembered_shown_and_wiped(page: Any, server: str) -> None:
    page.click("#profielknop")
    for group, name in (("rol", "Gemeente"), ("leeftijd", "tot 12 jaar")):
        before = page.evaluate("localStorage.getItem('reisgenoot-profiel')")
        page.locator(f"#profiel-{group} label", has_text=name).click()
        page.wait_for_function("before => localStorage.getItem('reisgenoot-profiel') !== before", arg=before)
    assert axe(page) == []
    open_page(page, server)
    page.click("#profielknop")
    page.wait_for_selector("#profiel-rol label.selected:has-text('Gemeente')")
    page.wait_for_selector("#profiel-leeftijd label.selected:has-text('tot 12 jaar')")
    answer = ask(page, "Welke voorbeelden zijn er van jeugdhulp op school?")
    chip = answer.locator(".chip", has_text="uw profiel: gemeente, tot 12 jaar")
    chip.click()
    chip.wait_for(state="detached")
    page.click("#profiel-wis")
    page.wait_for_selector("#profiel-rol label.selected:has-text('Geen keuze')")
