"""Whether a question asks advice on one child, or comes from somebody in need. A person and what befalls them, read by grammar."""

import re

KIN = (
    r"(zoon|zoontje|dochter|dochtertje|kind|kindje|jongen|meid|kleinkind|kleinzoon|kleindochter|neefje|nichtje|broer|broertje|zus|zusje|"
    r"pleeg(?:kind|zoon|dochter)|stief(?:kind|zoon|dochter)|adoptiekind|peuter|kleuter|baby|puber|buurjongen|buurjongetje|buurmeisje)"
)
OWN_CHILD = re.compile(rf"\b(mijn|mn|m'n|ons|onze|de buurjongen|het buurjongetje|het buurmeisje)\s+(\w+\s+)?{KIN}\b")
ONE_CHILD = re.compile(
    r"\b(een|dit|deze|die|dat|mijn|onze)\s+(\w+\s+)?(leerling|jongen|jongetje|meisje|kind|kindje|peuter|kleuter|baby|pupil|client)\b.{0,60}"
    r"\b(in mijn|bij mij|in onze groep|bij ons op|op onze opvang\w*|op de groep|uit mijn|in groep \d|van mij|uit onze wijk)\b|"
    r"\b(mijn|onze) (leerling|pupil|client)\b"
)
ABOUT_CHILD = re.compile(
    r"\b(van \d{1,2}\b|moet ik|mag ik|kan ik|zal ik|wat doe ik|hoe (kan|moet|help|krijg) ik|wat raad je|welke (hulp|diagnose|therapie)|"
    r"is (het|hij|zij|ze|dat)|krijg(t|en) (hij|zij|ze)|wat nu|denk (je|jij)|vind (je|jij)|wat (heeft|denk)|ja of nee|diagnose|medic\w+|therapie|"
    r"past bij (hem|haar)|uit huis|moet (hij|zij|ze)|slaat|blowt|snijdt|depressi\w+|suicid\w+|mishandel\w+|wat zeg ik|bsn)\b"
)
PERSON = (
    r"(?:(?:pleeg|stief|adoptie|klein|buur)?(?:zoon|zoontje|dochter|dochtertje|kind|kindje|jongen|jongetje|meisje|meid)|leerling|leerlinge|peuter|kleuter"
    r"|baby|puber|tiener|pupil|client|cliente|clientje|neefje|nichtje|broer|broertje|zus|zusje)"
)
# What befalls one person or is done by them, in the singular; of harm and of need.
HARM = (
    r"(?:krijg(?:t|en)? (?:\w+ ){0,3}(?:klappen|slaag)|(?:ge|ver)slagen|mishandeld|misbruikt|verwaarloosd|aangerand|verkracht|blauwe plekken"
    r"|(?:zit|komt|zat) (?:\w+ )?aan (?:haar|hem|me|mij)|aan (?:haar|hem|me|mij) zit|(?:slaat|schopt) (?:haar|hem|mij|me|zijn|haar)\b)"
)
NEED = (
    r"(?:snijdt?|(?:ver)?wondt?|snij|doet) (?:\w+ )?(?:zichzelf|zich|me|mezelf)|zichzelf (?:snijdt|pijn doet|iets aandoet)|zich snijdt"
    r"|(?:wil|wilt) (?:\w+ )?(?:dood|niet meer (?:leven|verder)|er niet meer zijn|weg van huis)|dood wil|niet meer (?:wil )?leven|zelfmoord|suicid\w+"
    r"|loopt (?:\w+ ){0,2}weg|wegloopt|weggelopen|gebruikt (?:\w+ )?drugs|drugs gebruikt|blowt|verslaafd|eet (?:\w+ )?niet|eet niets|niet meer eet"
    r"|gepest|ritalin|concerta|medikinet|methylfenidaat|dexamfetamine|risperidon|antidepressiv\w+|medicijnen|medicatie|zwanger|weg van huis"
)
EVENT = rf"(?:{HARM}|{NEED})"
# It is one whom the asker knows: `mijn leerling`, `een leerling van mij`, `een meisje van 8 dat`, `ik ken een jongen die`.
MINE = re.compile(rf"\b(?:mijn|mn|m'n|onze|ons) (?:\w+ )?{PERSON}\b|\b(?:de|het) buur(?:jongen|jongetje|meisje|kind)\b")
KNOWN = re.compile(
    rf"\b(?:een|deze|die|dit|dat) (?:\w+ )?{PERSON} (?:van \d{{1,2}} )?"
    rf"(?:(?:hier|thuis) )?(?:van mij|van ons|in (?:mijn|onze)|bij (?:mij|ons)|uit (?:mijn|onze)"
    rf"|op (?:mijn|onze))\b|\bik (?:ken|heb|begeleid) een {PERSON}\b|(?:^|[.!?] )een (?:\w+ )?{PERSON} van \d{{1,2}}\b|\b(?:deze|dit) {PERSON}\b"
)
# The asker: an age below twenty-four, or what is done to `mij`.
YOUNG = re.compile(
    r"\bik ben (?:een (?:jongen|meisje) van )?(?:pas |nu )?(?:[89]|1\d|2[0-3])\b(?! jaar \w*(?:werkzaam|in dienst|leraar|leerkracht))"
)
SELF = re.compile(
    r"\bik (?:wil|wou) (?:\w+ )?(?:dood|niet meer (?:leven|verder)|er niet meer zijn|weg van huis)\b"
    r"|\bik (?:word|ben|werd) (?:\w+ ){0,3}(?:geslagen|mishandeld"
    r"|misbruikt|verkracht|aangerand)\b|\bik (?:snij|snijd) (?:me|mij|mezelf|mijzelf)\b"
    r"|\b(?:mijn (?:vader|moeder|stiefvader|stiefmoeder|opa|oom|broer|man"
    r"|vriend|partner|ex)) (?:slaat|schopt|mishandelt|misbruikt) (?:me|mij)\b|\b(?:zit|komt) (?:\w+ )?aan mij\b|\bik denk aan zelfmoord\b"
    r"|\bik (?:voel (?:me|mij) (?:\w+ ){0,2}(?:eenzaam|alleen|somber|depressief|verdrietig|angstig|bang|onveilig|niet veilig|waardeloos)"
    r"|ben (?:\w+ )?(?:eenzaam|depressief|suicidaal))\b(?! (?:om|dat|voor|over|bij|in)\b)"
    r"|\bik word (?:\w+ ){0,3}gepest\b|\bik durf (?:\w+ )?niet (?:meer )?naar (?:school|huis)\b"
)
# How an institution acts is asked: that is policy, also where the example is one child of an age.
POLICY = re.compile(
    r"\b(?:wat doet|wat doen|hoe (?:herken\w*|voorkom\w*|signaleer\w*)|wat zegt de wet|wie (?:heeft de regie|betaalt|beslist)"
    r"|welke (?:gemeente|wet|route)\w*)\b"
)


def of_harm(folded: str) -> bool:
    """Whether somebody is hurt by another."""
    return bool(re.search(rf"\b{HARM}\b", folded))


def in_need(folded: str) -> bool:
    """Whether the asker tells of harm to or need of their own."""
    return bool(SELF.search(folded) or (YOUNG.search(folded) and re.search(rf"\b{EVENT}\b", folded)))


def of_one_child(folded: str, *, named: bool = False) -> bool:
    """Whether it asks advice on one child that the asker knows, or tells of its trouble; a child in general is a question about policy. `named`:
    a person was named in it.
    """
    if OWN_CHILD.search(folded) or (ONE_CHILD.search(folded) and ABOUT_CHILD.search(folded)):
        return True
    if not re.search(rf"\b{EVENT}\b", folded):
        return False
    return bool(MINE.search(folded) or ((named or KNOWN.search(folded)) and not POLICY.search(folded)))
