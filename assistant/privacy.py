"""Personal data in a question: found, named in a warning, and masked. Knows nothing of answers."""

import re
from collections.abc import Iterator

BSN = re.compile(r"(?<!\d)\d{9}(?!\d)|(?<!\d)\d{3}[ .]\d{3}[ .]\d{3}(?!\d)")
PHONE = re.compile(r"(?<![\d/])(?:\+31|0031|0)[\s-]?(?:6[\s-]?\d{8}|[1-9]\d{1,2}[\s-]?\d{6,7})(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BIRTH = re.compile(r"\b(?:geboren|geb\.?|geboortedatum)\b[^.?!]{0,25}?(\d{1,2}[-/ ](?:\d{1,2}|[a-z]{3,9})[-/ ]\d{2,4})", re.I)
ADDRESS = re.compile(
    r"\b[A-Z][a-zà-ÿ]+(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg)\s+\d+[a-z]?\b|\b\d{4}\s?[A-Z]{2}\b"
)
# A first name followed by what is told of one child.
CHILD = re.compile(
    r"\b(?i:mijn|onze|ons|een) (?:zoon|dochter|zoontje|dochtertje|leerling|kind|cliënt|pupil)(?: van \d+)?,? (?:genaamd |heet |met de naam )?"
    r"([A-Z][a-zà-ÿ]{2,}(?: (?:van |de |der |den )*[A-Z][a-zà-ÿ]+)*)"
)
# A first and a last name with an age or something private behind it; places such as Den Haag are no names.
NAMED = re.compile(
    r"\b((?!Den |De |Het |Sint |Nieuw |Oud |Ik |Wat |Hoe |Gemeente |Stichting )[A-Z][a-zà-ÿ]{2,} (?:van |de |der |den |het )*[A-Z][a-zà-ÿ]+)"
    r"(?: \(\d{1,2}\)|, \d{1,2} jaar\b| is \d{1,2} jaar\b| heeft (?i:adhd|autisme)\b| slaat\b| steelt\b| wordt mishandeld\b)"
)
CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("een burgerservicenummer", BSN), ("een telefoonnummer", PHONE), ("een e-mailadres", MAIL), ("een geboortedatum", BIRTH),
    ("een adres", ADDRESS), ("de naam van een kind", CHILD), ("een naam met persoonlijke gegevens", NAMED),
)  # fmt: skip
MASK = "[verwijderd]"
WARNING = (
    "In uw vraag staat {what}. Laat gegevens van personen weg; Reisgenoot heeft ze niet nodig en geeft geen advies over een kind."
)


def is_bsn(digits: str) -> bool:
    """The eleven test: 9 times the first digit down to 2 times the eighth, minus the ninth, divides by eleven."""
    numbers = [int(d) for d in re.sub(r"\D", "", digits)]
    if len(numbers) != 9 or not any(numbers):
        return False
    return (sum(n * w for n, w in zip(numbers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))) % 11 == 0


def _hits(text: str) -> Iterator[tuple[str, int, int]]:
    for what, pattern in CHECKS:
        for match in pattern.finditer(text):
            if pattern is BSN and not is_bsn(match[0]):
                continue
            group = 1 if pattern in (BIRTH, CHILD, NAMED) else 0
            yield what, match.start(group), match.end(group)


def personal_data(text: str) -> tuple[str, ...]:
    """One warning that names the kinds of personal data found, or nothing."""
    kinds = list(dict.fromkeys(what for what, _, _ in _hits(text)))
    return (WARNING.format(what=" en ".join(kinds)),) if kinds else ()


def masked(text: str) -> str:
    """The text with personal data replaced by `[verwijderd]`."""
    for _, start, end in sorted(_hits(text), key=lambda h: -h[1]):
        text = text[:start] + MASK + text[end:]
    return text
