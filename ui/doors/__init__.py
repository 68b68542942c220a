"""Doors for other software: the HTTP API, the chat endpoint that OpenAI's clients know, and the MCP server."""

from ui.doors.errors import KeysError, Problem
from ui.doors.mount import open_doors
from ui.doors.settings import DoorSettings

__all__ = ["DoorSettings", "KeysError", "Problem", "open_doors"]
