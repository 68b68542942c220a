"""The command `python -m ui [--host H] [--port P]`: opens the index and serves the page. Also the commands of the keeper."""

import argparse
import errno
import logging
import socket
import sys
from collections.abc import Sequence
from dataclasses import replace

from assistant import Assistant, AssistantSettings, ReisgenootError, read_to_the_end
from ui import texts
from ui.commands import add_keeper_commands
from ui.doors import DoorSettings
from ui.doors.commands import add_commands
from ui.server import create_server
from ui.service import Accounts, WatchedAssistant
from ui.service import texts as service_texts
from ui.service.kept_data import expire_hourly
from ui.service.logs import set_up_logs
from ui.service.running import run
from ui.settings import UiSettings
from ui.sign_in import check_packages

LOG = logging.getLogger("reisgenoot.ui")


def parser(defaults: UiSettings) -> argparse.ArgumentParser:
    """The options of the command."""
    top = argparse.ArgumentParser(prog="python -m ui", description=texts.DESCRIPTION)
    top.add_argument("--host", default=defaults.host, help=texts.HELP_HOST.format(default=defaults.host))
    top.add_argument("--port", type=int, default=defaults.port, help=texts.HELP_PORT.format(default=defaults.port))
    commands = top.add_subparsers(dest="command", metavar="")
    add_keeper_commands(commands)
    add_commands(commands)
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
    settings.check()
    check_packages(settings.service.sign_in)
    if settings.service.sign_in == "basic":
        Accounts(settings.service.accounts).all()  # raises AccountError now, not at the first visitor
    set_up_logs(settings.service.log, settings.service.log_questions)
    listener = _listen(settings)
    if isinstance(listener, str):
        print(listener, file=sys.stderr)
        return 1
    with listener:
        print(texts.STARTING, flush=True)
        assistant = WatchedAssistant.open(AssistantSettings.from_environment())
        server = create_server(assistant, settings, DoorSettings.from_environment())
        _announce(assistant, settings.host, listener.getsockname()[1])
        _warn(settings)
        expire_hourly(settings.feedback, assistant.receipts, settings.service.retention_days, _not_expired)
        run(server, listener, settings.service, server.state.turns)
    print(texts.STOPPED)
    return 0


def _announce(assistant: Assistant, host: str, port: int) -> None:
    status = assistant.status
    cards = sum(n for kind, n in status.cards.items() if kind != "page")
    print(texts.INDEX_HAS.format(build=status.build, cards=cards, documents=len(status.documents)))
    shown = f"[{host}]" if ":" in host else host
    print(texts.LISTENING.format(url=f"http://{shown}:{port}"), flush=True)


def _not_expired(fault: OSError) -> None:
    LOG.warning("old judgements or receipts were not removed: %s", fault)


def _warn(settings: UiSettings) -> None:
    service = settings.service
    if service.sign_in == "none":
        print(service_texts.OPEN_TO_ALL.format(host=settings.host), file=sys.stderr)
    if service.sign_in in ("basic", "oidc") and not service.secret:
        print(service_texts.NO_SECRET, file=sys.stderr)
    if service.log_questions:
        print(service_texts.QUESTIONS_LOGGED, file=sys.stderr)


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
    sys.exit(read_to_the_end(main))
