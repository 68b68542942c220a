"""Questions and presses that come before the one before is done, in a real Chromium, mostly over an interface that takes its time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_steps import QUESTION, answered, ask, begin, go
from browser_tabs import Tabs
from conftest import serving

pytestmark = pytest.mark.browser
FIELD = "#vraagveld textarea"
NEXT = "Wat is een LEA?"
PAUSE = 0.5  # seconds; an answer has some five steps, and what is done in between must be done before the last


@pytest.fixture(scope="module")
def slow_tabs(browser: Any, corpus_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tabs]:
    """An answer comes after a pause, and is done a pause after it was shown whole."""
    with serving(corpus_index, tmp_path_factory.mktemp("traag") / "log.txt", pause=PAUSE) as address:
        yield Tabs(browser, address)


@pytest.fixture
def slow_page(slow_tabs: Tabs) -> Iterator[Any]:
    with slow_tabs.opened() as page:
        yield page


def steps_later(page: Any, steps: int) -> None:
    """When so many more steps were due, and more than enough to show them."""
    page.wait_for_timeout(1000 * (steps * PAUSE + 0.7))


def asked(page: Any) -> list[str]:
    return [h.inner_text().removeprefix("Uw vraag:").strip() for h in page.locator("#gesprek .beurt h2").all()]


def test_a_question_is_heard_the_moment_the_answer_stands_there(slow_page: Any) -> None:
    ask(slow_page, QUESTION)
    ask(slow_page, NEXT)
    assert asked(slow_page) == [QUESTION, NEXT]


def test_a_question_typed_while_the_answer_comes_is_asked_after_it(slow_page: Any) -> None:
    begin(slow_page, QUESTION)
    slow_page.fill(FIELD, NEXT)
    slow_page.click("#vraagknop")
    slow_page.wait_for_selector("#zeg .zeg", state="visible")
    assert "zodra" in slow_page.inner_text("#zeg .zeg")
    answered(slow_page, 2)
    assert asked(slow_page) == [QUESTION, NEXT]
    assert slow_page.input_value(FIELD) == ""
    assert slow_page.locator("#zeg .zeg").count() == 0


def test_a_question_that_was_changed_after_enter_is_not_asked(slow_page: Any) -> None:
    begin(slow_page, QUESTION)
    slow_page.fill(FIELD, NEXT)
    slow_page.keyboard.press("Enter")
    slow_page.fill(FIELD, "Wat is een LEA, en")
    answered(slow_page, 1)
    steps_later(slow_page, 1)
    assert asked(slow_page) == [QUESTION]
    assert slow_page.input_value(FIELD) == "Wat is een LEA, en"


def test_the_field_is_empty_after_a_quick_answer(page: Any) -> None:
    for question in (NEXT, QUESTION, NEXT):
        ask(page, question)
        page.wait_for_function("document.querySelector('#vraagveld textarea').value === ''")


@pytest.mark.parametrize("keys", ["Control+Enter", "Alt+Enter", "Meta+Enter", "Shift+Enter"])
def test_no_key_closes_the_way(page: Any, keys: str) -> None:
    page.fill(FIELD, NEXT)
    page.press(FIELD, keys)
    page.fill(FIELD, NEXT)
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_selector("#gesprek-nu .beurt[aria-busy=false]")
    assert asked(page)[-1] == NEXT


def test_what_was_asked_leaves_the_field_and_comes_back_when_it_fails(slow_page: Any) -> None:
    begin(slow_page, "Waarover struikelt de proef?")
    slow_page.wait_for_function("document.querySelector('#vraagveld textarea').value === ''")
    slow_page.wait_for_selector("#gesprek-nu .fout")
    slow_page.wait_for_function("document.querySelector('#vraagveld textarea').value === 'Waarover struikelt de proef?'")


def test_when_the_first_fails_what_waits_stays_in_the_field(slow_page: Any) -> None:
    begin(slow_page, "Waarover struikelt de proef?")
    slow_page.fill(FIELD, NEXT)
    slow_page.keyboard.press("Enter")
    slow_page.wait_for_selector("#gesprek-nu .fout")
    slow_page.wait_for_timeout(500)
    assert asked(slow_page) == ["Waarover struikelt de proef?"]
    assert slow_page.input_value(FIELD) == NEXT
    slow_page.keyboard.press("Enter")
    answered(slow_page, 1)
    assert asked(slow_page) == [NEXT]


def test_enter_pressed_twice_asks_once(slow_page: Any) -> None:
    slow_page.fill(FIELD, QUESTION)
    slow_page.keyboard.press("Enter")
    slow_page.keyboard.press("Enter")
    answered(slow_page, 1)
    slow_page.keyboard.press("Enter")
    steps_later(slow_page, 1)
    assert asked(slow_page) == [QUESTION]
    assert slow_page.locator("#gesprek-nu .antwoord").count() == 1


def test_a_question_to_press_is_heard_the_moment_it_stands_there(slow_page: Any) -> None:
    answer = ask(slow_page, QUESTION)
    follow_up = answer.locator("[data-actie=vraag]").first
    words = follow_up.inner_text()
    follow_up.click()
    answered(slow_page, 2)
    assert asked(slow_page) == [QUESTION, words]


def test_a_new_conversation_ends_the_answer_that_is_coming(slow_page: Any) -> None:
    begin(slow_page, QUESTION)
    slow_page.click("#nieuw-gesprek")
    slow_page.wait_for_selector(".welkom")
    steps_later(slow_page, 2)
    assert asked(slow_page) == []
    ask(slow_page, NEXT)
    assert asked(slow_page) == [NEXT]


def test_what_waits_goes_with_the_conversation_that_it_was_for(slow_page: Any) -> None:
    begin(slow_page, QUESTION)
    slow_page.fill(FIELD, NEXT)
    slow_page.keyboard.press("Enter")
    slow_page.click("#nieuw-gesprek")
    slow_page.wait_for_selector(".welkom")
    steps_later(slow_page, 2)
    assert asked(slow_page) == []
    assert slow_page.input_value(FIELD) == ""


def test_two_presses_in_one_moment_both_count(page: Any) -> None:
    go(page, "voorbeelden")
    page.evaluate("[...document.querySelectorAll('.voorbeeldkaart button')].slice(0, 2).forEach(b => b.click())")
    page.wait_for_selector(".vergelijking table")
    assert page.locator(".vergelijking thead th").count() == 2
    page.evaluate("location.hash = '#routes/5'")
    page.evaluate("location.hash = '#routes/6'")
    page.wait_for_selector("#pagina-routes [data-deel='6']")


def test_what_is_opened_last_stays_when_it_arrives_first(page: Any) -> None:
    go(page, "routes")
    held: list[Any] = []

    def hold_the_first(route: Any) -> None:
        if '"waarde":"5"' in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/gradio_api/run/**", hold_the_first)
    page.evaluate("location.hash = '#routes/5'")
    page.evaluate("location.hash = '#routes/6'")
    page.wait_for_selector("#pagina-routes [data-deel='6']")
    with page.expect_response(lambda response: '"waarde":"6"' in (response.request.post_data or "")):
        held[0].continue_()
    page.wait_for_selector("#pagina-routes [data-deel='6']")
    page.wait_for_timeout(300)
    assert page.locator("#pagina-routes [data-deel]").get_attribute("data-deel") == "6"
