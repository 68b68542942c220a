"""The commands of the doors: `python -m ui api-key NAME` makes a key, `python -m ui mcp` serves an agent over standard in and out."""

import argparse
import sys
from contextlib import redirect_stdout
from typing import Any

from assistant import Assistant, AssistantSettings
from ui.doors import texts
from ui.doors.desk import Desk
from ui.doors.errors import DoorMissing
from ui.doors.keys import PER_MINUTE, KeyFile
from ui.doors.settings import DoorSettings


def add_commands(commands: Any) -> None:
    """Add the commands to the subparsers of `python -m ui`; each sets `run`, which takes the options and gives the exit status."""
    key = commands.add_parser("api-key", help=texts.KEY_HELP, description=texts.KEY_HELP)
    key.add_argument("name", metavar="NAAM", help=texts.KEY_HELP_NAME)
    key.add_argument("--limit", type=int, default=PER_MINUTE, help=texts.KEY_HELP_LIMIT.format(default=PER_MINUTE))
    key.set_defaults(run=_make_key)
    mcp = commands.add_parser("mcp", help=texts.MCP_HELP, description=texts.MCP_HELP)
    mcp.set_defaults(run=_serve_mcp)


def _make_key(options: argparse.Namespace) -> int:
    """Print a new key, alone on standard output. Raises KeysError."""
    file = KeyFile(DoorSettings.from_environment().keys)
    secret = file.add(options.name, options.limit)
    print(texts.KEY_MADE.format(name=options.name, most=options.limit), file=sys.stderr)
    print(secret)
    return 0


def _serve_mcp(_: argparse.Namespace) -> int:
    """Serve until the other side closes. Raises DoorMissing without the extra, and what opening the index raises."""
    try:
        from ui.doors.mcp_tools import mcp_server
    except ModuleNotFoundError as fault:
        raise DoorMissing(texts.MCP_MISSING) from fault
    # Standard output belongs to the protocol.
    with redirect_stdout(sys.stderr):
        desk = Desk(Assistant.open(AssistantSettings.from_environment()), parallel=1)
    mcp_server(desk).run("stdio")
    return 0
