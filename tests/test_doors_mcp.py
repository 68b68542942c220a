"""The MCP server, asked by the client of the SDK: over standard input and output, over HTTP, and in this process."""

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from ingest import IndexBroken
from ui.doors.desk import Desk

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
ROOT = Path(__file__).parents[1]
TILBURG = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"
TOOLS = ["ask", "find_cases", "find_route", "look_up_law", "search"]


def talk(target: Any, conversation: Callable[[Any], Awaitable[None]]) -> None:
    async def talking() -> None:
        async with mcp.Client(target) as client:
            await conversation(client)

    asyncio.run(talking())


async def called(client: Any, tool: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    content: dict[str, Any] = result.structured_content
    return content


async def refused(client: Any, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return str(result.content[0].text)


@pytest.fixture
def here(assistant: Assistant) -> Any:
    """The server in this process."""
    from ui.doors.mcp_tools import mcp_server

    return mcp_server(Desk(assistant, parallel=1))


# On a busy machine the client lets go of a server that it has told to stop, before that has stopped.
@pytest.mark.filterwarnings(r"ignore:subprocess \d+ is still running:ResourceWarning")
def test_over_standard_in_and_out_an_agent_asks(corpus_index: Path) -> None:
    environment = {**os.environ, "REISGENOOT_INDEX": str(corpus_index)}
    command = mcp.StdioServerParameters(command=sys.executable, args=["-m", "ui", "mcp"], env=environment, cwd=ROOT)

    async def conversation(client: Any) -> None:
        tools = (await client.list_tools()).tools
        assert sorted(tool.name for tool in tools) == TOOLS
        assert all(tool.description and tool.output_schema and tool.annotations.read_only_hint for tool in tools)
        answer = await called(client, "ask", question=TILBURG)
        assert "Tilburg" in answer["answer"]
        assert answer["citations"][0]["pages"] == [27]

    talk(command, conversation)
    gc.collect()  # what it let go of is told here, and not in a later test


def test_a_follow_up_and_filters(here: Any) -> None:
    async def conversation(client: Any) -> None:
        turn = {"question": "Welke gemeenten hebben jongerenwerk op school?", "cited": ["arnhem-jongerenwerk-op-school"]}
        more = await called(client, "ask", question="nog een voorbeeld uit Brabant?", history=[turn])
        assert "Den Bosch" in more["answer"]
        found = await called(client, "search", question="samenwerking op school", kinds=["law"], limit=3)
        assert [e["kind"] for e in found["items"]] == ["law"] * 3

    talk(here, conversation)


def test_cases_routes_and_laws(here: Any) -> None:
    async def conversation(client: Any) -> None:
        every = await called(client, "find_cases", limit=50)
        near = await called(client, "find_cases", about="jongerenwerker op school", province=["Noord-Brabant"])
        assert every["total"] > near["total"] > 0
        assert all(case["province"] == "Noord-Brabant" for case in near["items"])
        fit = await called(client, "find_route", situation="Wie betaalt wat als we zorg op school samen inkopen?")
        assert 5 in [route["number"] for route in fit["routes"]]
        assert fit["routes"][0]["steps"]
        law = await called(client, "look_up_law", law="Jeugdwet")
        assert "2.3" in [article["article"] for article in law["articles"]]
        assert (await called(client, "look_up_law", law="OOGO"))["status"] == "overlegvorm"

    talk(here, conversation)


def test_what_cannot_be_reaches_the_agent_in_words(here: Any) -> None:
    async def conversation(client: Any) -> None:
        assert "WVO 2020" in await refused(client, "look_up_law", law="Wet op de draken")
        assert "reisgids-2025" in await refused(client, "ask", question="a", documents=["geen"])
        assert "vak is leeg" in await refused(client, "ask", question="  ")
        assert await refused(client, "ask", question="x" * 2_001)
        assert await refused(client, "ask", question="a", ages=["13"])
        refusal = await called(client, "ask", question="Wat is een goed recept voor appeltaart?")
        assert refusal["refused"]

    talk(here, conversation)


def test_of_what_is_broken_here_an_agent_reads_no_path() -> None:
    from mcp.server.mcpserver.exceptions import ToolError

    from ui.doors.mcp_tools import _telling

    @_telling
    def tool() -> None:
        raise IndexBroken("De vectorindex op /srv/reisgenoot/index is niet te lezen")

    with pytest.raises(ToolError, match="logboek") as told:
        tool()
    assert "/srv" not in str(told.value)


def test_personal_data_is_warned_for_first(here: Any) -> None:
    async def conversation(client: Any) -> None:
        for tool, argument in (("ask", "question"), ("find_route", "situation")):
            told = await called(client, tool, **{argument: "Mijn leerling Sem de Boer (BSN 123456782) blowt. Welke hulp?"})
            assert next(iter(told)) == "warnings"
            assert "burgerservicenummer" in told["warnings"][0]
            assert "123456782" not in str(told)

    talk(here, conversation)


def test_over_http_it_stands_at_one_address(server: str) -> None:
    async def conversation(client: Any) -> None:
        assert sorted(tool.name for tool in (await client.list_tools()).tools) == TOOLS
        assert "Tilburg" in (await called(client, "ask", question=TILBURG))["answer"]

    talk(f"{server}/mcp", conversation)
