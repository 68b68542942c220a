"""What a question asks, read without a language model: kind of help, ages, places, laws, typing errors, follow-ups.

Gives weighted search words and soft preferences; knows nothing of scores or answers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.ages import ages_in, without_codes
from assistant.answer import Understood
from assistant.asks import CLOCK
from assistant.entry_lines import bare_title
from assistant.law_names import law_names
from assistant.length import Length, asked_length, without_length
from assistant.partners import named_partners, rare_partners
from assistant.place_names import place_names, provinces_in, without_places
from assistant.spelling import Spelling
from assistant.translation import Language, Translator
from ingest import Index, Term, content_words, fold, stem, stems, words

Intent = Literal["example", "route", "law", "instrument", "definition", "comparison", "list", "how", "general"]
Asked = Literal["amount", "time", "who", "where", "stopped", ""]

INTENTS: dict[Intent, str] = {
    "comparison": r"\b(verschil\w*|vergelijk\w*|versus|ten opzichte van|overeenkomst\w* tussen)\b",
    "route": r"\b(welke (?:(?:een|twee|drie|vier|vijf|[1-5]) )?(?:van de )?(?:negen )?routes?|negen routes|routes? past|waar begin|hoofdstuk)\b",
    "instrument": r"\b(tools?|toolkits?|handreiking\w*|zelfscan\w*|checklist\w*|hulpmiddel\w*|instrument\w*|formats?|stappenplan\w*|"
    r"model ?agenda|voorbeeldagenda|subsidie\w*|vragenlijst\w*|databank\w*|kompas)\b",
    "law": r"\b(wet|wetten|wettelijk\w*|wetgeving|wetsartikel\w*|artikel|art|verplicht\w*|mag|mogen|grondslag|bevoegd\w*|juridisch\w*|"
    r"avg|privacy\w*|leerplicht\w*|toestemming)\b",
    "definition": r"\b(wat (is|zijn|betekent|houdt|behelst)( een| de| het)?|wat wordt (er )?(bedoeld|verstaan)|waar staat .{2,30} voor|"
    r"betekenis|definitie|begrip|wat bedoel\w*|afkorting)\b",
    "example": r"\b(voorbeeld\w*|praktijkvoorbeeld\w*|welke (gemeente|gemeenten|stad|steden|regio|school|scholen|plaats)|"
    r"ervaring\w*|waar (is|wordt|werkt|doet|doen|hebben|zijn|in nederland)|wie (heeft|doet|hebben|pakt)|ergens|elders|andere gemeenten|"
    r"case|casus|pilots?|proef)\b",
    "list": r"\b(welke .{0,40}allemaal|noem|lijst\w*|overzicht|opsomming|alle|som .{0,20}op|welke (twee|drie|vier|vijf|zes|zeven|acht|negen|tien))\b",
    "how": r"\b(hoe(?! (?:komt|kwam|kan) (?:het|dit|dat)\b)|aanpak\w*|tips?|stappen|wat kan ik|wat moet ik|wat kunnen we|wat helpt|wat werkt)\b",
}  # fmt: skip
KINDS_OF_HELP: dict[Intent, str] = {
    "comparison": "vergelijking", "route": "route", "instrument": "hulpmiddel", "law": "wet of regel", "definition": "betekenis",
    "example": "voorbeelden", "list": "lijst",
}  # fmt: skip
ASKED: dict[Asked, str] = {
    "amount": r"\b(hoeveel|wat kost\w*|kosten|bedrag\w*|budget|percentage|prijs|tarief|tarieven|uurloon|salaris\w*|euro'?s?)\b",
    "time": r"\b(wanneer|sinds wanneer|in welk jaar|welke datum|openingstijden|hoe lang)\b|" + CLOCK,
    "who": r"\b(wie|welke (organisatie|persoon|partij)\w*|hoe heet)\b",
    "where": r"\b(welke (gemeente|gemeenten|stad|regio|school)|waar)\b",
}
ALIKE = re.compile(r"(?i)\b(?:lijken|lijkt)\s+op\s+(?P<one>.+)$")
# A publication by its kind and its year.
DATED = re.compile(
    r"(?i)(?:\b(?:volgens|in|uit|van|over) )?\b(?:(?:de|het) )?(?P<kind>advies|notitie|gids|reisgids|midterm|rapport|bericht|nieuwsbericht)"
    r" (?:van (?!de\b|het\b)(?P<who>[^\W\d]\w+) )?(?:van |uit )?\(?(?P<year>20\d\d)\b\)?"
)
KINDS = {"gids": "reisgids", "nieuwsbericht": "bericht", "rapport": "advies"}
# It is asked of a publication itself, and its name is the subject.
ABOUT_IT = re.compile(
    r"\b(bedoeld|doelgroep|uitgave|uitgegeven|schreef|geschreven|gemaakt|makers?|opdrachtgevers?|lezers?|symbolen|inhoud)\b|"
    r"\b(?:wie|partijen|organisaties)\b.{0,15}\bachter\b"
)
ARTICLE = re.compile(r"\b(?:artikel|artikelen|art)\.?\s+(\d+(?:[.:]\d+)*\s?[a-z]?)\b|\b(\d{1,2}a)\b")

# A capitalised word inside a sentence.
NAME = re.compile(r"(?<=[a-zà-ÿ0-9,;:’'\")] )([A-Z][\w’-]{2,})")

# What comes before the subject and is none: `Wat zeggen de bronnen over ...`, `Maak een presentatie over ...`.
FRAME = re.compile(
    r"(?i)^\W*(?:wat|hoe|waar)\s+(?:zeggen|zegt|schrijven|vertellen|staat|lees ik|vind ik|weten)\s+(?:\w+\s+){0,3}?"
    r"(?:bronnen|stukken|publicaties|documenten|teksten)\s+(?:(?:eigenlijk|precies|ons)\s+)?(?:over|rond)\s+(?=\w)"
    r"|^\W*(?P<slides>(?:(?:kun|kunt|kan|wil|wilt|zou)\s+(?:je|jij|u|ik)\s+)?(?:(?:maak|geef|zet|schrijf|bouw)\s+)?"
    r"(?:(?:me|mij|ons|eens|even|voor\s+(?:de\s+)?\w+)\s+)*(?:een\s+)?(?:korte\s+)?"
    r"(?:(?:powerpoint-?)?presentatie|powerpoint|slides|dia['’]s|diaserie)\s+(?:(?:maken|geven|te\s+maken)\s+)?)(?:over|rond)\s+(?=\w)"
)
NAMED_WEIGHT = 0.2
SYNONYM_WEIGHT, EXPANSION_WEIGHT, PART_WEIGHT, HISTORY_WEIGHT = 0.3, 0.5, 0.5, 0.5


@dataclass(frozen=True)
class Question:
    """A question, understood: `asked` in Dutch, `typed` in the `language` it was asked in, `half_read` when too few words of that are known,
    `of_person` when a person was named.

    `terms`: analysed search word -> weight; `text` is what is embedded; `meant` a follow-up as it was rewritten; `like` the example that
    others are to be like, by its id; `named` the laws and publications among them, key and label of `Understood`; `told` the sentences of
    the answer before. `alone` is a follow-up without the conversation; when it is `in_doubt` whether it leans on that, what is found decides.
    """

    asked: str
    text: str
    terms: Mapping[str, float]
    own_words: tuple[str, ...]
    intents: tuple[Intent, ...] = ("general",)
    asks: Asked = ""
    ages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    unknown_places: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    partners: tuple[str, ...] = ()
    article: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    unknown_words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    language: Language = "nl"
    typed: str = ""
    half_read: bool = False
    of_person: bool = False
    follow_up: bool = False
    seen: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    alone: "Question | None" = None
    in_doubt: bool = False
    meant: str = ""
    like: str = ""
    length: Length = field(default_factory=Length)

    @property
    def last(self) -> "Question":
        """What a sentence has to answer: of a follow-up, unless it was rewritten, what was asked last."""
        return self if self.meant else self.alone or self

    @property
    def whole(self) -> "Question":
        """A follow-up, unless it was rewritten, with the words of what it leans on as if they were asked at once."""
        if not self.alone or self.meant:
            return self
        return replace(self, asked=self.text, own_words=tuple(dict.fromkeys((*self.own_words, *content_words(self.text)))))

    @property
    def names_nothing(self) -> bool:
        """Whether it is a follow-up that speaks only of what was told before: `hoe oud is ze?`."""
        last = self.last
        return self.follow_up and not self.meant and not (last.places or last.names or last.laws or last.documents)

    @property
    def where(self) -> tuple[str, ...]:
        """Places and provinces that it names."""
        return (*self.places, *self.provinces)

    @property
    def intent(self) -> Intent:
        """The first kind of help that was recognised."""
        return self.intents[0]

    def understood(self) -> tuple[Understood, ...]:
        """What a user may see and take away."""
        shown = [Understood(f"age:{a}", "tot 12 jaar (12-)" if a == "12-" else "vanaf 12 jaar (12+)") for a in self.ages]
        shown += [Understood(f"place:{p}", p) for p in self.places]
        shown += [Understood(f"province:{p}", f"provincie {p}") for p in self.provinces]
        shown += [Understood(f"partner:{p}", f"partner: {p}") for p in self.partners]
        shown += [Understood(key, label) for key, label in self.named]
        if self.intent in KINDS_OF_HELP and not (self.intent == "law" and self.laws):
            shown.append(Understood(f"kind:{self.intent}", f"gevraagd: {KINDS_OF_HELP[self.intent]}"))
        shown += [Understood(f"spelling:{typed}", f"bedoelde u: {meant}") for typed, meant in self.corrections]
        return tuple(shown)


class QuestionReader:
    """Reads one question with the words, places, laws and terms of one index."""

    def __init__(self, index: Index) -> None:
        self._analyser = index.analyser
        self._places = place_names(index)
        self._spelling = Spelling(index, self._places)
        self.translator = Translator(self._places, index.vocabulary)
        self._provinces = {fold(p): p for p in sorted(set(index.places.values()))}
        self._laws = law_names(index)
        self._law_titles = {e.id: bare_title(e) for e in index.entries("law")}
        self._titles = {d.id: d.name for d in index.documents.values()}
        self._documents = {fold(d.name): d.id for d in index.documents.values()}
        self._dated = [(set(words(f"{d.short} {d.title}")), fold(d.publisher), str(d.year), d.id) for d in index.documents.values()]
        self._cases = {_title(e.title): e.id for e in index.entries("case")}
        self._groups = _term_groups(index.terms)
        self._partners = rare_partners(index)

    def named_in(self, text: str) -> frozenset[str]:
        """Places, provinces, laws and publications that a text names, and the ages it speaks of."""
        found = self.read_alone(text, ())
        return frozenset((*found.places, *found.unknown_places, *found.provinces, *found.laws, *found.documents, *found.ages))

    def read_alone(self, asked: str, without: Sequence[str] = ()) -> Question:
        """Understand a Dutch question; `without` holds keys of `Understood` that the user took away."""
        length, asked = asked_length(asked), without_length(asked)
        corrected, corrections = self._spelling.corrected(asked, without)
        corrected = without_places(corrected, [key.partition(":")[2] for key in without if key.startswith(("place:", "province:"))])
        like = self._cases.get(_title(said["one"]), "") if (said := ALIKE.search(asked)) else ""
        # Where and for whom an example was is not where and for whom others like it are asked.
        narrowing = ALIKE.sub("", corrected) if like else corrected
        folded, narrow = fold(corrected), fold(narrowing)
        intents = tuple(i for i, pattern in INTENTS.items() if re.search(pattern, folded)) or ("general",)
        ages = ages_in(narrow)
        subject = FRAME.sub("", corrected)
        if len(ages) == 1 and "comparison" not in intents:
            subject = without_codes(subject)
        own = tuple(content_words(subject))
        documents, bare = self._find_documents(subject)
        places, unknown_places = self._find_places(narrowing)
        provinces = provinces_in(narrow, self._provinces) if "provincie" in narrow or not places else ()
        laws = self._find_laws(folded)
        article = ARTICLE.search(folded)
        question = Question(
            asked=asked,
            text=bare,
            terms=self._terms(subject, own, frozenset(own) - frozenset(content_words(bare))),
            documents=documents,
            named=(*((f"law:{i}", self._law_titles[i]) for i in laws), *((f"document:{i}", self._titles[i]) for i in documents)),
            own_words=own,
            partners=named_partners(narrow, self._partners),
            intents=intents,
            asks=next((a for a, pattern in ASKED.items() if re.search(pattern, folded)), ""),
            ages=ages,
            places=places,
            unknown_places=unknown_places,
            provinces=provinces,
            laws=laws,
            article=(article[1] or article[2] or "").replace(" ", "") if article else "",
            corrections=corrections,
            unknown_words=tuple(w for w in own if self._spelling.is_unknown(w)),
            names=tuple(dict.fromkeys(NAME.findall(corrected))),
            like=like,
            length=length,
        )
        return _without(question, without)

    def _find_documents(self, text: str) -> tuple[tuple[str, ...], str]:
        """Publications that the question names, and the question without those names when enough is left of it."""
        folded, found, bare = fold(text), [], text
        for name, document in self._documents.items():
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
                found.append(document)
                bare = re.sub(rf"(?i)\b(?:(?:volgens|in|uit|van|over)\s+)?(?:de |het |den )?{name_pattern(name)}\b", " ", bare)
        for said in DATED.finditer(text):
            kind, who = fold(said["kind"]), fold(said["who"] or "")
            kind = KINDS.get(kind, kind)
            named = [d for title, by, year, d in self._dated if year == said["year"] and kind in title and who in by]
            if len(named) == 1:
                found += named
                bare = bare.replace(said[0], " ")
        enough = set(content_words(bare)) - {"zegt", "zeggen", "schrijft", "vertelt", "noemt", "adviseert"}
        about = ABOUT_IT.search(folded)
        return tuple(dict.fromkeys(found)), re.sub(r"\s+", " ", bare).strip() if found and enough and not about else text

    def _find_laws(self, folded: str) -> tuple[str, ...]:
        """Laws that a text names, each by the longest name that fits; a part of a compound is none."""
        found = []
        for name, law in self._laws:
            folded, times = re.subn(rf"\b{re.escape(name)}(?![\w-])", " ", folded)
            found += [law] * bool(times)
        return tuple(dict.fromkeys(found))

    def _terms(self, text: str, own: Sequence[str], named: frozenset[str] = frozenset()) -> dict[str, float]:
        terms: dict[str, float] = {}

        def put(term: str, weight: float) -> None:
            terms[term] = max(terms.get(term, 0.0), weight)

        for word in own:
            put(stem(word), NAMED_WEIGHT if word in named else 1.0)
            for part in self._analyser.parts(word):
                put(stem(part), PART_WEIGHT)
        found = f" {' '.join(stems(text))} "
        for names, others in self._groups:
            if any(f" {name} " in found for name in names):
                for term, weight in others.items():
                    put(term, weight)
        return terms

    def _find_places(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Places that the corpus speaks of, and places in the Netherlands that it does not."""
        folded = fold(text)
        known: list[str] = []
        unknown: list[str] = []
        for name, (place, in_corpus, ambiguous) in self._places.items():
            if name not in folded or not re.search(rf"(?<![\w-]){re.escape(name)}(?!\w)", folded):
                continue
            if ambiguous and not re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text):
                continue
            (known if in_corpus else unknown).append(place)
        longest = [p for p in known + unknown if not any(p != q and fold(p) in fold(q) for q in known + unknown)]
        return tuple(p for p in known if p in longest), tuple(p for p in unknown if p in longest)


def _without(question: Question, keys: Sequence[str]) -> Question:
    return replace(
        question,
        ages=tuple(a for a in question.ages if f"age:{a}" not in keys),
        places=tuple(p for p in question.places if f"place:{p}" not in keys),
        provinces=tuple(p for p in question.provinces if f"province:{p}" not in keys),
        laws=tuple(i for i in question.laws if f"law:{i}" not in keys),
        documents=tuple(i for i in question.documents if f"document:{i}" not in keys),
        named=tuple(n for n in question.named if n[0] not in keys),
        partners=tuple(p for p in question.partners if f"partner:{p}" not in keys),
        intents=tuple(i for i in question.intents if f"kind:{i}" not in keys) or ("general",),
    )


def wants_presentation(asked: str) -> bool:
    """Whether slides on a subject are asked, not something about presentations."""
    frame = FRAME.match(asked)
    return bool(frame and frame["slides"])


def name_pattern(name: str) -> str:
    """A folded name as a pattern that also finds it with accents."""
    accents = {"e": "[eéèëê]", "a": "[aáàäâ]", "o": "[oóòöô]", "i": "[iíìïî]", "u": "[uúùüû]"}
    return "".join(accents.get(c, re.escape(c)) for c in name)


def _title(said: str) -> str:
    return fold(said).strip(" .?!")


def _term_groups(terms: Sequence[Term]) -> list[tuple[list[str], dict[str, float]]]:
    """Phrases of stems that a question may hold, with the words to add when it does."""
    groups = []
    for term in terms:
        phrases = [p for p in (term.name, term.expansion, *term.synonyms) if p]
        names = [" ".join(stems(p)) for p in phrases]
        weights: dict[str, float] = {}
        for phrase in phrases:
            weight = EXPANSION_WEIGHT if phrase in (term.name, term.expansion) else SYNONYM_WEIGHT
            for s in stems(phrase):
                weights[s] = max(weights.get(s, 0.0), weight)
        groups.append(([n for n in names if n], weights))
    return groups
