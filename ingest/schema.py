"""What the corpus and the index are made of. Plain frozen data: this file knows nothing of files, PDF or engines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from ingest.file_names import text_to_path

# "term" is a definition of terms.toml. "page" stands for the questions that were written for one page: it helps to find what
# stands there and is never shown.
Kind = Literal["route", "case", "law", "instrument", "insight", "term", "passage", "page"]
FOLDERS: dict[str, Kind] = {
    "routes": "route",
    "cases": "case",
    "laws": "law",
    "instruments": "instrument",
    "insights": "insight",
}
Age = Literal["12-", "12+"]
Partner = Literal[
    "gemeente", "onderwijs", "kinderopvang", "jeugdhulp", "jeugdwelzijn", "jeugdgezondheidszorg", "welzijnswerk", "ouders",
    "jongeren", "politie", "samenwerkingsverband", "wijkteam", "bibliotheek", "sport", "cultuur", "kennisinstelling", "rijk",
    "regio", "werkgevers", "zorgverzekeraar", "leerplicht", "informeel netwerk",
]  # fmt: skip
Province = Literal[
    "Drenthe", "Flevoland", "Friesland", "Gelderland", "Groningen", "Limburg", "Noord-Brabant", "Noord-Holland",
    "Overijssel", "Utrecht", "Zeeland", "Zuid-Holland",
]  # fmt: skip
Authority = Literal[
    "wet", "landelijk advies", "handreiking", "programma", "gemeentelijke praktijk", "nieuwsbericht", "onderzoek", "mening",
    "eigen document",
]  # fmt: skip
Phase = Literal["Je reisplan", "Je reisgezelschap", "Je voorbereiding", "Reflecteren op ervaringen"]
LawStatus = Literal[
    "in werking", "gewijzigd sinds de publicatie", "opgegaan in andere wet", "vervallen", "verdrag", "overlegvorm",
]  # fmt: skip
Domain = Literal["gezinnen", "kinderopvang", "onderwijs", "jeugdwelzijn", "gemeente"]
AGES: tuple[Age, ...] = get_args(Age)
PROVINCES: tuple[Province, ...] = get_args(Province)


@dataclass(frozen=True)
class Source:
    """Pages of one document; `pages` are physical (1 = the first sheet of the PDF), in reading order."""

    document: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class PageOf:
    """The one page that a sentence of a card rests on, where the card cites several."""

    sentence: str
    document: str
    page: int


@dataclass(frozen=True)
class Link:
    """A web address with the words to show for it."""

    title: str
    url: str


@dataclass(frozen=True)
class Article:
    """An article of a law: its number, what it says in a sentence, and whether that was confirmed."""

    article: str
    gist: str
    certain: bool = True


@dataclass(frozen=True)
class Change:
    """Where a publication is no longer right: what it says, what holds now, and since which date (ISO)."""

    publication: str
    now: str
    since: str = ""


@dataclass(frozen=True)
class RouteDetail:
    """What only a route card has; every list holds whole sentences."""

    number: int
    phase: str
    message: str
    tips: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    pitfalls: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


@dataclass(frozen=True)
class LawDetail:
    """What only a law card has; ages in years, -1 stands for before birth."""

    status: str
    status_note: str
    checked: str = ""
    official: str = ""
    bwb: str = ""
    domains: tuple[str, ...] = ()
    age_from: int = 0
    age_to: int = 27
    bodies: tuple[str, ...] = ()
    articles: tuple[Article, ...] = ()
    changes: tuple[Change, ...] = ()
    unconfirmed: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstrumentDetail:
    """What only an instrument card has: for whom it is, and when to use it."""

    audience: str = ""
    use_when: str = ""


@dataclass(frozen=True)
class Card:
    """One curated file of the corpus."""

    id: str
    kind: Kind
    title: str
    summary: str
    body: str
    sources: tuple[Source, ...]
    ages: tuple[str, ...]
    questions: tuple[str, ...]
    terms: tuple[str, ...]
    answered_by: tuple[tuple[str, ...], ...] = ()
    routes: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    province: str = ""
    partners: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    abbreviation: str = ""
    attribution: str = ""
    authority: str = ""
    external: tuple[str, ...] = ()
    external_source: str = ""
    detail: RouteDetail | LawDetail | InstrumentDetail | None = None
    pages_of: tuple[PageOf, ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Document:
    """A publication; `pages` is its number of sheets, `sha256` that of the file (empty while only cards speak of it).

    `unit` says what its pages are: `pagina`, `dia` (a slide) or `deel` (a part of a file without pages).
    """

    id: str
    title: str
    publisher: str
    year: int
    pages: int
    authority: str
    short: str = ""
    url: str = ""
    sha256: str = ""
    unit: str = "pagina"

    @property
    def name(self) -> str:
        """How readers call it: its short title when it has one."""
        return self.short or self.title

    @property
    def dated(self) -> str:
        """Its title with its year, which is 0 where it is not known."""
        return f"{self.title} ({self.year})" if self.year else self.title


@dataclass(frozen=True)
class LinkedDocument:
    """A document that a publication links to."""

    id: str
    title: str
    url: str
    kind: str
    organisation: str = ""
    place: str = ""
    routes: tuple[int, ...] = ()
    card: str = ""
    found: Source | None = None


@dataclass(frozen=True)
class Term:
    """An entry of terms.toml."""

    name: str
    expansion: str = ""
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    misspellings: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class PageQuestions:
    """Questions and terms that were written for one page; they train the model and help to find that page."""

    document: str
    page: int
    questions: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """Everything that the folder `corpus/` holds."""

    cards: tuple[Card, ...]
    documents: dict[str, Document]
    linked: tuple[LinkedDocument, ...]
    terms: tuple[Term, ...]
    places: dict[str, str]
    page_questions: tuple[PageQuestions, ...]


@dataclass(frozen=True)
class Passage:
    """A stretch of one page. `start` and `end` are character offsets in the cleaned text of that page."""

    id: str
    document: str
    page: int
    label: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Enrichment:
    """What a language model thinks that a passage answers and how else it could be called. Helps to find it; nobody said it."""

    questions: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentRecord:
    """A document in the index: where its file was, what came of it, and per warning the pages that it is about (0: the file).

    `path` is text, as `ingest.file_names` writes it.
    """

    document: Document
    path: str
    passages: int
    skipped_pages: Mapping[str, list[int]] = field(default_factory=dict)
    warnings: Mapping[str, list[int]] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where its file was."""
        return text_to_path(self.path)


@dataclass(frozen=True)
class Entry:
    """What the index gives back: a card or a passage, with all that an answer must know about it."""

    id: str
    kind: Kind
    title: str
    summary: str
    body: str
    sources: tuple[Source, ...]
    labels: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    routes: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    province: str = ""
    partners: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    abbreviation: str = ""
    attribution: str = ""
    authority: str = ""
    questions: tuple[str, ...] = field(default=(), repr=False)
    # With each question the sentences of the card that answer it, by number, and articles of a law (`a2`); empty when nobody named any.
    answered_by: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    terms: tuple[str, ...] = field(default=(), repr=False)
    detail: RouteDetail | LawDetail | InstrumentDetail | None = None
    pages_of: tuple[PageOf, ...] = field(default=(), repr=False)
    # Of a passage that was enriched: words that no source holds, kept apart from its headings.
    extra_terms: tuple[str, ...] = field(default=(), repr=False)
    # Where was read what no page says.
    external_source: str = field(default="", repr=False)

    def source_of(self, sentence: str) -> Source:
        """Where a sentence of this entry stands: its own page when the card names it, else all pages of the first source."""
        own = self._own_page(sentence)
        return Source(own.document, (own.page,)) if own else self.sources[0]

    def beyond_pages(self, sentence: str) -> str:
        """What else than a page a sentence of a law rests on: the text of the law, and which one was read; often nothing."""
        return self.external_source if self.kind == "law" and not self._own_page(sentence) else ""

    def beyond_address(self, sentence: str) -> str:
        """Where that text of the law can be read; nothing when a page says it all, or the address is not known."""
        return self.law_address if self.beyond_pages(sentence) else ""

    def _own_page(self, sentence: str) -> PageOf | None:
        return next((known for known in self.pages_of if known.sentence == sentence), None)

    @property
    def articles(self) -> tuple[str, ...]:
        """What each article of a law says; nothing of another kind."""
        return tuple(a.gist for a in self.detail.articles) if isinstance(self.detail, LawDetail) else ()

    @property
    def law_address(self) -> str:
        """Where the text of this law can be read; nothing when the card gives no number, or is of no law."""
        number = self.detail.bwb if isinstance(self.detail, LawDetail) else ""
        return f"https://wetten.overheid.nl/{number}" if number else ""

    @property
    def document(self) -> str:
        """The document of the first source."""
        return self.sources[0].document

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages of the first source."""
        return self.sources[0].pages
