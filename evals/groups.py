"""Who wrote a question, in a few groups: what is fitted is measured on the questions of writers of whom it saw nothing."""

from collections.abc import Iterable

GROUPS = 3


def groups_of(writers: Iterable[str]) -> list[frozenset[str]]:
    """All writers, each in one group; none is empty."""
    everyone = sorted(set(writers))
    return [frozenset(everyone[n::GROUPS]) for n in range(min(GROUPS, len(everyone)))]
