"""What kind of answer a question wants: a number, a date, a name, a reason ... Words only; knows nothing of evidence."""

import re

from assistant.remembered import remembered
from ingest import content_words, fold

# The time of a clock; `hoe laat je ouders meepraten` asks how.
CLOCK = r"\bhoe laat\b(?! (?:je|jij|u|men|we|wij|ik|jullie|ouders)\b)"
KINDS: dict[str, str] = {
    "number": r"\b(hoeveel|aantal|welke? (percentage|bedrag|deel)|hoe (hoog|groot|duur|vaak|lang|ver|oud)|hoelang|kost|kosten)\b",
    "time": r"\b(wanneer|in welk jaar|welk jaar|welke (datum|maand)|deadline|datum)\b|" + CLOCK,
    "who": r"\b(wie|wiens|hoe heet|welke (persoon|organisatie|wethouder|bestuurder|onderzoeker|auteur)\w*|naam|namen|contactpersoon)\b",
    "where": r"\b(waar|(in )?welke? (gemeente|stad|regio|plaats|school|provincie|wijk|land)\w*)\b",
    "why": r"\b(waarom|waardoor|hoe komt|hoe kwam|reden|oorzaak)\b",
    "which": r"\bwelke?\b",
    "how": r"\bhoe\b",
    "what": r"\bwat\b",
    "yes or no": r"^(is|zijn|heeft|hebben|was|waren|kan|kunnen|mag|mogen|moet|moeten|klopt|bestaat|werkt|doet|geldt|wordt|worden|zit|staat|"
    r"krijgt|helpt|geeft|hoort|gaat)\b",
}  # fmt: skip
HEAD = re.compile(r"\b(?:welke?|hoeveel|wat voor)\s+((?:[a-zà-ÿ'-]+\s+){0,2}[a-zà-ÿ'-]+)")

# Whose word is asked: `wat vindt de vakbond van ...`, `het oordeel van de inspectie over ...`.
_WHO = r"(?P<who>\S[^?,;:]{1,48}?\S)"
WHOSE_VIEW = (
    re.compile(
        rf"(?i)\b(?:wat (?:vind\w*|vond\w*|oordeel\w*|adviseer\w*|zei|zeiden|schreef|schreven|denk\w*|dacht\w*)|hoe (?:oordeel\w*|denk\w*|dacht\w*)) "
        rf"{_WHO} (?:over|van|aan|bij|op|in|met|voor)\b"
    ),
    re.compile(rf"(?i)\b(?:advies|oordeel|mening|reactie|standpunt|kritiek|uitspraak) van {_WHO} (?:over|op|aan|bij|in)\b"),
)
# Nobody that a source could quote, or two parties at once.
NOBODY = re.compile(r"(?:u|je|jij|jullie|ik|wij|we|men|ze|zij|hij|moet|kun|kan)\b|.*\b(?:van|over)\b", re.IGNORECASE)


@remembered(20_000)
def kinds(text: str) -> tuple[str, ...]:
    """The kinds of answer that fit, the most telling first; empty for bare keywords."""
    folded = fold(text)
    return tuple(kind for kind, pattern in KINDS.items() if re.search(pattern, folded))


def head_words(text: str) -> list[str]:
    """The words that `welke`, `hoeveel` or `wat voor` ask for: `welke huisvester biedt ...` asks for a `huisvester`."""
    found = HEAD.search(fold(text))
    return content_words(found[1])[:2] if found else []


def whose_view(text: str) -> str:
    """Of whom a question asks what they find, wrote or advised, as it names them; empty when it asks nobody's view."""
    found = next((m for pattern in WHOSE_VIEW if (m := pattern.search(text))), None)
    return found["who"] if found and not NOBODY.match(found["who"]) else ""
