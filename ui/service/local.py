"""Who calls where nobody signs in: on this computer an editor, from elsewhere a reader."""

from starlette.types import Scope

from ui.service.callers import caller, names_this_computer, passed_on, peer, within
from ui.service.settings import LOOPBACK, ServiceSettings
from ui.service.visitors import Visitor


class NoSignIn:
    """Everyone comes in. `loopback`: the server listens there only, so that every connection is of this computer."""

    def __init__(self, settings: ServiceSettings, loopback: bool) -> None:
        self.settings, self.loopback = settings, loopback

    def __call__(self, scope: Scope) -> Visitor:
        """The visitor of a request."""
        here = (self.loopback or within(peer(scope), LOOPBACK)) and not passed_on(scope) and names_this_computer(scope)
        address = caller(scope, self.settings.proxies)
        return Visitor(role="editor", way="local", address=address) if here else Visitor(way="none", address=address)
