"""The commands of the doors: `python -m ui api-key NAME` makes a key. Knows nothing of how a key is used."""

import argparse
import sys
from typing import Any

from ui.doors import texts
from ui.doors.keys import PER_MINUTE, KeyFile
from ui.doors.settings import DoorSettings


def add_commands(commands: Any) -> None:
    """Add the commands to the subparsers of `python -m ui`; each sets `run`, which takes the options and gives the exit status."""
    key = commands.add_parser("api-key", help=texts.KEY_HELP, description=texts.KEY_HELP)
    key.add_argument("name", metavar="NAAM", help=texts.KEY_HELP_NAME)
    key.add_argument("--limit", type=int, default=PER_MINUTE, help=texts.KEY_HELP_LIMIT.format(default=PER_MINUTE))
    key.set_defaults(run=_make_key)


def _make_key(options: argparse.Namespace) -> int:
    """Print a new key, alone on standard output. Raises KeysError."""
    file = KeyFile(DoorSettings.from_environment().keys)
    secret = file.add(options.name, options.limit)
    print(texts.KEY_MADE.format(name=options.name, most=options.limit), file=sys.stderr)
    print(secret)
    return 0
