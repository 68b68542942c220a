"""Who calls, by the way that the settings chose: a session, or the header of a proxy."""

import dataclasses

from starlette.datastructures import Headers
from starlette.types import Scope

from ui.service.accounts import Accounts
from ui.service.callers import caller, peer, within
from ui.service.local import NoSignIn
from ui.service.sessions import Sessions
from ui.service.settings import ServiceSettings
from ui.service.visitors import Role, Visitor


def role_of(name: str, groups: list[str], settings: ServiceSettings) -> Role:
    """An editor is who the settings name, or who is in a group that they name as `group:NAME`."""
    named = {name, *(f"group:{group}" for group in groups)}
    return "editor" if named & settings.editors and not name.startswith("group:") else "reader"


class Identify:
    """Tells the gate who calls."""

    def __init__(self, settings: ServiceSettings, loopback: bool, accounts: Accounts, sessions: Sessions) -> None:
        self.settings, self.accounts, self.sessions = settings, accounts, sessions
        self._nobody = NoSignIn(settings, loopback)

    def __call__(self, scope: Scope) -> Visitor | None:
        """The visitor of a request, None for a stranger."""
        address = caller(scope, self.settings.proxies)
        match self.settings.sign_in:
            case "proxy":
                return self._by_proxy(scope, address)
            case "basic":
                return self._by_account(scope, address)
            case "oidc":
                return self._by_provider(scope, address)
            case _:
                return self._nobody(scope)

    def _by_account(self, scope: Scope, address: str) -> Visitor | None:
        visitor = self.sessions.visitor(scope, address)
        account = self.accounts.all().get(visitor.name) if visitor else None
        same = account is not None and scope["session"].get("stamp") == account.stamp
        return dataclasses.replace(visitor, role=account.role) if visitor and account and same else None

    def _by_provider(self, scope: Scope, address: str) -> Visitor | None:
        visitor = self.sessions.visitor(scope, address)
        if visitor is None or visitor.way != "oidc":
            return None  # or a session of when people signed in another way
        groups = [str(group) for group in scope["session"].get("groups", ())]
        return dataclasses.replace(visitor, role=role_of(visitor.name, groups, self.settings))

    def _by_proxy(self, scope: Scope, address: str) -> Visitor | None:
        if not within(peer(scope), self.settings.proxies):
            return None
        headers = Headers(scope=scope)
        names = headers.getlist(self.settings.proxy_header)
        if len(names) != 1 or not names[0].strip():
            return None  # none, or two of which one is the caller's own
        name = names[0].strip()
        groups = [g.strip() for value in headers.getlist(self.settings.proxy_groups) for g in value.split(",")]
        return Visitor(name, role_of(name, groups, self.settings), "proxy", address)
