"""What one visitor asked and was answered in this session. Frozen; every change gives a new conversation."""

from dataclasses import dataclass, replace

from assistant import Answer, Filters, Turn


@dataclass(frozen=True)
class Exchange:
    """A question as it was put, with the filters of then and the understood filters that were taken away, and its answer."""

    question: str
    filters: Filters
    without: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Conversation:
    """The exchanges so far, oldest first."""

    exchanges: tuple[Exchange, ...] = ()

    @property
    def history(self) -> tuple[Turn, ...]:
        """What the assistant needs to know of what went before."""
        return tuple(Turn.after(e.question, e.answer, e.without) for e in self.exchanges)

    @property
    def next_turn(self) -> int:
        """The number of the question that comes next, from 1."""
        return 1 + len(self.exchanges)

    def with_answer(self, exchange: Exchange) -> "Conversation":
        """The conversation with one more exchange."""
        return replace(self, exchanges=(*self.exchanges, exchange))

    def without_last(self) -> "Conversation":
        """The conversation before the last question, to ask that again in another way."""
        return replace(self, exchanges=self.exchanges[:-1])
