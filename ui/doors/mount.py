"""Puts the doors on a server, each with its own guard. Knows no answers."""

from collections.abc import Callable
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from starlette.responses import Response

from assistant import Assistant
from ui.doors import texts
from ui.doors.api import api_router
from ui.doors.chat_completions import chat_router, openai_error
from ui.doors.desk import Desk
from ui.doors.errors import Problem
from ui.doors.guard import Guard
from ui.doors.keys import KeyFile
from ui.doors.limits import Minutes, Turns
from ui.doors.problems import handle_faults, problem_response
from ui.doors.settings import DoorSettings

API, CHAT = "/api/v1", "/v1"


def open_doors(server: FastAPI, assistant: Assistant, settings: DoorSettings, parallel: int) -> None:
    """Mount every door; `parallel` answers are made at the same time for all doors together. Raises KeysError on a broken key file."""
    desk, keys, minutes = Desk(assistant, Turns(parallel)), KeyFile(settings.keys), Minutes()
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
