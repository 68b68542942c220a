"""The Dutch texts of the profile on the page Vraag. Plain constants."""

BUTTON = "Mijn profiel"
HINT = (
    "Wat bij u past, komt iets hoger te staan. Er valt niets weg, en wat in uw vraag staat gaat voor. "
    "Uw profiel staat alleen in deze browser."
)
ROLE = "Ik werk voor"
ROLE_NONE = "Geen keuze"
ROLES = {
    "gemeente": "Gemeente",
    "onderwijs": "Onderwijs",
    "kinderopvang": "Kinderopvang",
    "welzijnswerk": "Welzijnswerk",
    "jeugdhulp": "Jeugdhulp",
}
AGES = "Leeftijd van de kinderen en jongeren"
PROVINCE = "Provincie"
PROVINCE_NONE = "Alle provincies"
CLEAR = "Wis profiel"
PROVINCES = (
    "Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland", "Overijssel",
    "Utrecht", "Zeeland", "Zuid-Holland",
)  # fmt: skip
