"""Examples asked by age, place or route alone: what the cards say of themselves, and the plain word that there is none."""

import pytest

from assistant import Answer, Assistant
from assistant.catalogue import from_catalogue, wanted_examples
from assistant.citations import Citations
from ingest import Filters
from ui.texts import MORE_LIKE_QUESTION


def told(answer: Answer, kind: str) -> list[str]:
    return [s.text for b in answer.blocks if b.kind == kind for s in b.sentences]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Welke voorbeelden voor 12+ zijn er in Drenthe?", Filters(ages=("12+",), provinces=("Drenthe",))),
        ("Geef voorbeelden van route 5 voor pubers", Filters(ages=("12+",), routes=(5,))),
        ("praktijkvoorbeelden uit Tilburg", Filters(places=("Tilburg",))),
        ("Welk voorbeeld van jongerenwerk is er in Drenthe?", None),
        ("Wat kost route 5?", None),
        ("Welke voorbeelden zijn er?", Filters()),
        ("Geef een overzicht van alle praktijkvoorbeelden", Filters()),
    ],
)
def test_only_a_question_that_asks_for_nothing_else_is_answered_from_the_catalogue(
    assistant: Assistant, asked: str, wanted: Filters | None
) -> None:
    assert wanted_examples(assistant.reader.read(asked)) == wanted


def test_every_example_is_of_what_was_asked_and_cites_its_card(assistant: Assistant) -> None:
    answer = assistant.answer("Welke voorbeelden van route 5 voor 12+ zijn er?")
    (block,) = [b for b in answer.blocks if b.kind == "direct"]
    cited = {c.n: c.entry for c in answer.citations}
    assert not answer.refused
    assert block.heading.startswith("Voorbeelden voor 12+ bij route 5")
    assert all("12+" in cited[s.cites[0]].ages and 5 in cited[s.cites[0]].routes for s in block.sentences)
    assert len({s.cites for s in block.sentences}) == len(block.sentences) >= 3


def test_more_like_an_example_gives_others_from_anywhere_and_never_that_one(assistant: Assistant) -> None:
    for case in assistant.entries("case"):
        question = assistant.reader.read(MORE_LIKE_QUESTION.format(title=case.title))
        assert (question.like, question.places, question.ages, question.provinces) == (case.id, (), (), ())
    answer = assistant.answer(MORE_LIKE_QUESTION.format(title="Collectieve financiering van zorg in onderwijstijd in Tilburg"))
    cited = [c.entry for c in answer.citations]
    assert {e.kind for e in cited} == {"case"}
    assert len({e.places for e in cited}) == len(cited) == 5
    assert not any("Tilburg" in e.places for e in cited)
    assert not answer.refused
    assert [u.key for u in answer.understood] == ["kind:example"], "its own place narrows nothing"


def test_an_example_keeps_its_place_when_likeness_is_not_asked(assistant: Assistant) -> None:
    assert assistant.reader.read("Welke voorbeelden uit Tilburg lijken op maatwerk?").places == ("Tilburg",)


def test_that_there_is_none_is_said_with_what_comes_nearest(assistant: Assistant) -> None:
    cases = [e for e in assistant.entries("case") if e.province == "Drenthe"]
    answer = assistant.answer("Welke voorbeelden voor 12+ zijn er in Drenthe?")
    assert not any("12+" in e.ages for e in cases)
    assert not answer.refused
    assert told(answer, "note") == ["De bronnen hebben geen voorbeeld voor 12+ uit Drenthe."]
    assert all("(12+)" in text or "12+" in text.split(":")[0] for text in told(answer, "examples")[-3:])


@pytest.mark.parametrize(
    "asked",
    [
        "Welke routes zijn er?",
        "Wat zijn de negen routes van de Reisgids?",
        "Kun je de negen routes op een rijtje zetten met bij elke route één zin?",
        "Hoeveel routes telt de reis?",
        "alle routes",
        "Noem de negen routes",
    ],
)
def test_who_asks_for_the_routes_gets_all_nine_in_their_order(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.refused
    assert [text[:8] for text in told(answer, "direct")] == [f"Route {n}:" for n in range(1, 10)]
    assert len({s.cites for b in answer.blocks for s in b.sentences}) == 9


NOT_A_LIST = """
Wat zeggen de bronnen over jeugd? | Wat zeggen de bronnen over peuters? | Wat zeggen de bronnen over Tilburg? | Wat is doe-het-zelf?
Wat zeggen de bronnen over route 5? | Wat staat er in de bronnen over Drenthe? | Welke routes gebruikt Tilburg? | Wat is casusregie?
Welke routes zijn er voor peuters? | Wat zijn de routes 3 en 4? | Welke routes gaan over geld? | Welke publicaties zijn er uit 2023?
Welke bronnen zijn er voor Rotterdam? | Welke bronnen gebruikt de Midterm? | Zijn er praktijkvoorbeelden in het VNG-bericht?
Is er een voorbeeldagenda? | Waar staat de voorbeeldagenda? | Wat is een praktijkvoorbeeld? | Hoe gebruik ik de routes?
Waarom zijn er negen routes? | Voor wie zijn de routes? | Wanneer gebruik je welke routes? | Wat hebben gemeenten aan de routes?
Welke gemeenten gebruiken de routes? | Hoeveel gemeenten gebruiken de routes? | Welke instrumenten heeft de gemeente?
Welke hulpmiddelen zijn er voor kinderen? | Wie gebruikt de hulpmiddelen? | Wat kan ik met de tools? | Hoe gebruik ik de voorbeelden?
Waarom gebruiken jullie voorbeelden? | Hoeveel kinderen zijn er in de voorbeelden? | Welke gemeenten zijn een voorbeeld?
Mag ik documenten van kinderen gebruiken? | Welke documenten mag de gemeente gebruiken? | Waar liggen de documenten van jongeren?
Welke stukken moet de gemeente hebben? | Is er informatie van jongeren in de stukken?
Welke route past bij ons? | Geef een voorbeeld van een goede visie
"""


@pytest.mark.parametrize("asked", [q.strip() for line in NOT_A_LIST.strip().splitlines() for q in line.split("|")])
def test_what_asks_something_of_them_is_no_question_for_the_catalogue(assistant: Assistant, asked: str) -> None:
    assert (
        from_catalogue(assistant.reader.read(asked), assistant.index, [], Filters(), Citations(assistant.documents, lambda *_: ""))
        == []
    )


def test_all_examples_and_tools_are_shown_in_part_with_a_word_on_how_to_choose(assistant: Assistant) -> None:
    for asked, kind, name in (
        ("Welke voorbeelden zijn er?", "case", "Voorbeelden"),
        ("Welke hulpmiddelen zijn er?", "instrument", "Hulpmiddelen"),
    ):
        answer = assistant.answer(asked)
        (block,) = [b for b in answer.blocks if b.kind == "direct"]
        assert block.heading == f"{name} (5 van {len(assistant.entries(kind))})"
        assert told(answer, "note") == ["Noem een onderwerp, leeftijd, plaats of route om te kiezen."]


def test_a_tool_names_itself_and_is_of_what_was_asked(assistant: Assistant) -> None:
    answer = assistant.answer("Welke hulpmiddelen zijn er voor 12- bij route 1?")
    cited = {c.n: c.entry for c in answer.citations}
    (block,) = [b for b in answer.blocks if b.kind == "direct"]
    for sentence in block.sentences:
        entry = cited[sentence.cites[0]]
        assert 1 in entry.routes
        assert "12-" in entry.ages


def test_which_publications_there_are(assistant: Assistant) -> None:
    answer = assistant.answer("Welke bronnen gebruiken jullie?")
    assert len(told(answer, "note")) == 5
    assert any(text.startswith("Reisgids voor beleidsmakers") and "2025" in text for text in told(answer, "note"))
    assert told(assistant.answer("Wat zeggen de bronnen over geld?"), "direct")


def test_within_filters_that_leave_nothing_the_catalogue_says_nothing(assistant: Assistant) -> None:
    only_laws = Filters(kinds=("law",))
    for asked in ("Welke voorbeelden zijn er?", "Welke hulpmiddelen zijn er?", "Welke routes zijn er?"):
        assert (
            from_catalogue(
                assistant.reader.read(asked), assistant.index, [], only_laws, Citations(assistant.documents, lambda *_: "")
            )
            == []
        )


def test_of_an_example_of_several_places_the_one_that_was_asked_is_named(assistant: Assistant) -> None:
    answer = assistant.answer("Zijn er voorbeelden uit Rotterdam voor pubers?")
    assert len(told(answer, "direct")) > 1
    assert all(text.startswith("Rotterdam") for text in told(answer, "direct"))


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        ("Wanneer verscheen het advies Mét andere ogen?", "2018"),
        ("Uit welk jaar is de Reisgids?", "2025"),
        ("Wanneer kwam de notitie uit?", "2022"),
        ("Hoe oud is de Midterm eigenlijk?", "2021"),
    ],
)
def test_when_a_publication_appeared_is_told_from_the_list_of_publications(assistant: Assistant, asked: str, year: str) -> None:
    answer = assistant.answer(asked)
    assert not answer.refused
    assert f" is van {year} (uitgave: " in told(answer, "note")[0]


@pytest.mark.parametrize(
    "asked",
    [
        "Op welke datum verscheen de notitie precies?",
        "Wanneer werkt de Reisgids het best?",
        "Waarom is de notitie gepubliceerd?",
        "Hoe oud is het programma Met andere ogen?",
    ],
)
def test_a_day_and_what_is_asked_of_the_content_are_not_told_so(assistant: Assistant, asked: str) -> None:
    assert not any("uitgave:" in text for text in told(assistant.answer(asked), "note"))
