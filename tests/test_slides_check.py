"""The check of presentations over the real corpus: edited files, damaged files, and slides that were changed by hand."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pptx
import pytest

from assistant import (
    Deck,
    DeckError,
    DeckRequest,
    build_deck,
    can_move,
    check_deck,
    check_pptx,
    moved,
    rewritten,
    to_docx,
    to_pptx,
    without,
)
from assistant.deck_check import check_bullet
from assistant.deck_file import UNREADABLE, read_pptx

if TYPE_CHECKING:
    from assistant import Assistant

TILBURG = "tilburg-zorg-in-onderwijstijd"


@pytest.fixture(scope="module")
def deck(assistant: "Assistant") -> Deck:
    answer = assistant.answer("Hoe betrek je jongeren bij beleid?")
    return build_deck(assistant, DeckRequest("Raad en college", "Start visie", 26, "Noord-Brabant", (), (TILBURG,), (answer,)))


@pytest.fixture(scope="module")
def file(deck: Deck) -> bytes:
    return to_pptx(deck)


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    presentation = pptx.Presentation(io.BytesIO(data))
    change(presentation)
    kept = io.BytesIO()
    presentation.save(kept)
    return kept.getvalue()


def replace_text(presentation: Any, old: str, new: str) -> None:
    runs = [
        r
        for s in presentation.slides
        for shape in s.placeholders
        for p in shape.text_frame.paragraphs
        for r in p.runs
        if old in r.text
    ]
    assert runs
    for run in runs:
        run.text = run.text.replace(old, new)


# ---- the check ---------------------------------------------------------------------------------------------------------


def test_an_untouched_deck_passes_whole(assistant: "Assistant", deck: Deck, file: bytes) -> None:
    check = check_pptx(file, assistant)
    assert check.missing == ()
    assert len(check.bullets) == sum(len(s.bullets) for s in deck.slides if s.kind not in ("title", "sources"))
    assert all(b.source and b.source.pages for b in check.bullets)
    assert check_deck(deck, assistant).missing == ()


def test_notes_of_older_files_name_their_cards(assistant: "Assistant", file: bytes) -> None:
    def older(presentation: Any) -> None:
        for slide in presentation.slides:
            named = slide.notes_slide.notes_placeholder.element.nvSpPr.cNvPr.attrib.pop("descr", "")
            slide.notes_slide.notes_text_frame.text = f"1. Een zin. (Reisgids, p. 27; {named})"

    assert [s.cited for s in read_pptx(edited(file, older))] == [s.cited for s in read_pptx(file)]
    assert any(s.cited for s in read_pptx(file))


def test_without_notes_the_search_finds_the_evidence(assistant: "Assistant", file: bytes) -> None:
    def forget(presentation: Any) -> None:
        for slide in presentation.slides:
            slide.notes_slide.notes_text_frame.text = ""
            slide.notes_slide.notes_placeholder.element.nvSpPr.cNvPr.attrib.pop("descr", None)

    check = check_pptx(edited(file, forget), assistant)
    assert len(check.missing) <= len(check.bullets) * 0.05


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("De gemeente Utrecht begon een pilot om zorg in onderwijstijd collectief in te kopen.", "utrecht"),
        ("Utrecht begon een pilot om zorg in onderwijstijd collectief in te kopen.", "utrecht"),
        ("De gemeente Tilburg begon 7 pilots om zorg in onderwijstijd collectief in te kopen.", "7"),
        ("De gemeente Tilburg begon geen pilot om zorg in onderwijstijd collectief in te kopen.", "ontkenning"),
        ("Deelfietsen verlagen de inschrijfkosten van zwembaden.", "niet teruggevonden"),
    ],
)
def test_a_changed_place_number_or_claim_is_found(assistant: "Assistant", file: bytes, sentence: str, reason: str) -> None:
    old = "De gemeente Tilburg begon een pilot om zorg in onderwijstijd collectief in te kopen."
    check = check_pptx(edited(file, lambda p: replace_text(p, old, sentence)), assistant)
    assert [b.text for b in check.missing] == [sentence]
    assert reason in check.missing[0].reason


def test_new_words_in_a_supported_bullet_are_named(assistant: "Assistant") -> None:
    check = check_bullet("De pilot met collectieve inkoop in Tilburg is mislukt.", assistant, (TILBURG,))
    assert check.unknown == ("mislukt",)


def test_questions_claim_nothing_unless_they_carry_a_fact(assistant: "Assistant") -> None:
    assert check_bullet("Wat vindt u hiervan?", assistant).status == "question"
    assert check_bullet("Wist u dat Tilburg 40 procent bespaart?", assistant).status == "missing"


def test_a_title_that_claims_is_checked_and_a_notice_is_not(assistant: "Assistant", file: bytes) -> None:
    def add(presentation: Any) -> None:
        content = next(layout for layout in presentation.slide_layouts if layout.name == "Inhoud")
        for title, text in (
            ("In Zoetermeer daalde het schooluitval met 40 procent", "Pauze"),
            ("Welkom", "Koffie en thee om 19.30 uur\nDank u wel!"),
            ("Route 5: stappen", "Vragen?"),
        ):
            slide = presentation.slides.add_slide(content)
            slide.shapes.title.text, slide.placeholders[1].text = title, text

    check = check_pptx(edited(file, add), assistant)
    assert [b.text for b in check.missing] == ["In Zoetermeer daalde het schooluitval met 40 procent"]


@pytest.mark.parametrize(
    ("footer", "reason"),
    [
        ("Bron: Reisgids, p. 27", ""),
        ("Bron: Reisgids, p. 27, 31; Midterm, p. 7", "de dia rust niet op Midterm, p. 7; Reisgids, p. 31"),
        ("Bron: Reisgids, p. 25–28", "de dia rust niet op Reisgids, p. 25; Reisgids, p. 26; Reisgids, p. 28"),
        ("Gemeente Ergens", "de voettekst noemt geen bron van deze dia"),
        ("", "de voettekst noemt geen bron van deze dia"),
    ],
)
def test_a_footer_that_lost_or_changed_its_sources_is_told(assistant: "Assistant", deck: Deck, footer: str, reason: str) -> None:
    slide = next(s for s in deck.slides if {c.entry for c in s.sources} == {TILBURG})

    def change(presentation: Any) -> None:
        written = next(p for p in presentation.slides[0].placeholders if p.name == "Bronnen")
        written.text_frame.text = footer

    missing = check_pptx(edited(to_pptx(replace(deck, slides=(slide,))), change), assistant).missing
    assert [b.reason for b in missing] == ([reason] if reason else [])


def test_a_list_of_sources_is_passed_over_and_a_claim_in_it_is_not(assistant: "Assistant", file: bytes) -> None:
    claim = "In Zoetermeer daalde de jeugdhulp met 40 procent."

    def add(presentation: Any) -> None:
        *_, last = presentation.slides
        last.placeholders[1].text_frame.add_paragraph().text = claim

    assert [b.text for b in check_pptx(edited(file, add), assistant).missing] == [claim]


def test_text_in_tables_groups_and_boxes_is_seen(assistant: "Assistant", file: bytes) -> None:
    def add(presentation: Any) -> None:
        slide = presentation.slides[1]
        slide.shapes.add_textbox(0, 0, 914400, 914400).text_frame.text = "In Parijs kost jeugdhulp 500 euro."
        slide.shapes.add_table(1, 1, 0, 0, 914400, 914400).table.cell(0, 0).text = "In Rome kost jeugdhulp 600 euro."
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, 914400, 914400).text_frame.text = "In Wenen kost jeugdhulp 700 euro."

    missing = [b.text for b in check_pptx(edited(file, add), assistant).missing]
    assert [re.findall(r"In (\w+)", t)[0] for t in missing] == ["Parijs", "Rome", "Wenen"]


@pytest.mark.parametrize("data", [b"", b"geen presentatie", b"PK\x03\x04" + b"x" * 99], ids=["empty", "text", "broken zip"])
def test_garbage_gives_a_clear_line(assistant: "Assistant", data: bytes) -> None:
    with pytest.raises(DeckError, match="niet te lezen als PowerPoint"):
        check_pptx(data, assistant)


def test_another_office_file_and_damaged_ones_give_a_clear_line(assistant: "Assistant", deck: Deck, file: bytes) -> None:
    damaged = [to_docx(deck), file[: len(file) // 2], file[:4000] + bytes(400) + file[4400:]]
    for part in ("ppt/presentation.xml", "ppt/slides/slide2.xml", "[Content_Types].xml", "ppt/_rels/presentation.xml.rels"):
        damaged += [repacked(file, part, b""), repacked(file, part, b"<a/>"), repacked(file, part, b"\xff\xfe<<")]
    for data in damaged:
        with pytest.raises(DeckError, match=re.escape(UNREADABLE)):
            check_pptx(data, assistant)


def repacked(data: bytes, part: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return kept.getvalue()


def test_what_is_too_large_is_refused(assistant: "Assistant") -> None:
    with pytest.raises(DeckError, match="te groot: 21 MB"):
        check_pptx(bytes(21 * 1024 * 1024), assistant)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for n in range(5):
            packed.writestr(f"{n}.xml", bytes(45 * 1024 * 1024))
    with pytest.raises(DeckError, match="uitgepakt te groot"):
        check_pptx(bomb.getvalue(), assistant)


# ---- changes by hand -----------------------------------------------------------------------------------------------------


def test_slides_move_and_go_but_cover_and_sources_stay(assistant: "Assistant", deck: Deck) -> None:
    swapped = moved(assistant, deck, 2, -1)
    assert [s.title for s in swapped.slides[1:3]] == [deck.slides[2].title, deck.slides[1].title]
    assert not can_move(deck, 1, -1)
    assert not can_move(deck, len(deck.slides) - 2, 1)
    assert moved(assistant, deck, 0, 1) is deck
    assert without(assistant, deck, 0) is deck
    shorter = without(assistant, deck, 1)
    assert len(shorter.slides) == len(deck.slides) - 1
    assert not any(
        b.text.startswith("Naar een sterke") for b in without(assistant, without(assistant, deck, 1), 1).slides[-1].bullets
    )


def test_what_is_rewritten_is_checked_again(assistant: "Assistant", deck: Deck) -> None:
    index = next(i for i, s in enumerate(deck.slides) if s.kind == "examples")
    kept = deck.slides[index].bullets[0].text
    lines = [kept, "- De pilot met collectieve inkoop in Tilburg is verlengd.", "Het project kost 9 miljoen euro.", "  "]
    changed, checks = rewritten(assistant, deck, index, "Onze voorbeelden", lines)
    slide = changed.slides[index]
    assert slide.title == "Onze voorbeelden"
    assert [bool(b.citations) for b in slide.bullets] == [True, True, False]
    assert [c.supported for c in checks] == [True, False]
    assert "Deels eigen tekst" in slide.footer
    assert "eigen tekst" in slide.notes
    assert [b.text for b in check_pptx(to_pptx(changed), assistant).missing] == ["Het project kost 9 miljoen euro."]
