"""Who may change what the index holds: the one place where that is decided. Today: who sits at this computer."""

import ipaddress
from typing import Any

OURS = ("127.0.0.1", "localhost", "[::1]")


def may_edit(request: Any) -> bool:
    """Whether a request comes from this computer, names it, and was not passed on by a proxy."""
    host = getattr(getattr(request, "client", None), "host", "") or ""
    headers = getattr(request, "headers", None) or {}
    named = str(headers.get("host", "")).rsplit(":", 1)[0] if not str(headers.get("host", "")).endswith("]") else headers["host"]
    passed_on = any(name in headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    try:
        return ipaddress.ip_address(host).is_loopback and named in OURS and not passed_on
    except ValueError:
        return False
