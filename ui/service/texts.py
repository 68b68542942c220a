"""Every Dutch text of the service: what visitors read when they may not come in or must wait, and what the keeper reads at the start."""

# Instellingen
NOT_A_NUMBER = "REISGENOOT_{name}={value!r} is geen geheel getal van {low} tot en met {high}"
NOT_ONE_OF = "REISGENOOT_{name}={value!r} kan niet. Kies uit: {choices}"
NOT_NETWORKS = "REISGENOOT_{name}={value!r}: {part!r} is geen IP-adres of netwerk, zoals 10.0.0.5 of 10.0.0.0/24"
NOT_A_SETTING = "REISGENOOT_{name} is geen instelling van Reisgenoot. Bedoelt u REISGENOOT_{near}?"
EVERYBODY = "REISGENOOT_{name}={value!r} gelooft iedereen. Noem alleen het adres van uw eigen proxy, zoals 10.0.0.5"
NOT_A_HEADER = "REISGENOOT_{name}={value!r} is geen naam van een HTTP-header, zoals {default}"
WITH_A_PATH = (
    "REISGENOOT_{name}={value!r}: laat weg wat achter de naam van de server staat, zoals in https://reisgenoot.gemeente.nl"
)
NOT_A_URL = "REISGENOOT_{name}={value!r} is geen webadres. Schrijf bijvoorbeeld https://reisgenoot.gemeente.nl"
NOT_HTTPS = "REISGENOOT_{name}={value!r} moet met https:// beginnen; http:// mag alleen voor deze computer zelf (localhost)"
SECRET_SHORT = "REISGENOOT_SECRET is te kort: neem minstens {n} willekeurige tekens, bijvoorbeeld van: openssl rand -hex 32"
NEEDED = "REISGENOOT_SIGN_IN={sign_in} heeft ook nodig: {names}"
OPEN_HOST = (
    "luisteren op {host} zonder aanmelden gebeurt niet vanzelf: dan kan iedereen die dit adres bereikt erbij. "
    "Kies REISGENOOT_SIGN_IN=oidc, proxy of basic, of zet REISGENOOT_SIGN_IN=none als dat echt de bedoeling is (README, Configuration)"
)
EXTRA_MISSING = "voor REISGENOOT_SIGN_IN={sign_in} ontbreekt een pakket ({package}). Installeer: pip install 'reisgenoot[sign-in]'"

# Waarschuwingen bij het starten
OPEN_TO_ALL = "Let op: niemand hoeft zich aan te melden. Wie {host} bereikt, kan vragen stellen en lezen."
NO_SECRET = "REISGENOOT_SECRET is niet gezet: na een herstart moet iedereen zich opnieuw aanmelden."
QUESTIONS_LOGGED = (
    "Let op: vragen komen in het logboek, met persoonsgegevens gemaskeerd. Zet REISGENOOT_LOG_QUESTIONS uit na de proef."
)

# Tijdens het antwoorden
BUSY = "Het is nu druk. Probeer het over een paar tellen nog eens."
STOPPING = "Reisgenoot wordt zo opnieuw gestart. Stel uw vraag over een paar minuten nog eens."
TOO_SLOW = "Het antwoord duurde te lang en is afgebroken. Probeer het nog eens, of maak de vraag korter."
TOO_MANY = "U stelt veel vragen kort na elkaar. Wacht een minuut en probeer het dan nog eens."
TOO_LARGE = "Dit is te groot: hoogstens {mb} MB per keer."
UPLOADS_FULL = (
    "Er zijn kort na elkaar te veel bestanden geüpload. Wacht een paar minuten, hoogstens {minutes}, en probeer het dan nog eens."
)
TOO_SLOW_CLIENT = "Het verzoek kwam te langzaam binnen. Probeer het nog eens."
NOT_HERE = "Deze pagina bestaat niet."
NOT_YOURS = "Dit gesprek is van iemand anders."
NOT_READABLE = "Dit verzoek is niet te lezen. Laad de pagina opnieuw en probeer het nog eens."
NO_SUCH_FILE = "Dit bestand is hier niet geüpload. Kies het bestand opnieuw."
ELSEWHERE = "Dit verzoek komt van een andere website en is niet uitgevoerd."

# Staat
NOT_READY = "De index antwoordt niet: {reason}"
NOTHING_FOUND = "de index geeft geen enkele kaart"
UNFORESEEN = "een onverwachte fout; het logboek heeft de oorzaak"

# Wie erin mag
REFUSED = {
    403: "Geen toegang", 404: "Niet gevonden", 408: "Te traag", 413: "Te groot", 429: "Te veel verzoeken", 503: "Nu niet beschikbaar",
}  # fmt: skip
"""Titels van weigeringen, ook van de deuren voor programma’s."""
SIGN_IN_FIRST = "U bent niet aangemeld. Meld u eerst aan."
NOBODY_KNOWN = "Reisgenoot kan nu niet nagaan wie u bent. De beheerder ziet de oorzaak in het logboek."
EDITORS_ONLY = "Dit mag alleen een redacteur. Vraag de beheerder om die rol."
SIGN_IN_TITLE = "Aanmelden bij Reisgenoot"
SIGN_IN = "Aanmelden"
SIGN_OUT = "Afmelden"
SIGN_IN_AGAIN = "Opnieuw aanmelden"
SIGNED_OUT = "U bent afgemeld."
NAME = "Naam"
PASSWORD = "Wachtwoord"
WRONG = "Naam of wachtwoord klopt niet."
TOO_MANY_TRIES = "Te veel pogingen. Wacht een minuut en probeer het dan nog eens."
SIGN_IN_FAILED = (
    "Aanmelden lukte niet. Probeer het nog eens. Lukt het weer niet? Vraag de beheerder; die ziet de oorzaak in het logboek."
)
PROVIDER_AWAY = "De aanmelddienst van uw organisatie is niet bereikbaar. Probeer het over een paar minuten nog eens."
SIGNED_IN_AS = "Aangemeld als {name} ({role})"
ROLES = {"reader": "lezer", "editor": "redacteur"}

# Opdrachten
ACCOUNTS_UNREADABLE = (
    "het bestand met accounts, {path}, kan niet gelezen worden ({reason}). Herstel het of begin met een leeg bestand: {{}}"
)
BAD_NAME = "de naam {name!r} kan niet: gebruik 1 tot 200 gewone tekens"
BAD_PASSWORD = "het wachtwoord moet {low} tot {high} tekens hebben"
NO_ACCOUNT = "er is geen account {name!r} in {path}"
PASSWORDS_DIFFER = "er is geen wachtwoord gegeven, of de twee zijn niet gelijk"
ASK_PASSWORD, ASK_AGAIN = "Wachtwoord: ", "Nog een keer: "
ACCOUNT_READY = "Account {name!r} ({role}) staat in {path}."
ACCOUNT_ROLE = "Account {name!r} heeft nu de rol {role}."
ACCOUNT_REMOVED = "Account {name!r} is weg. Wie ermee aangemeld was, is er meteen uit."
FORGOTTEN = (
    "{n} oordelen en {receipts} bonnen van {name!r} verwijderd. "
    "Heeft deze persoon een account? Verwijder dat met: python -m ui account NAAM --remove"
)
HELP_ACCOUNT = "maak, verander of verwijder een account"
HELP_ACCOUNT_MORE = "Maakt of verandert een account. Zonder opties wordt een nieuw wachtwoord gevraagd."
HELP_FORGET = "verwijder wat over een bezoeker bewaard is."
HELP_NAME = "naam waarmee iemand zich aanmeldt"
HELP_ROLE = "reader (lezer) of editor (redacteur: mag bronnen toevoegen en verwijderen)"
HELP_REMOVE = "verwijder het account"
