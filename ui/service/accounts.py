"""The file with accounts: names, roles and argon2 hashes of passwords. Never a password itself."""

import hashlib
import secrets
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant import written_whole
from ui.service import texts
from ui.service.errors import AccountError
from ui.service.kept_data import alone
from ui.service.visitors import Role

SHORTEST_PASSWORD = 12
LONGEST = 200
"""Characters of a name or a password."""


@dataclass(frozen=True)
class Account:
    """`password` is an argon2 hash."""

    role: Role
    password: str

    @property
    def stamp(self) -> str:
        """What a session remembers of the password: with another password it is another stamp."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]


_FILE = TypeAdapter(dict[str, Account])


class Accounts:
    """The accounts in one file, which may change while it is used: a removed account is out at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], dict[str, Account]] | None = None
        self._one = threading.Semaphore(2)  # argon2 takes 64 MB each time

    def all(self) -> dict[str, Account]:
        """By name; none when there is no file. Raises AccountError when it is no file with accounts."""
        try:
            stat = self.path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, _FILE.validate_json(self.path.read_bytes()))
        except FileNotFoundError:
            return {}
        except (OSError, ValidationError) as fault:
            raise AccountError(texts.ACCOUNTS_UNREADABLE.format(path=self.path, reason=type(fault).__name__)) from fault
        return self._read[1]

    def with_password(self, name: str, password: str) -> Account | None:
        """The account, when the password is right. An unknown name takes as much time as a wrong password."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        account = self.all().get(name)
        try:
            with self._one:
                PasswordHasher().verify(account.password if account else _nobody(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return None
        return account

    def put(self, name: str, role: Role | None = None, password: str = "") -> Role:
        """Add an account, or change what is given of one; gives its role, of a new one reader. Raises AccountError and OSError."""
        if not name.strip() or len(name) > LONGEST or not name.isprintable():
            raise AccountError(texts.BAD_NAME.format(name=name[:40]))
        with alone(self.path):
            known = self.all().get(name)
            kept = hashed(password) if password or known is None else known.password
            now: Role = role or (known.role if known else "reader")
            self._write({**self.all(), name: Account(now, kept)})
            return now

    def remove(self, name: str) -> None:
        """Raises AccountError when there is no such account, and OSError."""
        with alone(self.path):
            if name not in self.all():
                raise AccountError(texts.NO_ACCOUNT.format(name=name, path=self.path))
            self._write({other: account for other, account in self.all().items() if other != name})

    def _write(self, accounts: dict[str, Account]) -> None:
        with written_whole(self.path, private=True) as out:
            out.write(_FILE.dump_json(dict(sorted(accounts.items())), indent=1))
        self._read = None


def hashed(password: str) -> str:
    """The argon2 hash of a password. Raises AccountError when it is too short or too long."""
    from argon2 import PasswordHasher

    if not SHORTEST_PASSWORD <= len(password) <= LONGEST:
        raise AccountError(texts.BAD_PASSWORD.format(low=SHORTEST_PASSWORD, high=LONGEST))
    return PasswordHasher().hash(password)


@cache
def _nobody() -> str:
    """A hash that no password fits."""
    return hashed(secrets.token_hex(16))
