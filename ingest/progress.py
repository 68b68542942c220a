"""How a long run tells how far it is. Knows nothing of what is being done."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Wraps what is being worked through, to show how much of it is done."""

    def __call__(self, items: Iterable[Item], what: str, total: int, /) -> Iterator[Item]:
        """The same items, one after the other; `total` of them are expected."""


def silent(items: Iterable[Item], _what: str, _total: int) -> Iterator[Item]:
    """No progress shown."""
    return iter(items)
