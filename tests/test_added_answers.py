"""Answers about documents that an organisation added itself, of which no card says what they are about."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from toy_corpus import write_corpus

from assistant import (
    Answer,
    Assistant,
    AssistantSettings,
    DeckRequest,
    Embedder,
    IngestSettings,
    add_documents,
    answers_to_docx,
    build_deck,
)
from assistant.added_documents import asked_number_of, counts, of_place
from assistant.publications import named, years_of
from ingest import Document

PLACES = "Bunnik Elburg Heerde Dalfsen Ommen Urk Zeewolde Lisse".split()
NAMES = "Iris Vos Toren Vuurtoren Roerdomp Kievit Zwaluw Esdoorn".split()
PROJECT = (
    "Project {name} is een initiatief van de gemeente {place}. Gezinnen krijgen hulp van een wijkcoach die elke week op school komt. "
    "De uitgaven zijn {cost} euro per leerling per jaar. In {schools} scholen wordt met project {name} gewerkt.\n"
)
COACHES = """Wijkcoaches in Castricum

De gemeente werkt sinds 2023 met wijkcoaches die gezinnen thuis en op school helpen. Er zijn twaalf wijkcoaches. Een wijkcoach kost de
gemeente Castricum 48.000 euro per jaar.

Het tarief voor een huisbezoek is 65 euro. De gemeente zet een vaste wijkcoach in op 4 basisscholen.
"""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    """An assistant over the toy corpus and nine small documents, eight of which differ in names and numbers alone."""
    folder = tmp_path_factory.mktemp("toegevoegd")
    texts = folder / "stukken"
    texts.mkdir()
    for n, (place, name) in enumerate(zip(PLACES, NAMES, strict=True)):
        told = PROJECT.format(name=name, place=place, cost=1000 + 13 * n, schools=3 + n)
        (texts / f"notitie-{n}.txt").write_text(told, encoding="utf-8")
    (texts / "coaches.txt").write_text(COACHES, encoding="utf-8")
    corpus = write_corpus(folder / "corpus")
    known = ", ".join(f'"{place}"' for place in (*PLACES, "Castricum", "Tilburg"))
    (corpus / "places.toml").write_text(f"Noord-Brabant = [{known}]\n", encoding="utf-8")
    settings = IngestSettings(corpus, folder / "index")
    assert not add_documents(settings, embedder, [str(texts)]).failed
    return Assistant.open(AssistantSettings(ingest=settings), embedder, follow=False)


def first(answer: Answer) -> str:
    """The sentence that opens an answer."""
    return answer.sentences[0].text


@pytest.mark.parametrize(("n", "name"), list(enumerate(NAMES)))
def test_a_project_is_told_from_others_by_its_name_alone(added: Assistant, n: int, name: str) -> None:
    for asked in (
        f"Wat kost project {name} per leerling?",
        f"Wat kost project {name}?",
        f"Wat kost project {name} in {PLACES[n]}?",
    ):
        answer = added.answer(asked)
        assert not answer.refused, asked
        assert first(answer) == f"De uitgaven zijn {1000 + 13 * n} euro per leerling per jaar.", asked
        assert answer.citations[0].document.id == f"notitie-{n}"


def test_a_title_names_the_place_of_what_stands_below_it(added: Assistant) -> None:
    assert (
        first(added.answer("Wat is het tarief voor een huisbezoek in Castricum?")) == "Het tarief voor een huisbezoek is 65 euro."
    )


def test_another_place_is_still_refused(added: Assistant) -> None:
    answer = added.answer("Wat is het tarief voor een huisbezoek in Elburg?")
    assert answer.refused


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Hoeveel wijkcoaches zijn er in Castricum?", "Er zijn twaalf wijkcoaches."),
        ("Op hoeveel basisscholen in Castricum werkt een wijkcoach?", "De gemeente zet een vaste wijkcoach in op 4 basisscholen."),
    ],
)
def test_the_number_that_is_told_counts_what_is_asked(added: Assistant, asked: str, told: str) -> None:
    answer = added.answer(asked)
    assert not answer.refused
    assert first(answer) == told


@pytest.mark.parametrize("asked", ["Is project Iris gestopt?", "Wanneer stopt project Roerdomp?"])
def test_an_end_that_is_not_told_is_refused(added: Assistant, asked: str) -> None:
    answer = added.answer(asked)
    assert answer.refused
    assert "Of en wanneer dit stopt, staat niet in de bronnen." in answer.markdown


def test_a_price_is_no_number_of_what_it_is_for(added: Assistant) -> None:
    answer = added.answer("Hoeveel leerlingen heeft project Vos?")
    assert "De bronnen noemen hierbij geen aantal." in answer.markdown


def test_how_much_is_given_is_no_number_of_things(added: Assistant) -> None:
    assert added.answer("Hoeveel geeft Castricum uit aan een wijkcoach?").sentences


def test_what_a_number_counts() -> None:
    assert counts("wijkcoaches", "Er zijn twaalf wijkcoaches.")
    assert counts("buurtsportcoaches", "Vijf coaches verdelen elf pleinen.")
    assert counts("coaches", "Lisdoddewijk: 43 coaches.")
    assert not counts("", "Er zijn twaalf coaches.")
    assert asked_number_of("Hoeveel geeft de stichting uit?") == ""
    assert counts("uur", "De les duurt twee uur.")
    assert not counts("wijkcoaches", "Een wijkcoach kost 48.000 euro per jaar.")
    assert not counts("coaches", "Elf pleinen hebben nu al een eigen team van coaches.")


def test_a_passage_on_several_places_keeps_them_apart(added: Assistant) -> None:
    entry = added.entry("notitie-0-p1-1")
    told = ["In Ede werken coaches.", "Dat kost 5 euro.", "In Breda werken ook coaches.", "Dat kost 7 euro."]
    assert of_place(("Ede",), entry, told) == told[:2]
    assert of_place(("Breda",), entry, told) == told[2:]


def test_the_corpus_has_no_such_project(added: Assistant, tmp_path: Path) -> None:
    assert added.answer("Wat kost project Pelikaan per leerling?").refused


def test_a_year_that_is_not_known_is_no_year(added: Assistant) -> None:
    listed = added.answer("Welke bronnen zijn er?").markdown
    assert "Wijkcoaches in Castricum (uitgever onbekend, jaar onbekend)." in listed
    assert "Gids voor samenwerking (De Uitgever, 2025)." in listed
    asked = added.answer("Wanneer verscheen Wijkcoaches in Castricum?")
    assert [s.text for s in asked.sentences] == ["Van welk jaar Wijkcoaches in Castricum is, is niet bekend (uitgever onbekend)."]


def test_a_file_of_answers_or_slides_tells_no_year_that_is_not_known(added: Assistant) -> None:
    answer = added.answer("Wat is het tarief voor een huisbezoek in Castricum?")
    assert {c.document.year for c in answer.citations} == {0}
    with ZipFile(BytesIO(answers_to_docx([answer]))) as word:
        assert "(0)" not in word.read("word/document.xml").decode()
    deck = build_deck(added, DeckRequest(answers=(answer,)))
    assert "Wijkcoaches in Castricum, p. 1" in [b.text for b in deck.slides[-1].bullets]


def test_what_has_no_year_hides_no_change_of_a_law(added: Assistant) -> None:
    for asked in ("Welke wetten zijn veranderd?", "Welke wetten zijn veranderd sinds Wijkcoaches in Castricum?"):
        told = [s.text for s in added.answer(asked).sentences]
        assert told == ["De bronnen noemen geen wet die sinds 2025 is veranderd."], asked


def test_what_the_sources_are_is_told_of_those_that_are_there(added: Assistant) -> None:
    (said,) = [s.text for s in added.answer("Wat kun je?").sentences]
    assert "uit tien publicaties, met bij elke zin de plaats. Vraag" in said
    said = added.answer("Is de Jeugdwet op dit moment nog steeds van kracht?").markdown
    assert "De bronnen zijn van 2025, voor zover hun jaar bekend is, en zeggen niet hoe het nu is." in said


def documents(*years: int, first: str = "reisgids-2025") -> list[Document]:
    return [Document(first if n == 0 else f"d{n}", "x", "x", year, 1, "x") for n, year in enumerate(years)]


def test_the_words_for_what_the_sources_are() -> None:
    assert named(documents(2025)) == "de Reisgids"
    assert named(documents(2025, 2018)) == "de Reisgids en één andere publicatie"
    assert named(documents(2025, first="gids")) == "één publicatie"
    assert years_of(documents(2025, 2018, 2022)) == "van 2018 tot 2025"
    assert years_of(documents(0, 0)) == ""
