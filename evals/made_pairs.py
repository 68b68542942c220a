"""Pairs of a sentence and its evidence made by program from the cards: true ones, and the same sentences broken in one place.

Beside the written pairs they teach the grounding check what it sees too little of. Knows nothing of features or models.
The tables here are deliberately not those of the checker.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant import Entry

Change = Callable[[str, "Maker"], str]
NUMBERS = "twee drie vier vijf zes zeven acht negen tien elf twaalf vijftien twintig dertig".split()
SAME = """ook|eveneens;tevens vaak|dikwijls begint|start starten|beginnen helpt|ondersteunt helpen|ondersteunen ouders|vaders_en_moeders
krijgt|ontvangt krijgen|ontvangen biedt|geeft bieden|geven belangrijk|van_belang nodig|noodzakelijk verschillende|diverse
bijvoorbeeld|onder_meer vindt|meent vinden|menen zegt|stelt zodat|waardoor omdat|aangezien leraren|docenten;leerkrachten
leerkrachten|leraren;docenten jongeren|jeugdigen kinderen|jeugdigen voorkomt|vermijdt maakt|ontwikkelt gebruikt|benut
gebruiken|benutten geld|budget;middelen budget|geld afspraken|regels vraagt|verlangt goed|prima ongeveer|circa
samen|gezamenlijk gezamenlijk|samen partijen|partners;organisaties partners|partijen organisaties|partijen hulp|ondersteuning
ondersteuning|hulp snel|vlot eenvoudig|makkelijk lastig|moeilijk moeilijk|lastig doel|bedoeling aanpak|werkwijze
inwoners|bewoners bewoners|inwoners medewerkers|personeelsleden plek|locatie inzet|gebruik betrokken|aangehaakt
overleggen|praten delen|uitwisselen direct|meteen beter|sterker professionals|beroepskrachten beroepskrachten|professionals
gesprek|overleg werkt_samen_met|trekt_op_met kosten|uitgaven zorgt_voor|regelt zorgen_voor|regelen daarom|om_die_reden
daarnaast|verder maar|echter sinds|vanaf zij|die_mensen tijdens|gedurende wanneer|als als|wanneer"""
OTHER = {
    "modality": """kan|moet kunnen|moeten mag|moet mogen|moeten moet|kan moeten|kunnen wil|gaat;moet willen|gaan;zullen zou|zal
        zouden|zullen adviseert|verplicht adviseren|verplichten raadt_aan|eist beveelt_aan|schrijft_voor
        kan_helpen|helpt kunnen_helpen|helpen vraagt|dwingt mogelijk|verplicht wenselijk|verplicht vrijwillig|verplicht
        verplicht|vrijwillig streeft_naar|bereikt hoopt|weet verwacht|weet overweegt|besluit onderzoekt|bewijst
        verkent|voert_in pilot|vaste_werkwijze proef|vaste_regeling helpt|moet_helpen doet|moet_doen werkt|moet_werken
        biedt|is_verplicht_te_bieden kiest|moet_kiezen heeft|moet_hebben zorgt|kan_zorgen krijgt|kan_krijgen
        krijgen|moeten_krijgen is|zou_kunnen_zijn wilde|heeft wilden|hebben hoeft_niet|mag_niet probeert|slaagt_erin
        proberen|slagen_erin plan|besluit""",
    "quantifier": """enkele|alle sommige|alle soms|altijd vaak|altijd meestal|altijd veel|alle meeste|alle deel|geheel
        alle|enkele;sommige elke|sommige iedere|een_enkele altijd|soms ook|alleen vooral|uitsluitend
        bijvoorbeeld|uitsluitend onder_meer|alleen bijna|precies weinig|veel regelmatig|altijd aantal|hele steeds|soms
        meerdere|alle verschillende|alle minstens|hoogstens ruim|nog_geen kinderen|alle_kinderen scholen|alle_scholen
        gemeenten|alle_gemeenten ouders|alle_ouders jongeren|alle_jongeren leerlingen|alle_leerlingen
        partners|alle_partners een|elke de|alle werkt|werkt_altijd is|is_altijd kunnen|kunnen_altijd zijn|zijn_alleen
        heeft|heeft_alleen partijen|enkele_partijen jeugdigen|sommige_jeugdigen inwoners|alle_inwoners""",
    "direction": """meer|minder minder|meer voor|na na|voor stijgt|daalt daalt|stijgt groeit|krimpt toename|afname hoger|lager
        lager|hoger beter|slechter versterkt|verzwakt versterken|verzwakken vergroot|verkleint vergroten|verkleinen
        verbetert|verslechtert verbeteren|verslechteren eerst|later vroeg|laat eerder|later voorkomt|veroorzaakt
        voorkomen|veroorzaken bevordert|belemmert begin|einde start|eindigt makkelijker|moeilijker sneller|langzamer
        korter|langer langer|korter lange|korte kleine|grote grote|kleine groot|klein klein|groot omdat|hoewel
        doordat|ondanks_dat structureel|tijdelijk tijdelijk|blijvend individuele|collectieve collectieve|individuele
        landelijke|lokale lokale|landelijke meeste|minste naar|van binnen|buiten met|zonder zonder|met vooraf|achteraf
        nieuwe|bestaande primair|voortgezet jongere|oudere leidt_tot|komt_door waardoor|omdat zodat|omdat
        dankzij|ondanks minimaal|maximaal minstens|hoogstens tot|vanaf sinds|tot onder|boven intern|extern
        formele|informele samen|apart integraal|versnipperd centraal|decentraal publieke|private eenvoudig|ingewikkeld
        duidelijk|onduidelijk tevreden|ontevreden""",
}
ACTORS = """gemeente gemeenten school scholen schoolbestuur schoolbesturen samenwerkingsverband samenwerkingsverbanden jeugdhulp
kinderopvang ouders jongeren leerlingen kinderen leraren leerkrachten wijkteam politie onderwijs bibliotheek wethouder
gemeenteraad jongerenwerkers jongerenwerk vrijwilligers inwoners werkgevers onderzoekers kwartiermaker professionals studenten
bestuurders rijk regio aanbieders zorgaanbieders partners directeur ambtenaren coalitie vng jeugdartsen huisarts ggd buurt
gezin gezinnen kabinet minister bedrijven""".split()
ADDED = """en krijgt daarvoor subsidie van de provincie|en doet daarvan elk jaar verslag aan de gemeenteraad
waarvoor het Rijk extra geld vrijmaakt|en wordt daarbij geholpen door de universiteit
met een vaste begeleider op elke school|nadat ouders daarom hadden gevraagd|wat volgens evaluaties geld bespaart
waarbij vrijwilligers de leiding hebben|en dat is wettelijk vastgelegd|onder toezicht van de inspectie
waardoor de wachtlijsten verdwenen|en heeft daarvoor een app laten maken|met een eigen budget per wijk
waarover elk kwartaal wordt gestemd|en vergelijkt dat met andere landen|en organiseert daarvoor een jaarlijks congres
in ruil voor een vergoeding per kind|waarmee het verzuim is gehalveerd|en nam daarvoor drie mensen in dienst
zodat de kosten gelijk verdeeld zijn|en betaalt dat uit de algemene reserve|en publiceert de uitkomsten op een website
op aandringen van de wethouder|waarbij ouders een eigen bijdrage betalen|na een landelijke wedstrijd
waar inmiddels duizenden gezinnen aan meedoen|en toetst dat met een enquête"""
ATTRIBUTION = re.compile(
    r"^(?:Volgens|In de ogen van) [^,]+?, ?(?=\w)|,? volgens (?:de|het) \w+(?: [A-Z]\w+)*|^[^,]{4,60}? (?:vindt|vinden|meent|stelt|stellen|zegt) dat "
)
NEGATABLE = re.compile(
    r"\b(is|zijn|kan|kunnen|moet|moeten|wil|willen|mag|heeft|hebben|wordt|worden|werkt|werken|helpt|krijgt|krijgen|biedt|zorgt|gaat|gaan|doet)\b"
)
WORD = re.compile(r"[A-Za-zÀ-ÿ][\w’'-]*")


@dataclass(frozen=True)
class Pair:
    """A sentence, the texts it cites, and whether they support it; `kind` says how it was made or, for a written one, what it tries."""

    sentence: str
    evidence: tuple[str, ...]
    supported: bool
    kind: str


class Maker:
    """Makes pairs; the same seed gives the same pairs."""

    def __init__(self, entries: Sequence[Entry], texts: dict[str, str], pages: dict[str, str], seed: int = 7) -> None:
        """`texts`: what each entry says; `pages`: the text of the pages it was told from, where the documents were added."""
        self.random = random.Random(seed)
        self._entries, self._texts, self._pages = list(entries), texts, pages
        self._names = sorted(
            {m.group() for e in entries for s in _lines(e) for m in WORD.finditer(s, 1) if m.group()[0].isupper() and m.start() > 2}
        )
        self._places = sorted({p for e in entries for p in e.places})
        self.here = ""

    def pairs(self) -> Iterator[Pair]:
        """Some of every kind for each entry."""
        for entry in self._entries:
            lines = _lines(entry)
            told = [s for s in lines if 6 <= len(s.split()) <= 34]
            if len(told) >= 2:
                yield from self._of(entry, told)

    def _of(self, entry: Entry, told: list[str]) -> Iterator[Pair]:
        summary = set(_sentences(entry.summary))
        own = self._evidence(entry)
        for sentence in self.random.sample(told, min(4, len(told))):
            page = self._pages.get(entry.id, "")
            without = tuple(t.replace(sentence, "") for t in own) if sentence in summary else own
            evidence = without if sentence in summary or not page or self.random.random() < 0.5 else (page,)
            origin = "page" if evidence == (page,) else "summary" if sentence in summary else "card"
            yield Pair(sentence, evidence, True, f"true-{origin}")
            rewritten = self._rewritten(sentence, told)
            yield Pair(rewritten, evidence, True, f"reworded-{origin}")
            self.here = " ".join(evidence)
            kinds = list(BREAKS)
            self.random.shuffle(kinds)
            for kind in kinds[:7]:
                start = sentence if self.random.random() < 0.4 else self._rewritten(sentence, told)
                broken = BREAKS[kind](start, self)
                if broken and broken not in (start, sentence) and broken not in self.here:
                    yield Pair(broken, evidence, False, kind)
            other = self.random.choice(self._near(entry))
            yield Pair(sentence, self._evidence(other), False, "wrong")

    def _near(self, entry: Entry) -> list[Entry]:
        """Other entries on the same routes, which speak of the same things."""
        same = [e for e in self._entries if e.id != entry.id and set(e.routes) & set(entry.routes) and e.kind == entry.kind]
        return same or [e for e in self._entries if e.id != entry.id]

    def _evidence(self, entry: Entry) -> tuple[str, ...]:
        text = self._texts[entry.id] if self.random.random() < 0.4 else " ".join(_lines(entry))
        if self.random.random() < 0.75:
            return (text,)
        other = self._texts[self.random.choice(self._entries).id]
        return (text, other) if self.random.random() < 0.5 else (other, text)

    def _rewritten(self, sentence: str, told: list[str]) -> str:
        """The same in other words, or less of it."""
        for _ in range(self.random.randint(1, 3)):
            sentence = swap_words(sentence, SAME, self.random) or sentence
        if self.random.random() < 0.25:
            sentence = re.sub(
                r" \([^)]*\)|\b(?:ook|daarbij|verder|bovendien|hierbij|zelf|nadrukkelijk|vooral) ", "", sentence, count=1
            )
        if self.random.random() < 0.2 and (match := re.match(r"^(Als|Wanneer|Omdat|Doordat) ([^,]+), (\w+) (.+)\.$", sentence)):
            word, half, verb, rest = match.groups()
            subject, _, tail = rest.partition(" ")
            sentence = f"{subject.capitalize()} {verb} {tail} {word.lower()} {half}."
        if self.random.random() < 0.15 and (
            match := re.match(r"^(.{30,}?), (?:en|zodat|waarbij|bijvoorbeeld) [^,]{10,}\.$", sentence)
        ):
            sentence = f"{match.group(1)}."
        if self.random.random() < 0.15:
            other = self.random.choice(told)
            if other.rstrip(".") not in sentence and len(other) + len(sentence) < 240:
                sentence = f"{sentence.rstrip('.')}, en {other[0].lower()}{other[1:]}"
        return sentence

    # ---- breaking ------------------------------------------------------------------------------------------------------

    def number(self, sentence: str) -> str:
        """Another number in its place."""
        found = [*re.finditer(rf"\b\d+(?:[.,]\d+)?\b|\b(?:{'|'.join(NUMBERS)})\b", sentence)]
        if not found:
            return ""
        match = self.random.choice(found)
        old = match.group()
        rivals = [n for n in re.findall(r"\b\d+\b", self.here) if n != old and len(n) == len(old)]
        if not old[0].isdigit():
            new = self.random.choice([n for n in NUMBERS if n != old])
        elif rivals and self.random.random() < 0.4:
            new = self.random.choice(rivals)
        else:
            whole = int(re.sub(r"\D", "", old))
            new = str(max(0, whole + self.random.choice((-3, -2, -1, 1, 2, 3, 5, 10))))
        return sentence[: match.start()] + new + sentence[match.end() :] if new != old else ""

    def name(self, sentence: str) -> str:
        """Another name in its place, from the evidence where it has one."""
        found = [m for m in WORD.finditer(sentence) if (m.start() > 2 and m.group()[0].isupper()) or m.group() in self._places]
        if not found:
            return ""
        match = self.random.choice(found)
        pool = self._places if match.group() in self._places else self._names
        near = [n for n in pool if n != match.group() and n in self.here]
        new = self.random.choice(near if near and self.random.random() < 0.5 else pool)
        return sentence[: match.start()] + new + sentence[match.end() :]

    def role(self, sentence: str) -> str:
        """Two who act change places, or another one acts."""
        found = [m for m in WORD.finditer(sentence) if m.group().lower() in ACTORS]
        if len(found) > 1 and self.random.random() < 0.7:
            first, last = sorted(self.random.sample(found, 2), key=lambda m: m.start())
            if first.group().lower() == last.group().lower():
                return ""
            a, b = first.group().lower(), last.group().lower()
            a, b = (a, b.capitalize()) if first.group()[0].isupper() else (a, b)
            return sentence[: first.start()] + b + sentence[first.end() : last.start()] + a + sentence[last.end() :]
        if not found:
            return ""
        match = self.random.choice(found)
        inside = [a for a in ACTORS if a != match.group().lower() and f" {a}" in self.here]
        new = self.random.choice(inside if inside and self.random.random() < 0.6 else ACTORS)
        new = new.capitalize() if match.group()[0].isupper() else new
        return sentence[: match.start()] + new + sentence[match.end() :] if new.lower()[:5] != match.group().lower()[:5] else ""

    def negation(self, sentence: str) -> str:
        """A negation more or less."""
        if re.search(r"\b(?:niet|geen|nooit|zonder)\b", sentence) and not re.search(r"niet alleen|niet meer dan", sentence):
            return re.sub(
                r" (?:niet|nooit)\b|\b(geen) |\b(zonder)\b", lambda m: "een " if m[1] else "met" if m[2] else "", sentence, count=1
            )
        if re.search(r"\been\b", sentence) and self.random.random() < 0.3:
            return re.sub(r"\been\b", "geen", sentence, count=1)
        match = NEGATABLE.search(sentence)
        return f"{sentence[: match.end()]} niet{sentence[match.end() :]}" if match else ""

    def opinion(self, sentence: str) -> str:
        """An opinion becomes a fact, or somebody else's."""
        match = ATTRIBUTION.search(sentence)
        if not match:
            return ""
        if self.random.random() < 0.6:
            bare = (sentence[: match.start()] + sentence[match.end() :]).strip(" ,")
            return bare[:1].upper() + bare[1:]
        return sentence[: match.start()] + re.sub(r"(?<=[a-z] )[\w ]+?(?=,| vind| meent| stel| zeg|$)", self.random.choice(self._places),
                                                  match.group(), count=1) + sentence[match.end() :]  # fmt: skip

    def added(self, sentence: str) -> str:
        """Something more is said."""
        if self.random.random() < 0.6:
            more = self.random.choice(ADDED.replace("\n", "|").split("|"))
            return f"{sentence.rstrip('.')}{self.random.choice((', ', ' '))}{more.strip()}."
        other = self.random.choice(_lines(self.random.choice(self._entries)))
        tail = re.search(r" (?:om|met|door|voor|omdat|zodat|waarbij|bij|in) .{12,70}$", other)
        return f"{sentence.rstrip('.')}{tail.group()}" if tail else ""

    def invented(self, sentence: str) -> str:
        """The beginning of one sentence and the end of another."""
        other = self.random.choice(_lines(self.random.choice(self._entries))).split()
        mine = sentence.split()
        cut = self.random.uniform(0.35, 0.65)
        return " ".join([*mine[: int(len(mine) * cut)], *other[int(len(other) * cut) :]])


def swap_words(sentence: str, table: str, chance: random.Random) -> str:
    """The sentence with one word of the table replaced; nothing when none is in it."""
    options = [(a.replace("_", " "), b.replace("_", " ").split(";")) for a, _, b in (e.partition("|") for e in table.split())]
    there = [(a, b) for a, b in options if re.search(rf"\b{a}\b", sentence)]
    if not there:
        return ""
    old, new = chance.choice(there)
    places = [*re.finditer(rf"\b{old}\b", sentence)]
    match = chance.choice(places)
    return sentence[: match.start()] + chance.choice(new) + sentence[match.end() :]


def _turn(kind: str) -> Change:
    return lambda sentence, maker: swap_words(sentence, OTHER[kind], maker.random)


BREAKS: dict[str, Change] = {
    "number": lambda s, m: m.number(s),
    "name": lambda s, m: m.name(s),
    "role": lambda s, m: m.role(s),
    "negation": lambda s, m: m.negation(s),
    "opinion": lambda s, m: m.opinion(s),
    "added": lambda s, m: m.added(s),
    "invented": lambda s, m: m.invented(s),
    "modality": _turn("modality"),
    "quantifier": _turn("quantifier"),
    "direction": _turn("direction"),
}


def _sentences(text: str) -> list[str]:
    return [s.strip() for s in re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý‘(0-9])", text) if s.strip()]


def _lines(entry: Entry) -> list[str]:
    """The sentences of a card: summary and body."""
    body = [x.strip().removeprefix("- ") for x in entry.body.split("\n") if x.strip() and not x.startswith("#")]
    return [*_sentences(entry.summary), *(s for x in body for s in _sentences(x))]
