"""Personal data in a question: found, named in a warning, and masked. Knows nothing of answers."""

import re
from collections.abc import Iterator

BSN = re.compile(r"(?<!\d)\d{9}(?!\d)|(?<!\d)\d{3}[ .]\d{3}[ .]\d{3}(?!\d)")
PHONE = re.compile(r"(?<![\d/])(?:\+31|0031|0)[\s-]?(?:6[\s-]?\d{8}|[1-9]\d{1,2}[\s-]?\d{6,7})(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
BIRTH = re.compile(
    r"\b(?:geboren|geb\.?|geboortedatum|born|date of birth|berne|bertedatum)\b[^.?!]{0,25}?(\d{1,2}[-/ ](?:\d{1,2}|[a-z]{3,9})[-/ ]\d{2,4})",
    re.I,
)
ADDRESS = re.compile(
    r"\b[A-Z][a-zà-ÿ]+(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg)\s+\d+[a-z]?\b|\b\d{4}\s?[A-Z]{2}\b"
)
# Who somebody is to the visitor, in Dutch, English or Frisian, followed by a name. The words are of one person; a name of one word counts
# behind them.
PERSON = re.compile(
    r"\b(?i:mijn|onze|ons|een|my|our|a|myn|ús|in) (?:son|daughter|child|pupil|nephew|niece|grandson|granddaughter|soan|learling|bern"
    r"|zoon|dochter|zoontje|dochtertje|leerling|kind|cliënt|client|pupil|patiënt|buurjongen|buurmeisje|neefje"
    r"|nichtje|broertje|zusje|kleinzoon|kleindochter|kleinkind|pleegkind|pleegzoon|pleegdochter|stiefzoon|stiefdochter)"
    r"(?: (?:van|of|fan) \d+)?,? (?:genaamd |heet |met de naam |named |called |hjit )?"
    r"([A-Z][a-zà-ÿ]{2,}(?: (?:van |de |der |den )*[A-Z][a-zà-ÿ]+)*)"
)
# A first and a last name with an age or something private behind it; places such as Den Haag are no names.
NAMED = re.compile(
    r"\b((?!Den |De |Het |Sint |Nieuw |Oud |Ik |Wat |Hoe |Gemeente |Stichting )[A-Z][a-zà-ÿ]{2,} (?:van |de |der |den |het )*[A-Z][a-zà-ÿ]+)"
    r"(?: \(\d{1,2}\)| \((?:BSN|bsn|geb)|,? (?:geboren|geb\.) (?:op )?\d"
    r"|(?:,| is) \d{1,2} (?:jaar|years|jier)\b| (?:heeft|has|hat) (?i:adhd|autisme?)\b"
    r"| slaat\b| steelt\b| wordt mishandeld\b)"
)
CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("een burgerservicenummer", BSN), ("een telefoonnummer", PHONE), ("een e-mailadres", MAIL), ("een geboortedatum", BIRTH),
    ("een adres", ADDRESS), ("de naam van een persoon", PERSON), ("de naam van een persoon", NAMED),
)  # fmt: skip
MASK = "[verwijderd]"
WARNING = (
    "In uw vraag {verb} {what}. Laat gegevens van personen weg; Reisgenoot heeft ze niet nodig en geeft geen advies over een kind."
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
            group = 1 if pattern in (BIRTH, PERSON, NAMED) else 0
            yield what, match.start(group), match.end(group)


def personal_data(text: str) -> tuple[str, ...]:
    """One warning that names the kinds of personal data found, or nothing."""
    kinds = list(dict.fromkeys(what for what, _, _ in _hits(_whole(text))))
    if not kinds:
        return ()
    what = " en ".join((", ".join(kinds[:-1]), kinds[-1])) if kinds[1:] else kinds[0]
    return (WARNING.format(verb="staan" if kinds[1:] else "staat", what=what),)


def is_personal(warning: str) -> bool:
    """Whether a warning is one that `personal_data` gives; the question itself tells it no longer once it is masked."""
    return warning.endswith(WARNING.partition("{what}")[2])


def masked(text: str) -> str:
    """The text with personal data replaced by `[verwijderd]`, without halves of characters: no file or reply can hold those."""
    text = _whole(text)
    told, upto = [], 0
    for _, start, end in sorted(_hits(text), key=lambda h: h[1:]):
        if start >= upto:
            told += [text[upto:start], MASK]
        upto = max(upto, end)  # what two patterns find is masked once, and whole
    return "".join((*told, text[upto:]))


def without_persons(text: str) -> str:
    """The text to search with: personal data has no part in finding an answer, and goes no further than this."""
    return masked(text).replace(MASK, " ")


def _whole(text: str) -> str:
    """Without lone surrogates, such as half an emoji that was cut in two or a byte on a command line that is no UTF-8."""
    return text.encode(errors="ignore").decode()
