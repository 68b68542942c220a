"""Who wrote a question, in a few groups: what is fitted is measured on the questions of writers of whom it saw nothing."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

GROUPS = 3


class Written(Protocol):
    """A question, and who wrote it."""

    @property
    def question(self) -> str: ...  # noqa: D102
    @property
    def writer(self) -> str: ...  # noqa: D102


Of = TypeVar("Of", bound=Written)
Model = TypeVar("Model")


def groups_of(writers: Iterable[str]) -> list[frozenset[str]]:
    """All writers, each in one group; none is empty."""
    everyone = sorted(set(writers))
    return [frozenset(everyone[n::GROUPS]) for n in range(min(GROUPS, len(everyone)))]


def trained_without(
    learned: Sequence[Of], asked: Iterable[tuple[str, str]], train: Callable[[list[Of]], Model], name: str
) -> dict[str, Model]:
    """For each writer of `asked`, pairs of a writer and a question, a model that saw nothing of that writer and none of these questions,
    whoever else wrote them. `name`: what it is called while it takes its time.
    """
    questions: dict[str, set[str]] = {}
    for writer, question in asked:
        questions.setdefault(writer, set()).add(question)
    found: dict[str, Model] = {}
    for group in groups_of(questions):
        held = set[str]().union(*(questions[writer] for writer in group))
        print(f"{name} zonder {len(group)} schrijvers …", file=sys.stderr, flush=True)
        seen = [one for one in learned if one.writer not in group and one.question not in held]
        found |= dict.fromkeys(group, train(seen))
    return found
