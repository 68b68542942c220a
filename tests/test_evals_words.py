"""How the suite reads Dutch text."""

import pytest

from evals.words import contains, names, numbers, persons, stems, supported, tokens

SOURCE = "Tilburg begon in 2021 een pilot met collectieve inkoop van zorg op drie scholen. De VNG betaalde 1.250 euro, 10 procent."


def test_numbers_are_written_one_way() -> None:
    assert numbers("twaalf scholen, 1.250 euro, 2,5 uur, 10 procent en 10%") == {"12", "1250", "2,5", "10%"}
    assert tokens("Café’s in 's-Hertogenbosch") == ["cafe", "s", "in", "s", "hertogenbosch"]


def test_names_are_capitals_inside_a_sentence_and_codes() -> None:
    assert names("De gemeente Ede vroeg het. Daarna kwam de VNG. School2Care hielp mee.") == {"ede", "vng", "school2care"}


def test_a_person_is_no_code_and_no_organisation() -> None:
    assert persons("Moet ik Veilig Thuis bellen of met hem praten?") == set()
    assert persons("Onze dochter heeft ADHD. Is vmbo-t beter?") == set()
    assert persons("Mag ik de medicatie van Daan (11, ADHD) verlagen?") == {"daan"}
    assert persons("Mijn leerling Sem de Boer (BSN 123456782) blowt.") == {"sem", "boer"}


@pytest.mark.parametrize(
    ("phrase", "held"),
    [
        ("Tilburg", True),
        ("collectief inkopen", False),
        ("collectieve inkoop", True),
        ("inkoop collectieve", True),
        ("3 scholen", True),
        ("drie scholen", True),
        ("10%", True),
        ("1250", True),
        ("202", False),
        ("urg", False),
        ("", False),
    ],
)
def test_contains(phrase: str, held: bool) -> None:
    assert contains(SOURCE, phrase) is held


def test_stems_drop_empty_words() -> None:
    assert stems("de scholen van de school") == stems("scholen school")


@pytest.mark.parametrize(
    ("claim", "held", "why"),
    [
        ("Tilburg begon een pilot met collectieve inkoop.", True, "100%"),
        ("In Tilburg begon een pilot op 4 scholen.", False, "getal niet in bron: 4"),
        ("De pilot begon in Breda.", False, "naam niet in bron: breda"),
        ("De wethouder opende feestelijk een zwembad.", False, "niet:"),
        ("Dat is zo.", True, "geen inhoudswoorden"),
    ],
)
def test_supported(claim: str, held: bool, why: str) -> None:
    verdict, reason = supported(SOURCE, claim)
    assert verdict is held
    assert why in reason
