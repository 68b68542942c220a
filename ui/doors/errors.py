"""Every fault that the doors add.

ReisgenootError (ingest)
  x KeysError    the file with API keys cannot be used, or a key cannot be made
  x DoorMissing  a door needs a package that is not installed
  x Problem      a request cannot be met; becomes a reply with its status
"""

from collections.abc import Mapping

from assistant import ReisgenootError


class KeysError(ReisgenootError):
    """The file with API keys cannot be read or changed."""


class DoorMissing(ReisgenootError):
    """A door needs a package that is not installed."""


class Problem(ReisgenootError):
    """A request that cannot be met: `status` for HTTP, `code` for programs, the text (Dutch) for people.

    `fields` names what is wrong where, as pairs of field and Dutch text. Never holds what somebody asked.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.fields = dict(headers or {}), fields
