"""The web server: gradio's pages inside FastAPI, with our own routes, and around all of it the layers of the service."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from assistant import Assistant
from ui import texts
from ui.app import build_app
from ui.doors import DoorSettings, open_doors
from ui.hardening import ASSETS, Hardening
from ui.lifeline import add_lifeline
from ui.service import (
    Accounts,
    FolderSize,
    Identify,
    Metrics,
    Readiness,
    Sessions,
    Turns,
    WatchedAssistant,
    add_health,
    add_layers,
    upload_folder,
)  # fmt: skip
from ui.service import texts as service_texts
from ui.service.errors import NotReady
from ui.service.settings import is_loopback
from ui.settings import UiSettings
from ui.sign_in import add_sign_in, check_packages
from ui.source_pages import add_page_routes, added_file
from ui.theme import theme

# Pages that are open at once, of which gradio keeps what was asked and answered (about 0.4 MB each); of the oldest it then forgets it.
SESSIONS = 500
ENDED = "ended-sessions.json"
READY_QUESTION = "pedagogische basis"
NO_DOCS: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


def create_server(assistant: Assistant, settings: UiSettings, doors: DoorSettings | None = None) -> FastAPI:
    """The application that uvicorn runs. Its limits hold for the questions of a WatchedAssistant. Raises SettingsError."""
    service = settings.service
    check_packages(service.sign_in)
    server = FastAPI(title=texts.TITLE, **NO_DOCS)
    metrics, turns = Metrics(), Turns(settings.parallel, settings.queue, service.answer_seconds)
    if isinstance(assistant, WatchedAssistant):
        assistant.metrics, assistant.turns, assistant.log_questions = metrics, turns, service.log_questions
    add_health(server, service, metrics, Readiness(lambda: _answers(assistant), lambda: turns.stopping))
    accounts, sessions = Accounts(service.accounts), Sessions(service.session_hours, service.index / ENDED)
    add_sign_in(server, service, accounts, sessions, metrics)
    _add_routes(server, assistant)
    open_doors(server, assistant, doors or DoorSettings(), settings.parallel)
    add_page_routes(server, assistant)
    add_lifeline(server)
    server.mount("/eigen", StaticFiles(directory=ASSETS), name="eigen")
    upload_folder()  # before gradio asks where that is
    app = build_app(assistant, settings, source_address(assistant))
    app.state_session_capacity = SESSIONS
    _add_figures(metrics, turns, assistant, app, settings)
    mounted: FastAPI = gr.mount_gradio_app(
        server, app, path="/", server_name=settings.host, server_port=settings.port, footer_links=[], run_history=False,
        theme=theme(), show_error=False, max_file_size=f"{service.upload_mb}mb",
        favicon_path=str(ASSETS / "reisgenoot.png"), ssr_mode=False,
        enable_monitoring=False, pwa=False, mcp_server=False, app_kwargs=dict(NO_DOCS),
    )  # fmt: skip
    app.has_launched = True  # mounting does not set it, and until then gradio takes any path on the computer for an upload
    identify = Identify(service, is_loopback(settings.host), accounts, sessions)
    add_layers(mounted, service, settings.host, metrics, identify, Hardening, _file_fields(app))
    mounted.state.turns = turns
    return mounted


def source_address(assistant: Assistant) -> Callable[[str, int], str]:
    """Where a page of a publication can be read: here when its file was added, else at its publisher."""

    def address(document: str, page: int) -> str:
        now = assistant.newest()
        if added_file(now, document):
            paged = now.documents[document].unit == "pagina"
            return f"/bron/{document}#page={page}" if paged else f"/bron/{document}"
        return now.source_url(document, page)

    return address


def _add_routes(server: FastAPI, assistant: Assistant) -> None:
    @server.get("/bron/{document}")
    def publication(document: str) -> Response:
        now = assistant.newest()
        file = added_file(now, document)
        if file is None:
            return PlainTextResponse(texts.NOT_FOUND, status_code=404)
        if now.documents[document].unit == "pagina":
            return FileResponse(file, media_type="application/pdf", filename=f"{document}.pdf", content_disposition_type="inline")
        # Anything else is saved, never shown: a web page that somebody added must not run under our address.
        return FileResponse(file, media_type="application/octet-stream", filename=f"{document}{file.suffix.lower()}")


def _file_fields(app: gr.Blocks) -> dict[int, frozenset[int]]:
    """By the number of an event: which of its inputs take files."""
    return {number: frozenset(n for n, part in enumerate(fn.inputs) if isinstance(part, gr.File)) for number, fn in app.fns.items()}


def _answers(assistant: Assistant) -> str:
    """The build that answers; asks both engines. Raises what they raise, or NotReady when they find nothing."""
    now = assistant.newest()
    if not now.retriever.invoke(READY_QUESTION):
        raise NotReady(service_texts.NOTHING_FOUND)
    return now.status.build


def _add_figures(metrics: Metrics, turns: Turns, assistant: Assistant, app: gr.Blocks, settings: UiSettings) -> None:
    waiting = app._queue  # gradio has no public name for it; its length is the number of events that wait
    metrics.watch("running", "Questions that are being answered", lambda: turns.running)
    metrics.watch(
        "waiting", "Events in the queue of the pages, and questions that wait for a turn", lambda: len(waiting) + turns.waiting
    )
    metrics.watch("index_cards", "Cards in the index", lambda: sum(assistant.status.cards.values()))
    metrics.watch("index_documents", "Publications in full in the index", lambda: len(assistant.status.documents))
    metrics.watch(
        "index_made_timestamp_seconds",
        "When the index in use was made",
        lambda: datetime.fromisoformat(assistant.status.created).timestamp(),
    )
    metrics.watch("index_bytes", "Bytes in the index folder, all builds and the cache", FolderSize(settings.service.index))
