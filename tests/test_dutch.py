"""Words, stems and compounds of Dutch."""

import pytest

from ingest.dutch import STOPWORDS, Analyser, content_words, fold, is_dutch, sentences, stem, stems, words

VOCABULARY = "jeugd hulp onderwijs zorg school beleid jongeren werk samenwerking leer plicht gezin kind voor ziening".split()


@pytest.fixture
def analyser() -> Analyser:
    return Analyser(VOCABULARY)


def test_accents_and_quotes_are_folded() -> None:
    assert fold("Mét ‘één’ CAFÉ, d’r") == "met 'een' cafe, d'r"


def test_words_come_in_order() -> None:
    assert words("De school, het gezin!") == ["de", "school", "het", "gezin"]
    assert words("") == []


@pytest.mark.parametrize("whole", ["2.7", "18a", "12+", "12-", "1.250,50", "1/8/2025", "2024", "5"])
def test_numbers_ages_and_articles_stay_whole(analyser: Analyser, whole: str) -> None:
    assert words(f"artikel {whole} is er") == ["artikel", whole, "is", "er"]
    assert content_words(f"wat zegt {whole}?")[-1] == whole
    assert stem(whole) == whole
    assert analyser.parts(whole) == ()


def test_a_range_is_two_numbers() -> None:
    assert words("van 4-12 jaar") == ["van", "4", "12", "jaar"]


@pytest.mark.parametrize("negation", ["niet", "geen", "nooit", "zonder", "nergens", "niets"])
def test_negations_are_kept(negation: str) -> None:
    assert negation not in STOPWORDS
    assert content_words(f"wat werkt er {negation}") == ["werkt", negation]


def test_small_words_are_left_out() -> None:
    assert content_words("Hoe kan een gemeente dat doen met de b van beleid?") == ["gemeente", "beleid"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("school", "scholen"),
        ("gemeente", "gemeenten"),
        ("kind", "kinderen"),
        ("gezin", "gezinnen"),
        ("gezin", "Gezin"),
        ("idee", "ideeën"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(("one", "other"), [("school", "scholing"), ("gemeente", "gemeenschap"), ("zorg", "zorgen maken")])
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_stems_follow_the_text() -> None:
    assert stems("De scholen en de gezinnen") == [stem("school"), stem("gezin")]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("jeugdhulp", ("jeugd", "hulp")),
        ("onderwijszorg", ("onderwijs", "zorg")),
        ("samenwerkingsbeleid", ("samenwerking", "beleid")),
        ("leerplicht", ("leer", "plicht")),
        ("jongerenwerk", ("jongeren", "werk")),
        ("onderwijsjeugdhulp", ("onderwijs", "jeugd", "hulp")),
    ],
)
def test_compounds_come_apart(analyser: Analyser, word: str, parts: tuple[str, ...]) -> None:
    assert analyser.parts(word) == parts


@pytest.mark.parametrize("word", ["school", "jeugdhulpje", "schoolx", "xjeugdhulp", "hulp"])
def test_only_known_parts_make_a_compound(analyser: Analyser, word: str) -> None:
    assert analyser.parts(word) == ()


def test_parts_stand_beside_the_word(analyser: Analyser) -> None:
    assert analyser.terms("de jeugdhulp") == [stem("jeugdhulp"), stem("jeugd"), stem("hulp")]
    assert Analyser().terms("de jeugdhulp") == [stem("jeugdhulp")]


def test_a_vocabulary_word_must_be_a_word() -> None:
    assert Analyser(["hulp", "een", "niet", "2024", "wordt", "al-les"]).vocabulary == {"hulp", "niet"}


def test_dictionary() -> None:
    assert is_dutch("school")
    assert not is_dutch("xqzt")


def test_sentences() -> None:
    text = "De gemeente, o.a. Ede, begint. Dat werkt! Of niet? ‘Ja.’ Ook bijv. Breda doet mee.\n• Een punt"
    assert sentences(text) == [
        "De gemeente, o.a. Ede, begint.", "Dat werkt!", "Of niet?", "‘Ja.’", "Ook bijv. Breda doet mee.", "• Een punt",
    ]  # fmt: skip
    assert sentences("") == []
