"""Details that a question asks for, such as a price or a time: how it asks, and what a sentence must hold to answer. Words only."""

import re
from collections.abc import Sequence

from assistant.asks import CLOCK
from assistant.wording import MONTHS
from ingest import fold

MONEY = r"€|\beuro|\bmiljoen|\bmiljard"
TIME = r"\b\w+\s+(minu\w+|uur|uren|dag(en)?|week|weken|maand(en)?|jaar|jaren)\b"
TIMES = r"\b(keer|maal|eens|wekelijks|maandelijks|jaarlijks|dagelijks|elke|ieder\w*|per (week|maand|jaar|kwartaal))\b"
YEAR_TOLD = (
    r"\b(?:19|20)\d\d\b|\b(?:jaar|jaren|maand(?:en)?|weken) geleden\b|\b(?:afgelopen|vorig) jaar\b|"
    rf"\b(?:{'|'.join(MONTHS)})\b"
)
SHARE = r"%|\bprocent|\bhelft|\bderde|\bkwart"
# An age is no amount, but where ages are asked.
OF_AGE = "leeftijd"
# What is asked, how the question asks it, what a sentence that answers must hold, and what to say without one.
DETAILS: tuple[tuple[str, str, str, str], ...] = (
    (
        "prijs",
        r"\b(wat kost\w*(?! het om)|hoeveel kost\w*|wat verdient|hoeveel verdient|wat is (het|de) (salaris|uurloon|uurtarief|tarief|prijs)|"
        r"hoe duur|per uur)\b",
        MONEY,
        "De bronnen noemen hierbij geen bedrag.",
    ),
    (
        "bedrag",
        r"\b(hoeveel (geld|euro|budget|subsidie|rijksgeld|draagt|dragen|betaalt|betalen|betaalde\w*)|welk bedrag|hoe hoog (is|zijn|was|waren))\b",
        f"{MONEY}|{SHARE}",
        "De bronnen noemen hierbij geen bedrag.",
    ),
    (
        "straf",
        r"\b(welke (boetes?|straf(fen)?|sancties?)|hoe hoog is de boete|wat is de (boete|straf|sanctie))\b",
        r"\b(boetes?|straf\w*|sancties?|dwangsom\w*|hechtenis)\b",
        "De bronnen noemen hierbij geen boete of straf.",
    ),
    (
        "eisen",
        r"\b(welke (opleiding|vooropleiding|diploma\W?s?|papieren)\b.{0,60}\b(nodig|vereist|verplicht|heeft|hebben|moet\w*)|functie-?eisen)\b",
        r"\b(opleiding|diploma|hbo|bevoegd\w*|master|pabo|opgeleid|kwalificatie)\b",
        "De bronnen noemen geen eisen aan opleiding of diploma.",
    ),
    ("percentage", r"\b(hoeveel procent|welk percentage)\b", SHARE, "De bronnen noemen hierbij geen percentage."),
    (
        "duur",
        r"\b(hoe lang (duur\w*(?! het (om|voor))|is|was|loopt|liep)|hoelang)\b",
        rf"{TIME}|\b20\d\d\b",
        "De bronnen zeggen hierbij niet hoe lang.",
    ),
    (
        OF_AGE,
        r"\bhoe oud (is|zijn|was|waren)\b",
        r"\b\d+ ?(?:jaar|jarigen?)\b|\bjarigen?\b|\bleeftijd|\bgeboren\b|\b(?:19|20)\d\d\b",
        "De bronnen noemen hierbij geen leeftijd.",
    ),
    (
        "jaartal",
        r"\b(?:(?:in|sinds|vanaf|uit) welk(?:e)? (?:jaar|schooljaar)|welk jaartal|wanneer (?:begon\w*|startte\w*|verscheen\w*)|"
        r"wanneer (?:is|zijn|was|werd|werden)\b.{0,60}\b(?:begonnen|gestart|opgericht|verschenen|gepubliceerd|uitgebracht))\b",
        YEAR_TOLD,
        "De bronnen noemen hierbij geen jaar.",
    ),
    ("frequentie", r"\b(hoe vaak|hoeveel keer)\b", f"{TIMES}|{TIME}|{SHARE}", "De bronnen zeggen niet hoe vaak dat gebeurt."),
    (
        "tijd",
        rf"\b(openingstijden?|telefoonnummer|e-?mailadres|postadres)\b|{CLOCK}",
        r"\b\d{1,2}[.:]\d\d\b",
        "Kloktijden, adressen en telefoonnummers geven de bronnen niet.",
    ),
)  # fmt: skip
# A time of day is no number of things.
TIME_OF_DAY = re.compile(r"\b\d{1,2}[.:]\d\d\b(?: uur)?")
# An age is no duration and no number of things.
AGES = re.compile(
    r"\b(?:van|vanaf|tot|tussen|boven|onder|(?:jonger|ouder) dan)\s+(?:de\s+)?\d+(?:[.,]\d+)?(?:\s*(?:tot|en|-|–)\s*\d+)?\s+jaar|"
    r"\b(?:0|4|12|16|18)\s*[-–]\s*\d+\s+jaar"
)


# Which share someone pays, and for how long something is, are told in too many ways to be seen to be missing, but not to be seen.
PAID = (
    r"\bwelk (aan)?deel\b.{0,60}\b(betaal\w*|dra(ag|g)\w*|droeg\w*|leg\w*|financier\w*|bekostig\w*)|\bhoe groot (is|was) (het|dat|hun) (aan)?deel\b",
    SHARE,
)
YEARS = (r"\bhoeveel (jaar|jaren|maanden|weken|dagen|uur|uren)\b|\bhoe lang\b(?! geleden)", TIME)
SEEN_MISSING = tuple((asks, answers) for _, asks, answers, _ in DETAILS)
# Kinds of refusal that say that such a detail, or a number, is not there.
OF_DETAILS = frozenset({"aantal", *(kind for kind, *_ in DETAILS)})


def answering(folded: str, among: Sequence[tuple[str, str]] = SEEN_MISSING) -> str:
    """The pattern of what answers a folded question for a detail; empty when it asks for none of these."""
    return next((answers for asks, answers in among if re.search(asks, folded)), "")


def holding_detail(asked: str, texts: Sequence[str]) -> list[bool]:
    """Which of these texts hold the detail that is asked; none when no detail is."""
    answers = answering(fold(asked), (*SEEN_MISSING, PAID, YEARS))
    return [bool(answers and re.search(answers, AGES.sub(" ", fold(text)))) for text in texts]
