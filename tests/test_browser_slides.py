"""The journey of an ambassador in a real Chromium: take along, build, download, edit elsewhere, and check what was edited."""

from pathlib import Path
from typing import Any

import pptx
import pytest
from browser_steps import QUESTION, ask, axe, go

pytestmark = pytest.mark.browser
IN_WINDOW = "s => { const b = document.querySelector(s).getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"


def make_deck(page: Any) -> None:
    page.click("#maak-presentatie")
    page.wait_for_selector("#dia-aanpassen", state="visible")


def choose_why(page: Any) -> None:
    """A deck with its second slide in the editor."""
    make_deck(page)
    page.locator("#dia-kiezen label").nth(1).click()
    page.wait_for_function("document.querySelector('#dia-titel textarea').value.includes('Waarom')")


def test_an_ambassador_builds_a_deck_and_checks_an_edited_one(page: Any, tmp_path: Path) -> None:
    answer = ask(page, QUESTION)
    answer.locator("[data-actie=meenemen]").click()
    page.wait_for_selector("#zeg .zeg")
    assert page.locator("#zeg [role=status]").count() == 1
    page.locator("#bewijs-nu [data-actie=meenemen-voorbeeld]").first.click()
    page.wait_for_function("document.querySelector('#zeg').innerText.includes('voorbeeld')")
    page.locator("#zeg a").click()
    page.wait_for_selector("#dia-uit-gesprek li")
    assert QUESTION in page.inner_text("#dia-uit-gesprek")
    page.wait_for_selector("#dia-voorbeelden input:checked")

    page.locator("#dia-publiek label", has_text="Raad en college").click()
    page.click("#maak-presentatie")
    page.wait_for_selector("#presentatie-voorbeeld .dia")
    shown = page.locator("#presentatie-voorbeeld .dia").count()
    assert QUESTION in page.locator("#presentatie-voorbeeld").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    with page.expect_download() as download:
        page.locator("#presentatie-meenemen a", has_text="PowerPoint").click()
    made, edited = tmp_path / "gemaakt.pptx", tmp_path / "bewerkt.pptx"
    download.value.save_as(made)
    deck = pptx.Presentation(str(made))
    assert len(deck.slides) == shown
    assert all(slide.shapes.title.text for slide in deck.slides)

    run = deck.slides[1].placeholders[1].text_frame.paragraphs[0].runs[0]
    run.text = "In 2031 doen 4711 scholen mee aan dit plan."
    deck.save(str(edited))
    page.set_input_files("#dia-bestand input[type=file]", str(edited))
    page.wait_for_selector("#dia-oordeel .oordeel.missing")
    verdict = page.inner_text("#dia-oordeel")
    assert "1 niet teruggevonden" in verdict
    assert "4711" in verdict
    assert axe(page) == []


@pytest.mark.parametrize("size", [(1366, 900), (390, 844)], ids=["desk", "phone"])
def test_what_was_made_comes_into_view(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    go(page, "presentatie")
    page.click("#maak-presentatie")
    for made in ("#presentatie-melding [role=status]", "#presentatie-meenemen a"):
        page.wait_for_selector(made)
        page.wait_for_function(IN_WINDOW, arg=made)


def test_the_place_for_an_edited_deck_has_a_frame(page: Any) -> None:
    go(page, "presentatie")
    assert (
        page.locator("#dia-bestand").evaluate("e => getComputedStyle(e).borderTopStyle + ' ' + getComputedStyle(e).borderTopWidth")
        == "dashed 1px"
    )


def test_a_slide_is_rewritten_and_checked_at_once(page: Any) -> None:
    go(page, "presentatie")
    choose_why(page)
    page.fill("#dia-punten textarea", "Er zijn 987654 kinderen in Atlantis.")
    page.click("#dia-bewaar")
    page.wait_for_selector("#dia-melding .oordeel.missing")
    assert "Atlantis" in page.inner_text("#presentatie-voorbeeld")


def test_what_was_taken_along_can_be_taken_away(page: Any) -> None:
    ask(page, QUESTION).locator("[data-actie=meenemen]").click()
    page.locator("#zeg a").click()
    page.locator("#dia-uit-gesprek [data-actie=weg]").click()
    page.wait_for_selector("#dia-uit-gesprek li", state="detached")


def test_an_example_goes_from_its_card_to_the_presentation(page: Any) -> None:
    page.evaluate("location.hash = '#voorbeelden/tilburg-zorg-in-onderwijstijd'")
    page.locator("#voorbeeld-nu [data-actie=meenemen-voorbeeld]").click()
    page.locator("#zeg a").click()
    page.wait_for_selector("#dia-voorbeelden input:checked")


def test_a_law_goes_from_its_card_to_the_presentation(page: Any) -> None:
    page.evaluate("location.hash = '#wetten/jeugdwet'")
    page.locator("#wet-nu [data-actie=meenemen-wet]").click()
    page.locator("#zeg a").click()
    page.wait_for_selector("#dia-uit-gesprek li")
    assert "Jeugdwet" in page.inner_text("#dia-uit-gesprek")


def test_a_slide_that_was_taken_away_is_put_back(page: Any) -> None:
    go(page, "presentatie")
    make_deck(page)
    page.locator("#dia-kiezen label").nth(2).click()
    page.wait_for_function("!document.querySelector('#dia-titel textarea').value.includes('Waarom')")
    slides = page.locator("#presentatie-voorbeeld .dia h4").all_inner_texts()
    assert not page.locator("#dia-terug").is_visible()
    page.locator("#dia-knoppen button", has_text="Haal weg").click()
    page.wait_for_function("n => document.querySelectorAll('#presentatie-voorbeeld .dia').length === n", arg=len(slides) - 1)
    page.locator("#dia-terug").click()
    page.wait_for_function("n => document.querySelectorAll('#presentatie-voorbeeld .dia').length === n", arg=len(slides))
    assert page.locator("#presentatie-voorbeeld .dia h4").all_inner_texts() == slides
    page.wait_for_selector("#dia-terug", state="hidden")
    edit, take = (page.locator("#pagina-presentatie h3", has_text=words).bounding_box() for words in ("3. Pas", "4. Neem"))
    assert edit["y"] < take["y"]
    boxes = [b.bounding_box() for b in page.locator("#dia-knoppen button:visible").all()]
    assert {box["height"] for box in boxes} == {40}


def test_what_was_typed_is_not_lost(page: Any, tmp_path: Path) -> None:
    go(page, "presentatie")
    choose_why(page)
    page.fill("#dia-titel textarea", "Wat ik typte")
    page.locator("#dia-kiezen label").nth(2).click()
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik typte").wait_for()
    page.locator("#dia-kiezen label", has_text="Wat ik typte").click()
    page.wait_for_function("document.querySelector('#dia-titel textarea').value === 'Wat ik typte'")
    page.fill("#dia-titel textarea", "Wat ik later typte")
    with page.expect_download() as download:
        page.locator("#presentatie-meenemen a", has_text="Markdown").click()
    download.value.save_as(tmp_path / "deck.md")
    assert "Wat ik later typte" in (tmp_path / "deck.md").read_text(encoding="utf-8")
    with page.expect_download() as download:
        page.locator("#presentatie-meenemen a", has_text="Markdown").click()
    page.click("#maak-presentatie")
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik later typte").wait_for(state="detached")
    page.locator("#dia-terug").click()
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik later typte").wait_for()


def test_a_reload_gives_back_what_was_made_and_taken_along(page: Any) -> None:
    ask(page, QUESTION).locator("[data-actie=meenemen]").click()
    page.locator("#zeg a").click()
    page.wait_for_selector("#dia-uit-gesprek li")
    page.locator("#dia-publiek label", has_text="Kinderopvang").click()
    page.get_by_label("Gemeente, regio of provincie").fill("Tilburg")
    page.locator("#dia-voorbeelden label").nth(3).click()
    choose_why(page)
    page.fill("#dia-titel textarea", "Wat ik bewaarde")
    page.click("#dia-bewaar")
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik bewaarde").wait_for()
    page.fill("#dia-titel textarea", "Wat ik daarna typte")
    page.wait_for_function("sessionStorage['reisgenoot-presentatie-getypt'].includes('daarna')")
    page.wait_for_function("sessionStorage['reisgenoot-presentatie-presentatie'].includes('Wat ik bewaarde')")
    slides = page.locator("#presentatie-voorbeeld .dia h4").all_inner_texts()
    example = page.locator("#dia-voorbeelden label:has(input:checked)").inner_text()
    page.reload()
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik bewaarde").wait_for()
    assert page.locator("#presentatie-voorbeeld .dia h4").all_inner_texts() == slides
    assert page.input_value("#dia-titel textarea") == "Wat ik daarna typte"
    assert page.locator("#dia-publiek label:has(input:checked)").inner_text() == "Kinderopvang"
    assert page.get_by_label("Gemeente, regio of provincie").input_value() == "Tilburg"
    assert page.locator("#dia-voorbeelden label:has(input:checked)").all_inner_texts() == [example]
    page.wait_for_selector("#dia-uit-gesprek li")
    page.locator("#dia-kiezen label").nth(3).click()
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik daarna typte").wait_for()


def test_a_page_that_may_not_keep_asks_before_it_is_left(page: Any) -> None:
    page.evaluate("localStorage.setItem('reisgenoot-niet-bewaren', '1')")
    go(page, "presentatie")
    make_deck(page)
    page.locator("#dia-titel textarea").press_sequentially("Nog niet bewaard")
    asked = list[str]()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    page.wait_for_selector("#maak-presentatie", state="visible")
    assert page.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('reisgenoot-presentatie'))") == []


def test_examples_are_searched_when_words_are_pasted_and_erased(page: Any) -> None:
    go(page, "presentatie")
    words, labels = page.get_by_label("Zoek voorbeelden om mee te nemen"), page.locator("#dia-voorbeelden label")
    first = labels.all_inner_texts()
    words.fill("xyzzy")
    page.wait_for_selector("#dia-geen-voorbeeld [role=status]")
    assert labels.count() == 0
    words.press("ControlOrMeta+a")
    words.press("Delete")
    page.wait_for_selector("#dia-geen-voorbeeld [role=status]", state="detached")
    assert labels.all_inner_texts() == first
    words.focus()
    page.evaluate("document.execCommand('insertText', false, 'jongerenwerk')")
    page.wait_for_function("t => document.querySelector('#dia-voorbeelden label').innerText !== t", arg=first[0])


def test_the_picture_of_a_slide_leads_to_its_fields_and_back(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    go(page, "presentatie")
    make_deck(page)
    slide = page.locator("#presentatie-voorbeeld .dia").nth(3)
    title = slide.locator("h4").inner_text()
    slide.get_by_role("button", name="Pas aan").click()
    page.wait_for_function(IN_WINDOW, arg="#dia-titel textarea")
    assert page.input_value("#dia-titel textarea") in title
    assert page.evaluate("document.activeElement.closest('#dia-titel') !== null")
    page.fill("#dia-titel textarea", "Wat ik op de telefoon typte")
    page.locator("#dia-naar-beeld").click()
    page.wait_for_function(IN_WINDOW, arg="#presentatie-voorbeeld li:nth-child(4) h4")
    page.locator("#presentatie-voorbeeld .dia").nth(4).get_by_role("button", name="Pas aan").click()
    page.locator("#presentatie-voorbeeld h4", has_text="Wat ik op de telefoon typte").wait_for()
    assert axe(page) == []
