"""Names of persons in a text: a given name, a title or initials, with something beside it that is told of one person.

A name alone is none of ours to hide: policy questions name laws, schools and ministers. The names are in names.txt.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ingest import fold, is_dutch


def _sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for line in (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return found


_READ = _sections()
WORDS_TOO, SURNAMES = (frozenset(" ".join(_READ[name]).split()) for name in ("words", "surnames"))
GIVEN = frozenset(" ".join(_READ["given"]).split()) | WORDS_TOO
KNOWN = frozenset(_READ["known"])
# `de moeder van Emma` is told of in the sources; Emma alone may be anybody's child.
KNOWN_AS = tuple(name for name in KNOWN if re.match(r"(?:moeder|vader|ouders|dochter) |\w+(?:'s|,) ", name))
# With initials, and with the title `meneer` where few others have it, they go by their last name.
KNOWN_INITIAL = frozenset(f"{name[0]} {name.partition(' ')[2]}" for name in KNOWN)
KNOWN_LAST = frozenset(
    last for name in KNOWN if (last := name.partition(" ")[2]) not in SURNAMES and last.split()[-1] not in SURNAMES
)

LETTERS = r"[^\W\d_]"
WORD = re.compile(rf"{LETTERS}+(?:[-'’](?!s\b){LETTERS}+)*")
BETWEEN = r"(?:(?:van|von|de|den|der|te|ten|ter|het|'t|v\.?d\.?|el|al|ben|bin|ait|aït|la|le|du|da|dos|di)\s+)"
SURNAME = re.compile(rf"\s+(?i:{BETWEEN})*(?!(?i:en|of)\b)[A-ZÀ-Þ]{LETTERS}*(?:[-'’](?!s\b){LETTERS}+)*")
PROPER = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{2,}")
SMALL_SURNAME = re.compile(rf"\s+({BETWEEN}*)({LETTERS}+(?:-{LETTERS}+)*)")
INITIALS = re.compile(rf"(?<![\w.])((?:[A-Z]\. ?){{1,4}})((?i:{BETWEEN})*)([A-ZÀ-Þ]{LETTERS}+(?:-{LETTERS}+)*)")
# `Jansen, P. (2011)`, `P. Jansen & K. Smit` and `P. Jansen e.a.` are how writers are cited.
CITED = re.compile(r"\s*(?:,?\s*\(?(?:19|20)\d\d|&|e\.a\.|et al)")
TITLE = re.compile(
    rf"\b(?i:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|de heer|juffrouw|juf|meester)\s+((?:[A-Z]\.\s?)*(?i:{BETWEEN})*)"
    rf"({LETTERS}+(?:-{LETTERS}+)*)"
)
OFFICE = frozenset("minister staatssecretaris wethouder burgemeester voorzitter president kamerlid en of de directeur".split())
# An organisation, street or method that bears a name.
ORGANISATION = re.compile(
    r"\w*(?:school|scholen|college|lyceum|mavo|instituut|stichting|centrum|fonds|huis|kliniek|universiteit|academie|straat|laan|weg|plein|kade|hof|park"
    r"|prijs|model|methode|lezing|leerstoel|museum|ziekenhuis|kring|groep|jaar|wet|akkoord|foundation|bureau|advies|consult|tour|fabriek|scan|lijst"
    r"|test|programma|project|aanpak|theater|kerk|vereniging|bibliotheek|club|lokaal)(?:en|s|e)?",
    re.I,
)
ORGANISED = re.compile(
    r"(?i:stichting|instituut|\w*school|[opkrc]bs|rkbs|college|lyceum|gemeente|fonds|programma|project|methode|model|commissie|bureau|\w*centrum"
    r"|ikc|wet|route|zorggroep|minister|staatssecretaris|wethouder|burgemeester|kinderombudsman|hoogleraar|professor|prof\.|dr\.|lector"
    r"|onderzoeker|auteur|volgens|gebroeders|sint|st\.)\s+$"
)
# Who somebody is to the visitor, in Dutch, English or Frisian; the words are of one person.
ROLE = (
    r"(?:(?:klein|pleeg|stief|half|adoptie|schoon|buur)?(?:zoon|zoontje|dochter|dochtertje|kind|kindje|moeder|vader|broer|broertje|zus|zusje|jongen"
    r"|jongetje|meisje|ouder|man|vrouw)|leerling|leerlinge|cliënte?|clientj?e?|cliëntje|pupil|patiënte?|student|studente|scholier|neef|neefje|nicht|nichtje|oma|opa"
    r"|tante|oom|vriend|vriendje|vriendin|vriendinnetje|klasgenoot|klasgenootje|peuter|kleuter|baby|puber|tiener|tweeling|ex"
    r"|(?:grand)?(?:son|daughter)|child|nephew|niece|soan|learling|bern)"
)
# Behind `mijn leerling` and the like anything with a capital is a name, known or not.
OWN = re.compile(
    rf"\b(?i:mijn|onze|ons|een|m'n|mn|zijn|haar|my|our|a|myn|ús|in)\s+(?i:{ROLE})(?:\s+(?:van|of|fan)\s+\d+(?:\s+jaar)?)?,?\s+"
    r"(?i:genaamd |heet |die |met de naam |named |called |hjit )*(?!(?i:genaamd|heet|die|met|named|called|hjit)\b)$"
)
BESIDE = re.compile(rf"\b(?i:{ROLE})(?:\s+van\s+\d+(?:\s+jaar)?)?,?\s+(?i:(?:genaamd|heet|die|met de naam)\s+)*$")
OF = re.compile(
    rf"\b(?i:{ROLE}|ouders|pleegouders|mentor|voogd|gezin|dossier|thuissituatie|medicatie|pesters?|begeleid(?:er|ster)) van (?:onze |mijn )?$"
)
FAMILY = re.compile(r"\b(?i:familie|gezin|fam\.)\s+$")
CALLED = re.compile(r"\b(?i:heet|heten|naam is|naam:|noem(?:en)? (?:hem|haar)|ik ben)\s+$")
HELPED = re.compile(
    r"\b(?i:help(?:en)?|begeleid(?:en)?|ondersteun(?:en)?) (?i:ik|wij|we) $"
    r"|\b(?i:do(?:e|en)|moet(?:en)?|kan|kunnen|praat|praten|wil|aan) (?i:ik|wij|we|het)(?: \w+)? met $"
    r"|\b(?i:zorgen) (?i:om|over) $|\b(?i:gaat|ging) (?i:over|om) $"
)
TOLD = (
    r"thuis|gepest|geslagen|mishandeld|misbruikt|verwaarloosd|bedreigd|uithuisgeplaatst|uit huis geplaatst|geschorst|opgenomen|verslaafd"
    r"|depressief|su[iï]cidaal|autistisch|zwanger|gescheiden|overleden|weggelopen|dakloos|vermist|hoogbegaafd|thuiszitter|adhd|add|autism|autisme"
    r"|ass|odd|pdd-?nos|dyslexie|anorexia|borderline|epilepsie|diabetes|ritalin|medicijnen|medicatie|klappen|schulden|drugs|trauma's"
    r"|(?:een |zijn |haar )?(?:\w+ )?(?:depressie|trauma|verslaving|handicap|beperking|achterstand|rugzakje"
    r"|(?:hechtings|eet|angst)stoornis)"
)
DATE = r"(?:\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]{1,2}['’]?\d{2,4}|\d{4}-\d\d-\d\d)"
AGED = (
    r"\s*\(\s*(?:(?:nu|bijna|van)\s)?\d{1,2}(?:\s*(?:jaar|jr\.?|j))?\s*[),]|,?\s+(?:van\s+)?\d{1,2}(?:\s+(?:jaar|years|jier)|\s*jr)\b|,\s*\d{1,2}\s*(?=[,.]\s)"
    r"|\s+(?:is|was|wordt)\s+(?:nu |al |net |pas |bijna |ook )?\d{1,2}"
    r"(?!\s*(?:[\d%.,]|procent|keer|euro|scholen|gemeenten|organisaties|partners))\b"
    r"|,?\s*\(?(?:(?:die )?(?:uit|van|in|zit in)\s+)?(?:groep|klas|brugklas|leerjaar)\s*\d\w?\b|,?\s+uit\s+\d[a-z]\b"
    rf"|,?\s*\(?(?:geboren|geb\.?|BSN|bsn|geboortedatum)\b|,?\s*\(?{DATE}"
)
PRIVATE = (
    rf"(?:\s+en\s+{LETTERS}+)?,?\s+(?:die\s+|dat\s+)?(?:al\s+\w+\s+\w+\s+|vaak\s+|steeds\s+|nog\s+|nu\s+|weer\s+|ook\s+|thuis\s+)*"
    rf"(?:(?:zit|zitten|zat|blijft|heeft|hebben|had|krijgt|kreeg|gebruikt|slikt|wordt|worden|werd|is|zijn|raakte|has|hat)\s+(?:[\w']+\s+){{0,5}}?(?:{TOLD})\b"
    r"|is\s+(?:al\s+)?(?:\w+\s+){0,2}(?:niet op school|weg)\b"
    r"|(?:spijbelt|slaat|steelt|blowt|drinkt|snijdt|liegt|dreigt|bijt|schopt|vecht|pest|verzuimt)\b"
    r"|(?:gaat|komt|kan|wil|mag|durft)\s+(?:[\w']+\s+){0,4}?niet\s+(?:meer\s+)?(?:naar|op|van)\s+school\b|komt\s+(?:\w+\s+){0,3}met\s+blauwe\b"
    r"|(?:gaat|gaan|willen)\s+scheiden\b|(?:eet|slaapt|luistert|praat)\s+(?:\w+\s+)?(?:niet|slecht)\b|loopt\s+(?:\w+\s+)?weg\b"
    rf"|wil\s+(?:\w+\s+)?(?:dood|niet meer)\b|(?:{TOLD})\s+(?:zit|heeft|is|wordt)\b)"
)
DETAIL = re.compile(
    rf"{AGED}|{PRIVATE}|['’]?s['’]?\s+(?i:{ROLE}|ouders)\b|,\s+(?:de |een )?(?:\w+ )?(?i:{ROLE})\b"
    r"|\s+(?:helpen|begeleiden|ondersteunen|aanmelden|opvangen)\b"
)
OF_AGE = re.compile(r"\s+van\s+\d{1,2}\b(?!\s*(?:[\d%.,]|procent|keer|euro|scholen|gemeenten|maart|mei|ju[nl]i))")
# Two words with a capital may be anything; what is told must be of a person.
SURE = re.compile(
    r"\s\(\d{1,2}(?: jaar)?\)|\s\((?:BSN|bsn|geb)|,?\s(?:geboren|geb\.)\s(?:op )?\d|(?:,|\sis) \d{1,2} (?:jaar|years|jier)\b"
    r"|,?\s(?:uit |in )?(?:groep|klas) \d"
    r"|\s(?:heeft|hebben|has|hat) (?i:adhd|autisme?|anorexia)\b|\s(?:slaat|steelt|spijbelt|blowt)\b"
    r"|\swordt (?:\w+ )?(?:mishandeld|gepest|geslagen|misbruikt)\b"
)
# Behind `mijn leerling` they are no name.
MEDICINES = frozenset("ritalin concerta medikinet methylfenidaat dexamfetamine risperidon prozac".split())
NO_FIRST = frozenset(
    """den de het een sint nieuw oud ik wat hoe wie waar welke wanneer waarom gemeente stichting route wet is zijn heeft hebben in op bij van
    voor en of""".split()
)
# Where a place stands, which may be called as a person is.
PLACED = re.compile(r"\b(?i:in|uit|te|regio)\s+$")
TURNED = re.compile(r"\b(?i:zit|zitten|heeft|wordt|worden|krijgt|is|gebruikt)\s+$")
TURNED_TOLD = re.compile(rf"(?:\s+[\w']+){{0,5}}?\s+(?:{TOLD})\b")
FAR = 60


def names_in(text: str, *, beside_data: bool = False) -> list[tuple[int, int]]:
    """Where names of persons stand that are not to be kept, from first to last; a name found is found wherever it stands again.

    `beside_data`: the text holds other data of a person, which a given name then belongs to.
    """
    spans = list(_named(text, beside_data))
    again = {text[a:b] for a, b in spans}
    again |= {first for name in again if fold(first := WORD.findall(name)[0]) in GIVEN and first[0].isupper()}
    for name in again:
        spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return sorted(spans)


def _named(text: str, beside_data: bool) -> Iterator[tuple[int, int]]:
    yield from _titled(text)
    for found in INITIALS.finditer(text):
        named = _is_surname(found) and fold(f"{found[1][0]} {found[2]}{found[3]}") not in KNOWN_INITIAL
        if named and not CITED.match(text, found.end()) and not ORGANISED.search(text[max(0, found.start() - FAR) : found.start()]):
            yield found.span()
    upto = 0
    for found in WORD.finditer(text):
        start = found.start()
        if start < upto:
            continue
        folded = fold(found[0])
        if found[0][0].isupper():
            end = _capital(text, start, found.end(), folded, beside_data)
        elif folded in GIVEN and len(folded) > 1:
            end = _small(text, start, found.end(), folded, beside_data)
        else:
            continue
        if end:
            yield start, end
            upto = end


def _titled(text: str) -> Iterator[tuple[int, int]]:
    for found in TITLE.finditer(text):
        folded, end = fold(found[2]), found.end()
        if found[2][0].isupper():
            while more := SURNAME.match(text, end):
                end = more.end()
        elif folded not in SURNAMES and (folded not in GIVEN or folded in WORDS_TOO):
            continue
        name = fold(text[found.start(1) : end])
        if folded not in OFFICE and name not in KNOWN and name not in KNOWN_LAST:
            yield found.start(1), end


def _is_surname(found: re.Match[str]) -> bool:
    """Whether what stands behind initials is a surname; behind one letter it may be the next sentence (`zegt A. Wie kan`)."""
    surname = fold(found[3])
    return len(found[1].strip()) > 2 or surname in SURNAMES or found[2].islower() or not (found[2] or is_dutch(surname))


def _capital(text: str, start: int, end: int, folded: str, beside_data: bool) -> int:
    """Where a name that starts here ends; 0 when it is none, or none to hide."""
    given = folded in GIVEN or folded.partition("-")[0] in GIVEN
    first = end
    while (more := SURNAME.match(text, end)) and end - start < FAR:
        end = more.end()
    name = text[start:end]
    before = text[max(0, start - FAR) : start]
    if end > first and not given:
        given = fold(name).split()[-1] in SURNAMES and folded not in NO_FIRST and not is_dutch(folded)
    told_of = fold(before + text[start:first]).endswith(KNOWN_AS) or fold(text[start : start + FAR]).startswith(KNOWN_AS)
    if told_of or fold(name) in KNOWN or ORGANISATION.fullmatch(WORD.findall(name)[-1]):
        return 0
    if (after := WORD.match(text, end + 1)) and ORGANISATION.fullmatch(after[0]):
        return 0
    if len(WORD.findall(name)[-1]) == 1 and text[end : end + 1] == ".":
        end += 1  # Lisa J.
    surname = WORD.findall(fold(name))[-1] in SURNAMES
    if FAMILY.search(before) and surname:
        return end
    if not given and not PROPER.match(name):
        return 0
    if OWN.search(before) and folded not in MEDICINES and (given or surname or not is_dutch(folded)):
        return end
    if ORGANISED.search(before):
        return 0
    if not given:
        return end if end > first and folded not in NO_FIRST and SURE.match(text, end) else 0
    if beside_data and (end > first or folded not in WORDS_TOO) and not PLACED.search(before):
        return end
    told = DETAIL.match(text, end) or OF_AGE.match(text, end) or (TURNED.search(before) and TURNED_TOLD.match(text, end))
    return end if told or BESIDE.search(before) or OF.search(before) or HELPED.search(before) or CALLED.search(before) else 0


def _small(text: str, start: int, end: int, folded: str, beside_data: bool) -> int:
    """The same for a name without a capital: only what is no word of the language, or has a surname behind it."""
    before = text[max(0, start - FAR) : start]
    if fold(before + text[start:end]).endswith(KNOWN_AS):
        return 0
    told = bool(BESIDE.search(before) or OF.search(before))
    if more := SMALL_SURNAME.match(text, end):
        surname = more[2] in SURNAMES
        if (surname or (more[1] and folded not in WORDS_TOO)) and (
            told or (beside_data and surname) or DETAIL.match(text, more.end())
        ):
            return more.end()
    return end if folded not in WORDS_TOO and (told or DETAIL.match(text, end)) else 0
