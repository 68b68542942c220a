"""The MCP server: five tools with which an agent asks Reisgenoot. The only file that imports mcp, which is an extra.

The descriptions are for language models, hence English; what the tools say is Dutch.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp, StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp_types import ToolAnnotations
from pydantic import Field

from assistant import Entry, Filters, ReisgenootError, personal_data
from ui.doors import mcp_shapes, shapes, texts
from ui.doors.desk import Desk
from ui.doors.problems import as_problem
from ui.doors.shapes import Age, Kind, Name, RouteNumber, Text, TurnBody

INSTRUCTIONS = (
    "Reisgenoot answers questions of Dutch policy makers on the pedagogical base around children and young people, only from its "
    "sources. Ask in Dutch. Show its warnings first, keep the [n] markers with their sources, and where it refuses, say that the "
    "sources do not answer. Never send names or other data of children and families."
)
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Given = ParamSpec("Given")
Result = TypeVar("Result")
Ages = Annotated[list[Age], Field(description="only evidence for children under 12 (12-) or from 12 (12+)", max_length=2)]
Routes = Annotated[list[RouteNumber], Field(description="only evidence on these routes, 1 to 9", max_length=9)]
Kinds = Annotated[list[Kind], Field(description="only this kind of evidence", max_length=7)]
Places = Annotated[list[Name], Field(description="only these municipalities or regions", max_length=20)]
Documents = Annotated[list[Name], Field(description="only these documents, by id", max_length=20)]
History = Annotated[
    list[TurnBody], Field(description="earlier questions, oldest first, with the ids that were cited", max_length=20)
]
Limit = Annotated[int, Field(ge=1, le=50)]
Page = shapes.Page


def mcp_server(desk: Desk) -> MCPServer[Any]:
    """The server with its tools; it reads, and changes nothing."""
    server: MCPServer[Any] = MCPServer("reisgenoot", title="Reisgenoot", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in (*_question_tools(desk), *_card_tools(desk)):
        server.tool(annotations=READS, structured_output=True)(tool)
    return server


def mcp_http(desk: Desk) -> tuple[StreamableHTTPASGIApp, StreamableHTTPSessionManager]:
    """The server over streamable HTTP, and what must run while it serves. It keeps no sessions; the guard watches who comes in."""
    server = mcp_server(desk)
    server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return StreamableHTTPASGIApp(server.session_manager), server.session_manager


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ReisgenootError as fault:
        raise ToolError(as_problem(fault).detail) from fault


def _telling(tool: Callable[Given, Result]) -> Callable[Given, Result]:
    """The same tool; what it cannot do reaches the model in words."""

    @wraps(tool)
    def telling(*args: Given.args, **options: Given.kwargs) -> Result:
        with _told():
            return tool(*args, **options)

    return telling


def _question_tools(desk: Desk) -> list[Callable[..., Any]]:
    @_telling
    def ask(
        question: Text, ages: Ages = [], routes: Routes = [], kinds: Kinds = [], places: Places = [], documents: Documents = [],
        history: History = [],
    ) -> mcp_shapes.ToolAnswer:  # fmt: skip
        """Answer a question in Dutch from the sources; every sentence cites its page, case or law."""
        filters = Filters(tuple(kinds), tuple(ages), tuple(routes), tuple(documents), tuple(places))
        return mcp_shapes.tool_answer(desk.answer(question, filters, [turn.turn() for turn in history]))

    @_telling
    def search(
        question: Text, ages: Ages = [], routes: Routes = [], kinds: Kinds = [], places: Places = [], documents: Documents = [],
        limit: Limit = 10,
    ) -> Page[shapes.EvidenceOut]:  # fmt: skip
        """Find evidence (cards and passages of publications) without an answer, best first."""
        filters = Filters(tuple(kinds), tuple(ages), tuple(routes), tuple(documents), tuple(places))
        found = [shapes.evidence_out(item, desk.assistant.url_of(item.entry)) for item in desk.search(question, filters)]
        return shapes.page_of(found, 0, limit)

    @_telling
    def find_route(situation: Text) -> mcp_shapes.FoundRoutes:
        """Which of the nine routes of the Reisgids fits a situation, with its message, steps and tips."""
        answer = desk.answer(situation)
        cards = {number: card for card in desk.cards("route") for number in card.routes}
        fits = [mcp_shapes.route_fit(cards[n], desk.assistant.url_of(cards[n])) for n in answer.routes if not answer.refused]
        return mcp_shapes.FoundRoutes(warnings=list(answer.warnings), routes=fits)

    return [ask, search, find_route]


def _card_tools(desk: Desk) -> list[Callable[..., Any]]:
    @_telling
    def find_cases(
        about: Annotated[str, Field(max_length=shapes.MOST_CHARACTERS, description="words or a question; empty: all, by title")] = "",
        age: Ages = [], route: Routes = [], place: Places = [], province: Places = [], partner: Places = [], document: Documents = [],
        limit: Limit = 10,
    ) -> Page[shapes.CardOut]:  # fmt: skip
        """Practice examples of municipalities, schools and regions."""
        asked = shapes.CaseQuery(age=age, route=route, place=place, province=province, partner=partner, document=document)
        ranked = [item.entry for item in desk.search(about, Filters(("case",)))] if about.strip() else desk.cards("case")
        cases = [shapes.card_out(case, desk.assistant.url_of(case)) for case in ranked if asked.admits(case)]
        return shapes.page_of(cases, 0, limit)

    @_telling
    def look_up_law(law: Name) -> mcp_shapes.LawOut:
        """One law or consultation by name, abbreviation or id: status, articles, and what changed since the publications."""
        cards = desk.cards("law")
        found = _law(cards, law)
        if found is None:
            known = ", ".join(card.abbreviation or card.title for card in cards)
            shown = "" if personal_data(law) else law
            raise ToolError(texts.UNKNOWN_VALUE.format(given=shown, known=known))
        return mcp_shapes.law_out(found)

    return [find_cases, look_up_law]


def _law(cards: list[Entry], name: str) -> Entry | None:
    """The law with this id, abbreviation or title, or the only one whose title holds the name."""
    wanted = name.casefold().strip()
    exact = [c for c in cards if wanted in (c.id, c.abbreviation.casefold(), c.title.casefold())]
    inside = [c for c in cards if wanted and wanted in c.title.casefold()]
    return exact[0] if exact else inside[0] if len(inside) == 1 else None
