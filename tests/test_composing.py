"""What an answer opens with, and what it leaves out, over the corpus as it ships."""

from dataclasses import replace

import pytest

from assistant import Answer, Assistant, Retrieved, Turn
from assistant.citations import Citations
from assistant.comparison import comparison
from assistant.telling import Material, Telling
from ingest import Filters


def block(answer: Answer, kind: str) -> list[str]:
    return [s.text for b in answer.blocks if b.kind == kind for s in b.sentences]


@pytest.mark.parametrize(
    "asked", ["welke route past als mijn collega's niet meedoen?", "Welk hoofdstuk gaat over draagvlak bij mijn eigen mensen?"]
)
def test_which_route_fits_is_the_first_that_is_told(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert answer.routes[0] == 3
    assert block(answer, "direct")[0].startswith("Route 3, Draagvlak vinden binnen organisaties: ")
    assert answer.citation(answer.sentences[0].cites[0]).entry.id == "route-3-draagvlak-binnen-organisaties"


@pytest.mark.parametrize(
    "asked", ["Welke route moet een melding van kindermishandeling volgen?", "Welk hoofdstuk van de Jeugdwet gaat over jeugdhulp?"]
)
def test_what_is_no_route_of_the_guide_is_not_answered_with_one(assistant: Assistant, asked: str) -> None:
    assert not assistant.answer(asked).sentences[0].text.startswith("Route ")


def test_an_age_narrows_and_is_not_the_subject(assistant: Assistant) -> None:
    read = assistant.reader.read("voorbeelden 12+ school")
    assert (read.ages, "12+" in read.own_words) == (("12+",), False)
    answer = assistant.answer("voorbeelden 12+ school")
    assert "12-" not in answer.sentences[0].text
    examples = block(answer, "examples")
    assert examples
    assert all("12+" in text.split(":")[0] for text in examples)


@pytest.mark.parametrize(
    ("asked", "ages"), [("voorbeelden 12-plus", ("12+",)), ("uitval van 12-jarigen", ()), ("de 12-uursregel", ())]
)
def test_an_age_is_read_in_its_spellings_and_in_no_others(assistant: Assistant, asked: str, ages: tuple[str, ...]) -> None:
    assert assistant.reader.read(asked).ages == ages


@pytest.mark.parametrize("asked", ["Wat is het verschil tussen 12- en 12+?", "Wat betekent 12+?", "12+"])
def test_an_age_that_is_the_subject_stays(assistant: Assistant, asked: str) -> None:
    assert "12+" in assistant.reader.read(asked).own_words


def test_one_sentence_does_not_hide_that_the_example_is_of_another_age(assistant: Assistant) -> None:
    asked = "Welk voorbeeld is er voor de basisschool van een Familieschool?"
    note = "Een voorbeeld voor 12- is hierbij niet gevonden; dit is er een voor 12+."
    assert block(assistant.answer(asked), "note")[:1] == [note]
    short = assistant.answer(f"{asked[:-1]} in één zin?")
    assert [len(block(short, kind)) for kind in ("direct", "note", "more", "examples")] == [1, 1, 0, 0]
    assert block(short, "note") == [note]


DENIALS = ("staat niet in de bronnen", "Niet gevonden", "geen aantal", "geen bedrag")


def headings(answer: Answer) -> list[str]:
    return [b.heading for b in answer.blocks if b.kind == "direct"]


def test_the_second_half_of_a_question_has_an_answer_of_its_own(assistant: Assistant) -> None:
    answer = assistant.answer("Wat moet er in een uitvoeringsprogramma staan en waar leggen we het bestuurlijk vast?")
    assert headings(answer) == ["", ""]  # what is asked of one subject is told as one text
    what, where = (b for b in answer.blocks if b.kind == "direct")
    assert "uitvoeringsprogramma" in what.sentences[0].text
    assert "zes" in what.sentences[0].text
    assert "LEA" in where.sentences[0].text
    told = [s.text for s in answer.sentences]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Tot hoe laat kunnen vastgelopen jongeren bij School2Care Laakhaven blijven?", "20.00 uur"),
        ("Leeuwarden jeugdondersteuners: welk deel leggen de scholen zelf bij?", "een derde"),
    ],
)
def test_the_detail_that_is_asked_comes_first(assistant: Assistant, asked: str, told: str) -> None:
    assert told in block(assistant.answer(asked), "direct")[0]


def test_an_example_of_another_age_than_is_asked_is_told_to_be_one(assistant: Assistant) -> None:
    history = [Turn("Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?")]
    note, direct = assistant.answer("En voor 12+?", history).blocks[:2]
    assert note.sentences[0].text == "Een voorbeeld voor 12+ is hierbij niet gevonden; dit is er een voor 12-."
    assert "Tilburg" in direct.sentences[0].text
    assert assistant.answer("En voor 12-?", history).blocks[0].kind == "direct"


def test_each_of_two_questions_opens_with_its_own_answer(assistant: Assistant) -> None:
    asked = "Waarom vinden zoveel mensen het OOGO en de LEA vrijblijvend en wat kan een gemeente daar zelf aan doen?"
    first, second = (b for b in assistant.answer(asked).blocks if b.kind == "direct")
    assert "te vrijblijvend" in first.sentences[0].text
    assert "regierol" in second.sentences[0].text


def test_questions_about_two_subjects_each_have_a_heading(assistant: Assistant) -> None:
    answer = assistant.answer("Wat is een doorbraakbudget en welke gemeente kocht zorg op school collectief in?")
    assert headings(answer) == ["Wat is een doorbraakbudget?", "Welke gemeente kocht zorg op school collectief in?"]


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Maatwerktraject Haaglanden: hoeveel jongeren zijn er geholpen en hoe hoog was de uitval nog?", "vier procent"),
        ("Hoeveel jongeren zijn er al geholpen door die maatwerkcoaches van Haaglanden en hoeveel haken er nu nog af?", "650"),
    ],
)
def test_what_was_just_told_is_not_denied(assistant: Assistant, asked: str, number: str) -> None:
    told = assistant.answer(asked).markdown
    assert number in told
    assert [d for d in DENIALS if d in told] == []


def test_how_long_something_is_opens_the_answer(assistant: Assistant) -> None:
    answer = assistant.answer("Voor hoeveel jaar legde Zoetermeer de ambities in de LEA vast en waarom zo lang?")
    assert "negen jaar, omdat" in block(answer, "direct")[0]


def test_one_sentence_that_answers_both_of_two_questions_answers_them_as_one(assistant: Assistant) -> None:
    answer = assistant.answer("Wie moet voldoen aan het Besluit kwaliteit kinderopvang en wie controleert dat?")
    assert headings(answer) == [""]


def test_the_first_half_does_not_tell_what_opens_the_second(assistant: Assistant) -> None:
    answer = assistant.answer("Waar is een doorbraakbudget voor en wie mag het inzetten?")
    what, who = (b for b in answer.blocks if b.kind == "direct")
    assert who.sentences[0].text not in [s.text for s in what.sentences]


def test_what_leans_on_a_whole_list_is_asked_back(assistant: Assistant) -> None:
    answer = assistant.answer("Welke publicaties zijn er en wat kosten die?")
    assert "Met andere ogen" in answer.markdown or "Mét andere ogen" in answer.markdown
    assert "Vraag dit los, met het onderwerp erbij: Wat kosten die?" in answer.markdown
    assert {n for s in answer.sentences for n in s.cites} == {c.n for c in answer.citations}


def test_an_amount_that_a_half_asks_and_nobody_tells_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("Wat doet School2Care en hoeveel medewerkers werken er?")
    assert "geen aantal" in answer.markdown


def test_halves_are_told_apart_later_in_a_conversation_too(assistant: Assistant) -> None:
    asked = "Wat moet er in een uitvoeringsprogramma staan en waar leggen we het bestuurlijk vast?"
    answer = assistant.answer(asked, [Turn("Wat is een LEA?", cited=("lea",))])
    assert len(headings(answer)) == 2


def test_halves_that_one_sentence_answers_are_answered_by_it(assistant: Assistant) -> None:
    answer = assistant.answer("Hoeveel jongeren hielp het maatwerktraject in Haaglanden en hoeveel procent valt er nog uit?")
    assert headings(answer) == [""]
    assert all(part in answer.sentences[0].text for part in ("650 jongeren", "vier procent"))


def test_a_half_of_which_nothing_sure_is_known_is_not_told_apart(assistant: Assistant) -> None:
    assert headings(assistant.answer("hoeveel mensen hebben aan die notitie bijgedragen en wat was hun hartenkreet?")) == [""]


def test_two_sides_that_no_sentence_names_together_are_told_one_by_one(assistant: Assistant) -> None:
    answer = assistant.answer("Wat is het verschil tussen het advies van 2018 en de notitie van 2022 over potjes geld?")
    assert headings(answer) == ["Het advies van 2018 over potjes geld", "De notitie van 2022 over potjes geld"]
    assert not answer.refused
    documents = [answer.citation(b.sentences[0].cites[0]).document.id for b in answer.blocks if b.kind == "direct"]
    assert documents == ["met-andere-ogen-2018", "notitie-2022"]
    assert headings(assistant.answer("Wat is het verschil tussen output en outcome?")) == [""]


@pytest.mark.parametrize(
    ("asked", "documents"),
    [
        ("Wat zegt de notitie uit 2022 over opleiden?", ("notitie-2022",)),
        ("het advies van 2018", ("met-andere-ogen-2018",)),
        ("de gids van 2025", ("reisgids-2025",)),
        ("het advies van Peeters uit 2018", ("met-andere-ogen-2018",)),
        ("notitie 2022 over geld", ("notitie-2022",)),
        ("het advies van 2022", ()),
        ("het advies van RVS uit 2018", ()),
        ("voor 2025", ()),
        ("cijfers over de jeugd 2018", ()),
        ("de stand van 2018", ()),
    ],
)
def test_a_publication_is_known_by_its_kind_and_year(assistant: Assistant, asked: str, documents: tuple[str, ...]) -> None:
    assert assistant.reader.read(asked).documents == documents


def test_who_is_behind_a_publication_is_told_of_that_one(assistant: Assistant) -> None:
    asked = "Mijn wethouder vroeg wie er achter dat advies uit 2018 zit en met hoeveel mensen hij heeft gepraat. Weet jij dat?"
    answer = assistant.answer(asked)
    assert answer.citations[0].document.id == "met-andere-ogen-2018"
    assert "zestig gesprekken" in answer.markdown


def test_a_comparison_has_one_row_for_each_side(assistant: Assistant) -> None:
    answer = assistant.answer("Wat is het verschil tussen jongerenwerk op school in Arnhem en in Den Bosch?")
    (table,) = [b for b in answer.blocks if b.kind == "table"]
    assert [s.text.split(" | ")[0] for s in table.sentences] == ["Arnhem", "Den Bosch"]


def test_what_two_places_are_compared_in_has_no_row(assistant: Assistant) -> None:
    (table,) = [b for b in assistant.answer("LEA Zoetermeer versus LEA Moerdijk, looptijd en aanpak").blocks if b.kind == "table"]
    assert {s.text.split(" | ")[0] for s in table.sentences} == {"Moerdijk", "Zoetermeer"}


def test_a_list_of_steps_does_not_say_what_stands_above_it(assistant: Assistant) -> None:
    answer = assistant.answer("Hoe zorg je dat een plan ook echt wordt uitgevoerd?")
    steps = next(b for b in answer.blocks if b.heading == "Wat u kunt doen")
    assert len(block(answer, "direct")) == 1
    assert len(steps.sentences) > 1
    assert "Past bij" not in [b.heading for b in answer.blocks]  # the route is named by what was told of it


def test_where_something_was_found_is_told_when_it_is_asked(assistant: Assistant) -> None:
    found = "De cijfers over gezamenlijke doelen en monitoring komen uit"
    assert found not in assistant.answer("percentages vier samenwerkingsmodellen 2018").markdown
    assert found in assistant.answer("Uit welk onderzoek komen de cijfers over gezamenlijke doelen?").markdown


def test_things_are_compared_by_the_first_word_of_their_name(assistant: Assistant) -> None:
    answer = assistant.answer("preventiematrix of interventiematrix, wat is het verschil")
    (table,) = [b for b in answer.blocks if b.kind == "table"]
    assert {s.text.split(" | ")[0] for s in table.sentences} == {"Interventiematrix", "Preventiematrix"}
    assert len(table.sentences) == 2


def test_a_table_has_no_column_without_anything_in_it(assistant: Assistant) -> None:
    answer = assistant.answer("Wat is het verschil tussen het ketenmodel en het netwerkmodel?")
    (table,) = [b for b in answer.blocks if b.kind == "table"]
    assert table.columns == ("", "Wat")
    assert all(s.text.count("|") == 1 for s in table.sentences)


def test_the_age_of_children_is_not_the_number_that_was_asked(assistant: Assistant) -> None:
    answer = assistant.answer("Hoeveel organisaties doen er mee in een ABC in Amersfoort?")
    assert answer.refused or "De bronnen noemen hierbij geen aantal." in block(answer, "note")


@pytest.mark.parametrize("asked", ["gastouder wet", "Mag een school leerlinggegevens delen met de gemeente?"])
def test_a_law_that_nobody_asked_for_stays_away(assistant: Assistant, asked: str) -> None:
    named = {c.entry.id for c in assistant.answer(asked).citations if c.entry.kind == "law"}
    assert named
    assert not named & {"wmo-2015", "participatiewet", "wet-harmonisatie-kinderopvang"}


def test_a_route_goes_with_help_and_not_with_a_fact(assistant: Assistant) -> None:
    assert block(assistant.answer("Hoe betaal je samen zorg in onderwijstijd?"), "routes")
    for asked in ("Wie deden mee aan de monitor in Almere?", "Hoe vaak komt de stuurgroep bij elkaar?"):
        assert not block(assistant.answer(asked), "routes"), asked


def test_what_comes_after_something_opens_no_answer(assistant: Assistant) -> None:
    first = assistant.answer("Wat is het verschil tussen een stuurgroep en een projectgroep?").sentences[0].text
    assert " ook " not in first


def test_a_heading_in_brackets_does_not_break_a_comparison(assistant: Assistant) -> None:
    question = assistant.reader.read("Wat is het verschil tussen het Zuidhoekteam en de Preventiematrix?")
    entry = next(e for e in assistant.entries("instrument") if e.title.startswith("Preventiematrix"))
    made = replace(entry, id="gemaakt", title="(Voor)schools team", abbreviation="", places=())
    found = tuple(Retrieved(e, 0.9) for e in (made, entry))
    citations = Citations(assistant.documents, assistant.url_of)
    material = Material(question, found, (), ())
    assert comparison(material, Telling(citations, assistant.aligner)) is None


def test_of_added_text_no_table_is_made(assistant: Assistant) -> None:
    question = assistant.reader.read("Wat is het verschil tussen de Preventiematrix en de Interventiematrix?")
    entries = [e for e in assistant.entries("instrument") if e.title.startswith(("Preventiematrix", "Interventiematrix"))]
    found = tuple(Retrieved(replace(e, summary=""), 0.9) for e in entries)
    citations = Citations(assistant.documents, assistant.url_of)
    assert comparison(Material(question, found, (), ()), Telling(citations, assistant.aligner)) is None


def test_a_comparison_opens_with_what_differs(assistant: Assistant) -> None:
    first = assistant.answer("Wat is het verschil tussen output en outcome?").sentences[0].text.lower()
    assert "output" in first
    assert "outcome" in first
    assert "terwijl" in first or "juist" in first


@pytest.mark.parametrize("asked", ["Hoe overleeft jeugdbeleid de verkiezingen?", "Hoe delen we gegevens met de jeugdhulp?"])
def test_only_chosen_publications_are_told_from_a_card_on_several(assistant: Assistant, asked: str) -> None:
    everything = assistant.answer(asked)
    assert len({everything.citation(n).document.id for s in everything.sentences for n in s.cites}) > 1
    chosen = assistant.answer(asked, filters=Filters(documents=("midterm-2021",)))
    told = [s for b in chosen.blocks if b.kind in ("direct", "more") for s in b.sentences]
    assert told
    assert {chosen.citation(n).document.id for s in told for n in s.cites} == {"midterm-2021"}


@pytest.mark.parametrize(
    ("asked", "note"), [("Welke vijf adviezen geeft Peeters?", True), ("Welke zeven adviezen geeft Peeters?", False)]
)
def test_a_wrong_number_of_what_is_listed_is_named(assistant: Assistant, asked: str, note: bool) -> None:
    told = [s.text for b in assistant.answer(asked).blocks if b.kind == "note" for s in b.sentences]
    assert ("De bronnen noemen er zeven, en niet vijf." in told) is note
