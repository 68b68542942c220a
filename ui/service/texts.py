"""Every Dutch text of the service: what visitors read when they may not come in or must wait, and what the keeper reads at the start."""

# Instellingen
NOT_A_NUMBER = "REISGENOOT_{name}={value!r} is geen geheel getal van {low} tot en met {high}"
NOT_ONE_OF = "REISGENOOT_{name}={value!r} kan niet. Kies uit: {choices}"
NOT_NETWORKS = "REISGENOOT_{name}={value!r}: {part!r} is geen IP-adres of netwerk, zoals 10.0.0.5 of 10.0.0.0/24"
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
TOO_SLOW_CLIENT = "Het verzoek kwam te langzaam binnen. Probeer het nog eens."
NOT_HERE = "Deze pagina bestaat niet."
ELSEWHERE = "Dit verzoek komt van een andere website en is niet uitgevoerd."

# Staat
NOT_READY = "De index antwoordt niet: {reason}"
NOTHING_FOUND = "de index geeft geen enkele kaart"
UNFORESEEN = "een onverwachte fout; het logboek heeft de oorzaak"

# Wie erin mag
SIGN_IN_FIRST = "U bent niet aangemeld. Meld u eerst aan."
EDITORS_ONLY = "Dit mag alleen een redacteur. Vraag de beheerder om die rol."
