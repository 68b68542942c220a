"""Partners of the pedagogische basis that a text names, as cards call them. Words only."""

import re
from collections.abc import Mapping

from ingest import Index, fold

# The beginning of a word -> the partners of a card; a word of which it is the beginning, or the end of a compound, names them too.
PARTNERS = {
    "gemeente": "gemeente", "raad": "gemeente", "college": "gemeente", "wethouder": "gemeente", "ambtena": "gemeente", "beleid": "gemeente",
    "school": "onderwijs", "scholen": "onderwijs", "onderwijs": "onderwijs", "leraar": "onderwijs", "docent": "onderwijs", "mbo": "onderwijs",
    "samenwerkingsverband": "samenwerkingsverband", "opvang": "kinderopvang", "kindcentr": "kinderopvang", "jongerenwerk": "jeugdwelzijn",
    "welzijn": "jeugdwelzijn", "jeugdhulp": "jeugdhulp", "wijkteam": "wijkteam", "ouder": "ouders", "gezin": "ouders", "jongeren": "jongeren",
    "leerling": "jongeren", "bibliothe": "bibliotheek", "sport": "sport", "politie": "politie", "jeugdgezondheid": "jeugdgezondheidszorg",
}  # fmt: skip
# Further names by which a question may mean them.
ALSO = {
    "politie": r"\b(wijkagent\w*|jeugdagent\w*|agenten)\b",
    "jeugdgezondheidszorg": r"\b(jgz|ggd|jeugdarts\w*|consultatiebureau\w*|jeugdverpleegkundige\w*)\b",
    "leerplicht": r"\bleerplichtambtena\w*",
    "werkgevers": r"\b(werkgevers?|bedrijven|bedrijfsleven|ondernemers?)\b",
    "zorgverzekeraar": r"\b(zorg)?verzekeraars?\b",
    "cultuur": r"\b(cultuur|muziekschool|theater|museum|musea)\b",
    "sport": r"\b(sportclub\w*|sportvereniging\w*|buurtsport\w*)\b",
    "informeel netwerk": r"\b(vrijwilligers?|buurtbewoners?|informele? netwerk\w*|kerken|moskee\w*)\b",
    "kennisinstelling": r"\b(universiteit\w*|hogeschool|hogescholen|onderzoekers)\b",
    "jeugdwelzijn": r"\b(jeugdwelzijn|jongerenwerk\w*|kinderwerk)\b",
}  # fmt: skip
# A partner of more of the cards than this share says nothing of what is asked.
COMMON = 0.15


def partners_of(audience: str) -> set[str]:
    """The partners that an audience stands for."""
    folded = fold(audience)
    return {partner for word, partner in PARTNERS.items() if word in folded}


def named_partners(folded: str, rare: Mapping[re.Pattern[str], str]) -> tuple[str, ...]:
    """The partners that a folded question names, of those in `rare`: the pattern of a name -> the partner."""
    return tuple(dict.fromkeys(partner for pattern, partner in rare.items() if pattern.search(folded)))


def rare_partners(index: Index) -> dict[re.Pattern[str], str]:
    """Patterns of the partners that few cards have, so that naming one tells which cards are meant."""
    cards = index.cards()
    counts: dict[str, int] = {}
    for entry in cards:
        for partner in entry.partners:
            counts[partner] = counts.get(partner, 0) + 1
    patterns = [*((rf"\b{word}\w*", partner) for word, partner in PARTNERS.items()), *((p, partner) for partner, p in ALSO.items())]
    return {re.compile(pattern): partner for pattern, partner in patterns if 0 < counts.get(partner, 0) <= COMMON * len(cards)}
