"""Addresses of the web and of the network: which are well formed, and which lie on the public internet. Opens no connection."""

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import quote, urlsplit, urlunsplit

from ingest.errors import DownloadError

GLOBAL_IPV6 = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Characters that stand in an address as they are.
PLAIN = "/%:@!$&'()*+,;=?~-._"

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order to try them. Raises OSError."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str, *, allow_loopback: bool = False) -> bool:
    """Whether an IP address lies on the public internet, also when it is wrapped in an IPv6 address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or (ipaddress.IPv4Address(ip.packed[-4:]) if ip in NAT64 else None)
        if wrapped:
            return is_public(str(wrapped), allow_loopback=allow_loopback)
        if ip.sixtofour or ip.teredo or ip not in GLOBAL_IPV6:
            return allow_loopback and ip.is_loopback
    if allow_loopback and ip.is_loopback:
        return True
    return ip.is_global and not ip.is_multicast


def ascii_url(url: str) -> str:
    """The address as it goes over the line, without fragment or password.

    Raises DownloadError for anything but http and https.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode() if ":" not in (parts.hostname or "") else f"[{parts.hostname}]"
        port = f":{parts.port}" if parts.port else ""
    except ValueError as fault:
        raise DownloadError(f"{url} is geen geldig adres", "geweigerd") from fault
    if parts.scheme not in ("http", "https") or not host:
        raise DownloadError(f"{url} is geen adres dat met http of https begint", "geweigerd")
    return urlunsplit((parts.scheme, host + port, quote(parts.path, safe=PLAIN) or "/", quote(parts.query, safe=PLAIN), ""))


def path_of(url: str) -> str:
    """The path with its query, as robots.txt speaks of it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
