"""The file with API keys: of each key a name, a hash and how many requests a minute it may make. Knows nothing of HTTP.

A key is 256 random bits, so that one round of SHA-256 is enough: slow hashes protect what people think up, and would cost each request.
"""

import hashlib
import hmac
import re
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from assistant import written_whole
from ui.doors import texts
from ui.doors.errors import KeysError
from ui.service.kept_data import alone

PREFIX = "rg_"
PER_MINUTE = 60
MOST_PER_MINUTE = 6_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")
_FIELDS = {"name": str, "sha256": str, "per_minute": int}


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept; the key itself is not."""

    name: str
    sha256: str
    per_minute: int = PER_MINUTE


class KeyFile:
    """The keys of one file, read again when the file changes, so that a key that is taken out stops working at once."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None
        self._keys: tuple[ApiKey, ...] = ()

    def read(self) -> tuple[ApiKey, ...]:
        """All keys; none when there is no file. Raises KeysError when it cannot be used."""
        if self.path is None or not self.path.exists():
            return ()
        try:
            stat = self.path.stat()
        except OSError as fault:
            raise KeysError(texts.KEYS_UNREADABLE.format(path=self.path, reason=fault.strerror)) from fault
        stamp = (stat.st_mtime_ns, stat.st_size)
        if stamp != self._stamp:
            self._keys = _read(self.path)
            self._stamp = stamp
        return self._keys

    def find(self, given: str) -> ApiKey | None:
        """The key that was given, when it is one of ours."""
        digest = _digest(given)
        found = [key for key in self.read() if hmac.compare_digest(key.sha256, digest)]
        return found[0] if found else None

    def add(self, name: str, per_minute: int = PER_MINUTE) -> str:
        """Make a key and keep its hash; gives the key, which can be seen this once. Raises KeysError."""
        if self.path is None:
            raise KeysError(texts.KEYS_NOWHERE)
        if not NAME.fullmatch(name):
            raise KeysError(texts.KEY_NAME.format(name=name))
        if not 1 <= per_minute <= MOST_PER_MINUTE:
            raise KeysError(texts.KEY_LIMIT.format(given=per_minute, most=MOST_PER_MINUTE))
        secret = PREFIX + secrets.token_urlsafe(32)
        try:
            with alone(self.path):
                if any(key.name == name for key in self.read()):
                    raise KeysError(texts.KEY_EXISTS.format(name=name, path=self.path))
                _write(self.path, (*self.read(), ApiKey(name, _digest(secret), per_minute)))
        except OSError as fault:
            raise KeysError(texts.KEYS_UNWRITABLE.format(path=self.path, reason=fault.strerror)) from fault
        return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _read(path: Path) -> tuple[ApiKey, ...]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise KeysError(texts.KEYS_UNREADABLE.format(path=path, reason=fault.strerror)) from fault
    except ValueError as fault:
        raise KeysError(texts.KEYS_WRONG.format(path=path, reason=fault)) from fault
    rows = raw.get("key", [])
    if set(raw) - {"key"} or not isinstance(rows, list):
        raise KeysError(texts.KEYS_WRONG.format(path=path, reason=texts.KEYS_TABLES))
    keys = tuple(_key(path, n, row) for n, row in enumerate(rows, start=1))
    if len({key.name for key in keys}) < len(keys):
        raise KeysError(texts.KEYS_WRONG.format(path=path, reason=texts.KEYS_TWICE))
    return keys


def _key(path: Path, number: int, row: object) -> ApiKey:
    if isinstance(row, dict) and row.keys() == _FIELDS.keys() and all(type(row[name]) is kind for name, kind in _FIELDS.items()):
        key = ApiKey(**row)
        if NAME.fullmatch(key.name) and _HASH.fullmatch(key.sha256) and 1 <= key.per_minute <= MOST_PER_MINUTE:
            return key
    raise KeysError(texts.KEYS_WRONG.format(path=path, reason=texts.KEYS_ROW.format(number=number, most=MOST_PER_MINUTE)))


def _write(path: Path, keys: tuple[ApiKey, ...]) -> None:
    rows = [f'[[key]]\nname = "{k.name}"\nsha256 = "{k.sha256}"\nper_minute = {k.per_minute}\n' for k in keys]
    with written_whole(path, private=True) as out:
        out.write("\n".join(rows).encode())
