"""Searching among the examples: only what matches is shown, and the number tells how many that are."""

import pytest

from assistant import Assistant, matching_cases
from ui.case_cards import case_list
from ui.cases import PAGE, Choice, Finder
from ui.texts import CASE_NONE


@pytest.mark.parametrize("words", ["zzzqq", "remblokken auto", "vluchtelingen", "blorp school", "xqwerty blah", "Terschelling"])
def test_what_no_example_is_about_finds_nothing(assistant: Assistant, words: str) -> None:
    assert matching_cases(assistant, words) == []


@pytest.mark.parametrize(
    ("words", "first", "most"),
    [
        ("jongerenwerker op school", "jongerenwerk", 12),
        ("jongerenwerker op schol", "jongerenwerk", 12),
        ("jongerenwreker", "jongerenwerk", 12),
        ("thuiszitters", "HollandRijnlandMethode", 8),
        ("thuisz", "", 8),
        ("Tilb", "Tilburg", 1),
        ("Tilburg", "Tilburg", 1),
        ("armoede", "armoede", 3),
        ("kindcentra", "kindcentra", 12),
        ("collectieve financiering zorg in onderwijstijd", "Tilburg", 5),
        ("mentale gezondheid", "Jongeren in Balans", 5),
    ],
)
def test_what_is_typed_finds_what_is_about_it_and_little_else(assistant: Assistant, words: str, first: str, most: int) -> None:
    found = matching_cases(assistant, words)
    assert first.casefold() in assistant.entry(found[0]).title.casefold()
    assert len(found) <= most


@pytest.mark.parametrize("words", ["", " ", "j", "a", "?!"])
def test_when_hardly_anything_is_typed_every_example_is_there(assistant: Assistant, words: str) -> None:
    finder = Finder(assistant, lambda *_: "")
    assert finder.find(Choice(words=words)) == finder.cases


def test_the_number_tells_all_that_match_and_none_says_what_to_do(assistant: Assistant) -> None:
    many = Finder(assistant, lambda *_: "").find(Choice(words="passend onderwijs"))
    assert len(many) > PAGE
    assert f"{len(many)} voorbeelden" in case_list(many, "kaarten", (), PAGE)
    none = case_list([], "kaarten", (), PAGE)
    assert CASE_NONE in none
    assert "korter woord" in none
