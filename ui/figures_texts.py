"""The Dutch texts of the figures on the page Over. Plain constants."""

TITLE = "Hoe goed het werkt"
INTRO = (
    "Gemeten op {date}, met {answerable} vragen waarvan het antwoord in de bronnen staat en {unanswerable} waarvan niet. "
    "Op deze vragen is niets afgesteld, en wie ze schreef kende de kaarten niet."
)
HEADS = ("Wat", "Hoe vaak", "Zekerheid")
HONEST = (
    "Lees het zo: van tien vragen die de bronnen niet beantwoorden, krijgen er ongeveer {n} tóch een antwoord. "
    "Dat antwoord komt wel uit de bronnen, maar past niet bij de vraag. Kijk dus altijd of het bewijs over uw vraag gaat."
)
BETWEEN = "tussen {low} en {high}"
UNKNOWN = "niet berekend"
MARK = "De streep geeft aan tussen welke grenzen het echte cijfer met 95 procent zekerheid ligt."
NAMES = {
    "page": "De goede bladzijde staat bij de eerste vijf gevonden bronnen",
    "answered": "Een vraag die de bronnen beantwoorden, krijgt antwoord",
    "cited": "De goede bladzijde is een van de bronnen bij het antwoord",
    "first": "De eerste bron bij het antwoord is de goede",
    "facts": "De gevraagde feiten staan in het antwoord",
    "route": "De goede route staat bij de eerste drie",
    "refused": "Een vraag die de bronnen niet beantwoorden, wordt geweigerd",
}
