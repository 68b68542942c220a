"""The commands of the keeper: `python -m ui account NAME` and `python -m ui forget NAME`. They work while the interface runs."""

import argparse
import getpass
import sys
from typing import Any

from assistant import AssistantSettings, ReceiptFolder
from ui.service import texts
from ui.service.accounts import Accounts
from ui.service.errors import AccountError
from ui.service.kept_data import forget, pseudonym
from ui.settings import UiSettings
from ui.sign_in import check_packages


def add_keeper_commands(commands: Any) -> None:
    """Add the commands to the subparsers of `python -m ui`; each sets `run`, which takes the options and gives the exit status."""
    account = commands.add_parser("account", help=texts.HELP_ACCOUNT, description=texts.HELP_ACCOUNT_MORE)
    account.add_argument("name", metavar="NAAM", help=texts.HELP_NAME)
    account.add_argument("--role", choices=("reader", "editor"), help=texts.HELP_ROLE)
    account.add_argument("--remove", action="store_true", help=texts.HELP_REMOVE)
    account.set_defaults(run=_account)
    gone = commands.add_parser("forget", help=texts.HELP_FORGET, description=texts.HELP_FORGET)
    gone.add_argument("name", metavar="NAAM", help=texts.HELP_NAME)
    gone.set_defaults(run=_forget)


def _account(options: argparse.Namespace) -> int:
    """Add, change or remove an account. Raises AccountError, SettingsError and OSError."""
    check_packages("basic")
    accounts = Accounts(UiSettings.from_environment().service.accounts)
    known = accounts.all().get(options.name)
    if options.remove:
        accounts.remove(options.name)
        said = texts.ACCOUNT_REMOVED.format(name=options.name)
    elif known and options.role:
        accounts.put(options.name, options.role)
        said = texts.ACCOUNT_ROLE.format(name=options.name, role=options.role)
    else:
        role = accounts.put(options.name, options.role, _password())
        said = texts.ACCOUNT_READY.format(name=options.name, role=role, path=accounts.path)
    print(said)
    return 0


def _forget(options: argparse.Namespace) -> int:
    """Remove what is kept about a visitor. Raises OSError, SettingsError and ModelSettingError."""
    feedback, receipts = UiSettings.from_environment().feedback, AssistantSettings.from_environment().receipts
    judgements = forget(feedback, options.name)
    bons = ReceiptFolder(receipts).forget(pseudonym(feedback, options.name)) if receipts else 0
    print(texts.FORGOTTEN.format(n=judgements, receipts=bons, name=options.name))
    return 0


def _password() -> str:
    """Asked twice at a keyboard, else the first line of standard input. Raises AccountError when it is empty or the two differ."""
    if not sys.stdin.isatty():
        first = again = sys.stdin.readline().rstrip("\n")
    else:
        first, again = getpass.getpass(texts.ASK_PASSWORD), getpass.getpass(texts.ASK_AGAIN)
    if not first or first != again:
        raise AccountError(texts.PASSWORDS_DIFFER)
    return first
