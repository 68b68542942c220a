"""Tells the page whether the server that it talks to is still the one that it started with. Knows no gradio; see assets/verbinding.js."""

import secrets

from fastapi import FastAPI
from fastapi.responses import JSONResponse

PATH = "/levensteken"


def add_lifeline(server: FastAPI) -> None:
    """A route that gives a word which is another after every start."""
    start = secrets.token_hex(8)

    @server.get(PATH)
    def alive() -> JSONResponse:
        return JSONResponse({"start": start}, headers={"Cache-Control": "no-store"})
