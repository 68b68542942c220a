"""The profile moves what is found a little, takes nothing away, and what the question says goes first."""

import pytest

from assistant import Assistant, Profile
from assistant.profile import leaning
from ui.profile import _shown, profile_of

QUESTION = "Welke voorbeelden zijn er van jeugdhulp op school?"


def order(assistant: Assistant, question: str, profile: Profile) -> list[str]:
    read = assistant.reader.read(question, (), ())
    return [c.entry.id for c in leaning(assistant.search.candidates(read), profile, read)]


def test_no_profile_changes_nothing_and_a_profile_loses_nothing(assistant: Assistant) -> None:
    plain = order(assistant, QUESTION, Profile())
    leaned = order(assistant, QUESTION, Profile("onderwijs", ("12+",), "Friesland"))
    assert sorted(plain) == sorted(leaned)
    assert plain != leaned


def test_what_suits_comes_earlier(assistant: Assistant) -> None:
    fits = {e.id for e in assistant.entries("case") if e.province == "Friesland" and set(e.ages) == {"12-"}}
    plain, leaned = (order(assistant, QUESTION, p) for p in (Profile(), Profile(ages=("12-",), province="Friesland")))
    assert sum(leaned.index(i) for i in fits & set(plain)) < sum(plain.index(i) for i in fits & set(plain))


@pytest.mark.parametrize(
    "asked", ["Hoe werkt jeugdhulp op school in Limburg voor 12+?", "Wat doet Tilburg aan zorg in onderwijstijd voor 12-?"]
)
def test_what_the_question_says_goes_first(assistant: Assistant, asked: str) -> None:
    assert order(assistant, asked, Profile(ages=("12-",), province="Friesland")) == order(assistant, asked, Profile())


def test_a_profile_is_told_and_can_be_set_aside_for_one_question(assistant: Assistant) -> None:
    profile = Profile("gemeente", ("12-",), "Friesland")
    *_, told = assistant.stream(QUESTION, profile=profile)
    assert ("profile", "uw profiel: gemeente, tot 12 jaar, Friesland") in {(u.key, u.label) for u in told.understood}
    *_, without = assistant.stream(QUESTION, without=("profile",), profile=profile)
    plain = assistant.answer(QUESTION)
    assert without.markdown == plain.markdown
    assert without.understood == plain.understood


@pytest.mark.parametrize("given", [None, "x", ["gemeente"], ["burgemeester", 7, "Atlantis"], [[], {}, None]])
def test_what_a_browser_hands_over_is_checked(given: object) -> None:
    assert _shown(given) == ("", [], "")
    assert not profile_of(object(), "12-", 3)
    assert profile_of("gemeente", ["12-", "12+"], "") == Profile("gemeente")
