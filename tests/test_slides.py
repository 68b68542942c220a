"""Presentations over the real corpus: what is on the slides, the file that PowerPoint opens, and the check of an edited file."""

import io
import os
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pptx
import pytest
from pypdf import PdfReader

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
    to_markdown,
    to_pptx,
    without,
)  # fmt: skip
from assistant.deck import MAX_WORDS, page_ranges, plain, slide_count
from assistant.deck_check import check_bullet
from assistant.deck_file import UNREADABLE
from assistant.deck_sentences import short_sentences
from assistant.deck_template import TEXT_ON, contrast

if TYPE_CHECKING:
    from assistant import Assistant

TILBURG, ARNHEM = "tilburg-zorg-in-onderwijstijd", "arnhem-vios-veilig-in-en-om-school"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture(scope="module")
def deck(assistant: "Assistant") -> Deck:
    answer = assistant.answer("Hoe betrek je jongeren bij beleid?")
    request = DeckRequest("Raad en college", "Start visie", 26, "Noord-Brabant", ("12-",), (TILBURG, ARNHEM), (answer,))
    return build_deck(assistant, request)


@pytest.fixture(scope="module")
def file(deck: Deck) -> bytes:
    return to_pptx(deck)


def opened(data: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(data))


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    presentation = opened(data)
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


# ---- the deck ----------------------------------------------------------------------------------------------------------


def test_a_deck_has_its_base_in_order_and_fits_the_minutes(deck: Deck) -> None:
    kinds = [s.kind for s in deck.slides]
    assert len(deck.slides) == slide_count(26) == 15
    assert kinds[0] == "title"
    assert kinds[-1] == "sources"
    order = [
        kinds.index(k)
        for k in ("why", "lines", "routes", "works", "examples", "case", "answer", "laws", "dialogue", "next", "sources")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(("minutes", "slides"), [(5, 6), (10, 6), (20, 11), (26, 15), (35, 20), (120, 20)])
def test_every_length_gets_the_slides_that_fit(assistant: "Assistant", minutes: int, slides: int) -> None:
    assert slide_count(minutes) == slides
    assert len(build_deck(assistant, DeckRequest(minutes=minutes)).slides) == slides


def test_bullets_are_short_sentences_of_cards_with_their_page(assistant: "Assistant", deck: Deck) -> None:
    for slide in (s for s in deck.slides if s.kind not in ("title", "sources")):
        assert 1 <= len(slide.bullets) <= (9 if slide.kind == "routes" else 5), slide.title
        for bullet in slide.bullets:
            assert len(bullet.text.split()) <= MAX_WORDS
            assert bullet.citations, bullet.text
            for source in bullet.citations:
                assert source.pages
                assert source.document in assistant.documents
                if slide.kind not in ("answer", "dialogue", "routes"):
                    assert bullet.text in short_sentences(assistant.entry(source.entry)) + list(_steps(assistant, source.entry))


def _steps(assistant: "Assistant", entry: str) -> tuple[str, ...]:
    return getattr(assistant.entry(entry).detail, "steps", ())


def test_chosen_cases_come_first_and_a_region_is_preferred(assistant: "Assistant", deck: Deck) -> None:
    examples = next(s for s in deck.slides if s.kind == "examples")
    assert [b.citations[0].entry for b in examples.bullets][:2] == [TILBURG, ARNHEM]
    friesland = build_deck(assistant, DeckRequest(region="Friesland", minutes=10))
    shown = [assistant.entry(b.citations[0].entry) for s in friesland.slides if s.kind == "examples" for b in s.bullets]
    assert shown[0].province == "Friesland"
    assert friesland.remarks == ()


def test_what_cannot_be_done_is_said(assistant: "Assistant") -> None:
    with pytest.raises(DeckError, match="bestaat-niet"):
        build_deck(assistant, DeckRequest(cases=("bestaat-niet",)))
    with pytest.raises(DeckError, match="5 tot en met 120"):
        build_deck(assistant, DeckRequest(minutes=0))
    far = build_deck(
        assistant, DeckRequest(region="Zeeland", minutes=10, answers=(assistant.answer("Wat kost een skateboard in Peru?"),))
    )
    assert "Zeeland" in far.remarks[0]
    assert "geen antwoord" in far.remarks[1]


def test_a_deck_is_the_same_every_time(assistant: "Assistant") -> None:
    request = DeckRequest("Schoolbesturen", "LEA", 20, "Amsterdam", ("12+",))
    assert build_deck(assistant, request) == build_deck(assistant, request)


def test_strange_input_is_cleaned(assistant: "Assistant") -> None:
    deck = build_deck(assistant, DeckRequest("a\x00\x0b<script>\ud800" + "x" * 500, "\u2028", 10))
    assert "\x00" not in deck.audience
    assert len(deck.audience) == 120
    check_pptx(to_pptx(deck), assistant)
    assert "\\<script\\>" in to_markdown(deck)
    assert to_docx(deck)
    assert plain("  a \n b ", 10) == "a b"
    assert page_ranges([8, 9, 10, 12, 13, 20]) == "8–10, 12, 13, 20"


# ---- the files ---------------------------------------------------------------------------------------------------------


def test_titles_are_placeholders_and_reading_order_is_what_one_sees(deck: Deck, file: bytes) -> None:
    presentation = opened(file)
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, abs=0.01)
    titles = [s.shapes.title.text_frame.text for s in presentation.slides]
    assert titles == [s.title for s in deck.slides]
    assert len(set(titles)) == len(titles)
    for slide in presentation.slides:
        shapes = list(slide.shapes)
        assert all(s.is_placeholder for s in shapes), "anything else needs alternative text"
        assert shapes[0] == slide.shapes.title
        places = [(round(s.top / 914400, 1), round(s.left / 914400, 1)) for s in shapes]
        assert places == sorted(places)
        assert len({s.shape_id for s in shapes}) == len(shapes)


def test_every_content_slide_names_its_source_and_its_evidence(deck: Deck, file: bytes) -> None:
    for slide, made in zip(deck.slides, opened(file).slides, strict=True):
        if slide.kind in ("title", "sources"):
            continue
        footer = next(s for s in made.placeholders if s.name == "Bronnen").text_frame.text
        assert re.match(r"Bron(nen)?: \S.*, p\. \d", footer)
        notes = made.notes_slide.notes_text_frame.text
        for source in slide.sources:
            assert f"{source.quote} ({source.place}; kaart: {source.entry})" in notes


def test_type_is_large_dutch_and_has_contrast(file: bytes) -> None:
    assert all(contrast(text, ground) >= 4.5 for text, ground in TEXT_ON)
    presentation = opened(file)
    parts = [*presentation.slides, *presentation.slide_layouts, *presentation.slide_masters]
    sizes = [int(e.get("sz")) for p in parts for tag in ("rPr", "defRPr") for e in p.element.iter(f"{DRAWING}{tag}") if e.get("sz")]
    assert min(sizes) >= 1800
    runs = [r for s in presentation.slides for r in (*s.element.iter(f"{DRAWING}r"), *s.notes_slide.element.iter(f"{DRAWING}r"))]
    languages = {r.find(f"{DRAWING}rPr").get("lang") for r in runs if r.find(f"{DRAWING}rPr") is not None}
    assert languages == {"nl-NL"}
    about = presentation.core_properties
    assert (about.author, about.language) == ("Reisgenoot", "nl-NL")
    assert about.title
    assert [layout.name for layout in presentation.slide_layouts] == ["Titel", "Inhoud", "Twee kolommen"]


def test_the_template_has_no_leftovers(file: bytes) -> None:
    names = zipfile.ZipFile(io.BytesIO(file)).namelist()
    assert len(names) == len(set(names))
    assert sum(n.startswith("ppt/slides/slide") for n in names) == len(opened(file).slides)
    assert sum(n.startswith("ppt/slideLayouts/slideLayout") for n in names) == 3
    assert not any(n.startswith("ppt/media") for n in names)


def test_the_handout_has_headings_and_sources(deck: Deck) -> None:
    handout = docx.Document(io.BytesIO(to_docx(deck)))
    headings = [p.text for p in handout.paragraphs if p.style.name == "Heading 1"]
    assert headings == [s.title for s in deck.slides if s.kind != "title"]
    bullets = [p.text for p in handout.paragraphs if p.style.name == "List Bullet"]
    assert any("(Reisgids, p. 27)" in b for b in bullets)
    assert handout.core_properties.language == "nl-NL"
    assert 'w:lang w:val="nl-NL"' in handout.styles.element.xml


def test_markdown_has_every_bullet_with_its_place(deck: Deck) -> None:
    text = to_markdown(deck)
    assert text.startswith("# Samen werken")
    assert text.count("\n- ") == sum(len(s.bullets) for s in deck.slides if s.kind != "title")
    assert "(Reisgids, p. 27)" in text


def test_speed_is_shown(assistant: "Assistant", record_property: Callable[[str, object], None]) -> None:
    start = time.perf_counter()
    to_pptx(build_deck(assistant, DeckRequest(minutes=26)))
    record_property("seconds_for_15_slides", round(time.perf_counter() - start, 3))


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice; on Debian: apt-get install libreoffice-impress")
def test_libreoffice_renders_every_slide(deck: Deck, file: bytes, tmp_path: Path) -> None:
    source = tmp_path / "deck.pptx"
    source.write_bytes(file)
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={(tmp_path / 'lo').as_uri()}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env={**os.environ, "HOME": str(tmp_path)})
    pages = PdfReader(tmp_path / "deck.pdf").pages
    assert len(pages) == len(deck.slides)
    assert all(s.title.split()[0] in p.extract_text() for s, p in zip(deck.slides, pages, strict=True))


# ---- the check ---------------------------------------------------------------------------------------------------------


def test_an_untouched_deck_passes_whole(assistant: "Assistant", deck: Deck, file: bytes) -> None:
    check = check_pptx(file, assistant)
    assert check.missing == ()
    assert len(check.bullets) == sum(len(s.bullets) for s in deck.slides if s.kind not in ("title", "sources"))
    assert all(b.source and b.source.pages for b in check.bullets)
    assert check_deck(deck, assistant).missing == ()


def test_without_notes_the_search_finds_the_evidence(assistant: "Assistant", file: bytes) -> None:
    def forget(presentation: Any) -> None:
        for slide in presentation.slides:
            slide.notes_slide.notes_text_frame.text = ""

    check = check_pptx(edited(file, forget), assistant)
    assert len(check.missing) <= len(check.bullets) * 0.05


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("De gemeente Utrecht begon een pilot om zorg in onderwijstijd collectief in te kopen.", "utrecht"),
        ("Utrecht begon een pilot om zorg in onderwijstijd collectief in te kopen.", "Utrecht"),
        ("De gemeente Tilburg begon 7 pilots om zorg in onderwijstijd collectief in te kopen.", "7"),
        ("De gemeente Tilburg begon geen pilot om zorg in onderwijstijd collectief in te kopen.", "ontkenning"),
        ("Deelfietsen verlagen de inschrijfkosten van zwembaden.", "woorden"),
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
    said = {verdict_or_fault(data, assistant) for data in damaged}
    assert said == {"gelezen", UNREADABLE}


def verdict_or_fault(data: bytes, assistant: "Assistant") -> str:
    try:
        check_pptx(data, assistant)
    except DeckError as fault:
        return str(fault)
    return "gelezen"


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
