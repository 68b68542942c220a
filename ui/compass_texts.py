"""Every Dutch text of "Waar sta ik?". Plain constants; the keys are those of the table in compass.py."""

TITLE = "Waar sta ik?"
OPEN = "Waar sta ik? Beantwoord zeven korte vragen"
INTRO = "Kies wat het beste past. U mag vragen overslaan. Uw antwoorden worden niet bewaard."
QUESTIONS = {
    "doel": "Hebben de partners samen vastgelegd wat zij willen bereiken?",
    "partners": "Zitten de juiste mensen om tafel, ook ouders en jongeren?",
    "achterban": "Staat uw eigen organisatie achter de samenwerking?",
    "rollen": "Is duidelijk wie wat doet en waar elk overleg voor is?",
    "geld": "Is het geld voor meer dan een jaar geregeld?",
    "verloop": "Hoe loopt de samenwerking nu?",
    "plan": "Hoe ver is het plan?",
}
_YES_NO = {"nee": "Nee", "deels": "Deels", "ja": "Ja"}
ANSWERS = {
    **{question: _YES_NO for question in ("doel", "partners", "achterban", "rollen", "geld")},
    "verloop": {
        "begin": "We zijn nog niet begonnen",
        "moe": "De energie zakt weg, of het hangt aan een paar mensen",
        "botst": "Regels of manieren van werken botsen",
        "goed": "Het loopt goed",
    },
    "plan": {
        "geen": "Er is nog geen plan",
        "schrijven": "We schrijven eraan, of zoeken cijfers",
        "ligt": "Het ligt er, maar komt nog niet in de praktijk",
        "terugkijken": "We voeren het uit en kijken samen terug",
    },
}
SHOW = "Toon mijn route"
CLEAR = "Wis mijn antwoorden"
TOO_FEW = "Beantwoord minstens twee vragen. Dan stelt Reisgenoot een route voor."
NOTHING = "U hebt veel op orde. Uit deze antwoorden volgt geen route; kies zelf een halte op de kaart."
PROPOSED = "U staat nu bij route {n}: {name}"
WHY = "Waarom deze route"
BECAUSE = "{question} U antwoordde: {answer}."
GO = "Bekijk route {n}"
ALSO = "Daarna"
EXAMPLES = "Voorbeelden van anderen op deze route"
RULE = "Dit voorstel volgt uit vaste regels, niet uit een gesprek met u. U kent uw eigen situatie beter."
