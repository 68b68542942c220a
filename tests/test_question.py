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
    [
        ("iets voor peuters", ("12-",)), ("pubers die uitvallen", ("12+",)), ("jeugd", ()), ("mbo en kleuters", ("12-", "12+")),
        ("groep 8", ("12-",)), ("brugklassers", ("12+",)), ("voorbeelden voor de bovenbouw", ("12+",)), ("16-plussers", ("12+",)),
        ("de bovenbouw van de basisschool", ("12-",)), ("kinderen van 3 tot 6 jaar", ("12-",)), ("jongeren van 14 jaar", ("12+",)),
        ("14-jarigen", ("12+",)), ("kinderen van 4 tot 18 jaar", ("12-", "12+")), ("een pilot van 2 jaar", ()), ("kinderen tot 12 jaar", ("12-",)),
    ],
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("asked", "provinces"),
    [
        ("Voorbeelden in Noord-Holland", ("Noord-Holland",)), ("Voorbeelden in Holland", ("Noord-Holland", "Zuid-Holland")),
        ("Brabantse voorbeelden", ("Noord-Brabant",)), ("Noord-Holland en Zuid-Holland", ("Noord-Holland", "Zuid-Holland")),
    ],
)  # fmt: skip
def test_a_province_that_is_named_whole_is_no_other(assistant: Assistant, asked: str, provinces: tuple[str, ...]) -> None:
    assert assistant.reader.read(asked).provinces == provinces


def test_a_place_that_only_a_known_question_names_is_not_in_the_sources(assistant: Assistant) -> None:
    read = assistant.reader.read("Wat vindt de wethouder van Deventer?")
    assert read.unknown_places == ("Deventer",)
    assert read.places == ()


@pytest.mark.parametrize(
    ("asked", "meant", "sentences", "more"),
    [
        ("Leg in drie zinnen uit wat VIOS is", "Wat is VIOS?", 3, False),
        ("Kun je in een paar zinnen uitleggen wat mensen bedoelen met een oza?", "Wat betekent een oza?", 0, False),
        ("Kunt u me zeggen in welk jaar VIOS begon?", "in welk jaar VIOS begon?", 0, False),
        ("Kan iemand uitleggen wat een OOGO is?", "Wat is een OOGO?", 0, False),
        ("Welke partijen zitten in de coalitie? Volledig rijtje aub", "Welke partijen zitten in de coalitie?", 0, True),
        ("Wie doen er mee aan VIOS, graag een lijstje", "Wie doen er mee aan VIOS", 0, False),
        ("Vergelijk Tilburg en Leeuwarden in een tabel", "Vergelijk Tilburg en Leeuwarden", 0, False),
        ("Zet de drie niveaus in een tabel met per niveau een voorbeeld", "de drie niveaus met per niveau een voorbeeld", 0, False),
        ("Vat route 5 samen in één zin", "route 5", 1, False),
        ("Kun je uitleggen wat een LEA is?", "Wat is een LEA?", 0, False),
        ("Beschrijf uitgebreid route 4", "route 4", 0, True),
        ("Vertel uitgebreid over doorbraakbudgetten", "Wat zeggen de bronnen over doorbraakbudgetten?", 0, True),
        ("Hoe leg je aan ouders uit waarom het nodig is?", "Hoe leg je aan ouders uit waarom het nodig is?", 0, False),
    ],
)
def test_how_long_an_answer_is_to_be_is_no_part_of_what_is_asked(
    assistant: Assistant, asked: str, meant: str, sentences: int, more: bool
) -> None:
    read = assistant.reader.read(asked)
    assert read.asked == meant
    assert (read.length.sentences, read.length.more) == (sentences, more)


def test_so_many_sentences_are_told_as_are_asked(assistant: Assistant) -> None:
    answer = assistant.answer("Leg in twee zinnen uit wat VIOS is")
    assert len([s for block in answer.blocks if block.kind != "note" for s in block.sentences]) == 2
    longer = assistant.answer("Vertel uitgebreid hoe je geld regelt voor samenwerking")
    shorter = assistant.answer("Vertel hoe je geld regelt voor samenwerking")
    assert len(longer.sentences) > len(shorter.sentences)


def test_what_is_understood_can_be_seen_and_taken_away(assistant: Assistant) -> None:
    asked = "Geef een voorbeeld uit het advies Mét andere ogen met de politie en de Jeugdwet"
    keys = {u.key: u.label for u in assistant.reader.read(asked).understood()}
    assert {"partner:politie", "law:jeugdwet", "document:met-andere-ogen-2018", "kind:example"} <= set(keys)
    read = assistant.reader.read(asked, without=list(keys))
    assert (read.partners, read.laws, read.documents, read.intents) == ((), (), (), ("general",))


VIOS = Turn("Wat is VIOS?")


@pytest.mark.parametrize(
    ("history", "asked", "meant"),
    [
        ([Turn("Voorbeelden uit Brabant")], "en in Limburg?", "Voorbeelden in Limburg?"),
        ([Turn("Voorbeelden uit Brabant"), Turn("en in Limburg?")], "en voor peuters?", "Voorbeelden in Limburg voor peuters?"),
        ([VIOS], "Wie doen er mee?", "Wie doen er mee bij VIOS?"),
        ([Turn("Leg in drie zinnen uit wat VIOS is")], "Wie doen er mee?", "Wie doen er mee bij VIOS?"),
        ([VIOS, Turn("wie betaalt dat?")], "hoeveel kinderen gaat het om?", "hoeveel kinderen gaat het om bij VIOS?"),
    ],
)
def test_a_follow_up_is_read_as_a_question_on_its_own(assistant: Assistant, history: list[Turn], asked: str, meant: str) -> None:
    read = assistant.reader.read(asked, history)
    assert read.follow_up
    assert read.meant == meant


def test_another_one_of_a_list_is_another_one(assistant: Assistant) -> None:
    first = assistant.answer("Welke voorbeelden zijn er voor pubers?")
    cited = tuple(c.entry.id for c in first.citations)
    then = assistant.answer("nog een", [Turn(first.question, cited)])
    assert not then.refused
    assert then.citations
    assert not set(cited) & {c.entry.id for c in then.citations}


@pytest.mark.parametrize(
    ("asked", "asks"), [("Begint het overleg hoe laat?", "time"), ("Hoe laat je ouders echt meeschrijven?", "")]
)
def test_the_time_of_a_clock_is_not_how_to_let_somebody(assistant: Assistant, asked: str, asks: str) -> None:
    assert assistant.reader.read(asked).asks == asks


@pytest.mark.parametrize(
    ("asked", "sentences", "more"),
    [
        ("korter graag", 2, False),
        ("Kan het ook wat korter?", 2, False),
        ("Kun je dat samenvatten?", 2, False),
        ("leg dat eens uit", 0, True),
        ("Vertel er meer over", 0, True),
    ],
)
def test_the_answer_before_can_be_asked_in_another_length(assistant: Assistant, asked: str, sentences: int, more: bool) -> None:
    before = Turn("Hoe werkt de LEA in Zoetermeer?")
    again = assistant.reader.read(asked, [before])
    assert (again.length.sentences, again.length.more) == (sentences, more)
    assert again.meant == before.question
    later = assistant.reader.read("En in Moerdijk?", [before, Turn(asked)])
    assert later.places == ("Moerdijk",)
    assert "LEA" in later.meant


def test_a_follow_up_is_answered_on_its_own_words(assistant: Assistant) -> None:
    opened = assistant.answer("Wat is het Maatwerktraject Onderwijs en Arbeid in Haaglanden?")
    history = [Turn(opened.question, tuple(c.entry.id for c in opened.citations), told=tuple(s.text for s in opened.sentences))]
    first = assistant.answer("Wat voor mensen zijn die coaches?", history).sentences[0].text
    assert "meegemaakt" in first
    assert first not in history[0].told


def test_what_may_lean_is_read_in_the_way_that_has_better_evidence(assistant: Assistant) -> None:
    history = [Turn("Wat kan jongerenwerk op een school betekenen?"), Turn("Wie betaalt dat in Den Bosch?")]
    leaning, question = assistant.answer("Hoe reageerden de docenten?", history), assistant.answer("Wat is een OOGO?", history)
    assert leaning.citations[0].entry.places == ("Den Bosch",)
    assert question.citations[0].entry.id == "oogo"


def test_a_whole_question_does_not_lean_on_the_one_before(assistant: Assistant) -> None:
    asked = "Welke praktijkvoorbeelden zijn er van jongerenwerk voor jongeren van 12 jaar en ouder?"
    history = [Turn("Wat zegt de Jeugdwet over de taak van de gemeente bij preventie?")]
    assert not assistant.reader.read(asked, history).follow_up
    assert assistant.reader.read("En wat kost dat dan voor een kleine gemeente met weinig geld?", history).follow_up
