"""The settings of the service: who may come in, and how much it takes. Read and checked once, at the start; knows no web server."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from assistant import IngestSettings
from ui.service import texts
from ui.service.errors import SettingsError

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SignIn = Literal["", "oidc", "proxy", "basic", "none"]
LogForm = Literal["text", "json"]
LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
ACCOUNTS = "accounts.json"
SHORTEST_SECRET = 32
HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
NAMES_OF_LOOPBACK = ("localhost", "ip6-localhost")


@dataclass(frozen=True)
class ServiceSettings:
    """`sign_in` empty: no choice was made, which is fine on loopback only.

    `url` is the address that visitors type; `proxies` are the machines whose word about a caller is taken; `monitors` may read
    /ready and /metrics, this computer always. `editors` holds names, and groups as `group:NAME`. `rate` counts requests that ask or
    change something, per visitor and minute. `index` is the folder whose size is reported, and where `accounts` stands unless it is set.
    """

    sign_in: SignIn = ""
    url: str = ""
    secret: str = field(default="", repr=False)
    session_hours: int = 10
    accounts: Path = IngestSettings().index / ACCOUNTS
    editors: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    proxy_header: str = "X-Forwarded-User"
    proxy_groups: str = "X-Forwarded-Groups"
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = field(default="", repr=False)
    oidc_name: str = "preferred_username"
    monitors: tuple[Network, ...] = LOOPBACK
    rate: int = 120
    upload_mb: int = 50
    connections: int = 2_000
    answer_seconds: int = 120
    stop_seconds: int = 30
    log: LogForm = "text"
    log_questions: bool = False
    retention_days: int = 180
    index: Path = IngestSettings().index

    @classmethod
    def from_values(cls, env: Mapping[str, str], index: Path) -> "ServiceSettings":
        """From names without their prefix. Raises SettingsError that names the first value that cannot be."""
        default = cls()
        return cls(
            sign_in=cast(SignIn, _one_of(env, "SIGN_IN", default.sign_in, [way for way in get_args(SignIn) if way])),
            url=_address(env, "URL"),
            secret=_secret(env, "SECRET"),
            session_hours=number(env, "SESSION_HOURS", default.session_hours, 1, 24 * 30),
            accounts=Path(env.get("ACCOUNTS", index / ACCOUNTS)),
            editors=frozenset(name.strip() for name in env.get("EDITORS", "").split(",") if name.strip()),
            proxies=_proxies(env, "PROXIES"),
            proxy_header=_header(env, "PROXY_HEADER", default.proxy_header),
            proxy_groups=_header(env, "PROXY_GROUPS", default.proxy_groups),
            oidc_issuer=_url(env, "OIDC_ISSUER"),
            oidc_client=env.get("OIDC_CLIENT", ""),
            oidc_secret=env.get("OIDC_SECRET", ""),
            oidc_name=env.get("OIDC_NAME", default.oidc_name),
            monitors=(*LOOPBACK, *_networks(env, "MONITORS", ())),
            rate=number(env, "RATE", default.rate, 1, 100_000),
            upload_mb=number(env, "UPLOAD_MB", default.upload_mb, 1, 2_000),
            connections=number(env, "CONNECTIONS", default.connections, 10, 100_000),
            answer_seconds=number(env, "ANSWER_SECONDS", default.answer_seconds, 1, 3_600),
            stop_seconds=number(env, "STOP_SECONDS", default.stop_seconds, 1, 600),
            log=cast(LogForm, _one_of(env, "LOG", default.log, list(get_args(LogForm)))),
            log_questions=_one_of(env, "LOG_QUESTIONS", "no", ["yes", "no"]) == "yes",
            retention_days=number(env, "RETENTION_DAYS", default.retention_days, 1, 3_650),
            index=index,
        )

    def check(self, host: str) -> None:
        """See that these settings can serve on `host`. Raises SettingsError with what to set."""
        if not self.sign_in and not is_loopback(host):
            raise SettingsError(texts.OPEN_HOST.format(host=host))
        by_way: dict[str, dict[str, object]] = {
            "oidc": {"OIDC_ISSUER": self.oidc_issuer, "OIDC_CLIENT": self.oidc_client, "URL": self.url},
            "basic": {"URL": self.url},
            "proxy": {"PROXIES": self.proxies, "URL": self.url},
        }
        missing = [f"REISGENOOT_{name}" for name, value in by_way.get(self.sign_in, {}).items() if not value]
        if missing:
            raise SettingsError(texts.NEEDED.format(sign_in=self.sign_in, names=", ".join(missing)))

    @property
    def https(self) -> bool:
        """Whether visitors come over https, as far as is known."""
        return self.url.startswith("https://")


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches what listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() in NAMES_OF_LOOPBACK


def number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds. Raises SettingsError."""
    value = env.get(name, str(default))
    if value.isdecimal() and low <= int(value) <= high:
        return int(value)
    raise SettingsError(texts.NOT_A_NUMBER.format(name=name, value=value, low=low, high=high))


def _one_of(env: Mapping[str, str], name: str, default: str, choices: list[str]) -> str:
    value = env.get(name, default)
    if value in choices or value == default:
        return value
    raise SettingsError(texts.NOT_ONE_OF.format(name=name, value=value, choices=", ".join(choices)))


def _networks(env: Mapping[str, str], name: str, default: tuple[Network, ...]) -> tuple[Network, ...]:
    value = env.get(name)
    if value is None:
        return default
    found: list[Network] = []
    for part in value.split(","):
        try:
            found.append(ipaddress.ip_network(part.strip()))
        except ValueError as fault:
            raise SettingsError(texts.NOT_NETWORKS.format(name=name, value=value, part=part.strip())) from fault
    return tuple(found)


def _proxies(env: Mapping[str, str], name: str) -> tuple[Network, ...]:
    """Networks whose word counts: never everybody."""
    found = _networks(env, name, ())
    if any(network.prefixlen == 0 for network in found):
        raise SettingsError(texts.EVERYBODY.format(name=name, value=env[name]))
    return found


def _header(env: Mapping[str, str], name: str, default: str) -> str:
    value = env.get(name, default)
    if not HEADER.fullmatch(value):
        raise SettingsError(texts.NOT_A_HEADER.format(name=name, value=value, default=default))
    return value


def _address(env: Mapping[str, str], name: str) -> str:
    """A URL without a path: the pages stand at the root."""
    value = _url(env, name)
    if urlsplit(value).path or urlsplit(value).fragment:
        raise SettingsError(texts.WITH_A_PATH.format(name=name, value=value))
    return value


def _url(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").rstrip("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
    except ValueError as fault:
        raise SettingsError(texts.NOT_A_URL.format(name=name, value=value)) from fault
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise SettingsError(texts.NOT_A_URL.format(name=name, value=value))
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise SettingsError(texts.NOT_HTTPS.format(name=name, value=value))
    return value


def _secret(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if value and len(value) < SHORTEST_SECRET:
        raise SettingsError(texts.SECRET_SHORT.format(n=SHORTEST_SECRET))
    return value
