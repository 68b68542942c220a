"""The interface in a real Chromium, against a real server process over the real corpus."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_steps import AXE, QUESTION, SETTLED, answered, ask, axe, go, open_page, visit
from browser_tabs import Tabs

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
COMPARED = "Wat is het verschil tussen een LEA en een OOGO?"
PAGES = ("vraag", "routes", "voorbeelden", "wetten", "presentatie", "bronnen", "over")


def test_the_page_is_dutch_and_has_a_title(page: Any) -> None:
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.title().startswith("Reisgenoot")
    assert page.locator("footer:visible").count() == 0
    assert page.locator(".voorbeeldvraag").count() == 6


def test_a_question_gets_an_answer_with_evidence_that_opens(page: Any) -> None:
    answer = ask(page, QUESTION)
    assert "Tilburg" in answer.inner_text()
    marker = answer.locator("a.marker").first
    marker.click()
    evidence = page.locator(".steun.aangewezen")
    assert evidence.count() == 1
    assert evidence.locator("mark").count() >= 1
    card = page.locator(".bewijskaart", has=evidence)
    assert "Reisgids, p. 27" in card.inner_text()
    assert "Tilburg" in card.inner_text()
    assert page.evaluate("document.activeElement.id") == evidence.get_attribute("id")
    card.locator("a.terug").click()
    assert page.evaluate("document.activeElement.classList.contains('marker')")


def test_an_example_question_is_one_press(page: Any) -> None:
    page.locator(".voorbeeldvraag").first.click()
    assert "Tilburg" in answered(page, 1).inner_text()


def test_a_follow_up_keeps_the_thread_and_the_earlier_evidence(page: Any) -> None:
    ask(page, QUESTION)
    second = ask(page, "Nog een voorbeeld uit Brabant?")
    assert second.locator("a.marker").count() > 0
    assert page.locator("#gesprek-eerder .beurt").count() == 1
    page.locator("#gesprek-eerder a.marker").first.click()
    assert page.locator("#bewijs-eerder .bewijs:visible").count() == 1
    assert page.locator("#bewijs-nu .bewijs:visible").count() == 0
    assert "Tilburg" in page.locator("#bewijs-eerder .bewijs:visible").inner_text()


def test_filters_narrow_the_evidence(page: Any) -> None:
    page.click("#filterknop")
    assert page.locator("#filterknop").get_attribute("aria-expanded") == "true"
    page.locator("#filter-soort label", has_text="Wetten").click()
    ask(page, "Wat is er geregeld over jeugdhulp?")
    kinds = set(page.locator("#bewijs-nu .label.soort").all_inner_texts())
    assert kinds == {"Wet"}


def test_what_was_understood_can_be_taken_away(page: Any) -> None:
    answer = ask(page, "Welke voorbeelden zijn er voor 12+ in Tilburg?")
    chips = answer.locator(".chip").count()
    assert chips >= 2
    answer.locator(".chip").first.click()
    page.wait_for_function("n => document.querySelectorAll('#gesprek-nu .chip').length === n", arg=chips - 1)
    assert page.locator(".beurt").count() == 1


def test_what_is_not_in_the_sources_is_refused(page: Any) -> None:
    answer = ask(page, "Hoe vervang ik de remblokken van mijn auto?")
    assert "Dit staat niet in de bronnen" in answer.inner_text()


def test_an_empty_question_is_told_at_the_field_and_makes_no_turn(page: Any) -> None:
    ask(page, QUESTION)
    for press in (lambda: page.keyboard.press("Enter"), lambda: page.click("#vraagknop")):
        page.fill("#vraagveld textarea", "  ")
        page.focus("#vraagveld textarea")
        press()
        page.wait_for_function("document.querySelector('#vraagveld [role=status]').textContent === 'Typ eerst een vraag.'")
    assert page.locator("#gesprek .beurt").count() == 1
    assert page.locator("#gesprek .melding.fout").count() == 0
    page.keyboard.type("e")
    page.wait_for_function("document.querySelector('#vraagveld [role=status]').textContent === ''")
    ask(page, "En voor 12+?")


def test_a_new_conversation_starts_empty(page: Any) -> None:
    ask(page, QUESTION)
    page.click("#nieuw-gesprek")
    page.wait_for_selector(".welkom")
    assert page.locator(".beurt").count() == 0
    assert page.locator(".bewijs").count() == 0


def test_the_conversation_is_kept_as_markdown(page: Any, tmp_path: Path) -> None:
    ask(page, QUESTION)
    with page.expect_download() as download:
        page.click("#bewaar-gesprek")
    kept = tmp_path / "gesprek.md"
    download.value.save_as(kept)
    text = kept.read_text(encoding="utf-8")
    assert QUESTION in text
    assert "[1]" in text
    assert "p. 27" in text


def test_an_answer_is_copied_with_its_sources(page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, QUESTION)
    answer.locator("button[data-doe=kopieer]").click()
    page.wait_for_function("document.querySelector('[data-doe=kopieer]').textContent === 'Gekopieerd'")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "p. 27" in text


SCRIPTS = (
    "<img src=x onerror='window.stuk=1'> visie?",
    "<script>window.stuk=1</script> visie?",
    "${window.stuk=1} {{constructor}} `visie`?",
    '"><svg onload="window.stuk=1"> visie?',
)


def test_script_in_a_question_is_text(page: Any) -> None:
    for script in SCRIPTS:
        answer = ask(page, script)
        assert script in answer.locator(".vraag").inner_text()
        assert page.evaluate("window.stuk") is None, script
        assert page.locator("#gesprek img, #bewijs img").count() == 0, script


@pytest.fixture
def phone_page(tabs: Tabs) -> Iterator[Any]:
    with tabs.opened(PHONE) as page:
        yield page


def test_two_visitors_do_not_share_a_conversation(page: Any, browser: Any, server: str) -> None:
    ask(page, QUESTION)
    other_context = browser.new_context()
    other = other_context.new_page()
    open_page(other, server)
    assert other.locator(".beurt").count() == 0
    answer = ask(other, "en voor 12+?")
    assert "Tilburg" not in answer.locator(".gelezen-als").all_inner_texts()
    assert page.locator(".beurt").count() == 1
    other_context.close()


def test_a_phone_never_scrolls_sideways(phone_page: Any) -> None:
    page = phone_page
    for name in PAGES:
        page.locator(f"#kop nav a[data-pagina={name}]").click()
        if name == "vraag":
            ask(page, QUESTION)
            assert ask(page, COMPARED).locator("table").count() == 1
        elif name == "presentatie":
            page.click("#maak-presentatie")
            page.wait_for_selector("#presentatie-voorbeeld .dia")
        page.evaluate(SETTLED)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name


def test_a_table_on_a_phone_shows_every_cell(page: Any) -> None:
    page.set_viewport_size(PHONE)
    answer = ask(page, COMPARED)
    page.locator("#kop nav a[data-pagina=voorbeelden]").click()
    page.locator("#facetten label", has_text="Tabel").click()
    page.wait_for_selector("#gevonden table")
    cut = "table => [...table.querySelectorAll('tbody th, td, a')].some(e => e.getBoundingClientRect().right > innerWidth)"
    assert not page.locator("#gevonden table").evaluate(cut)
    told = "td => getComputedStyle(td, '::before').content"
    assert page.locator("#gevonden td").first.evaluate(told) == '"Plaats: "'
    go(page, "bronnen")
    assert not page.locator("#pagina-bronnen table").first.evaluate(cut)
    go(page, "vraag")
    assert not answer.locator("table").evaluate(cut)
    assert answer.locator("td").first.evaluate(told) == "none"  # the only cell of its row needs no name


def test_dates_are_words_and_commands_lie_folded(page: Any) -> None:
    answer = ask(page, "Wat regelt de Wet op het voortgezet onderwijs?")
    assert "1 augustus 2022" in answer.inner_text()
    told = [page.inner_text("#pagina-vraag")]
    for place in ("wetten/wvo-2020", "bronnen", "over"):
        visit(page, place)
        told.append(page.inner_text(f"#pagina-{place.split('/')[0]}"))
    assert "nagekeken op 1 augustus 2026" in told[1]
    assert not any(re.search(r"\d{4}-\d\d-\d\d", text) for text in told)
    assert "python -m" not in told[2]
    page.evaluate("location.hash = '#bronnen'")
    page.locator("#opdrachten summary").click()
    assert "python -m ingest add PAD" in page.inner_text("#opdrachten")


def test_the_keyboard_is_enough(page: Any) -> None:
    page.focus("#vraagveld textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answered(page, 1)
    page.locator("#gesprek-nu a.marker").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".steun.aangewezen").count() == 1


def test_a_question_in_the_address_is_asked(page: Any, server: str) -> None:
    page.goto("about:blank")
    page.goto(f"{server}/#vraag/Wat%20is%20een%20LEA?")
    assert "LEA" in answered(page, 1).inner_text()


def test_steps_that_were_ticked_stay_ticked_in_this_browser(page: Any, server: str) -> None:
    page.goto(f"{server}/#routes/5")
    page.wait_for_selector('[data-deel="5"]')
    page.locator("#route-nu input[data-stap]").first.check()
    page.locator(".wandel a", has_text="Volgende halte").click()
    page.wait_for_selector('[data-deel="6"]')
    assert page.locator("#route-nu input[data-stap]:checked").count() == 0
    page.goto("about:blank")
    page.goto(f"{server}/#routes/5")
    page.wait_for_selector('[data-deel="5"]')
    page.wait_for_function("document.querySelectorAll('#route-nu input[data-stap]:checked').length === 1")
    assert page.locator('.reis-plaat [data-halte="5"]').get_attribute("aria-current") == "true"


def test_cases_are_found_narrowed_and_compared(page: Any) -> None:
    page.locator("#kop nav a[data-pagina=voorbeelden]").click()
    every = page.inner_text(".aantal")
    page.locator("#facetten label", has_text="Noord-Brabant").click()
    page.wait_for_function("all => document.querySelector('.aantal').textContent !== all", arg=every)
    cards = page.locator(".voorbeeldkaart")
    assert cards.count() >= 2
    cards.nth(0).locator("button").click()
    page.wait_for_selector(".vergelijking")
    cards.nth(1).locator("button").click()
    page.wait_for_selector(".vergelijking table")
    assert page.locator(".vergelijking thead th").count() == 2
    page.locator("#facetten label", has_text="Tabel").click()
    page.wait_for_selector("#gevonden table tbody th a")


def test_cases_are_found_by_words_and_read_in_full(page: Any) -> None:
    page.locator("#kop nav a[data-pagina=voorbeelden]").click()
    page.fill("#zoek-voorbeeld :is(input, textarea)", "collectieve financiering zorg in onderwijstijd")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.voorbeeldkaart h3').textContent.includes('Tilburg')")
    page.locator(".voorbeeldkaart h3 a").first.click()
    page.wait_for_selector("#voorbeeld-nu .leeskaart")
    assert "Reisgids, p. 27" in page.inner_text("#voorbeeld-nu")
    page.locator("#voorbeeld-nu .sluit").click()
    page.wait_for_selector("#voorbeeld-nu .leeskaart", state="detached")


def test_examples_are_searched_while_it_is_typed(page: Any) -> None:
    page.locator("#kop nav a[data-pagina=voorbeelden]").click()
    page.locator("#zoek-voorbeeld :is(input, textarea)").press_sequentially("jongerenwerker op school", delay=20)
    page.wait_for_function("document.querySelector('.voorbeeldkaart h3').textContent.toLowerCase().includes('jongerenwerk')")
    page.wait_for_function("document.querySelectorAll('.voorbeeldkaart').length < 15")  # while it is typed there are more
    assert page.locator(".voorbeeldkaart").count() > 0
    page.fill("#zoek-voorbeeld :is(input, textarea)", "zzzqq")
    page.wait_for_function("document.querySelector('.aantal').textContent === 'Geen voorbeelden gevonden'")
    assert page.locator(".voorbeeldkaart").count() == 0


def test_a_law_opens_from_the_plate_and_three_questions_follow_the_role(page: Any) -> None:
    page.locator("#kop nav a[data-pagina=wetten]").click()
    page.locator(".balk", has_text="Jeugdwet").first.click()
    page.wait_for_selector("#wet-nu .leeskaart")
    assert "Jeugdwet" in page.inner_text("#wet-nu h3")
    before = page.inner_text(".drie")
    page.locator("#pagina-wetten label", has_text="Gezinnen").click()
    page.wait_for_function("before => document.querySelector('.drie').innerText !== before", arg=before)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.long),
        pytest.param(390, "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing_on_any_page(browser: Any, server: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    open_page(page, server)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {name: axe(page, name) for name in (*PAGES, "routes/4", "voorbeelden/tilburg-zorg-in-onderwijstijd", "wetten/jeugdwet")}
    page.evaluate("location.hash = '#vraag'")
    page.click("#filterknop")
    ask(page, QUESTION)
    ask(page, "En voor 12+?")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")  # or else the question box covers half a button
    found["answered"] = axe(page, "vraag")
    context.close()
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_our_own_answers_carry_security_headers(page: Any, server: str) -> None:
    answer = page.request.get(f"{server}/")
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert page.request.get(f"{server}/bron/reisgids-2025").status == 404
    assert page.request.get(f"{server}/bron/..%2Fpyproject.toml").status == 404
    assert page.request.get(f"{server}/eigen/stijl.css").ok
