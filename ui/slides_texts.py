"""Every Dutch text of the page Presentatie. Plain constants."""

TITLE = "Maak een presentatie met bronnen"
INTRO = (
    "Voor ambassadeurs met een verhaal in het land. Kies voor wie het is en hoe lang het duurt. Elk punt op een dia is een zin uit onze "
    "kaarten, die de bronnen in eigen woorden navertellen; onder de dia staat de bladzijde en in de notities wat u erbij kunt vertellen. Daarna kunt "
    "u alles verschuiven en herschrijven."
)
TO_CHECK = "Is er al een presentatie die iemand bewerkte? Controleer die"
FORM = "1. Voor wie en waar"
AUDIENCE = "Voor wie is het?"
# A company without a name of its own: nothing to say on the cover, nor to choose examples by.
ANYBODY = "Gemengd gezelschap"
AUDIENCES = (
    "Beleidsmakers van de gemeente", "Raad en college", "Schoolbesturen en schoolleiders", "Kinderopvang", "Jeugdwelzijn en jongerenwerk",
    "Ouders en jongeren", ANYBODY,
)  # fmt: skip
OTHER_AUDIENCE = "Of in eigen woorden"
OTHER_PLACEHOLDER = "Bijvoorbeeld: bestuurders in de jeugdregio"
OCCASION = "Aanleiding"
OCCASION_PLACEHOLDER = "Bijvoorbeeld: start van de gezamenlijke visie"
MINUTES = "Hoeveel minuten hebt u?"
REGION = "Gemeente, regio of provincie"
REGION_PLACEHOLDER = "Bijvoorbeeld: Tilburg of Friesland"
AGES = "Leeftijd van de kinderen en jongeren"
CONTENT = "2. Wat erin moet (mag leeg blijven)"
CASE_SEARCH = "Zoek voorbeelden om mee te nemen"
CASE_SEARCH_PLACEHOLDER = "Plaats of onderwerp"
CASES = "Voorbeelden"
CASE_NONE = "Niets gevonden. Probeer een ander woord of een andere plaats."
QUESTIONS = "Vragen die u wilt beantwoorden, één op een regel"
QUESTIONS_PLACEHOLDER = "Bijvoorbeeld: hoe betrek je jongeren bij beleid?"
TAKEN = "Dit nam u mee"
TAKE_AWAY = "Haal weg"
BUILD = "Maak de presentatie"
NO_NAMES = "Noem geen namen of andere gegevens van kinderen of gezinnen."

EMPTY = "Hier verschijnt de presentatie, dia voor dia, met de bron bij elk punt."
MADE = "De presentatie is klaar: {slides} dia’s voor {minutes} minuten."
BEFORE = "Met ‘{undo}’, onder het veld met de punten, hebt u de vorige presentatie weer."
DRAFT_LOST = "Uw presentatie van daarnet past niet meer bij de bronnen van nu. Maak de presentatie opnieuw."
REMARK = "Let op"
FROM_CHAT = "Dit nam u mee: {questions}"
PREVIEW = "Zo ziet het eruit"
SLIDE = "Dia {n}: {title}"
NOTES = "Notities voor de spreker"
TO_EDIT = "Pas aan"
TO_EDIT_THIS = "Pas aan: dia {n}"
TO_PREVIEW = "Terug naar deze dia in het voorbeeld"
OWN = "niet teruggevonden in de bronnen"

EDIT = "3. Pas het aan"
WHICH = "Welke dia wilt u aanpassen?"
SLIDE_TITLE = "Titel van de dia"
SLIDE_LINES = "Punten, één op een regel"
SLIDE_LINES_HINT = "Wat u verandert, wordt meteen opnieuw met de bronnen vergeleken."
SAVE, UP, DOWN, DROP = "Bewaar deze dia", "Naar voren", "Naar achteren", "Haal weg"
UNDO = "Zet terug"
UNDONE = "De laatste verandering is teruggezet."
NOT_SAVED = "De dia is niet bewaard; wat u typte, staat er nog."
SAVED = "Dia {n} is bewaard."
SAVED_CHECKED = "Dia {n} is bewaard. Nieuw of veranderd: {found} teruggevonden, {missing} niet."
OVERFULL = (
    "Er staat meer tekst op deze dia dan erop past: onderaan loopt zij over de bronnen heen. Maak punten korter of haal er weg."
)
MOVED = "Dia is nu nummer {n}."
NOT_MOVED = "Deze dia kan daar niet heen: de eerste dia en de bronnen blijven op hun plaats."
DROPPED = "Dia “{title}” is weggehaald."
NOT_DROPPED = "De eerste dia en de bronnen kunnen niet weg."
CHECKED_NOW = "Wat er veranderde"

DOWNLOAD_NOW = "Neem mee zoals het nu is"
DOWNLOAD = "4. Neem mee wat u aanpaste"
DOWNLOADS = {
    "pptx": ("PowerPoint", "met de bronnen op elke dia en in de notities meer om te vertellen"),
    "docx": ("Hand-out (Word)", "om uit te delen"),
    "md": ("Markdown", "platte tekst"),
}
FILE = "presentatie-pedagogische-basis"
COMPUTER = "Gemaakt door een computer. Controleer belangrijke punten in de bron voordat u ze vertelt."

CHECK = "Controleer een presentatie"
CHECK_INTRO = (
    "Is een presentatie bewerkt, door u of door een ander? Kies het bestand. Van elk punt ziet u of een bron het nog steunt. "
    "Vergeleken worden woorden, namen en getallen: lees dus zelf of de bedoeling ook klopt. Het bestand wordt niet bewaard."
)
UPLOAD = "PowerPoint-bestand (.pptx, tot 20 MB)"
UNREADABLE = "Het bestand is niet te lezen: {reason}."
CHECKED = "{total} punten bekeken: {missing} niet teruggevonden in de bronnen."
CHECKED_ALL = "{total} punten bekeken: alles is teruggevonden in de bronnen."
ALL_POINTS = "Alle punten, dia voor dia"
CHECKED_NONE = "In deze presentatie staan geen punten om te controleren."
STATUS = {"supported": "Teruggevonden", "missing": "Niet teruggevonden", "question": "Vraag", "notice": "Mededeling"}
NEAREST = "Dichtst in de buurt"
EVIDENCE = "Bron"
UNKNOWN = "Niet in deze bron: {words}"
UNTITLED = "zonder titel"
