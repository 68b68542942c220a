"""The command `python -m ui [--host H] [--port P]`: opens the index and serves the page. Its other commands are in ui/doors."""

import argparse
import errno
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace

import uvicorn

from assistant import Assistant, AssistantSettings, ReisgenootError
from ui import texts
from ui.doors import DoorSettings
from ui.doors.commands import add_commands
from ui.server import create_server
from ui.settings import UiSettings


def parser(defaults: UiSettings) -> argparse.ArgumentParser:
    """The options of the command."""
    top = argparse.ArgumentParser(prog="python -m ui", description=texts.DESCRIPTION)
    top.add_argument("--host", default=defaults.host, help=texts.HELP_HOST.format(default=defaults.host))
    top.add_argument("--port", type=int, default=defaults.port, help=texts.HELP_PORT.format(default=defaults.port))
    add_commands(top.add_subparsers(dest="command", metavar=""))
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; 1 with one clear line when that cannot be."""
    try:
        defaults = UiSettings.from_environment()
        options = parser(defaults).parse_args(arguments)
        if options.command:
            return int(options.run(options))
        return _serve(replace(defaults, host=options.host, port=options.port))
    except ReisgenootError as fault:
        print(texts.FAULT.format(reason=fault), file=sys.stderr)
    except OSError as fault:
        print(texts.FAULT.format(reason=fault), file=sys.stderr)
    return 1


def _serve(settings: UiSettings) -> int:
    listener = _listen(settings)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return 1
    with listener:
        print(texts.STARTING, flush=True)
        assistant = Assistant.open(AssistantSettings.from_environment())
        server = create_server(assistant, settings, DoorSettings.from_environment())
        _announce(assistant, settings.host, listener.getsockname()[1])
        uvicorn.Server(uvicorn.Config(server, log_level="warning", server_header=False)).run(sockets=[listener])
    print(texts.STOPPED)
    return 0


def _announce(assistant: Assistant, host: str, port: int) -> None:
    status = assistant.status
    cards = sum(n for kind, n in status.cards.items() if kind != "page")
    print(texts.INDEX_HAS.format(build=status.build, cards=cards, documents=len(status.documents)))
    shown = f"[{host}]" if ":" in host else host
    print(texts.LISTENING.format(url=f"http://{shown}:{port}"), flush=True)


def _listen(settings: UiSettings) -> socket.socket | str:
    """A socket that listens, or the line that says why there is none. Taken first: a busy port is known before the model loads."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except (OSError, OverflowError) as fault:
        listener.close()
        if getattr(fault, "errno", 0) == errno.EADDRINUSE:
            return texts.PORT_IN_USE.format(host=settings.host, port=settings.port, other=settings.port + 1)
        return texts.CANNOT_LISTEN.format(host=settings.host, port=settings.port, reason=getattr(fault, "strerror", "") or fault)
    return listener


if __name__ == "__main__":
    sys.exit(main())
