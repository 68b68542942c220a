"""Personal data in a question: found, named in a warning, and masked. Knows nothing of answers."""

import re
from collections.abc import Iterator

from assistant.person_names import ROLE, names_in

# Nine digits, together or in the groups that people type; bare ones count when they pass the eleven test.
BSN = re.compile(
    r"(?<![\d€])(?<!\d[.,-])(?<!€ )(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|(?!(?:19|20)\d\d\D)\d{4}[ .-]\d{2}[ .-]\d{3}"
    r"|(?!(?:19|20)\d\d\D)\d{4}[ .-]\d{3}[ .-]\d{2}|\d{2}[ .-]\d{3}[ .-]\d{4})(?![\d]|[.,-]\d| euro)"
)
BSN_NAMED = re.compile(
    r"\b(?:bsn|burgerservice-?nummer|sofi-?nummer|onderwijsnummer)\b[^\d.?!\n]{0,25}:?\s?(\d(?:[ .-]?\d){7,8})(?!\d)", re.I
)
# 06, a place (030, 0512) or a country before it, with blanks, dots, hyphens or brackets between; a date is none.
GAP = r"[\s.-]{0,3}"
PHONE = re.compile(
    rf"(?<![\w/+,])(?<!\d[.-])(?!\d\d([-./])\d\d\1\d{{4}})(?:(?:(?:\+|00)\s?31{GAP}(?:\(0\){GAP})?|\(?0)6\)?{GAP}[1-8](?:[\s.-]?\d){{7}}"
    rf"|(?:\+|00)\s?31{GAP}(?:\(0\){GAP})?[1-9](?:[\s.-]?\d){{8}}"
    rf"|\(?0[1-9]\d\)?{GAP}(?:\d{{7}}|\d{{3}}[\s.-]\d\d[\s.-]?\d\d|\d{{3}}[\s.-]\d{{4}}|\d\d[\s.-]\d\d[\s.-]\d{{3}})"
    rf"|\(?0[1-9]\d\d\)?{GAP}(?:\d{{6}}|\d\d[\s.-]\d\d[\s.-]\d\d|\d{{3}}[\s.-]\d{{3}}))(?!\d)"
)
MAIL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w.+-]+\s(?:dot|punt)\s)*[\w.+-]+\s*(?:@|[(\[]\s?(?:at|apenstaart(?:je)?)\s?[)\]]|\s(?:at|apenstaart(?:je)?)\s)\s*[\w-]+"
    r"(?:\s*(?:\.|[(\[]\s?(?:dot|punt)\s?[)\]]|\s(?:dot|punt)\s)\s*[\w-]+)*?\s*(?:\.|[(\[]\s?(?:dot|punt)\s?[)\]]|\s(?:dot|punt)\s)\s*"
    r"(?:nl|com|org|net|eu|be|de|info|edu)\b",
    re.I,
)
MONTH = r"(?:jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DATE = (
    rf"(?:\d{{1,2}}[-/. ]{{1,2}}(?:\d{{1,2}}|[a-z]{{3,9}})[-/. ]{{1,2}}['’]?(?:\d{{4}}|\d\d)(?!\d)"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}} {MONTH}\b\.?(?: ['’]\d\d)?)"
)
BIRTH = re.compile(
    rf"\b(?:geboren\b|geb\.|geb\b|geboortedatum|geboortedag|verjaart\b|jarig\b|born\b|date of birth|berne\b|bertedatum)"
    rf"(?:(?!\b(?:na|voor|vóór|vanaf|tussen|tot|sinds)\b)[^.?!\d]){{0,25}}?({DATE})"
    rf"|({DATE})\s+geboren\b|\b{ROLE}\s*[(,]\s*({DATE})",
    re.I,
)
# What is counted is no house number, nor is a year.
HOUSE = (
    r"(?!(?:19|20)\d\d\b)\d{1,4}(?:\s?[a-zA-Z]\b|\s?-\s?\d{1,3}\b|\s(?:bis|hs|huis|[IV]+)\b)?"
    r"(?![\d%]|[.,-]\d|\s(?:jaar|jarigen|scholen|leerlingen|kinderen|jongeren|gezinnen|procent|euro|miljoen|duizend|gemeenten|weken|maanden|dagen|uur|keer)\b)"
)
STREETS = r"(?:straat|laan|weg|plein|gracht|kade|dreef|hof|singel|steeg|pad|dijk|plantsoen|markt|haven|wal|boulevard|allee)"
ADDRESS = re.compile(
    rf"\b(?:[A-Z][a-zà-ÿ]+ )?(?:[A-Z][\w'’.-]* )?[A-Z][a-zà-ÿ]+{STREETS}\s+{HOUSE}"
    rf"|\b[a-z]{{4,}}(?:straat|laan|gracht|kade|steeg|singel|dreef)\s+{HOUSE}"
    rf"|\b[A-Z][\w'’-]+ (?i:{STREETS})\s+{HOUSE}|\b(?i:{STREETS})(?: (?:van|der|de|den|het|aan|op|ten))+(?: [A-Z][\w'’-]+){{1,3}}\s+{HOUSE}"
    r"|\b[1-9]\d{3}(?!\s(?:VO|PO|SO|WO|EU|AI|OK|ZO|BV|NV)\b)\s?(?!S[ADS]\b)[A-Z]{2}\b"
)
LIVES = re.compile(
    rf"\b(?i:woont|wonen|woonachtig|(?:woon)?adres)\b[^.?!\n\d]{{0,25}}?((?!(?i:in|op|aan|de|het)\b)\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*\s{HOUSE})"
    r"|\b(?i:woont|woonachtig|(?:woon)?adres|postcode)\b[^.?!\n]{0,40}?\b([1-9]\d{3}\s?[a-zA-Z]{2})\b"
)
IBAN = re.compile(
    r"\bNL\d\d\s?[A-Z]{4}(?:[\s.]?\d){10}(?!\d)|\b(?:BE|DE|FR|PL|ES|IT|GB|TR|MA|RO|BG)\d\d(?: ?[A-Z\d]{4}){3,6}(?: ?[A-Z\d]{1,3})?\b",
    re.I,
)
NUMBERED = re.compile(
    r"\b(?:leerling|dossier|cli[eë]nt|pati[eë]nt|student|paspoort|rijbewijs|polis|identiteits?(?:kaart)?)-?(?:nummer|nr\b\.?)(?:\s+van\s+\w+)?(?:\s+is)?:?\s*"
    r"((?=[\w/.-]*\d)[\w/.-]*[\w])|\bkenteken:?\s+(?:is\s+)?((?:[A-Z\d]{1,3}-){2}[A-Z\d]{1,3})\b",
    re.I,
)
CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("een burgerservicenummer", BSN), ("een burgerservicenummer", BSN_NAMED), ("een telefoonnummer", PHONE), ("een e-mailadres", MAIL),
    ("een geboortedatum", BIRTH), ("een adres", ADDRESS), ("een adres", LIVES), ("een rekeningnummer", IBAN),
    ("een nummer van een persoon", NUMBERED),
)  # fmt: skip
NAME = "de naam van een persoon"
# Only what the group holds is the data; the words before it tell what it is.
INSIDE = (BIRTH, BSN_NAMED, LIVES, NUMBERED)
MASK = "[verwijderd]"
# What was masked, with the word that said what it was.
LABELLED = re.compile(
    r"(?i)(?:\b(?:bsn|burgerservicenummer|tel(?:efoon(?:nummer)?)?|(?:e-?)?mail(?:adres)?|adres|geboortedatum)\b[ :.]*(?:(?:is|op|mij|me)\s+)*)?"
    + re.escape(MASK)
)
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
    found = False
    for what, pattern in CHECKS:
        for match in pattern.finditer(text):
            if pattern is BSN and not is_bsn(match[0]):
                continue
            group = next((n for n in range(1, pattern.groups + 1) if match[n]), 0) if pattern in INSIDE else 0
            yield what, match.start(group), match.end(group)
            found = True
    for start, end in names_in(text, beside_data=found):
        yield NAME, start, end


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
    return LABELLED.sub(" ", masked(text))


def names_person(text: str) -> bool:
    """Whether a person is named in a way that makes it personal data."""
    return any(what == NAME for what, *_ in _hits(_whole(text)))


def _whole(text: str) -> str:
    """Without lone surrogates, such as half an emoji that was cut in two or a byte on a command line that is no UTF-8."""
    return text.encode(errors="ignore").decode()
