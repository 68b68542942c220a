"""Every Dutch text of the page Wetten. Plain constants."""

LAWS_TITLE = "Wetten en overleg rond opgroeien"
LAWS_INTRO = (
    "Van voor de geboorte tot 27 jaar: welke wet geldt wanneer, en voor wie? Kies een wet om te zien wat die betekent voor samenwerken. "
    "Dit is een wegwijzer, geen juridisch advies."
)
DOMAINS = {
    "gezinnen": "Gezinnen",
    "kinderopvang": "Kinderopvang",
    "onderwijs": "Onderwijs",
    "jeugdwelzijn": "Jeugd en welzijn",
    "gemeente": "Gemeente",
}
AGE_AXIS = ((-1, "voor geboorte"), (0, "0"), (4, "4"), (12, "12"), (18, "18"), (23, "23"), (27, "27 jaar"))
LEGEND = {
    "wet": "in werking",
    "anders": "veranderd sinds de Reisgids",
    "oud": "vervallen of opgegaan",
    "overleg": "overleg of verdrag",
}
LAW_GONE = "Deze wet staat hier niet. Kies er een op de plaat hieronder."
PLATE = "Plaat van wetten per leeftijd en domein"
PLATE_TABLE = "Alle wetten als tabel, met hun hele naam"
PLATE_SCROLL = "Schuif de plaat opzij voor oudere jongeren. Tik op een balk: dan leest u de hele naam en wat de wet vraagt."
LAW_COLUMNS = ("Wet of overleg", "Status", "Leeftijd", "Domeinen", "Anders dan in de publicaties")
AGE_RANGE = "{low} tot {high} jaar"
BEFORE_BIRTH = "voor de geboorte"
STATUS = "Status"
CHECKED = "nagekeken op {date}"
WHAT_CHANGED = "Anders dan in de publicaties"
CHANGE = "{publication}. Nu: {now}"
SINCE = " (sinds {date})"
ARTICLES = "Belangrijke artikelen"
ARTICLE = "artikel {number}"
UNCERTAIN = "niet bevestigd"
BODIES = "Wie voeren uit"
UNCONFIRMED = "Niet bevestigd"
OFFICIAL_TEXT = "Lees de wet op wetten.overheid.nl"
THREE_TITLE = "Drie vragen bij de plaat"
THREE_INTRO = "Kies wie u bent en om welke leeftijd het gaat."
ROLE = "Ik werk voor"
AGE_BANDS = {
    "-1": ("voor de geboorte", -1, 0),
    "0": ("0 tot 4 jaar", 0, 4),
    "4": ("4 tot 12 jaar", 4, 12),
    "12": ("12 tot 18 jaar", 12, 18),
    "18": ("18 tot 27 jaar", 18, 27),
}
MINE, THEIRS, SHARED = "Wat is van ons?", "Wat is van de ander?", "Waar raken we elkaar?"
TOGETHER = "met {others}"
MINE_HINT = "Alleen voor uw domein."
THEIRS_HINT = "Geldt voor andere domeinen."
SHARED_HINT = "Geldt voor uw domein en voor andere: hier moet u samen afspraken over maken."
