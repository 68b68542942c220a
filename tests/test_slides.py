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
    check_pptx,
    page_ranges,
    to_docx,
    to_markdown,
    to_pptx,
)  # fmt: skip
from assistant.deck import MAX_WORDS, plain, slide_count
from assistant.deck_sentences import short_sentences
from assistant.deck_template import TEXT_ON, contrast
from assistant.entry_lines import entry_sentences

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


# ---- the deck ----------------------------------------------------------------------------------------------------------


def test_examples_that_say_the_same_are_told_once(assistant: "Assistant") -> None:
    deck = build_deck(assistant, DeckRequest("Raad en college", "Start visie", 30, cases=("deurne-toekomstvisie-2030",)))
    (examples,) = (s for s in deck.slides if s.kind == "examples")
    same = "een voorbeeld van een gezamenlijk opgesteld visiedocument"
    assert len(examples.bullets) >= 3
    assert sum(same in b.text for b in examples.bullets) == 1


def test_a_person_in_what_is_asked_stands_on_no_slide(assistant: "Assistant") -> None:
    answer = assistant.answer("Mijn client Kevin de Vries (BSN 123456782) heeft schulden, wat is de reisgids?")
    deck = build_deck(assistant, DeckRequest("Ouders van Sem", "Mijn leerling Sem de Boer blowt", answers=(answer,)))
    text = to_markdown(deck) + repr(deck)
    assert "Kevin" not in text
    assert "123456782" not in text
    assert "Sem de Boer" not in text


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


def test_notes_tell_more_than_the_slide(assistant: "Assistant", deck: Deck) -> None:
    texts = {b.text for s in deck.slides for b in s.bullets}
    for slide in (s for s in deck.slides if s.kind in ("why", "works", "examples", "case", "answer")):
        further = [line[2:] for line in slide.notes.split("\n") if line.startswith("- ")]
        assert further or slide.kind == "case", "only a card that was told whole has nothing more"
        cards = {c.entry: entry_sentences(assistant.entry(c.entry)) for c in slide.sources}
        for line in further:
            sentence, place = next((s, line[len(s) :]) for told in cards.values() for s in told if line.startswith(f"{s} ("))
            assert sentence not in texts
            assert re.match(r" \(\S.*, p\. \d", place)
        assert not any(b.text in slide.notes for b in slide.bullets)
    assert sum("minuten" in s.notes for s in deck.slides) == 1


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
        assert "kaart:" not in notes
        for bullet in slide.bullets:
            for source in bullet.citations:
                assert source.place in notes
                assert source.quote == bullet.text or f"{source.quote} ({source.place})" in notes


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
    assert not any(n.startswith("ppt/media") or "thumbnail" in n for n in names)


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


def test_a_bullet_on_a_law_names_what_was_read_of_it(deck: Deck) -> None:
    slide = next(s for s in deck.slides if s.kind == "laws")
    beyond = [c for c in slide.sources if c.beyond]
    assert beyond
    assert all(c.place.endswith(c.beyond) for c in beyond)
    jeugdwet = next(c for c in beyond if c.entry == "jeugdwet")
    assert "wettekst geraadpleegd" in jeugdwet.beyond
    assert jeugdwet.url == "https://wetten.overheid.nl/BWBR0034925"
    assert slide.footer.endswith("bronnen over de wet zelf (zie notities)")
    assert all(c.beyond in slide.notes for c in beyond)
    assert deck.slides[-1].bullets[-1].text.startswith("Bronnen over de wet zelf: ")
    assert not any(c.beyond for s in deck.slides if s.kind == "case" for c in s.sources)


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
