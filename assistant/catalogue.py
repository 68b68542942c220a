"""Answers from what the cards say of themselves: the nine routes, examples and tools (of an age, place or route), which publications there
are, and the laws that have changed.

A search ranks; it cannot say that something is missing, or that a list is whole. Only for a question that asks for nothing else.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from assistant.ages import without_ages
from assistant.answer import Block, Retrieved, Sentence
from assistant.citations import Citations
from assistant.entry_lines import bare_title, is_named, lower
from assistant.extras import example_text
from assistant.place_names import WHOLE, forms
from assistant.question import Question
from assistant.routes import BY_NUMBER, routes_named
from assistant.screening import before_search
from assistant.wording import date_in_words
from ingest import Document, Entry, Filters, Index, Kind, LawDetail, RouteDetail, content_words, fold, sentences

ASKS = re.compile(r"\b(praktijkvoorbeeld(en)?|voorbeeld(en)?|cases?|casus(sen)?)\b")
TOOLS = re.compile(r"\b(doe[ -]het[ -]zelf[ -]?(hulp)?middelen|hulpmiddelen|instrumenten|tools|toolkits)\b")
ROUTES = re.compile(r"\b(reis)?routes\b")
PUBLICATIONS = re.compile(r"\b(bronnen|publicaties|documenten|stukken|rapporten)\b")
# How somebody asks for a list, and what makes it another question; what else such a question may have, beside what it narrows by.
LISTS = re.compile(
    r"\W*(?:(?:kun|kunt|kan|wil|wilt)\s+(?:je|jij|u|ik)\s+)?(?:welke|noem|geef|toon|laat|zoek|som|zet|zijn|hoeveel|lijst|overzicht|"
    r"een (?:lijst|overzicht)|wat (?:zijn|voor)|alle|de|hebben jullie|heb je|op welke)\b"
)
OTHERWISE = re.compile(
    r"\b(?:(?:waarom|hoe|wie|wanneer|waar|mag|mogen|moet|moeten|kan ik|kunnen|wat is|wat betekent)\b|welke (?:gemeente|school|regio)|"
    r"hoeveel (?!\w*(?:routes|voorbeeld|casus|cases|hulpmiddel|instrumenten|tools|bronnen|publicaties)))"
)
FILLING = frozenset(
    "welke zijn geef noem toon laat zien zoek zoeken wil weten ken kennen staan bestaan beschikbaar bronnen reisgids publicaties lijst overzicht "
    "gemeente gemeenten provincie regio kinderen jongeren jeugd jeugdigen leeftijd jaar route goede mooie".split()
)
FILLING_OF_LISTS = frozenset(
    "welke zijn geef noem toon laat zien zoek wil weten staan bestaan beschikbaar lijst overzicht alle allemaal som rijtje zet zetten jullie "
    "reisgenoot reisgids gids graag kort korte hebben heb".split()
)
FILLING_OF_ROUTES = FILLING_OF_LISTS | frozenset(
    "negen route elke iedere zin zinnen "
    "samenvatting samengevat beschrijving onderwerp onderwerpen namen titels telt kent heeft reis uitleg per".split()
)
FILLING_OF_PUBLICATIONS = FILLING_OF_LISTS | frozenset(
    "gebruik gebruikt gebruiken gebaseerd baseren baseert antwoord antwoorden".split()
)
# How it is asked when a publication appeared, and what else such a question may have; of no day is known.
APPEARED = re.compile(
    r"\W*(?:(?:wanneer|in welk jaar)\b.*\b(?:verscheen|verschenen|uitgekomen|kwam .*\buit|uitgebracht|gepubliceerd)\b|"
    r"(?:uit welk jaar|van wanneer|hoe oud|hoe recent) (?:is|komt|stamt)\b)"
)
FILLING_OF_APPEARED = frozenset(
    "wanneer welk jaar kwam uit verschenen verscheen uitgekomen uitgebracht gepubliceerd oud recent advies rapport publicatie notitie gids "
    "reisgids handreiking beleidsmakers midterm eigenlijk komt stamt".split()
)
OF_ROUTES = "reisgids-2025"
MOST, NEAR = 5, 3
LAWS = re.compile(r"\b(wet|wetten|wetgeving|wettelijk\w*|regels|artikelen)\b")
CHANGED = re.compile(r"\b(veranderd\w*|verander\w*|gewijzigd\w*|wijzig\w*|nieuwe?|vervallen|vervangen|aangepast\w*|ingegaan)\b")
FILLING_OF_CHANGES = FILLING | frozenset(
    "midterm notitie advies sinds publicatie verschijnen verscheen uitkomen uitgekomen gids tijd inmiddels intussen".split()
)
MOST_CHANGES = 8


def from_catalogue(
    question: Question, index: Index, found: Sequence[Retrieved], filters: Filters, citations: Citations
) -> list[Block]:
    """The whole answer, when the question is one for the catalogue; empty when it is not."""
    if before_search(question):
        return []
    if question.like:
        listed = _alike(index.entry(question.like), index, filters, citations)
    elif (wanted := wanted_examples(question)) is not None:
        listed = examples(wanted, index, found, filters, citations, question.seen)
    elif (wanted := wanted_tools(question)) is not None:
        listed = _tools(wanted, index, found, filters, citations)
    elif _is_list(question, ROUTES, FILLING_OF_ROUTES):
        listed = _routes(index, filters, citations)
    elif _is_list(question, PUBLICATIONS, FILLING_OF_PUBLICATIONS):
        listed = _publications(index, filters)
    elif _is_of_appearing(question, index):
        listed = _appeared(question, index)
    else:
        year = changes_wanted(question, index)
        listed = changes(year, index, citations) if year else []
    return listed


def wanted_examples(question: Question) -> Filters | None:
    """What narrows a question for examples, when it asks for nothing else; None when it has a subject of its own."""
    return _wanted(question, ASKS)


def wanted_tools(question: Question) -> Filters | None:
    """The same for tools."""
    return _wanted(question, TOOLS)


def _wanted(question: Question, asks: re.Pattern[str]) -> Filters | None:
    folded = fold(question.text)
    if not asks.search(folded) or question.unknown_places or question.documents:
        return None
    routes = tuple(sorted(routes_named(folded)))
    places = tuple(p for p in question.places if p not in WHOLE)
    provinces = tuple(dict.fromkeys((*question.provinces, *(WHOLE[p] for p in question.places if p in WHOLE))))
    wanted = Filters(ages=question.ages, routes=routes, places=places, provinces=provinces)
    if wanted:
        return None if _subject(question, asks, FILLING) else wanted
    return wanted if _is_list(question, asks, FILLING_OF_LISTS) else None


def _is_list(question: Question, asks: re.Pattern[str], filling: Collection[str]) -> bool:
    """Whether all of them are asked, and nothing of them."""
    folded = fold(question.text)
    # The routes are of the Reisgids, so that its name narrows nothing.
    documents = set(question.documents) - ({OF_ROUTES} if asks is ROUTES else set())
    narrowed = documents or question.places or question.provinces or question.ages or question.unknown_places
    if not asks.search(folded) or narrowed or re.search(r"\d", folded.replace("9 routes", " ")) or OTHERWISE.search(folded):
        return False
    bare = bool(re.fullmatch(rf"\W*{asks.pattern}\W*", folded))
    return (bare or bool(LISTS.match(folded))) and not _subject(question, asks, filling)


def _subject(question: Question, asks: re.Pattern[str], filling: Collection[str]) -> list[str]:
    """What a question is about beside what it asks for and narrows by; what follows something up is about that."""
    if (question.follow_up and not question.meant) or question.laws or question.article:
        return [question.asked]
    bare = without_ages(BY_NUMBER.sub(" ", asks.sub(" ", fold(question.text))))
    said = (*(form for place in question.places for form in forms(place)), *question.provinces)
    named = {w for name in said for w in content_words(name)}
    return [w for w in content_words(bare) if w not in filling and w not in named and not w[0].isdigit()]


def examples(
    wanted: Filters, index: Index, found: Sequence[Retrieved], filters: Filters, citations: Citations, seen: Collection[str] = ()
) -> list[Block]:
    """The examples that fit and were not seen, the best found first, one a place; or that there is none, and what comes nearest."""
    cases = _ranked("case", index, found, filters)
    every = [e for e in cases if wanted.admits(e)]
    fitting = [e for e in every if e.id not in seen]
    if every and not fitting:
        return [Block("note", (Sentence(f"Dit waren alle voorbeelden {_told(wanted)}".strip() + "."),))]
    if fitting:
        shown = _spread(fitting)
        return [
            Block(
                "direct", _lines(shown, wanted, citations), heading=_heading("Voorbeelden", wanted, shown, fitting), bullets=True
            ),
            *_narrow(wanted, shown, fitting),
        ]
    if not wanted:
        return []
    blocks = [Block("note", (Sentence(f"De bronnen hebben geen voorbeeld {_told(wanted)}."),))]
    for wider in _wider(wanted):
        near = _spread([e for e in cases if wider.admits(e)])[:NEAR]
        if near:
            blocks.append(Block("examples", _lines(near, wider, citations), heading=f"Wel {_told(wider)}", bullets=True))
    return blocks


def _alike(one: Entry, index: Index, filters: Filters, citations: Citations) -> list[Block]:
    """Other examples that are about the same, wherever they are: its own place has no part in what they are held against."""
    own = "|".join(re.escape(form) for place in (*one.places, one.province) if place for form in forms(place))
    about = f"{one.title}. {one.summary}"
    about = re.sub(rf"(?i)\b(?:(?:in|uit|van) )?(?:{own})\b", " ", about) if own else about
    near = index.dense(index.query_vector(about), replace(filters, kinds=("case",)), len(index.entries("case")))
    others = [index.entry(i) for i in near if i != one.id and not i.startswith("page:")]
    if not others:
        return []
    note = Sentence(f"Dit zijn andere voorbeelden die over hetzelfde gaan als “{one.title}”, het meest gelijkende eerst.")
    return [
        Block("note", (note,)),
        Block("direct", _lines(_spread(others), Filters(), citations), heading="Voorbeelden die erop lijken", bullets=True),
    ]


def _tools(wanted: Filters, index: Index, found: Sequence[Retrieved], filters: Filters, citations: Citations) -> list[Block]:
    fitting = [e for e in _ranked("instrument", index, found, filters) if wanted.admits(e)]
    if not fitting:
        none = Sentence(f"De bronnen hebben geen hulpmiddel {_told(wanted)}.")
        return [Block("note", (none,))] if wanted else []
    shown = fitting[:MOST]
    gists = [(e, sentences(e.summary)[0]) for e in shown]
    told = tuple(
        Sentence(gist if is_named(e, gist) else f"{bare_title(e)}: {lower(gist)}", (citations.cite(e, gist),)) for e, gist in gists
    )
    heading = _heading("Hulpmiddelen", wanted, shown, fitting)
    return [Block("direct", told, heading=heading, bullets=True), *_narrow(wanted, shown, fitting)]


def _ranked(kind: Kind, index: Index, found: Sequence[Retrieved], filters: Filters) -> list[Entry]:
    """All of a kind that may be shown, those first that were found, the others by title."""
    ranks = {r.entry.id: n for n, r in enumerate(found)}
    return sorted((e for e in index.entries(kind) if filters.admits(e)), key=lambda e: (ranks.get(e.id, len(ranks)), e.title))


def _routes(index: Index, filters: Filters, citations: Citations) -> list[Block]:
    """Every route with its key message, in their order."""
    every = [(e.detail, e) for e in index.entries("route") if isinstance(e.detail, RouteDetail) and filters.admits(e)]
    lines = tuple(
        Sentence(f"{e.title}: {lower(detail.message)}", (citations.cite(e, detail.message),))
        for detail, e in sorted(every, key=lambda x: x[0].number)
    )
    return [Block("direct", lines, heading="De routes van de Reisgids", bullets=True)] if lines else []


def _publications(index: Index, filters: Filters) -> list[Block]:
    """What the cards and the added documents are about."""
    cited = {s.document for e in index.cards() if e.kind != "term" for s in e.sources} | {
        d.document.id for d in index.manifest.documents
    }
    shown = [d for d in index.documents.values() if d.id in cited and (not filters.documents or d.id in filters.documents)]
    told = tuple(
        Sentence(f"{d.title} ({_publisher(d)}, {d.year or 'jaar onbekend'}).")
        for d in sorted(shown, key=lambda d: (-d.year, d.title))
    )
    return [Block("note", told, heading="Reisgenoot antwoordt uit", bullets=True)] if told else []


def _is_of_appearing(question: Question, index: Index) -> bool:
    """Whether it is asked when a publication appeared, and nothing else of it."""
    if not question.documents or not APPEARED.match(fold(question.text)) or question.follow_up or question.laws:
        return False
    of_titles = {w for d in question.documents for w in content_words(index.documents[d].title)}
    return not [w for w in content_words(fold(question.text)) if w not in FILLING_OF_APPEARED and w not in of_titles]


def _appeared(question: Question, index: Index) -> list[Block]:
    """The year of each publication that the question names, where it is known, and who publishes it."""
    told = []
    for d in (index.documents[i] for i in question.documents):
        if d.year:
            told.append(f"{d.title} is van {d.year} ({_publisher(d, 'uitgave: ')}).")
        else:
            told.append(f"Van welk jaar {d.title} is, is niet bekend ({_publisher(d, 'uitgave: ')}).")
    return [Block("note", tuple(map(Sentence, told)), heading="Verschenen")]


def _publisher(document: Document, before: str = "") -> str:
    return "uitgever onbekend" if document.publisher == "onbekend" else before + document.publisher


def changes_wanted(question: Question, index: Index) -> int | None:
    """The year since which laws that have changed are asked, when nothing else is; None when something is."""
    folded = fold(question.text)
    if not LAWS.search(folded) or not CHANGED.search(folded) or question.laws or question.article or question.follow_up:
        return None
    bare = CHANGED.sub(" ", LAWS.sub(" ", folded))
    if [w for w in content_words(bare) if w not in FILLING_OF_CHANGES and not w[0].isdigit()]:
        return None
    years = [year for d in question.documents if d in index.documents and (year := index.documents[d].year)]
    years += [int(y) for y in re.findall(r"\b20[12]\d\b", folded)]
    # Of what was added no year may be known.
    return max(years) if years else min((d.year for d in index.documents.values() if d.year), default=None)


def changes(year: int, index: Index, citations: Citations) -> list[Block]:
    """What is no longer as a publication has it since that year, the newest first."""
    found = [
        (change.since, entry, change)
        for entry in index.entries("law")
        if isinstance(entry.detail, LawDetail)
        for change in entry.detail.changes
        if change.since[:4] >= str(year)
    ]
    if not found:
        return [Block("note", (Sentence(f"De bronnen noemen geen wet die sinds {year} is veranderd."),))]
    newest = sorted(found, key=lambda x: (x[0], x[1].id), reverse=True)[:MOST_CHANGES]
    told = tuple(
        Sentence(
            f"{entry.title}: {change.publication}. Nu: {change.now} (sinds {date_in_words(change.since)}).",
            (citations.cite(entry, change.now),),
        )
        for _, entry, change in newest
    )
    some = f" ({len(newest)} van {len(found)})" if len(newest) < len(found) else ""
    return [Block("direct", told, heading=f"Sinds {year} veranderd, voor zover de wetskaarten het weten{some}", bullets=True)]


def _heading(name: str, wanted: Filters, shown: Sequence[Entry], fitting: Sequence[Entry]) -> str:
    some = f"({len(shown)} van {len(fitting)})" if len(shown) < len(fitting) else ""
    return " ".join(part for part in (name, _told(wanted), some) if part)


def _narrow(wanted: Filters, shown: Sequence[Entry], fitting: Sequence[Entry]) -> list[Block]:
    """How to see the rest, when nothing was named to choose by."""
    if wanted or len(shown) == len(fitting):
        return []
    return [Block("note", (Sentence("Noem een onderwerp, leeftijd, plaats of route om te kiezen."),))]


def _told(wanted: Filters) -> str:
    """`voor 12+ uit Drenthe bij route 5`."""
    parts = [f"voor {' en '.join(wanted.ages)}"] if wanted.ages else []
    parts += [f"uit {' of '.join(wanted.places or wanted.provinces)}"] if wanted.places or wanted.provinces else []
    parts += [f"bij route {' of '.join(map(str, wanted.routes))}"] if wanted.routes else []
    return " ".join(parts)


def _wider(wanted: Filters) -> list[Filters]:
    """The same with one thing less, the least telling first."""
    without = [replace(wanted, ages=()), replace(wanted, routes=()), replace(wanted, places=(), provinces=())]
    return [w for w in dict.fromkeys(without) if w and w != wanted]


def _spread(cases: Iterable[Entry]) -> list[Entry]:
    """The first few, no place twice as long as there are others."""
    first: list[Entry] = []
    again: list[Entry] = []
    places: set[str] = set()
    for entry in cases:
        (again if places & set(entry.places) else first).append(entry)
        places |= set(entry.places)
    return [*first, *again][:MOST]


def _lines(cases: Sequence[Entry], wanted: Filters, citations: Citations) -> tuple[Sentence, ...]:
    return tuple(Sentence(example_text(e, wanted.places), (citations.cite(e, sentences(e.summary)[0]),)) for e in cases)
