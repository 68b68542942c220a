"""The ages that a question speaks of: by a word, a code, a class at school or a number of years. Words only."""

import re

from ingest import content_words, fold

YOUNG, OLDER = "12-", "12+"
WORDS = {
    YOUNG: r"\b(peuters?|kleuters?|bab(y|ies|y's)|basisschool\w*|basisonderwijs|primair onderwijs|po|kinderopvang|bso|kinderdagverblijf\w*|"
    r"jonge kind\w*|voorschool\w*|ikc|groep(en)? [1-8]|0-4|0-12|4-12|2-4|tot 12|onder de (12|twaalf))\b|\b12-(?!\w)|\b12-min\b",
    OLDER: r"\b(pubers?|tieners?|middelbare|voortgezet|vo|vmbo|havo|vwo|mbo|studenten|brugklas\w*|brugpiepers?|examenklas\w*|klas [1-6]|"
    r"12-1[68]|12-2[37]|16-27|vanaf 12|(12|twaalf) jaar (en|of) ouder|boven de (12|twaalf)|adolescent\w*|jongvolwassen\w*)\b|\b12(\+|[- ]?plus)",
}  # fmt: skip
# Said of the older pupils of a primary school too, so it counts only when no other word tells of the young.
UPPER = r"\bbovenbouw\w*\b"
# `16-plussers`, `14-jarigen`, `kinderen van 3 tot 6 jaar`; a number of years alone may be how long something takes.
RANGE = r"(\d{1,2})(?: ?(?:-|–|/|tot(?: en met)?|t/m|en|of) ?(\d{1,2}))?"
YEARS = (
    rf"\b{RANGE}(?:[- ]?jarige\w*|[- ]?plus(?:sers?)?\b| jaar oud\w*)",
    rf"\b(?:kind\w*|jongeren?|jeugd\w*|leerling\w*|jongens?|meisjes?|leeftijd)(?: (?:van|vanaf|tussen|uit|in))?(?: de)? {RANGE}(?= ?jaar\b|\W*$)",
    rf"\b(?:van|voor) {RANGE}[- ]jarige\w*",
)
# The same ages as a code or a number of years, and where they are what is asked about.
CODE = re.compile(
    r"(?i)\b(?:voor |bij |van(?:af)? )?(?:12(?:\+|-(?!\w)|-min\b|[- ]?plus(?:sers?)?\b)|(?:12|twaalf) jaar (?:en|of) (?:ouder|jonger)\b|"
    r"(?:boven|onder) de (?:12|twaalf)(?: jaar)?\b)"
)
ASKED = re.compile(r"\b(betekent|betekenis|bedoel\w*|verstaan|wat (is|zijn))\W+(\w+\W+){0,2}12[-+]")


def ages_in(folded: str) -> tuple[str, ...]:
    """`12-`, `12+` or both, of what a folded text names."""
    named = {age for age, pattern in WORDS.items() if re.search(pattern, folded)}
    for pattern in YEARS:
        for first, last in re.findall(pattern, folded):
            youngest, oldest = int(first), int(last or first)
            named |= {YOUNG} if youngest < 12 else set()
            named |= {OLDER} if oldest > 12 else set()  # twelve-year-olds are of both
    if YOUNG not in named and re.search(UPPER, folded):
        named.add(OLDER)
    return tuple(age for age in WORDS if age in named)


def without_codes(text: str) -> str:
    """A text without `12-` or `12+`, which narrows what is asked and is not its subject; as it is when nothing else is asked."""
    bare = re.sub(r"\s+", " ", CODE.sub(" ", text)).strip()
    return bare if content_words(bare) and not ASKED.search(fold(text)) else text


def without_ages(text: str) -> str:
    """A text without the words that name an age, and the preposition before them."""
    for pattern in (*YEARS, *WORDS.values(), UPPER):
        text = re.sub(rf"(?i)(?:\b(?:voor|bij|van|aan)\s+)?(?:{pattern})", " ", text)
    return text
