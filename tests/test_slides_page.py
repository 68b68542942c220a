"""What the page Presentatie does with a deck, without a browser; the real corpus behind it."""

import base64
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import pptx
import pytest

from assistant import Deck
from ui import slides_texts as texts
from ui.slides import SlideMaker
from ui.slides_html import deck_html

if TYPE_CHECKING:
    from assistant import Assistant

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def maker(assistant: "Assistant") -> SlideMaker:
    return SlideMaker(assistant)


def build(maker: SlideMaker, **given: Any) -> tuple[Any, ...]:
    asked = {
        "audience": texts.AUDIENCES[0], "other": "", "occasion": "", "minutes": 20, "region": "", "ages": [], "cases": [],
        "questions": "", "taken": (), **given,
    }  # fmt: skip
    return maker.build(**asked)


def test_a_deck_is_shown_with_its_downloads(maker: SlideMaker) -> None:
    made = build(maker, questions="Hoe betrek je jongeren bij beleid?\n\n")
    said, told, deck, preview, files, panel, which, title, lines, edited, at, past, undo = made
    assert (at, past, undo["visible"]) == (0, (), False)
    assert files.count("download=") == edited.count("download=")
    assert texts.MADE.format(slides=11, minutes=20) in said
    assert told == ""
    assert isinstance(deck, Deck)
    assert preview.count("<article") == 11
    assert "Hoe betrek je jongeren bij beleid?" in preview
    assert panel["visible"] is True
    assert which["value"] == 0
    assert title == deck.slides[0].title
    assert lines
    data = re.findall(r"href=\"data:([^;]+);base64,([^\"]+)\"", files)
    assert len(data) == 3
    assert len(pptx.Presentation(io.BytesIO(base64.b64decode(data[0][1]))).slides) == 11


def test_nothing_that_was_typed_is_read_as_html(maker: SlideMaker) -> None:
    _, _, deck, preview, *_ = build(maker, other=SCRIPT, occasion=SCRIPT, region=SCRIPT, minutes=10)
    assert SCRIPT not in preview
    _, told, _, preview, *_ = maker.save(deck, 1, SCRIPT, SCRIPT)
    assert SCRIPT not in told + preview
    assert texts.OWN in preview


def test_a_fault_is_one_clear_line(maker: SlideMaker) -> None:
    said, *rest = build(maker, cases=["bestaat-niet"])
    assert 'role="alert"' in said
    assert "bestaat-niet" in said
    assert len(rest) == 12
    assert 'role="alert"' in maker.check(b"geen presentatie")
    assert maker.check(None) == ""


def test_slides_are_picked_moved_saved_and_dropped(maker: SlideMaker) -> None:
    deck = build(maker)[2]
    title, lines = maker.pick(deck, 2)
    assert title == deck.slides[2].title
    assert lines.splitlines() == [b.text for b in deck.slides[2].bullets]
    assert maker.up(deck, 2)[2].slides[1].title == title
    assert texts.NOT_MOVED in maker.up(deck, 1)[1]
    assert texts.NOT_DROPPED in maker.drop(deck, 0)[1]
    assert len(maker.drop(deck, 2)[2].slides) == len(deck.slides) - 1
    told = maker.save(deck, 2, title, lines + "\nHet kost 9 miljoen euro.")[1]
    assert texts.SAVED_CHECKED.format(n=3, found=0, missing=1) in told
    assert maker.pick(None, None) == ("", "")


def test_an_edited_file_is_judged_bullet_by_bullet(maker: SlideMaker) -> None:
    files = build(maker, minutes=10)[4]
    data = base64.b64decode(re.findall(r"base64,([^\"]+)\"", files)[0])
    assert "alles is teruggevonden" in maker.check(data)
    presentation = pptx.Presentation(io.BytesIO(data))
    presentation.slides[1].placeholders[1].text_frame.text = f"{SCRIPT} kost 12 miljoen"
    kept = io.BytesIO()
    presentation.save(kept)
    shown = maker.check(kept.getvalue())
    assert "1 niet teruggevonden" in shown
    assert SCRIPT not in shown


def test_an_uploaded_file_is_thrown_away_at_once(maker: SlideMaker, tmp_path: Path) -> None:
    upload = tmp_path / "deck.pptx"
    upload.write_bytes(base64.b64decode(re.findall(r"base64,([^\"]+)\"", build(maker, minutes=10)[4])[0]))
    assert "alles is teruggevonden" in maker.check_file(str(upload))
    assert not upload.exists()
    assert 'role="alert"' in maker.check_file(str(upload))
    assert maker.check_file(None) == ""


def test_examples_are_searched_and_what_was_chosen_stays(maker: SlideMaker) -> None:
    assert len(maker.case_choices("", ())) == 12
    chosen = maker.case_choices("", ())[5][1]
    found = maker.case_choices("collectieve inkoop van zorg in Tilburg", (chosen, "bestaat-niet"))
    assert found[0][1] == chosen
    assert "tilburg-zorg-in-onderwijstijd" in [i for _, i in found]


def test_a_word_that_matches_no_example_says_so(maker: SlideMaker) -> None:
    assert maker.case_choices("xyzzy", ()) == []
    update, said = maker.find_cases("xyzzy", [])
    assert (update["choices"], texts.CASE_NONE in said) == ([], True)
    chosen = "tilburg-zorg-in-onderwijstijd"
    update, said = maker.find_cases("xyzzy", [chosen])
    assert ([i for _, i in update["choices"]], texts.CASE_NONE in said) == ([chosen], True)
    assert maker.find_cases("Tilburg", [])[1] == ""


def test_before_the_first_deck_the_page_says_what_will_come() -> None:
    assert texts.EMPTY in deck_html(None)


def test_changes_are_undone_one_by_one(maker: SlideMaker) -> None:
    *_, deck, _, _, _, _, _, _, _, _, past, _ = build(maker)
    assert past == ()
    dropped = maker.kept(maker.drop)(past, deck, 2)
    assert dropped[-1]["visible"]
    moved = maker.kept(maker.down)(dropped[-2], dropped[2], 2)
    assert moved[2] != dropped[2]
    refused = maker.kept(maker.drop)(moved[-2], moved[2], 0)
    assert texts.NOT_DROPPED in refused[1]
    back = maker.undo(moved[-2])
    assert (back[2], back[-1]["visible"]) == (dropped[2], True)
    back = maker.undo(back[-2])
    assert (back[2], back[-2], back[-1]["visible"]) == (deck, (), False)
    assert texts.UNDONE in back[1]


def anew(maker: SlideMaker, *typed: Any) -> tuple[Any, ...]:
    return maker.anew(None, *typed, texts.AUDIENCES[0], "", "", 10, "", [], [], "", ())


def test_what_was_typed_is_kept_when_another_slide_is_chosen(maker: SlideMaker) -> None:
    deck = build(maker, minutes=10)[2]
    title, lines = maker.pick(deck, 2)
    untouched = maker.choose((), deck, 2, title, lines, 3)
    assert not isinstance(untouched[2], Deck)
    assert (untouched[7:9], untouched[10]) == (maker.pick(deck, 3), 3)
    chosen = maker.choose((), deck, 2, "Wat ik typte", lines, 3)
    assert chosen[2].slides[2].title == "Wat ik typte"
    assert (chosen[7], chosen[10]) == (deck.slides[3].title, 3)
    assert texts.SAVED.format(n=3) in chosen[1]
    assert maker.undo(chosen[-2])[2] == deck


def test_what_was_typed_moves_with_its_slide_and_is_in_the_file(maker: SlideMaker) -> None:
    deck = build(maker, minutes=10)[2]
    lines = maker.pick(deck, 2)[1]
    moved = maker.typed(maker.down)((), deck, 2, "Wat ik typte", lines, 2)
    assert (moved[2].slides[3].title, moved[7], moved[10]) == ("Wat ik typte", "Wat ik typte", 3)
    assert len(moved[-2]) == 2
    refused = maker.typed(maker.up)((), deck, 1, "Wat ik typte", maker.pick(deck, 1)[1], 1)
    assert refused[2].slides[1].title == "Wat ik typte"
    assert texts.NOT_MOVED in refused[1]
    asked = gr.EventData(None, {"actie": "bestand", "waarde": "md"})
    *_, link = maker.fetched((), deck, 2, "Wat ik typte", lines, asked)
    assert "Wat ik typte" in base64.b64decode(re.findall(r"base64,([^\"]+)\"", link)[0]).decode()


def test_the_deck_of_before_is_put_back_after_another_was_made(maker: SlideMaker) -> None:
    deck = build(maker, minutes=10)[2]
    lines = maker.pick(deck, 2)[1]
    made = anew(maker, (), deck, 2, "Wat ik typte", lines)
    assert made[2].slides[2].title != "Wat ik typte"
    assert made[-1]["visible"]
    assert texts.UNDO in made[0]
    assert maker.undo(made[-2])[2].slides[2].title == "Wat ik typte"
    first = anew(maker, (), None, 0, "", "")
    assert (first[-2], first[-1]["visible"], texts.UNDO in first[0]) == ((), False, False)


def test_what_cannot_be_saved_is_neither_lost_nor_passed_by(maker: SlideMaker) -> None:
    deck = build(maker, minutes=10)[2]
    typed = ((), deck, 2, "Wat ik typte", "\n".join(f"Punt {n}" for n in range(20)))
    press = gr.EventData(None, {"actie": "pas-aan", "waarde": "3"})
    file = gr.EventData(None, {"actie": "bestand", "waarde": "md"})
    updates = (
        maker.choose(*typed, 3), maker.typed(maker.down)(*typed, 2), maker.pressed(*typed, press), anew(maker, *typed), maker.fetched(*typed, file),
    )  # fmt: skip
    for update in updates:
        assert texts.NOT_SAVED in update[1]
        assert update[6] == 2
        assert all(part == gr.skip() for part in (*update[2:6], *update[7:]))
    assert [texts.NOT_SAVED in str(update[0]) for update in updates] == [False, False, False, True, True]


def test_what_was_typed_last_is_undone_first(maker: SlideMaker) -> None:
    deck = build(maker, minutes=10)[2]
    dropped = maker.kept(maker.drop)((), deck, 3)
    title, lines = maker.pick(dropped[2], 2)
    back = maker.undo(dropped[-2], dropped[2], 2, "Wat ik typte", lines)
    assert (back[2], back[7], back[-2]) == (dropped[2], title, dropped[-2])


def test_a_reason_has_names_as_they_were_written(maker: SlideMaker) -> None:
    deck = build(maker)[2]
    told = maker.save(deck, 1, "Geld", "In Testdam en Tëstveen kost dit 5 miljoen euro per jaar.")[1]
    assert "testdam" not in told
    assert told.count("Testdam") == 2
