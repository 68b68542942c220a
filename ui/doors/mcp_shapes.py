"""What the MCP tools give back: typed, and short, since a language model reads it. Warnings come first."""

from pydantic import BaseModel, Field

from assistant import Answer, Entry, LawDetail, RouteDetail
from ui.doors.shapes import CitationOut, answer_out


class ToolAnswer(BaseModel):
    """An answer with its sources."""

    warnings: list[str] = Field(description="tell the user these first")
    answer: str = Field(description="Dutch Markdown; [1] points at citations; keep the markers")
    refused: bool = Field(description="true: the sources do not answer; say so, add nothing of your own")
    citations: list[CitationOut]
    follow_ups: list[str]


class RouteFit(BaseModel):
    """A route that fits, with what it says."""

    number: int
    title: str
    message: str
    steps: list[str]
    tips: list[str]
    url: str


class FoundRoutes(BaseModel):
    """The routes that fit, best first; empty when none stands out."""

    warnings: list[str]
    routes: list[RouteFit]


class ArticleOut(BaseModel):
    """An article of a law and what it says."""

    article: str
    gist: str
    certain: bool


class ChangeOut(BaseModel):
    """What a publication says, what holds now, and since when."""

    publication: str
    now: str
    since: str


class LawOut(BaseModel):
    """A law as of the date `checked`; no legal advice."""

    id: str
    title: str
    abbreviation: str
    status: str
    status_note: str
    checked: str
    official: str = Field(description="address of the official text")
    summary: str
    body: str
    articles: list[ArticleOut]
    changes: list[ChangeOut]
    unconfirmed: list[str]


def tool_answer(answer: Answer) -> ToolAnswer:
    """An answer for a tool."""
    out = answer_out(answer)
    used = {n for sentence in answer.sentences for n in sentence.cites}
    cited = [c for c in out.citations if c.n in used]
    return ToolAnswer(warnings=out.warnings, answer=out.answer, refused=out.refused, citations=cited, follow_ups=out.follow_ups)


def route_fit(card: Entry, url: str) -> RouteFit:
    """A route card for a tool."""
    detail = card.detail
    assert isinstance(detail, RouteDetail)
    return RouteFit(
        number=detail.number, title=card.title, message=detail.message, steps=list(detail.steps), tips=list(detail.tips), url=url
    )


def law_out(card: Entry) -> LawOut:
    """A law card for a tool."""
    detail = card.detail
    assert isinstance(detail, LawDetail)
    return LawOut(
        id=card.id, title=card.title, abbreviation=card.abbreviation, status=detail.status, status_note=detail.status_note,
        checked=detail.checked, official=detail.official, summary=card.summary, body=card.body,
        articles=[ArticleOut(article=a.article, gist=a.gist, certain=a.certain) for a in detail.articles],
        changes=[ChangeOut(publication=c.publication, now=c.now, since=c.since) for c in detail.changes],
        unconfirmed=list(detail.unconfirmed),
    )  # fmt: skip
