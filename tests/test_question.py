"""What is read in a question: kind of help, ages, places, laws, typing errors, follow-ups."""

import time

import pytest

from assistant import Assistant, Turn
from assistant.question import wants_presentation
from ingest import stem


@pytest.mark.parametrize(
    ("asked", "intent"),
    [
        ("Welke gemeente heeft ervaring met jongerenwerk op school?", "example"),
        ("Wat is een OOGO?", "definition"),
        ("Wat is het verschil tussen OOGO en LEA?", "comparison"),
        ("Welke handreiking is er voor inclusieve kinderopvang?", "instrument"),
        ("Is een gemeente wettelijk verplicht om te overleggen?", "law"),
        ("Hoe houd ik de energie erin?", "how"),
    ],
)
def test_kind_of_help(assistant: Assistant, asked: str, intent: str) -> None:
    assert intent in assistant.reader.read(asked).intents


@pytest.mark.parametrize(
    ("asked", "ages"),
    [("iets voor peuters", ("12-",)), ("pubers die uitvallen", ("12+",)), ("jeugd", ()), ("mbo en kleuters", ("12-", "12+"))],
)
def test_ages(assistant: Assistant, asked: str, ages: tuple[str, ...]) -> None:
    assert assistant.reader.read(asked).ages == ages


def test_places_known_and_unknown(assistant: Assistant) -> None:
    read = assistant.reader.read("Wat doen Tilburg en Emmen?")
    assert read.places == ("Tilburg",)
    assert read.unknown_places == ("Emmen",)


@pytest.mark.parametrize(
    ("typed", "meant"), [("jongren", "jongeren"), ("foodvaley", "foodvalley"), ("samewnerking", "samenwerking")]
)
def test_what_others_typed_wrongly_too_is_understood(assistant: Assistant, typed: str, meant: str) -> None:
    assert typed in assistant.index.vocabulary  # of a known question
    assert (typed, meant) in assistant.reader.read(f"Hoe betrek je {typed} bij beleid?").corrections


@pytest.mark.parametrize("typed", ["meebepalen", "meldcodes", "rondetafels"])
def test_a_word_that_only_people_use_is_no_typing_error(assistant: Assistant, typed: str) -> None:
    assert assistant.reader.read(f"Wat doen we met {typed} in ons beleid?").corrections == ()


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ("de Leeuwardense pilot", ("Leeuwarden",)),
        ("wat doet de edese netwerkregisseur", ("Ede",)),
        ("Almeerse monitor", ("Almere",)),
        ("bossche jongerenwerkers", ("Den Bosch",)),
        ("de Haagse aanpak", ("Den Haag",)),
        ("Rotterdamse scholen", ("Rotterdam",)),
    ],
)
def test_a_place_is_known_by_its_adjective(assistant: Assistant, asked: str, places: tuple[str, ...]) -> None:
    assert assistant.reader.read(asked).places == places


def test_the_frame_of_a_question_is_not_its_subject(assistant: Assistant) -> None:
    framed = assistant.reader.read("Wat zeggen de bronnen eigenlijk over kinderen die thuiszitten?")
    assert framed.own_words == assistant.reader.read("kinderen die thuiszitten").own_words
    assert "bronnen" in assistant.reader.read("Welke bronnen gebruikte de kwartiermaker?").own_words


def test_an_age_is_not_the_subject(assistant: Assistant) -> None:
    with_age = assistant.reader.read("Hoe betrekken we jongeren van 12 jaar en ouder bij nieuw beleid?")
    without = assistant.reader.read("Hoe betrekken we jongeren bij nieuw beleid?")
    assert (with_age.ages, with_age.own_words, with_age.text) == (("12+",), without.own_words, without.text)


def test_a_province_is_no_place(assistant: Assistant) -> None:
    assert assistant.reader.read("een voorbeeld uit Brabant").provinces == ("Noord-Brabant",)


@pytest.mark.parametrize(
    ("asked", "law"),
    [
        ("Sinds wanneer geldt de Wmo?", "wmo-2015"),
        ("Geldt de Leerplichtwet ook voor mbo-studenten?", "leerplichtwet"),
        ("Wat regelt de Wet verplichte meldcode?", "wet-verplichte-meldcode"),
        ("Wat staat er in het Kinderrechtenverdrag?", "ivrk"),
    ],
)
def test_a_law_is_known_by_what_people_call_it(assistant: Assistant, asked: str, law: str) -> None:
    assert assistant.reader.read(asked).laws == (law,)


@pytest.mark.parametrize(
    "asked",
    [
        "Mag dat volgens de wet op het onderwijs?",
        "Algemene wet gelijke behandeling",
        "wet stelsel openbare orde",
        "een Wmo-consulent",
    ],
)
def test_no_law_is_named_by_what_another_may_be_called(assistant: Assistant, asked: str) -> None:
    assert assistant.reader.read(asked).laws == ()


def test_a_name_within_a_longer_name_is_no_second_law(assistant: Assistant) -> None:
    assert assistant.reader.read("Wat zegt de WVO 2020?").laws == ("wvo-2020",)


def test_laws_and_articles(assistant: Assistant) -> None:
    read = assistant.reader.read("Wat zegt artikel 2.7 van de Jeugdwet?")
    assert read.laws == ("jeugdwet",)
    assert read.article == "2.7"


def test_a_typing_error_is_corrected_and_shown(assistant: Assistant) -> None:
    read = assistant.reader.read("samenwerkingsverbnd en gemeente")
    assert ("samenwerkingsverbnd", "samenwerkingsverband") in read.corrections
    assert any("bedoelde u" in u.label for u in read.understood())


def test_a_correction_can_be_taken_away(assistant: Assistant) -> None:
    read = assistant.reader.read("samenwerkingsverbnd en gemeente", without=("spelling:samenwerkingsverbnd",))
    assert read.corrections == ()


@pytest.mark.parametrize(
    ("asked", "correction"),
    [
        ("Wie betaalt pasend onderwijs?", ("pasend", "passend")),
        ("Wat doet het samenwerkings verband?", ("samenwerkings verband", "samenwerkingsverband")),
    ],
)
def test_short_errors_and_torn_compounds_are_mended(assistant: Assistant, asked: str, correction: tuple[str, str]) -> None:
    read = assistant.reader.read(asked)
    assert read.corrections == (correction,)
    assert stem(correction[1]) in read.terms
    assert not assistant.reader.read(asked, without=(f"spelling:{correction[0]}",)).corrections


def test_words_that_stand_beside_each_other_stay_apart(assistant: Assistant) -> None:
    assert not assistant.reader.read("Welke afspraken staan voor komend jaar in de plannen van scholen?").corrections


def test_an_age_can_be_taken_away(assistant: Assistant) -> None:
    assert assistant.reader.read("iets voor peuters", without=("age:12-",)).ages == ()


def test_a_follow_up_keeps_the_subject(assistant: Assistant) -> None:
    read = assistant.reader.read("en voor 12+?", [Turn("Welke gemeente heeft jeugdondersteuners op scholen?")])
    assert read.follow_up
    assert read.ages == ("12+",)
    assert "jeugdondersteuners" in read.text


def test_a_new_subject_is_no_follow_up(assistant: Assistant) -> None:
    read = assistant.reader.read("Wat is de Lokale Educatieve Agenda?", [Turn("Welke gemeente heeft jeugdondersteuners?")])
    assert not read.follow_up


def test_one_more_example_leaves_out_what_was_shown(assistant: Assistant) -> None:
    read = assistant.reader.read(
        "nog een voorbeeld?", [Turn("voorbeelden van jongerenwerk op school", cited=("arnhem-jongerenwerk-op-school",))]
    )
    assert read.seen == {"arnhem-jongerenwerk-op-school"}


def test_the_name_of_a_publication_says_where_to_look(assistant: Assistant) -> None:
    read = assistant.reader.read("Wat zegt de Reisgids over thuiszitters?")
    assert read.documents == ("reisgids-2025",)
    assert "Reisgids" not in read.text


@pytest.mark.parametrize(
    "asked",
    [
        "Maak een presentatie over route 5",
        "Kun je slides maken over jeugdhulp op school?",
        "Kunt u een presentatie maken over ouders?",
        "dia’s over vertrouwen",
    ],
)
def test_a_presentation_is_searched_by_its_subject_with_a_word_on_where_it_is_made(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.refused
    notes = [s.text for b in answer.blocks if b.kind == "note" for s in b.sentences]
    assert notes[0].startswith("Een presentatie waarin elke dia")
    assert not wants_presentation("Hoe presenteer je een gezamenlijke visie?")
    for other in ("Welke presentatie gaf de gemeente?", "De presentatie van de Reisgids", "Presentatie van de gemeente Tilburg"):
        assert not wants_presentation(other)


def test_a_long_run_of_blanks_does_not_hold_up_a_question(assistant: Assistant) -> None:
    before = time.process_time()
    for start in ("! ", "- ", "een ", "kun je "):
        assistant.reader.read(start + " " * 1900 + "x")
    assert time.process_time() - before < 5
