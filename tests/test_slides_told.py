"""What a presentation takes over from answers, cards and choices over the real corpus, and what it says of the rest."""

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pptx
import pytest
from PIL import ImageFont

from assistant import Answer, Block, Bullet, Citation, Deck, DeckRequest, Sentence, Slide, Turn, build_deck, to_pptx
from assistant.deck import shortened
from assistant.deck_sentences import LEANING
from assistant.deck_template import BODY_BOX
from assistant.routes import routes_named

if TYPE_CHECKING:
    from assistant import Assistant

LEEUWARDEN, HENGELO = "leeuwarden-jeugdondersteuners-ikc", "hengelo-schoolondersteuner-szo"
HOLLANDS_KROON = "hollands-kroon-jeugdondersteuning-kindcentra"


def of_kind(deck: Deck, kind: str) -> list[Slide]:
    return [s for s in deck.slides if s.kind == kind]


def places(answer: Answer) -> dict[str, set[tuple[str, tuple[int, ...]]]]:
    """Each sentence of an answer with the documents and the pages that it cites."""
    cited = {c.n: (c.document.id, c.pages) for c in answer.citations}
    return {s.text: {cited[n] for n in s.cites} for s in answer.sentences}


def test_a_sentence_of_an_answer_keeps_the_place_of_the_answer(assistant: "Assistant") -> None:
    answers = tuple(map(assistant.answer, ("Wie betaalt jeugdhulp op school?", "Hoe betrek je ouders bij beleid?")))
    slides = of_kind(build_deck(assistant, DeckRequest(minutes=30, answers=answers)), "answer")
    assert len(slides) == 2
    same = 0
    for slide, answer in zip(slides, answers, strict=True):
        known = places(answer)
        for bullet in (b for b in slide.bullets if b.text in known):
            same += 1
            assert {(c.document, c.pages) for c in bullet.citations} == known[bullet.text]
            assert all(" … " not in c.quote for c in bullet.citations)
    assert same >= 5


def test_a_comparison_is_told_row_by_row(assistant: "Assistant") -> None:
    question = "Wat is het verschil tussen de jeugdondersteuners in Leeuwarden en de schoolondersteuner in Hengelo?"
    answer = assistant.answer(question)
    assert any(b.kind == "table" for b in answer.blocks)
    (slide,) = of_kind(build_deck(assistant, DeckRequest(answers=(answer,))), "answer")
    assert {c.entry for b in slide.bullets[:4] for c in b.citations} == {LEEUWARDEN, HENGELO}
    assert len({b.text for b in slide.bullets}) == len(slide.bullets) >= 4
    assert any("een derde bij" in b.text for b in slide.bullets)


def test_a_sentence_that_adds_to_another_leans_on_it() -> None:
    assert LEANING.search("anders samenwerken betekent volgens de vng ook een inclusieve en preventieve aanpak.")
    assert not LEANING.search("in zuid-limburg stimuleren naast het onderwijs ook de ggd en de provincie de samenwerking.")
    assert not LEANING.search("breder opleiden moet zorgen dat ook onderwijs de juiste professionals heeft.")


def test_a_title_of_three_lines_has_three_lines(assistant: "Assistant") -> None:
    (lines,) = of_kind(build_deck(assistant, DeckRequest(minutes=30)), "lines")
    for line in ("Anders samenwerken", "Anders organiseren", "Anders opleiden"):
        assert sum(b.text.startswith(line) for b in lines.bullets) == 1, line


def test_what_stands_in_the_place_of_a_long_sentence_has_its_own_place(assistant: "Assistant") -> None:
    entry = assistant.entry(LEEUWARDEN)
    document = assistant.documents[entry.document]
    long = (
        "De gemeente Leeuwarden betaalde de eerste pilot met jeugdondersteuners helemaal en in de tweede " + "echt " * 25 + "mee."
    )
    cited = Citation(1, entry, document, (99,), (), ("Iets anders.",))
    answer = Answer(
        "Wie betaalt?", (Block("direct", (Sentence(long, (1,)), Sentence(long.replace("echt", "heel"), (1,)))),), (cited,)
    )
    (slide,) = of_kind(build_deck(assistant, DeckRequest(answers=(answer,))), "answer")
    first, *others = slide.bullets
    assert first.citations[0].quote == first.text
    assert first.citations[0].pages == entry.source_of(first.text).pages
    assert all(b.text != first.text for b in others)


def test_what_was_chosen_goes_before_what_we_think_of_and_what_does_not_fit_is_told(assistant: "Assistant") -> None:
    chosen = (LEEUWARDEN, HENGELO, HOLLANDS_KROON)
    deck = build_deck(assistant, DeckRequest(minutes=20, cases=chosen))
    assert len(deck.slides) == 11
    assert [s.sources[0].entry for s in of_kind(deck, "case")] == list(chosen)
    assert deck.remarks == ()
    short = build_deck(assistant, DeckRequest(cases=chosen, slides=4))
    left = [i for i in chosen if i not in {s.sources[0].entry for s in of_kind(short, "case")}]
    assert left == [HENGELO, HOLLANDS_KROON]
    assert all(assistant.entry(i).title in short.remarks[-1] for i in left)


def test_nothing_is_told_twice(assistant: "Assistant") -> None:
    answer = assistant.answer("Wat is het verschil tussen LEA en OOGO?")
    for request in (DeckRequest(minutes=40, answers=(answer,)), DeckRequest(minutes=120, region="Tilburg")):
        deck = build_deck(assistant, request)
        texts = [b.text for s in deck.slides for b in s.bullets]
        assert len(texts) == len(set(texts))


def test_the_slide_of_a_follow_up_has_the_whole_question_as_its_title(assistant: "Assistant") -> None:
    first = "Hoe maak je een gezamenlijke visie?"
    answer = assistant.answer("En in Zuid-Limburg?", history=(Turn(first),))
    (slide,) = of_kind(build_deck(assistant, DeckRequest(answers=(answer,))), "answer")
    assert slide.title == answer.resolved != answer.question


def test_the_slide_of_a_full_question_has_it_as_it_was_typed(assistant: "Assistant") -> None:
    first = "Wat zegt de Jeugdwet over de taak van de gemeente bij preventie?"
    asked = "Welke praktijkvoorbeelden zijn er van jongerenwerk voor jongeren van 12 jaar en ouder?"
    glued = replace(assistant.answer(asked), resolved=f"{first} {asked}")
    (slide,) = of_kind(build_deck(assistant, DeckRequest(answers=(glued,))), "answer")
    assert slide.title == asked


def test_a_title_that_is_too_long_ends_after_a_word(assistant: "Assistant") -> None:
    asked = "Hoe betrek je jongeren, ouders, scholen, kinderopvang en jeugdhulp bij het beleid over opgroeien"
    long = replace(
        assistant.answer("Hoe betrek je jongeren bij beleid?"), question=f"{asked}, opvoeden en verantwoordelijkheid van iedereen?"
    )
    (slide,) = of_kind(build_deck(assistant, DeckRequest(answers=(long,))), "answer")
    assert slide.title == f"{asked}, opvoeden en…"
    assert shortened("x" * 130) == "x" * 119 + "…"


def test_the_slide_on_laws_begins_with_what_each_is(assistant: "Assistant") -> None:
    (laws,) = of_kind(build_deck(assistant, DeckRequest(minutes=40)), "laws")
    texts = [b.text for b in laws.bullets]
    assert any(t.startswith("De LEA is het lokale overleg") for t in texts)
    meeting = next(b for b in laws.bullets if b.text.startswith("Het OOGO is het wettelijk verplichte bestuurlijke overleg"))
    assert meeting.text.endswith("elkaars plannen bespreken.")
    assert meeting.citations[0].quote in assistant.entry("oogo").summary


def test_a_route_that_the_talk_is_about_gets_its_own_slides(assistant: "Assistant") -> None:
    deck = build_deck(assistant, DeckRequest(occasion="Route 5: afspraken over geld", minutes=20))
    titles = [s.title for s in deck.slides]
    own = [s for s in deck.slides if s.title.startswith("Route 5: ")]
    assert [s.title for s in own[1:]] == ["Route 5: stappen", "Route 5: voorbeelden", "Route 5: valkuilen"]
    assert own[0].title == "Route 5: Afspraken over financiële verantwoordelijkheden"
    assert all(s.bullets for s in own)
    assert all(5 in assistant.entry(c.entry).routes for s in own for c in s.sources)
    assert not any(t.startswith("Je reisplan") for t in titles)
    assert routes_named("Routes 2 en 3, en route 9") == (2, 3, 9)
    assert routes_named("de negen routes, 5 mei") == ()


def test_the_number_of_slides_that_is_asked_for_is_made_and_not_printed(assistant: "Assistant") -> None:
    deck = build_deck(assistant, DeckRequest(occasion="Voortgangsgesprek, 5 slides", minutes=20))
    assert len(deck.slides) == 5
    assert deck.occasion == "Voortgangsgesprek"
    assert len(build_deck(assistant, DeckRequest(minutes=20, slides=8)).slides) == 8
    assert DeckRequest(occasion="Avond in 10 dia’s").checked().occasion == "Avond"


def test_who_asks_for_a_place_hears_that_it_has_no_example(assistant: "Assistant") -> None:
    remarks = build_deck(assistant, DeckRequest(region="Haarlem", minutes=10)).remarks
    assert remarks == ("De bronnen hebben geen voorbeeld uit Haarlem; er staan voorbeelden uit Noord-Holland in.",)
    assert build_deck(assistant, DeckRequest(region="Tilburg", minutes=10)).remarks == ()


def test_text_fits_in_its_box_in_the_real_letter() -> None:
    try:
        letter = ImageFont.truetype("LiberationSans-Regular.ttf", 1000)
    except OSError:
        pytest.skip("no Liberation Sans, which is as wide as Arial; on Debian: apt-get install fonts-liberation")
    bullets = tuple(Bullet(" ".join([word] * 21)) for word in ("Mogen", "Moge", "Momenten", "Gaan"))
    slide = pptx.Presentation(io.BytesIO(to_pptx(Deck("t", "", "", 10, "", (Slide("Veel", bullets),))))).slides[0]
    body = slide.placeholders[1]
    size = body.text_frame.paragraphs[0].runs[0].font.size.pt
    height = 0.0
    for bullet in bullets:
        lines, line = 1, ""
        for word in bullet.text.split():
            longer = f"{line} {word}".strip()
            fits = letter.getlength(longer) * size / 72_000 <= BODY_BOX[2] - 0.6
            lines, line = (lines, longer) if fits else (lines + 1, word)
        height += (lines * 1.2 + 0.45) * size / 72
    assert height <= BODY_BOX[3]
