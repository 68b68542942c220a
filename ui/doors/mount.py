"""Puts the doors on a server, each with its own guard. Knows no answers."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.responses import Response
from starlette.routing import Route

from assistant import Assistant
from ui.doors import texts
from ui.doors.api import api_router
from ui.doors.chat_completions import chat_router, openai_error
from ui.doors.desk import Desk
from ui.doors.errors import KeysError, Problem
from ui.doors.guard import Guard
from ui.doors.keys import KeyFile
from ui.doors.problems import handle_faults, problem_response
from ui.doors.settings import DoorSettings
from ui.service.rates import Minutes

API, CHAT, MCP = "/api/v1", "/v1", "/mcp"


def open_doors(server: FastAPI, assistant: Assistant, settings: DoorSettings, parallel: int) -> None:
    """Mount every door; `parallel` answers are made at the same time for all doors. Raises KeysError on a key file that is broken or gone."""
    desk, keys, minutes = Desk(assistant, parallel), KeyFile(settings.keys), Minutes()
    if settings.keys and not settings.keys.exists():
        # Without keys other people come in than with them: who named a file meant that one.
        raise KeysError(texts.KEYS_AWAY.format(path=settings.keys))
    keys.read()

    def door(respond: Callable[[Problem], Response], **options: Any) -> FastAPI:
        # The guard decides; this only tells readers of openapi.json that a key may be needed.
        shown = [Depends(HTTPBearer(auto_error=False, description="rg_…"))]
        app = FastAPI(docs_url=None, redoc_url=None, dependencies=shown, version="1", **options)
        app.add_middleware(Guard, keys=keys, minutes=minutes, refuse=respond)
        handle_faults(app, respond)
        return app

    api = door(problem_response, title=texts.API_TITLE, description=texts.API_DESCRIPTION)
    api.include_router(api_router(desk))
    server.mount(API, api)
    chat = door(openai_error, title=texts.CHAT_TITLE)
    chat.include_router(chat_router(desk))
    server.mount(CHAT, chat)
    if find_spec("mcp"):
        _open_mcp(server, desk, keys, minutes)


def _open_mcp(server: FastAPI, desk: Desk, keys: KeyFile, minutes: Minutes) -> None:
    from ui.doors.mcp_tools import mcp_http

    app, manager = mcp_http(desk)
    # A route and no mount: a mount would send `/mcp` on to `/mcp/`, which not every client follows.
    server.router.routes.append(Route(MCP, Guard(app, keys, minutes, problem_response)))
    inner = server.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:
        async with manager.run(), inner(app) as state:
            yield state

    server.router.lifespan_context = lifespan
