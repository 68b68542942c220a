"""Where a request comes from: the address that counts, whether it is this computer, and whether a page of ours sent it.

What a request says of itself may be anything: what is no address is an empty one here.
"""

import ipaddress
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from ui.service.settings import Network, is_loopback

PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
SAFE = ("GET", "HEAD", "OPTIONS")


def peer(scope: Scope) -> str:
    """The address at the other end of the connection; empty where there is none, as with a unix socket."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def within(address: str, networks: Sequence[Network]) -> bool:
    """Whether the address lies in one of the networks; what is no IP address lies in none."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in network for network in networks)


def caller(scope: Scope, proxies: Sequence[Network]) -> str:
    """The address of who calls: the peer, or when that is one of our proxies, the last address that no proxy of ours added."""
    address = peer(scope)
    if not within(address, proxies):
        return address
    chain = [part.strip() for value in Headers(scope=scope).getlist("x-forwarded-for") for part in value.split(",")]
    strangers = [part for part in chain if not within(part, proxies)]
    return strangers[-1] if strangers else address


def passed_on(scope: Scope) -> bool:
    """Whether a proxy passed the request on: then its peer says nothing about who calls."""
    headers = Headers(scope=scope)
    return any(name in headers for name in PASSED_ON)


def names_this_computer(scope: Scope) -> bool:
    """Whether the request itself says that it is for this computer. A page elsewhere that points its name here does not."""
    return is_loopback(_parts(f"//{Headers(scope=scope).get('host', '')}").hostname or "")


def may_monitor(scope: Scope, proxies: Sequence[Network], monitors: Sequence[Network]) -> bool:
    """Whether figures may be read from there. What an unknown proxy passes on is not from here, whatever its peer."""
    if passed_on(scope) and not within(peer(scope), proxies):
        return False
    return within(caller(scope, proxies), monitors)


def from_elsewhere(scope: Scope, url: str) -> bool:
    """Whether a page of another website makes the browser of a visitor change something here (cross-site request forgery).

    Browsers tell where a changing request comes from; programs that are no browser tell nothing and carry no cookie by themselves.
    """
    if scope["type"] == "http" and scope["method"] in SAFE:
        return False
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site") == "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") != "none"
    ours = {host_of(url)} if url else {headers.get("host", "").lower()}
    if not url or names_this_computer(scope):
        ours.add(headers.get("host", "").lower())
    return host_of(origin) not in ours


def host_of(address: str) -> str:
    """The host that a web address names, with its port as a `Host` header has it."""
    return _parts(address).netloc.lower()


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
