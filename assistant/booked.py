"""A language model with its books: every call is written down, and not made when the budget is used or the model is left alone.

Knows nothing of what is asked.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.errors import ModelUnavailable
from assistant.ledger import Ledger
from assistant.llm import SCRIPTED
from assistant.model_stream import Deadline, Listening
from assistant.providers import shown_address
from assistant.settings import ModelSettings


@dataclass(frozen=True)
class BookedModel:
    """`ledger` None keeps no books. `faults`, when given, are the books in which slowness counts instead."""

    model: BaseChatModel
    ledger: Ledger | None = None
    faults: Ledger | None = None

    def allow(self) -> None:
        """Nothing when the model may be asked. Raises ModelUnavailable."""
        if self.ledger:
            self.ledger.allow()

    def ask(self, messages: Sequence[BaseMessage], deadline: Deadline) -> Generator[str]:
        """Pieces of text; what it used and whether it went well is written down. Raises ModelUnavailable."""
        listening = Listening(self.model, messages, deadline)
        try:
            yield from listening
        except ModelUnavailable as fault:
            books = self.faults if self.faults and fault.kind in ("slow", "stalled") else self.ledger
            if books:
                books.went_wrong(fault)
            raise
        except GeneratorExit:
            # Who listened had enough; the model was there.
            self._went_well()
            raise
        else:
            self._went_well()
        finally:
            if self.ledger:
                self.ledger.add(listening.tokens_in, listening.tokens_out)

    def _went_well(self) -> None:
        for books in (self.ledger, self.faults):
            if books:
                books.went_well()


def books_of(settings: ModelSettings) -> Ledger | None:
    """The books of the model that the settings name; None when they name no file for it."""
    if not settings.ledger:
        return None
    where = "" if settings.name.startswith(SCRIPTED) or not settings.name else shown_address(settings.name, settings.url)
    return Ledger(settings.ledger, f"{settings.name} {where}".strip(), settings.tokens, settings.euros, settings.price)
