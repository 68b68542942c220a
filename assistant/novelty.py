"""What a text names that was not said before: numbers and names. For what a language model writes beside, not as, an answer."""

from collections.abc import Collection

from assistant.reading import Text
from ingest import stem


def numbers_of(text: Text) -> frozenset[str]:
    """Its numbers; `12+` counts as 12."""
    return frozenset(n.value.rstrip("+-") for n in text.numbers)


def brings(new: Text, said: Text, known: Collection[str] = ()) -> bool:
    """Whether it has a number or a name that what was said has not; `known` are folded names that were said in other words."""
    told = {*said.words, *known}
    stems = {stem(word) for word in said.words}
    return bool(numbers_of(new) - numbers_of(said) - said.words) or any(
        name not in told and stem(name) not in stems for name in new.names
    )
