"""What a presentation tells, in which order, and what gives way when time is short. Dutch titles and the cards behind them; no logic.

A card that the corpus no longer has is passed over; a slide without cards is left out.
"""

from dataclasses import dataclass

from assistant.deck import SlideKind


@dataclass(frozen=True)
class Part:
    """A slide of the base presentation: sentences of these cards, at most `each` of a card. A lower `rank` stays longer."""

    kind: SlideKind
    title: str
    cards: tuple[str, ...]
    rank: int
    each: int = 1


WHY = Part(
    "why", "Waarom een sterke pedagogische basis?",
    ("pedagogische-basis-fundament-voor-opgroeien", "vng-bericht-omgeving-aanpassen", "notitie-wat-hoort-bij-een-sterke-basis",
     "investeren-in-pedagogische-basis-loont"), rank=4, each=2,
)  # fmt: skip
LINES = Part("lines", "Drie lijnen: anders samenwerken, organiseren en opleiden", ("vng-bericht-drie-lijnen",), rank=10, each=5)
WORKS = Part(
    "works", "Wat werkt in samenwerking",
    ("blijven-investeren-in-samenwerkingsrelatie", "gelijkwaardig-partnerschap-ook-met-ouders", "elkaar-kennen-begrip-en-vertrouwen",
     "helderheid-over-rollen-en-mandaat", "wat-werkt-in-samenwerking-mao", "samenwerken-is-nooit-af"), rank=7,
)  # fmt: skip
RETURNS = Part(
    "why", "Wat het oplevert, en wat lastig te meten is",
    ("effect-en-rendement-van-preventie", "investeren-in-pedagogische-basis-loont"), rank=13, each=4,
)  # fmt: skip
HINDERS = Part(
    "works",
    "Wat samenwerking tegenwerkt",
    ("wat-tegenwerkt-in-samenwerking-mao", "drie-belemmeringen-voor-samenwerking"),
    rank=14,
    each=3,
)
AGES = Part(
    "works",
    "Tot 12 jaar en vanaf 12 jaar: wat verschilt, wat gelijk is",
    ("verschillen-en-overlap-12-min-en-12-plus",),
    rank=15,
    each=5,
)
BEGIN = Part(
    "works",
    "De basis is er al: begin bij wat er is",
    ("nawoord-de-basis-is-er-al", "startgesprek-over-maatschappelijke-opgave"),
    rank=16,
    each=3,
)

TITLE = "Samen werken aan een sterke pedagogische basis"
QUESTION_TITLE, TOPIC_TITLE = "De vraag: {question}", "Het onderwerp: {topic}"
ROUTES_TITLE = "De negen routes van de Reisgids"
PHASE_TITLE = "{phase}: {routes}"
ROUTE_STEPS, ROUTE_EXAMPLES, ROUTE_PITFALLS = "Route {route}: stappen", "Route {route}: voorbeelden", "Route {route}: valkuilen"
EXAMPLES_TITLE, EXAMPLES_MORE = "Voorbeelden uit de praktijk", "Meer voorbeelden uit de praktijk"
LAWS_TITLE = "Wetten en overleg die hierbij horen"
DIALOGUE_TITLE = "Vragen voor het gesprek"
NEXT_TITLE = "Wat u morgen kunt doen"
SOURCES_TITLE = "Bronnen"

RANK_TITLE, RANK_ANSWER, RANK_EXAMPLES, RANK_ROUTES, RANK_DIALOGUE, RANK_NEXT = 0, 1, 2, 5, 6, 8
# What its maker chose goes before what we think of.
RANK_CHOSEN_CASE = RANK_NAMED = 3
RANK_CITED_CASE, RANK_LAWS, RANK_PHASE, RANK_OTHER_CASE = 9, 10, 11, 20

# Open questions for the room, each with the card whose sentence it turns into a question.
DIALOGUE = (
    ("startgesprek-over-maatschappelijke-opgave", "Wat willen wij voor gezinnen, jeugd en de lokale gemeenschap?"),
    ("reflectievragen-voor-samenwerkende-partijen", "Met wie werken wij samen, en wie missen wij nog?"),
    ("reflectievragen-voor-samenwerkende-partijen", "Welke factoren bevorderen of belemmeren onze samenwerking?"),
    ("reflectievragen-voor-samenwerkende-partijen", "Hebben wij een gedeelde visie, taal en samenwerkingscultuur?"),
    ("portefeuilles-inrichten", "Wat verwachten wij van elkaar, en welke rollen en verantwoordelijkheden zijn er?"),
)
LAWS = ("lea", "oogo", "jeugdwet")
SUBJECT = "samenwerking van gemeente, onderwijs, kinderopvang en jeugdwelzijn aan de pedagogische basis"
