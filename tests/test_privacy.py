"""Personal data in a question."""

import pytest

from assistant import masked, personal_data
from assistant.privacy import is_bsn


@pytest.mark.parametrize(
    "text",
    [
        "BSN 123456782",
        "bel 06-12345678",
        "mail naar jan.jansen@school.nl",
        "geboren op 12-03-2012",
        "woont Dorpsstraat 12",
        "Mijn leerling Sem de Boer blowt",
        "Piet van Dam (14) steelt",
        "Mijn client Kevin de Vries heeft schulden",
        "Kevin de Vries, geboren op 12-03-2014, spijbelt",
        "BSN 12345\ud83d6782",
    ],
)
def test_found_and_masked(text: str) -> None:
    assert personal_data(text)
    assert masked(text) != text
    assert "[verwijderd]" in masked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wat doet de gemeente Den Haag, 12 jaar geleden?",
        "De Reisgids 2025",
        "zaaknummer 123456789",
        "In Den Bosch 12 scholen",
        "12- en 12+",
    ],
)
def test_left_alone(text: str) -> None:
    assert personal_data(text) == ()
    assert masked(text) == text


def test_all_of_one_person_is_told_in_one_list_and_masked_once() -> None:
    asked = "Mijn buurjongen Kevin de Vries, geboren 12-03-2014, woont op Dorpsstraat 12 in Ede, tel 06-12345678, wat nu?"
    assert masked(asked) == (
        "Mijn buurjongen [verwijderd], geboren [verwijderd], woont op [verwijderd] in Ede, tel [verwijderd], wat nu?"
    )
    (warning,) = personal_data(asked)
    assert warning.startswith(
        "In uw vraag staan een telefoonnummer, een geboortedatum, een adres en de naam van een persoon. Laat gegevens"
    )


def test_the_eleven_test() -> None:
    assert is_bsn("123456782")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")
