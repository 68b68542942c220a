"""What a text names that was not said before: numbers and names. For what a language model writes beside, not as, an answer."""

from assistant.reading import Text
from ingest import stem


def brings(new: Text, said: Text) -> bool:
    """Whether it has a number or a name that what was said has not."""
    numbers = {n.value for n in new.numbers} - {n.value for n in said.numbers} - said.words
    stems = {stem(word) for word in said.words}
    return bool(numbers) or any(name not in said.words and stem(name) not in stems for name in new.names)
