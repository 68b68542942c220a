"""The web server: gradio's pages inside FastAPI, with our own routes for publications and assets."""

from collections.abc import Callable
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles

from assistant import Assistant
from ui import texts
from ui.app import build_app
from ui.hardening import ASSETS, Hardening
from ui.settings import UiSettings
from ui.theme import theme

NO_DOCS: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": None}


def create_server(assistant: Assistant, settings: UiSettings) -> FastAPI:
    """The application that uvicorn runs."""
    server = FastAPI(title=texts.TITLE, **NO_DOCS)
    server.add_middleware(Hardening)
    _add_routes(server, assistant)
    server.mount("/eigen", StaticFiles(directory=ASSETS), name="eigen")
    app = build_app(assistant, settings, source_address(assistant))
    mounted: FastAPI = gr.mount_gradio_app(
        server, app, path="/", server_name=settings.host, server_port=settings.port, footer_links=[], run_history=False,
        theme=theme(), show_error=False, max_file_size="20mb", favicon_path=str(ASSETS / "reisgenoot.png"), ssr_mode=False,
        enable_monitoring=False, pwa=False, mcp_server=False, app_kwargs=dict(NO_DOCS),
    )  # fmt: skip
    return mounted


def source_address(assistant: Assistant) -> Callable[[str, int], str]:
    """Where a page of a publication can be read: here when its file was added, else at its publisher."""

    def address(document: str, page: int) -> str:
        if assistant.document_file(document):
            paged = assistant.documents[document].unit == "pagina"
            return f"/bron/{document}#page={page}" if paged else f"/bron/{document}"
        return assistant.source_url(document, page)

    return address


def _add_routes(server: FastAPI, assistant: Assistant) -> None:
    @server.get("/health")
    def health() -> JSONResponse:
        return JSONResponse({"status": "ok", "index": assistant.status.build})

    @server.get("/bron/{document}")
    def publication(document: str) -> Response:
        file = assistant.document_file(document) if document in assistant.documents else None
        if file is None:
            return PlainTextResponse(texts.NOT_FOUND, status_code=404)
        if assistant.documents[document].unit == "pagina":
            return FileResponse(file, media_type="application/pdf", filename=f"{document}.pdf", content_disposition_type="inline")
        # Anything else is saved, never shown: a web page that somebody added must not run under our address.
        return FileResponse(file, media_type="application/octet-stream", filename=f"{document}{file.suffix.lower()}")
