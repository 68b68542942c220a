"""What goes through the doors: requests and replies as pydantic models. Knows the assistant's data, not how it is made."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from assistant import Answer, Document, Entry, Filters, LawDetail, Retrieved, Turn, masked

MOST_CHARACTERS = 2_000
Age = Literal["12-", "12+"]
Kind = Literal["route", "case", "law", "instrument", "insight", "term", "passage"]
RouteNumber = Annotated[int, Field(ge=1, le=9)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]
Item = TypeVar("Item")


class Request(BaseModel):
    """A body; what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class FiltersBody(Request):
    """Only evidence that fits; an empty list lets everything through."""

    ages: list[Age] = Field(default=[], max_length=2, description="leeftijd: tot 12 jaar of vanaf 12 jaar (age)")
    routes: list[RouteNumber] = Field(default=[], max_length=9, description="nummers van routes (route numbers)")
    kinds: list[Kind] = Field(default=[], max_length=7, description="soort bron (kind of evidence)")
    places: list[Name] = Field(default=[], max_length=20, description="gemeenten of regio’s (municipalities or regions)")
    provinces: list[Name] = Field(default=[], max_length=12, description="provincies (provinces)")
    documents: list[Name] = Field(default=[], max_length=20, description="ids van publicaties, zie /documents (document ids)")

    def filters(self) -> Filters:
        """As the assistant takes them."""
        return Filters(
            kinds=tuple(self.kinds), ages=tuple(self.ages), routes=tuple(self.routes), documents=tuple(self.documents),
            places=tuple(self.places), provinces=tuple(self.provinces),
        )  # fmt: skip


class TurnBody(Request):
    """An earlier question of the conversation."""

    question: Text
    cited: list[Name] = Field(
        default=[], max_length=100, description="ids van wat het antwoord aanhaalde (ids that its answer cited)"
    )

    def turn(self) -> Turn:
        """As the assistant takes it."""
        return Turn(self.question, tuple(self.cited))


class QuestionBody(Request):
    """A question."""

    question: Text
    id: str = Field(default="", max_length=100, description="komt terug in het antwoord (returned as given)")
    filters: FiltersBody = FiltersBody()
    history: list[TurnBody] = Field(default=[], max_length=20, description="eerdere vragen, oudste eerst (earlier turns)")


class SearchBody(Request):
    """Words or a question to find evidence for."""

    question: Text
    filters: FiltersBody = FiltersBody()
    limit: int = Field(default=10, ge=1, le=50)
    offset: int = Field(default=0, ge=0, le=1_000)


class ListQuery(Request):
    """Filters of a list; of several values in one filter either will do."""

    age: list[Age] = Field(default=[], max_length=2)
    route: list[RouteNumber] = Field(default=[], max_length=9)
    limit: int = Field(default=50, ge=1, le=200)
    offset: int = Field(default=0, ge=0, le=10_000)

    def admits(self, entry: Entry) -> bool:
        """Whether the card fits."""
        return fits(self.age, entry.ages) and fits(self.route, entry.routes)


class CaseQuery(ListQuery):
    """Filters of the list of cases."""

    place: list[Name] = Field(default=[], max_length=20)
    province: list[Name] = Field(default=[], max_length=12)
    partner: list[Name] = Field(default=[], max_length=20)
    document: list[Name] = Field(default=[], max_length=20)

    def admits(self, entry: Entry) -> bool:
        """Whether the case fits."""
        return (
            super().admits(entry)
            and fits(self.place, entry.places)
            and fits(self.province, [entry.province])
            and fits(self.partner, entry.partners)
            and fits(self.document, [s.document for s in entry.sources])
        )


class LawQuery(ListQuery):
    """Filters of the list of laws."""

    domain: list[Name] = Field(default=[], max_length=5, description="gezinnen, kinderopvang, onderwijs, jeugdwelzijn, gemeente")
    status: list[Name] = Field(default=[], max_length=6, description="bijvoorbeeld ‘in werking’")

    def admits(self, entry: Entry) -> bool:
        """Whether the law fits."""
        detail = entry.detail
        return (
            super().admits(entry)
            and isinstance(detail, LawDetail)
            and fits(self.domain, detail.domains)
            and fits(self.status, [detail.status])
        )


def fits(wanted: Sequence[object], has: Sequence[object]) -> bool:
    """Whether one of the wanted values is there; nothing wanted lets everything through. Capitals do not matter."""
    return not wanted or bool({str(w).casefold() for w in wanted} & {str(h).casefold() for h in has})


class DeckBody(Request):
    """A presentation that is asked for."""

    format: Literal["pptx", "docx", "md"] = "pptx"
    audience: str = Field(default="", max_length=120, description="voor wie (audience)")
    occasion: str = Field(default="", max_length=120, description="waarvoor (occasion)")
    region: str = Field(default="", max_length=120, description="gemeente, regio of provincie (region)")
    minutes: int = Field(default=20, ge=5, le=120)
    slides: int = Field(
        default=0, ge=0, le=20, description="hoeveel dia’s, ten minste 3; 0 voor wat in de minuten past (0: as many as fit)"
    )
    ages: list[Age] = Field(default=[], max_length=2)
    cases: list[Name] = Field(default=[], max_length=20, description="ids van voorbeelden die erin moeten (case ids)")
    questions: list[Text] = Field(default=[], max_length=5, description="vragen die beantwoord worden (questions to answer)")


class CitationOut(BaseModel):
    """Where sentences come from; pages are those of the PDF, `place` is for readers."""

    n: int
    kind: str
    id: str
    title: str
    document: str
    pages: list[int]
    url: str
    quote: str
    place: str


class SentenceOut(BaseModel):
    """A sentence (or list item, or table row) with the numbers of its citations; `block` is the part of the answer it stands in."""

    text: str
    block: str
    cites: list[int]


class EvidenceOut(BaseModel):
    """A piece of evidence that was found; the score lies between 0 and 1."""

    id: str
    kind: str
    title: str
    summary: str
    document: str
    pages: list[int]
    url: str
    score: float


class AnswerOut(BaseModel):
    """The line of the answers file, with the sentences; personal data in the question is masked."""

    warnings: list[str] = Field(description="wat de gebruiker eerst moet weten (to be shown first)")
    id: str
    question: str
    answer: str = Field(description="Markdown met [1] als verwijzing (Markdown with [1] markers)")
    refused: bool = Field(description="staat niet in de bronnen (the sources do not answer)")
    route: list[int]
    sentences: list[SentenceOut]
    citations: list[CitationOut]
    retrieved: list[dict[str, Any]] = Field(description="de tien beste stukken bewijs (the ten best pieces of evidence)")
    read_as: str = Field(description="hoe een vervolgvraag gelezen is (how a follow-up was read)")
    follow_ups: list[str]
    model: str = Field(
        description="het taalmodel dat schreef, leeg: samengesteld uit de bronnen (empty: composed from the sources)"
    )
    dropped: int = Field(description="weggelaten zinnen van het taalmodel (sentences that the check did not let through)")
    seconds: float


class LinkOut(BaseModel):
    """A web address with the words to show for it."""

    title: str
    url: str


class SourceOut(BaseModel):
    """Pages of a document."""

    document: str
    pages: list[int]


class CardOut(BaseModel):
    """A card in a list."""

    id: str
    title: str
    summary: str
    ages: list[str]
    routes: list[int]
    places: list[str]
    province: str
    partners: list[str]
    laws: list[str]
    sources: list[SourceOut]
    url: str


class CardFullOut(CardOut):
    """A whole card; `detail` has what only its kind has (steps of a route, articles of a law)."""

    body: str
    links: list[LinkOut]
    detail: dict[str, Any] | None


class DocumentOut(BaseModel):
    """A publication; `in_full` when its whole text can be searched."""

    id: str
    title: str
    publisher: str
    year: int
    pages: int
    authority: str
    url: str
    in_full: bool


class Page(BaseModel, Generic[Item]):
    """A part of a list, and how long the whole is."""

    total: int
    offset: int
    items: list[Item]


class ProblemOut(BaseModel):
    """What went wrong, in Dutch in `detail`; `code` is for programs."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, str]] = []


def answer_out(answer: Answer, question_id: str = "") -> AnswerOut:
    """An answer as it goes out."""
    line = answer.record(question_id)
    places = {c.n: c.place for c in answer.citations}
    return AnswerOut(
        **{key: line[key] for key in ("id", "answer", "refused", "route", "retrieved", "warnings", "seconds")},
        question=masked(answer.question),
        sentences=[SentenceOut(text=s.text, block=b.kind, cites=list(s.cites)) for b in answer.blocks for s in b.sentences],
        citations=[CitationOut(**c, place=places[c["n"]]) for c in line["citations"]],
        read_as=answer.resolved,
        follow_ups=list(answer.follow_ups),
        model=answer.model,
        dropped=len(answer.dropped),
    )


def evidence_out(found: Retrieved, url: str) -> EvidenceOut:
    """Evidence as it goes out."""
    entry = found.entry
    return EvidenceOut(
        id=entry.id, kind=entry.kind, title=entry.title, summary=entry.summary or entry.body, document=entry.document,
        pages=list(entry.pages), url=url, score=round(found.score, 4),
    )  # fmt: skip


def card_out(entry: Entry, url: str) -> CardOut:
    """A card in a list."""
    return CardOut(**_card(entry, url))


def card_full_out(entry: Entry, url: str) -> CardFullOut:
    """A whole card."""
    links = [LinkOut(title=link.title, url=link.url) for link in entry.links]
    detail = asdict(entry.detail) if entry.detail else None
    return CardFullOut(**_card(entry, url), body=entry.body, links=links, detail=detail)


def document_out(document: Document, *, in_full: bool) -> DocumentOut:
    """A publication in a list."""
    fields = ("id", "title", "publisher", "year", "pages", "authority", "url")
    return DocumentOut(**{name: getattr(document, name) for name in fields}, in_full=in_full)


def page_of(items: Sequence[Item], offset: int, limit: int) -> Page[Item]:
    """A part of a list."""
    return Page(total=len(items), offset=offset, items=list(items[offset : offset + limit]))


def _card(entry: Entry, url: str) -> dict[str, Any]:
    return {
        "id": entry.id, "title": entry.title, "summary": entry.summary, "ages": list(entry.ages), "routes": list(entry.routes),
        "places": list(entry.places), "province": entry.province, "partners": list(entry.partners), "laws": list(entry.laws),
        "sources": [SourceOut(document=s.document, pages=list(s.pages)) for s in entry.sources], "url": url,
    }  # fmt: skip
