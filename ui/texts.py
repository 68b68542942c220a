"""Every Dutch text of the interface, in one place. Plain constants: this file knows nothing of gradio or of answers."""

from ui import case_map_texts, gradio_texts, source_edit_texts, source_page_texts

TITLE = "Reisgenoot"
TAGLINE = "Vind de route en het voorbeeld, met de bron erbij"
PAGE_TITLE = "Reisgenoot: routes en voorbeelden voor een sterke pedagogische basis"
SKIP = "Naar de inhoud"
NAVIGATION = "Onderdelen"
PAGES = {
    "vraag": "Vraag",
    "routes": "Routes",
    "voorbeelden": "Voorbeelden",
    "wetten": "Wetten",
    "presentatie": "Presentatie",
    "bronnen": "Bronnen",
    "over": "Over",
}

KINDS = {
    "route": "Route",
    "case": "Voorbeeld",
    "law": "Wet",
    "instrument": "Hulpmiddel",
    "insight": "Inzicht",
    "passage": "Tekst uit publicatie",
}
KINDS_MANY = {
    "route": "Routes",
    "case": "Voorbeelden",
    "law": "Wetten",
    "instrument": "Hulpmiddelen",
    "insight": "Inzichten",
    "passage": "Teksten uit publicaties",
}
AGES = {"12-": "tot 12 jaar", "12+": "12 jaar en ouder"}
ROUTES = {
    1: "Visie vormen",
    2: "Weten wie je nodig hebt",
    3: "Draagvlak",
    4: "Heldere structuur",
    5: "Geld en verantwoordelijkheid",
    6: "Energie erin houden",
    7: "Beleid en monitoring",
    8: "Juiste balans",
    9: "Borgen en evalueren",
}

# Vraag
HERO = "Wat wilt u weten over samenwerken rond kinderen en jongeren?"
INTRO = (
    "Stel uw vraag in gewone taal. Reisgenoot zoekt in de Reisgids en andere publicaties en antwoordt kort, "
    "met bij elke zin de bladzijde, het voorbeeld of de wet waar het staat."
)
EXAMPLES_LABEL = "Bijvoorbeeld"
EXAMPLES = (
    "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?",
    "Hoe maak je samen met scholen en kinderopvang een visie?",
    "Wat is het verschil tussen een LEA en een OOGO?",
    "Hoe betrekken we jongeren van 12 jaar en ouder bij nieuw beleid?",
    "Mogen school en jeugdhulp gegevens over een gezin delen?",
    "Hoe voorkom je dat een samenwerking instort als er mensen weggaan?",
)
QUESTION_LABEL = "Uw vraag"
QUESTION_PLACEHOLDER = "Bijvoorbeeld: hoe regelen gemeenten jeugdhulp op school?"
QUESTION_HINT = "Noem geen namen of andere gegevens van kinderen en gezinnen. Met Enter verstuurt u de vraag."
ASK = "Vraag het"
NEW = "Nieuw gesprek"
EXPORT = "Bewaar als tekst"
EXPORT_WORD = "Bewaar als Word"
WORD_FILE = "reisgenoot-gesprek.docx"
FILTERS = "Verfijnen"
FILTER_AGE = "Leeftijd"
FILTER_AGE_ALL = "Alle leeftijden"
FILTER_KIND = "Soort bron"
FILTER_ROUTE = "Route"
FILTERS_CLEAR = "Filters wissen"
YOU_ASKED = "Uw vraag"
UNDERSTOOD = "Zo begrepen"
READ_AS = "Gelezen als: {question}"
REMOVE_CHIP = "Haal weg en vraag opnieuw: {label}"
SEARCHING = "Ik zoek in de bronnen"
READY = "Antwoord klaar, met {sources}."
SOURCE_ONE, SOURCE_MANY = "1 bron", "{n} bronnen"
WARNING = "Let op"
NOTE = "Opmerking"
REFUSAL_HELP = (
    "Reisgenoot antwoordt alleen met wat in de bronnen staat. Probeer andere woorden, of wis wat er aan filters gekozen is."
)
REFUSAL_NEAR = "Of kijk of u verder komt met wat hierboven staat."
COPY = "Kopieer met bronnen"
COPIED = "Gekopieerd"
COPY_FAILED = "Kopiëren lukte niet. Selecteer de tekst en kopieer die zelf."
TAKE = "Neem mee in presentatie"
TAKE_THIS = "Neem mee in presentatie: {title}"
TAKEN_ANSWER = "Het antwoord gaat mee in uw presentatie."
TAKEN_CASE = "Het voorbeeld gaat mee in uw presentatie."
TAKEN_LAW = "Deze wet gaat mee in uw presentatie."
TAKEN_ALREADY = "Dat gaat al mee in uw presentatie."
TAKEN_FULL = "Meer dan {n} past niet in een presentatie."
TO_PAGE = "Naar {page}"
JUDGE = "Helpt dit antwoord?"
GOOD, BAD = "Ja", "Nee"
WHY = "Wat is er mis?"
REASONS = {
    "antwoord": "Het antwoord klopt niet",
    "bewijs": "Het bewijs klopt niet",
    "mist": "Er ontbreekt iets",
    "anders": "Iets anders",
}
THANKS = "Dank u wel. Uw oordeel is bewaard, zonder uw naam."
THANKS_REASON = "Dank u wel. Hiermee maken we de antwoorden beter. Uw oordeel is bewaard, zonder uw naam."
JUDGED_NOT = "Uw oordeel bewaren lukte niet."
NEXT = "Vraag verder"
COMPUTER = "Gemaakt door een computer. Controleer belangrijke punten in de bron."
MODEL = "Geformuleerd door het taalmodel {model}, {place}. Elke zin is getoetst aan de bron."
MODEL_PLACES = {
    "machine": "op de computer van Reisgenoot",
    "network": "in het eigen netwerk",
    "eu": "bij een dienst in de EU",
    "outside": "bij een dienst buiten de EU",
    "unknown": "op een onbekende plaats",
}
CHECKED_ALL = "Alle {n} zinnen van het taalmodel zijn nagekeken"
CHECKED_SOME = "Nagekeken: {kept} van de {n} zinnen van het taalmodel staan hierboven"
CHECKED_NONE = "Van het taalmodel staat hier geen zin: wat het schreef, steunden de bronnen niet"
CHECKED_ONE = "De zin van het taalmodel is nagekeken"
OUTCOMES = {
    "kept": "gecontroleerd",
    "rewritten": "opnieuw geschreven en gecontroleerd",
    "replaced": "vervangen door een zin uit de bron",
    "dropped": "weggelaten",
}
CHECK_REASON = "Waarom: {reason}."
CHECK_SHOWN = "In de plaats kwam: {text}"
SOURCES = "Bronnen"
MARKER = "Naar bron {n}: {title}"

# Gesprekken in de browser
KEPT = "Eerdere gesprekken"
KEPT_HINT = "Deze staan alleen in deze browser. Gebruikt u een computer met anderen? Wis ze dan, of zet het bewaren uit."
KEPT_ON = "Bewaar mijn gesprekken in deze browser"
KEPT_DELETE = "Wis gesprek: {title}"
KEPT_DELETE_ALL = "Wis alle gesprekken"
KEPT_NOT = "Dit gesprek is van een oudere versie en kan niet meer open."

# Bewijs
EVIDENCE = "Bewijs"
EVIDENCE_START = "Zo werkt het"
EVIDENCE_STEPS = (
    ("U vraagt", "In gewone taal, een paar woorden of een hele situatie. Daarna kunt u doorvragen: “en voor 12+?”"),
    ("Reisgenoot antwoordt kort", "Eerst het antwoord zelf, dan de route, voorbeelden, wetten en wat u nu kunt doen."),
    (
        "U controleert",
        "Bij elke zin staat een nummer. Dat opent hier het bewijs: wat onze kaart van de bron vertelt, met de publicatie en de bladzijde.",
    ),
)
EVIDENCE_NONE = "Bij dit antwoord is geen bewijs: het staat niet in de bronnen."
EVIDENCE_OF = "Bij uw vraag: {question}"
OPEN_SOURCE = "Bekijk in de bron"
OPEN_PAGE = "{document}, bladzijde {page}"
OPEN_FILE = "Download {document}; zie daarin {unit} {page}"
NEW_WINDOW = "opent in een nieuw venster"
NO_SOURCE = "De bladzijde zelf kunt u hier openen als de PDF is toegevoegd of het webadres bekend is: {documents}. Zie Bronnen."
READ_ON = "Lees verder: {title}"
WHOLE_TEXT = "Toon de hele tekst"
RETOLD = "Onze samenvatting van de bron, in eigen woorden"
BACK_TO_ANSWER = "Terug naar het antwoord"
PLACE = "Plaats"
AGE = "Leeftijd"
BOTH_AGES = "alle leeftijden"
ATTRIBUTION = "Volgens"
ROUTE = "Route"
MORE_LIKE_THIS = "Meer zoals dit"
MORE_LIKE_QUESTION = "Welke voorbeelden lijken op {title}?"

# Fouten
ERROR = "Dat lukte niet"
ERROR_UNKNOWN = "Er ging iets mis bij het zoeken. Probeer het nog eens. Blijft het misgaan? Dan staat de oorzaak in het logboek."
EMPTY_QUESTION = "Typ eerst een vraag."
BUSY = "Het is nu druk. Probeer het over een paar tellen nog eens."
WAITS = "Uw vraag wordt gesteld zodra dit antwoord er is."
CONNECTION = "De verbinding met Reisgenoot is weg. De pagina probeert het vanzelf opnieuw; laat haar open."
CONNECTION_BACK = "Reisgenoot was even weg en is er weer. Uw gesprek staat hieronder."
CONNECTION_BACK_ASK = "Reisgenoot was even weg en is er weer. Het antwoord werd afgebroken; uw vraag staat nog in het vak."
NOT_FOUND = "Deze publicatie is hier niet toegevoegd. Voeg de PDF toe met: python -m ingest add PAD"

# Opdrachtregel
DESCRIPTION = "De webpagina van Reisgenoot."
HELP_HOST = "adres om op te luisteren (standaard {default})"
HELP_PORT = "poort (standaard {default})"
STARTING = "Index en model laden …"
LISTENING = "Reisgenoot staat klaar op {url}   (stoppen: Ctrl+C)"
INDEX_HAS = "Index {build}: {cards} kaarten en {documents} toegevoegde publicaties."
STOPPED = "Reisgenoot is gestopt."
PORT_IN_USE = "Fout: op {host} is poort {port} al bezet. Kies een andere: python -m ui --port {other}"
CANNOT_LISTEN = "Fout: luisteren op {host}, poort {port} lukt niet: {reason}"
FAULT = "Fout: {reason}"

# Wat het script van de pagina zegt
SCRIPT = {
    "copied": COPIED,
    "failed": COPY_FAILED,
    "file": "reisgenoot-gesprek.md",
    "title": "# Gesprek met Reisgenoot",
    "conversation": "Gesprek",
    "busy": BUSY,
    "connection": CONNECTION,
    "waits": WAITS,
    "empty": EMPTY_QUESTION,
    "error": ERROR,
    "kept": KEPT,
    "delete": KEPT_DELETE,
    "site": PAGE_TITLE,
    "name": TITLE,
    "pages": PAGES,
    "backAsk": CONNECTION_BACK_ASK,
    "backAgain": CONNECTION_BACK,
    **source_page_texts.SCRIPT,
    **source_edit_texts.SCRIPT,
    **gradio_texts.SCRIPT,
}

# Routes
ROUTES_TITLE = "De reis: vier etappes, negen routes"
ROUTES_INTRO = "De Reisgids beschrijft samenwerken als een reis. U hoeft niet bij het begin te beginnen: kies de halte die past bij waar u nu staat."
JOURNEY = "Kaart van de reis met negen haltes"
STOP = "Halte {n}: {name}"
STAGE = "Etappe"
SHORT = "In het kort"
TIPS = "Tips"
STEPS = "Stappen"
STEPS_HINT = "Vink af wat gedaan is. Dit blijft alleen in uw browser bewaard."
PITFALLS = "Valkuilen"
ROUTE_CASES = "Voorbeelden op deze route"
ROUTE_LAWS = "Wetten op deze route"
ROUTE_INSTRUMENTS = "Hulpmiddelen"
NONE_YET = "Geen in de bronnen."
NO_LAW = "Geen wet of overleg."
ASK_ABOUT_ROUTE = "Stel een vraag over deze route"
ASK_ROUTE_QUESTION = "Waar begin ik met route {n}: {name}?"
ROUTE_NAMED = "Route {n}: {name}"
PREVIOUS = "Vorige halte"
FOLLOWING = "Volgende halte"
MATRIX = "Wat is er voor welke leeftijd?"
MATRIX_SCROLL = "Schuif de tabel opzij voor de hulpmiddelen."
MATRIX_INTRO = "Zoveel voorbeelden en hulpmiddelen staan er per route in de bronnen. Een leeg vak is ook een uitkomst: daar is nog weinig beschreven."
NOTHING = "geen"
SOURCE_LINE = "Bron: {place}"

# Voorbeelden
CASES_TITLE = "Voorbeelden uit de praktijk"
CASES_INTRO = (
    "Zoek een gemeente, school of regio die al deed wat u van plan bent. Kies er twee tot vier om ze naast elkaar te leggen."
)
CASE_SEARCH = "Zoek in de voorbeelden"
CASE_SEARCH_PLACEHOLDER = "Zoals: jongerenwerk"
CASE_PROVINCE = "Provincie"
CASE_PARTNER = "Partner"
CASE_DOCUMENT = "Publicatie"
CASE_VIEW = "Weergave"
CASE_VIEWS = {"kaarten": "Kaartjes", "tabel": "Tabel", "kaart": case_map_texts.VIEW}
CASE_COUNT_ONE, CASE_COUNT = "1 voorbeeld", "{n} voorbeelden"
CASE_NONE = "Geen voorbeelden gevonden"
CASE_NONE_HELP = "Zoek met een ander of korter woord, zoals een onderwerp of een plaats, of haal een keuze weg."
CASE_GONE = "Dit voorbeeld is er niet of niet meer. Zoek hieronder verder."
CASE_MORE = "Toon meer voorbeelden"
COMPARE = "Vergelijk"
COMPARE_THIS = "Vergelijk: {title}"
COMPARED, COMPARED_THIS = "Gekozen", "Gekozen om te vergelijken: {title}"
COMPARE_LESS, COMPARE_LESS_THIS = "Haal weg", "Haal weg uit de vergelijking: {title}"
COMPARE_TITLE = "Naast elkaar"
COMPARE_CLEAR = "Vergelijking wissen"
COMPARE_HINT = "Kies nog een voorbeeld om te vergelijken."
COMPARE_FULL = "Meer dan vier kan niet."
COMPARE_CHOSEN = "{n} gekozen om te vergelijken."
COMPARE_SHOW = "Bekijk ze naast elkaar"
COLUMNS_CASE = {"place": "Plaats", "age": "Leeftijd", "routes": "Routes", "partners": "Partners", "what": "Wat", "source": "Bron"}
CASE = "Voorbeeld"
PARTNERS = "Partners"
LINKS = "Meer lezen"
NO_PROVINCE = "Geen provincie"
CLOSE = "Sluiten"

# Bronnen
SOURCES_TITLE = "Waar antwoorden vandaan komen"
SOURCES_INTRO = "Reisgenoot kent alleen wat hieronder staat. Wat er niet in staat, kan het niet vertellen."
SOURCE_COLUMNS = ("Publicatie", "Uitgever en jaar", "Soort", "Bladzijden", "Kaarten", "Volledige tekst")
IN_FULL_ONE, IN_FULL = "ja, 1 stuk", "ja, {n} stukken"
NOT_IN_FULL = "nee, alleen kaarten"
CARDS_SHARED = "Een kaart kan op meer dan één publicatie steunen en telt dan bij elk mee. Samen zijn het {n} kaarten."
CARDS_TITLE = "Kaarten"
CARDS_INTRO = "Een kaart vertelt in eigen woorden wat op een of meer bladzijden staat. Elke kaart noemt haar bladzijden."
INDEX_TITLE = "De index"
INDEX_FACTS = {"build": "Versie", "created": "Gemaakt op"}
INDEX_TECHNICAL, INDEX_TECHNICAL_FACTS = "Technische gegevens", {"model": "Zoekmodel"}
ADD_TITLE = "Voor beheerders: toevoegen met een opdracht"
ADD_INTRO = (
    "Wie Reisgenoot beheert, kan op deze pagina publicaties toevoegen: PDF, Word, PowerPoint, webpagina’s en tekst. Op de opdrachtregel kan "
    "het ook, bijvoorbeeld met een hele map. Daarna zoekt Reisgenoot ook in de volledige tekst en opent het de bladzijde zelf."
)
ADD_COMMANDS = (
    ("python -m ingest add PAD", "een bestand, een map of een patroon toevoegen"),
    ("python -m ingest status", "zien wat erin zit"),
    ("python -m ingest remove ID", "een publicatie weghalen"),
    ("python -m ingest build", "de index opnieuw maken na een verandering in de kaarten"),
)
ADD_AFTER = "Daarna gebruikt deze webpagina de nieuwe index zodra iemand haar opent."

# Over
ABOUT_TITLE = "Over Reisgenoot"
ABOUT = (
    (
        "Wat het is",
        (
            "Reisgenoot helpt beleidsmakers bij gemeenten, scholen, kinderopvang en jeugdwelzijn om in de Reisgids de route te vinden "
            "die bij hun vraag past, en voorbeelden van anderen die al onderweg zijn.",
            "U praat met een computer, niet met een mens.",
        ),
    ),
    (
        "Wat het niet is",
        (
            "Het is geen juridisch advies en geen standpunt van de makers van de publicaties.",
            "Het kent alleen de bronnen die bij Bronnen staan, en geeft geen advies over een kind of gezin.",
            "Wetten veranderen. Reisgenoot waarschuwt als het weet dat er iets veranderd is, maar kijk de wet zelf na.",
        ),
    ),
    (
        "Hoe een antwoord ontstaat",
        (
            "Reisgenoot leest uw vraag: onderwerp, leeftijd, plaats. Wat het begreep, staat boven het antwoord. U kunt dat weghalen.",
            "Het zoekt in kaarten en publicaties, op betekenis en op woorden.",
            "Het stelt het antwoord samen uit zinnen van onze kaarten en van toegevoegde publicaties. Elke zin krijgt het nummer van de bron.",
            "Elke zin wordt nagekeken: staat dit echt in de bron? Zo niet, dan valt de zin weg.",
            "Vindt het niets dat goed genoeg past, dan zegt het dat: “Dit staat niet in de bronnen.”",
        ),
    ),
    (
        "Met of zonder taalmodel",
        (
            "Standaard schrijft er geen taalmodel mee: het antwoord bestaat uit zinnen van kaarten die de bronnen navertellen, en is elke keer "
            "hetzelfde.",
            "Die kaarten zijn vooraf met taalmodellen geschreven, met de bladzijden vergeleken en nagelezen. Beleidsmakers hebben ze nog niet "
            "beoordeeld.",
            "De beheerder kan een taalmodel aanzetten. Dan staat bij het antwoord welk model het is en waar dat draait.",
            "Elke zin van dat model wordt nagekeken voordat u die ziet. Steunt de bron een zin niet, dan valt die weg of komt er een zin uit "
            "de bron voor in de plaats. Onder het antwoord kunt u zien wat er met elke zin gebeurde.",
            "Wat op persoonsgegevens lijkt, gaat niet naar het taalmodel.",
        ),
    ),
    (
        "Uw gegevens",
        (
            "Uw vragen gaan naar de computer waarop Reisgenoot draait en naar niemand anders, behalve als daar een taalmodel elders is ingesteld.",
            "Uw gesprekken, uw profiel en de vinkjes bij de stappen staan alleen in uw eigen browser. U kunt ze wissen, of het bewaren uitzetten.",
            "Een presentatie waaraan u werkt, blijft in het tabblad tot u dat sluit. Download haar dus voor u weggaat.",
            "Drukt u onder een antwoord op “Ja” of “Nee”, dan bewaart Reisgenoot uw vraag en uw oordeel, zonder naam. Wat op "
            "persoonsgegevens lijkt, wordt eerst weggehaald.",
            "Er zijn geen cookies om u te volgen en geen statistieken.",
            "Typ geen namen of andere gegevens van kinderen en gezinnen.",
        ),
    ),
    (
        "Toegankelijkheid",
        (
            "We willen voldoen aan WCAG 2.2, niveau AA: alles kan met het toetsenbord, met een schermlezer, vergroot tot 200 procent en op "
            "een telefoon. De pagina volgt uw keuze voor licht of donker en voor minder beweging.",
            "Elk scherm wordt automatisch nagekeken met axe-core. Dat vindt niet alles; een toets met gebruikers is nog niet gedaan.",
            "De plaat van de wetten is er ook als tabel, en de kaart van Nederland ook als lijst.",
        ),
    ),
)
MODEL_NOW = "Nu ingesteld: {model}, {place}."
NO_MODEL = "Nu ingesteld: geen taalmodel."
VERSION = "Versie {version}, index {build}."
