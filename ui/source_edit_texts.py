"""The Dutch texts of adding and removing publications on the page Bronnen. Plain constants."""

TITLE = "Publicaties toevoegen en weghalen"
INTRO = (
    "Kies PDF’s, Word- en PowerPoint-bestanden, webpagina’s of tekst. Reisgenoot leest ze, maakt de index opnieuw en gebruikt ze daarna "
    "meteen; opnieuw starten hoeft niet. Van een scan zonder tekst kan het niets lezen."
)
FILES = "Publicaties van uw computer"
ADD = "Voeg toe"
REMOVE = "Toegevoegde publicaties"
NOTHING_ADDED = "Er is nog niets toegevoegd."
REMOVE_GO = "Haal weg wat is aangevinkt"
REBUILD = "Maak de index opnieuw"
REBUILD_HINT = "De index opnieuw maken is nodig nadat er kaarten zijn veranderd."
EDITORS_ONLY = "Publicaties toevoegen en weghalen kan alleen wie Reisgenoot beheert."
NO_FILES = "Kies eerst een of meer bestanden."
TOO_MANY = "Kies niet meer dan {n} bestanden tegelijk."
NONE_CHOSEN = "Vink eerst aan wat weg moet."
BUSY = "Bezig"
STEP = "{what}: {n} van {total}"
ADDED = "toegevoegd: {pages} bladzijden, {passages} stukken"
UNCHANGED = "stond er al in"
FAILED = "niet toegevoegd: {reason}"
REMOVED = "weggehaald"
REBUILT = "De index is opnieuw gemaakt en in gebruik."
REBUILT_NOT = "Er was niets veranderd; de index blijft zoals die was."
READY = "Klaar."
FAULT = "Dat lukte niet: {reason}"
LOCKED = "Een ander proces werkt aan de index. Probeer het straks opnieuw."
DIED = (
    "Het werk aan de index is voortijdig gestopt. De index van voor deze poging is nog in gebruik; wat gelezen is, komt er bij de "
    "volgende wijziging in. De oorzaak staat in het logboek."
)
UNKNOWN = "Er ging iets mis. De index van voor deze poging is nog in gebruik; de oorzaak staat in het logboek."
SCRIPT = {
    "tooLarge": "Dit bestand is te groot om te versturen.",
    "onlyPdf": "Kies PDF, Word, PowerPoint, een webpagina, Markdown of tekst.",
}
