"""What the files of the corpus may hold: one strict model for each kind of card, line and table. Unknown keys are errors.

Knows keys and allowed values; knows nothing of files (cards.py) or of how cards are used.
"""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, model_validator

from ingest import schema

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Route = Annotated[int, Field(ge=1, le=9)]


class Strict(BaseModel):
    """Unknown keys are errors."""

    model_config = ConfigDict(extra="forbid")


class SourceModel(Strict):
    """Pages of a document."""

    document: Text
    pages: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)]


class LinkModel(Strict):
    """A web address with its words."""

    title: Text
    url: Url


class ArticleModel(Strict):
    """An article of a law."""

    article: Text
    gist: Text
    certain: bool = True


class ChangeModel(Strict):
    """What changed since a publication."""

    publication: Text
    now: Text
    since: str = ""


class CardModel(Strict):
    """The keys that every card may have."""

    title: Text
    summary: Text
    sources: Annotated[list[SourceModel], Field(min_length=1)]
    ages: Annotated[list[schema.Age], Field(min_length=1)]
    questions: Annotated[list[Text], Field(min_length=6)]
    terms: Annotated[list[Text], Field(min_length=4)]
    routes: list[Route] = []
    places: list[Text] = []
    province: schema.Province | Literal[""] = ""
    partners: list[schema.Partner] = []
    laws: list[Text] = []
    links: list[LinkModel] = []
    abbreviation: str = ""
    attribution: str = ""
    authority: schema.Authority | Literal[""] = ""
    external: list[Text] = []
    external_source: str = ""


class RouteModel(CardModel):
    """A card of kind route."""

    number: Route
    phase: schema.Phase
    message: Text
    tips: list[Text] = []
    steps: list[Text] = []
    pitfalls: list[Text] = []
    short: list[Text] = []


class LawModel(CardModel):
    """A card of kind law."""

    status: schema.LawStatus
    status_note: Text
    checked: str = ""
    official: str = ""
    bwb: str = ""
    domains: list[schema.Domain] = []
    age_from: Annotated[int, Field(ge=-1, le=27)] = 0
    age_to: Annotated[int, Field(ge=0, le=120)] = 27
    bodies: list[Text] = []
    articles: list[ArticleModel] = []
    changes: list[ChangeModel] = []
    unconfirmed: list[Text] = []


class InstrumentModel(CardModel):
    """A card of kind instrument."""

    audience: str = ""
    use_when: str = ""


class DocumentModel(Strict):
    """A publication in sources.toml."""

    id: Text
    title: Text
    short: str = ""
    publisher: Text
    year: Annotated[int, Field(ge=1900, le=2100)]
    pages: Annotated[int, Field(ge=1)]
    authority: schema.Authority
    url: Url | Literal[""] = ""


class FoundModel(Strict):
    """Where a link stands."""

    document: Text
    page: Annotated[int, Field(ge=1)]


class LinkedModel(Strict):
    """A linked document in sources.toml."""

    id: Text
    title: Text
    url: Url
    kind: Text
    organisation: str = ""
    place: str = ""
    routes: list[Route] = []
    card: str = ""
    found: FoundModel | None = None


class SourcesModel(Strict):
    """The whole of sources.toml."""

    document: list[DocumentModel]
    link: list[LinkedModel] = []


class TermModel(Strict):
    """An entry of terms.toml."""

    name: Text
    expansion: str = ""
    definition: str = ""
    synonyms: list[Text] = []
    misspellings: list[Text] = []
    sources: list[SourceModel] = []


class TermsModel(Strict):
    """The whole of terms.toml."""

    term: list[TermModel]


class PlacesModel(RootModel[dict[str, list[Text]]]):
    """The whole of places.toml: province -> its municipalities and regions."""


class CardQuestionsModel(Strict):
    """A line of questions.jsonl: with each question the places in the card that answer it, the best first (`"3 0"`, `"a2"`)."""

    card: Text
    questions: list[Text]
    answered_by: list[Annotated[str, Field(pattern=r"^(a?\d+( a?\d+)*)?$")]] = []

    @model_validator(mode="after")
    def _paired(self) -> Self:
        if self.answered_by and len(self.answered_by) != len(self.questions):
            raise ValueError(f"{len(self.questions)} vragen, maar answered_by heeft er {len(self.answered_by)}")
        return self


class PageQuestionsModel(Strict):
    """A line of pages.jsonl."""

    document: Text
    page: Annotated[int, Field(ge=1)]
    questions: list[Text]
    terms: list[Text]
