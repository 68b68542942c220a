"""Which examples a presentation takes, and what it tells of them: of the case itself, enough of it, and of no child unasked."""

from typing import TYPE_CHECKING

from assistant import Deck, DeckRequest, Slide, build_deck, to_markdown
from assistant.deck_cases import choose_cases, of_a_child
from assistant.deck_sentences import about_card, short_sentences
from assistant.entry_lines import under_headings

if TYPE_CHECKING:
    from assistant import Assistant

TILBURG, DEURNE = "tilburg-zorg-in-onderwijstijd", "deurne-toekomstvisie-2030"
UTRECHT, DE_KEMPEN = "utrecht-leidende-principes-gezamenlijke-opgave", "de-kempen-regionale-visie-onderwijs-jeugdhulp"
SAYS_TITLE_ONLY = {
    DEURNE,
    "delft-manifest-opvoeden-en-opgroeien",
    "den-haag-manifest-samen-opvoeden-en-opgroeien",
    "hbel-visie-sociaal-domein",
}


def case_slides(deck: Deck) -> list[Slide]:
    return [s for s in deck.slides if s.kind == "case"]


def shown(deck: Deck) -> set[str]:
    """The examples of which something stands on a slide."""
    return {c.entry for s in deck.slides if s.kind in ("examples", "case") for c in s.sources}


def test_what_tells_of_the_publication_stands_on_no_slide(assistant: "Assistant") -> None:
    for sentence in (
        "Een publicatie over de kracht van collectieve financiering vertelt meer over de aanpak van Tilburg.",
        "De Reisgids plaatst het voorbeeld van Tilburg bij kinderen tot 12 jaar en bij afspraken over geld.",
        "De Reisgids geeft van de toekomstvisie van Deurne alleen de titel en de link, zonder verdere beschrijving.",
        "De Midterm verwijst voor leidende principes naar een publicatie over richting geven in het sociaal domein.",
        "De Reisgids biedt de notitie aan als inspiratie, op de pagina over budget en andere praktische randvoorwaarden.",
    ):
        assert about_card(sentence), sentence
    assert not about_card("Jongerenwerk wordt volgens de Midterm steeds vaker een vast onderdeel van het onderwijs.")
    chosen = DeckRequest(minutes=30, cases=(TILBURG, UTRECHT, DE_KEMPEN))
    for request in (chosen, DeckRequest(minutes=60, ages=("12+",))):
        for bullet in (b for s in build_deck(assistant, request).slides if s.kind != "sources" for b in s.bullets):
            assert not about_card(bullet.text), bullet.text


def test_a_case_of_which_only_the_title_is_told_is_not_chosen_unasked(assistant: "Assistant") -> None:
    for occasion in ("", "Start visie"):
        assert not shown(build_deck(assistant, DeckRequest("Raad en college", occasion, 30))) & SAYS_TITLE_ONLY
    assert DEURNE in shown(build_deck(assistant, DeckRequest(minutes=20, cases=(DEURNE,))))
    assert short_sentences(assistant.entry(DEURNE))


def test_a_chosen_case_is_told_whole(assistant: "Assistant") -> None:
    den_bosch = "den-bosch-schooljongerenwerk"
    almere = (
        "almere-monitor-jeugdhulp-en-onderwijs",
        "almere-schoolleiders-bij-subsidiegesprekken",
        "almere-stedelijk-coordinator-jonge-kind",
    )
    for cases in ((den_bosch, TILBURG), almere):
        slides = case_slides(build_deck(assistant, DeckRequest("Raad en college", minutes=30, cases=cases)))
        assert [s.sources[0].entry for s in slides] == list(cases)
        assert all(len(s.bullets) >= min(4, len(short_sentences(assistant.entry(s.sources[0].entry))) - 1) for s in slides)
    told = [b.text for b in case_slides(build_deck(assistant, DeckRequest(minutes=30, cases=(den_bosch,))))[0].bullets]
    above = under_headings(assistant.entry(den_bosch))
    assert {"wat", "hoe", "resultaat"} <= {above[t] for t in told if t in above}
    tilburg = [b.text for b in case_slides(build_deck(assistant, DeckRequest(minutes=30, cases=(TILBURG,))))[0].bullets]
    assert any("verlengd en uitgebreid" in t for t in tilburg)


def test_the_story_of_one_child_is_told_only_when_it_is_chosen(assistant: "Assistant") -> None:
    india, emma = "alkmaar-ogen-van-india", "emma-turner-schoolloopbaan"
    assert {e.id for e in assistant.entries("case") if of_a_child(e)} == {india, emma}
    for request in (DeckRequest(occasion="Route 5: afspraken over geld"), DeckRequest(region="Alkmaar", minutes=30)):
        text = to_markdown(build_deck(assistant, request))
        assert "India" not in text
        assert "Emma" not in text
    assert india in shown(build_deck(assistant, DeckRequest(cases=(india,))))


def test_a_deck_of_one_answer_is_about_its_subject(assistant: "Assistant") -> None:
    answer = assistant.answer("Wie betaalt jeugdhulp op school?")
    deck = build_deck(assistant, DeckRequest("Beleidsmakers van de gemeente", answers=(answer,)))
    assert deck.title == deck.slides[0].title == "De vraag: wie betaalt jeugdhulp op school?"
    assert [s.kind for s in deck.slides[:2]] == ["title", "answer"]
    assert deck.slides[1].title == answer.question
    other = assistant.answer("Wie is de regisseur van de samenwerking?")
    assert shown(build_deck(assistant, DeckRequest(answers=(other,)))) != shown(deck)
    assert build_deck(assistant, DeckRequest(answers=(answer, other))).title == build_deck(assistant, DeckRequest()).title


def test_examples_that_an_answer_cites_come_first(assistant: "Assistant") -> None:
    answer = assistant.answer("Welke praktijkvoorbeelden zijn er van jongerenwerk voor jongeren van 12 jaar en ouder?")
    cited = {c.entry.id for c in answer.citations if c.entry.kind == "case"}
    assert len(cited) >= 2
    others = [e.id for e in choose_cases(assistant, DeckRequest("Kinderopvang", answers=(answer,))).others]
    assert cited <= set(others[:5])
    assert cited & shown(build_deck(assistant, DeckRequest("Kinderopvang", answers=(answer,))))
