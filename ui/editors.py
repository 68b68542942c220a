"""Who may change what the index holds: the one place where that is decided. Today: who sits at this computer."""

import ipaddress
from typing import Any

OURS = ("127.0.0.1", "localhost", "[::1]")


def may_edit(request: Any) -> bool:
    """Whether a request comes from this computer, names it, and was not passed on by a proxy."""
    address = getattr(getattr(request, "client", None), "host", "") or ""
    headers = getattr(request, "headers", None) or {}
    passed_on = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    try:
        return ipaddress.ip_address(address).is_loopback and _without_port(str(headers.get("host", ""))) in OURS and not passed_on
    except ValueError:
        return False


def _without_port(host: str) -> str:
    return host if host.endswith("]") else host.rsplit(":", 1)[0]
