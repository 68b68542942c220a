"""Every Dutch text of the doors, in one place; titles of refusals are those of the service. Plain constants."""

from ui.service.texts import REFUSED

TITLES = REFUSED | {
    400: "Het verzoek klopt niet",
    401: "Sleutel nodig",
    405: "Dat kan hier niet",
    422: "De invoer klopt niet",
    500: "Storing",
}
HTTP = {
    400: "Het verzoek is niet te lezen. Stuur JSON, met Content-Type: application/json.",
    404: "Dit adres bestaat niet. Wat er wel is, staat in /api/v1/openapi.json.",
    405: "Dit adres kent deze methode niet. Wat wel kan, staat in /api/v1/openapi.json.",
    415: "Stuur JSON, met Content-Type: application/json.",
}
HTTP_OTHER = "Het verzoek kan niet worden uitgevoerd."
FAULT = "Er ging iets mis in Reisgenoot. De oorzaak staat in het logboek van de server."
OTHER_ORIGIN = "Een webpagina van een ander adres mag Reisgenoot niet bevragen. Laat de server van die pagina het verzoek doen."
KEY_NEEDED = (
    "Stuur een geldige sleutel mee: Authorization: Bearer SLEUTEL. Wie Reisgenoot beheert, maakt die met: python -m ui api-key NAAM"
)
KEYS_BROKEN = "Het bestand met sleutels is niet bruikbaar. De oorzaak staat in het logboek van de server."
LOOPBACK_ONLY = (
    "Zonder sleutels is deze deur alleen open voor programma’s op dezelfde computer. "
    "Wie Reisgenoot beheert, maakt een sleutel met: python -m ui api-key NAAM"
)
TOO_MANY = "Deze sleutel mag {most} verzoeken per minuut doen. Probeer het over {seconds} seconden nog eens."
TOO_LARGE = "Een verzoek mag hooguit {most} kB groot zijn."
NO_SUCH = "{what} {given!r} bestaat niet. Vraag de lijst op: {where}"
UNKNOWN_VALUE = "{given!r} is onbekend; kies uit: {known}"
INVALID = {
    "missing": "ontbreekt",
    "extra_forbidden": "is onbekend",
    "literal_error": "moet een van deze zijn: {expected}",
    "string_type": "moet tekst zijn",
    "string_too_long": "mag hooguit {max_length} tekens hebben",
    "string_too_short": "moet minstens {min_length} tekens hebben",
    "too_long": "mag hooguit {max_length} stuks bevatten",
    "too_short": "moet minstens {min_length} stuks bevatten",
    "int_type": "moet een geheel getal zijn",
    "int_parsing": "moet een geheel getal zijn",
    "int_from_float": "moet een geheel getal zijn",
    "bool_type": "moet true of false zijn",
    "bool_parsing": "moet true of false zijn",
    "list_type": "moet een lijst zijn",
    "model_attributes_type": "moet een JSON-object zijn",
    "dict_type": "moet een JSON-object zijn",
    "less_than_equal": "mag hooguit {le} zijn",
    "greater_than_equal": "moet minstens {ge} zijn",
    "json_invalid": "het verzoek is geen geldige JSON",
}
NO_JSON = "Het verzoek is geen JSON volgens zijn kop Content-Type ({given}). Stuur JSON, met Content-Type: application/json."
NO_TYPE = "geen"
INVALID_OTHER = "heeft een waarde die hier niet kan"

# Sleutels
KEYS_UNREADABLE = "{path}: het bestand met sleutels is niet te lezen ({reason})"
KEYS_UNWRITABLE = "{path}: het bestand met sleutels is niet te schrijven ({reason})"
KEYS_AWAY = (
    "{path}: het bestand met sleutels dat REISGENOOT_API_KEYS noemt, is er niet; maak een sleutel met: python -m ui api-key NAAM, "
    "of haal de instelling weg"
)
KEYS_WRONG = "{path}: dit is geen goed bestand met sleutels: {reason}"
KEYS_TABLES = "er mogen alleen tabellen [[key]] in staan"
KEYS_TWICE = "een naam staat er twee keer in"
KEYS_ROW = "tabel {number} moet name, sha256 en per_minute (1 tot en met {most}) hebben, en niets anders"
KEYS_NOWHERE = "zet eerst REISGENOOT_API_KEYS op de plaats van het bestand met sleutels, bijvoorbeeld in .env"
KEY_NAME = (
    "{name!r} kan geen naam zijn: 1 tot en met 40 letters, cijfers, spaties, punten of streepjes, en een letter of cijfer vooraan"
)
KEY_LIMIT = "{given} verzoeken per minuut kan niet; kies 1 tot en met {most}"
KEY_EXISTS = "er is al een sleutel met de naam {name!r}; kies een andere naam, of haal die eerst weg uit {path}"
KEY_MADE = "Sleutel voor {name}, hooguit {most} verzoeken per minuut. Bewaar hem nu: hij is hierna niet meer te zien."
KEY_HELP = "maak een sleutel voor de API; alleen een kenmerk ervan wordt bewaard"
KEY_HELP_NAME = "voor wie of wat de sleutel is"
KEY_HELP_LIMIT = "hooguit zoveel verzoeken per minuut (standaard {default})"

# Beschrijving van de API
API_TITLE = "Reisgenoot"
API_DESCRIPTION = (
    "Antwoorden over de pedagogische basis, met bij elke zin de bladzijde, het voorbeeld of de wet waar het staat. "
    "Noem geen namen of andere gegevens van kinderen en gezinnen. "
    "(Answers in Dutch on the pedagogical base around children; every sentence cites its page. Errors are application/problem+json.)"
)
QUESTION = "Stel een vraag (ask a question)"
QUESTION_STREAM = "Stel een vraag, antwoord zin voor zin (ask, answered by server-sent events)"
SEARCH = "Zoek bewijs, zonder antwoord (search evidence only)"
CASES, CASE = "Praktijkvoorbeelden (cases)", "Een praktijkvoorbeeld (one case)"
ROUTES, ROUTE = "De negen routes (the nine routes)", "Een route (one route)"
LAWS, LAW = "Wetten en overleg (laws)", "Een wet (one law)"
DOCUMENTS = "Publicaties (documents)"
DECK = "Maak een presentatie (make a presentation)"

# Het gesprek met een chatprogramma
CHAT_TITLE = "Reisgenoot als taalmodel"
MODELS = "Modellen (models)"
CHAT = "Stel een vraag in een gesprek (chat completion)"
NO_USER = "Er is geen vraag: stuur minstens een bericht met role ‘user’."
WARNING = "Let op"
SOURCES = "Bronnen"
TOLD_AGAIN = "*Het antwoord is opnieuw gemaakt; wat hierboven staat, vervalt:*"

# MCP
MCP_HELP = "beantwoord vragen van een agent over MCP, via standaardinvoer en -uitvoer"
MCP_MISSING = "voor MCP is een pakket nodig; installeer het met: pip install 'reisgenoot[mcp]'"
