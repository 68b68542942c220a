"""What a model says, piece by piece and in time. Knows nothing of evidence or of sentences.

A thread reads the model; who listens waits for each piece no longer than allowed, whatever the package of the provider does. Asks once
more when the other side was busy or stumbled before it said anything. Faults come out as ours (`model_faults`).
"""

import contextvars
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.errors import LanguageModelError, ModelUnavailable
from assistant.model_faults import AGAIN, named, unavailable
from assistant.settings import ModelSettings

LONGEST = 12_000
"""Characters; who says more is cut off."""
PAUSE = 0.3
"""Seconds before asking again, when the other side names no time."""
LONGEST_PAUSE = 3.0
PER_TOKEN = 3.5
"""Characters of Dutch in a token, for models that do not tell what they used."""
Piece = str | BaseException | None


@dataclass(frozen=True)
class Deadline:
    """`at` on time.monotonic()'s clock the answer must be whole; `wait` is the longest silence in seconds."""

    at: float
    wait: float

    @classmethod
    def after(cls, seconds: float, wait: float) -> "Deadline":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds, wait)

    @property
    def left(self) -> float:
        """Seconds until the end; may be below 0."""
        return self.at - time.monotonic()


class Listening:
    """One question to a model. Iterate to hear it; `tokens_in` and `tokens_out` are right once that has ended, however it ended."""

    def __init__(self, model: BaseChatModel, messages: Sequence[BaseMessage], deadline: Deadline) -> None:
        self._model, self._messages, self._deadline = model, list(messages), deadline
        self._in = self._out = self._asked = self._heard = 0

    @property
    def tokens_in(self) -> int:
        """As the model told, or else by the number of characters."""
        return self._in or round(self._asked * sum(len(str(m.content)) for m in self._messages) / PER_TOKEN)

    @property
    def tokens_out(self) -> int:
        """As the model told, or else by the number of characters."""
        return self._out or round(self._heard / PER_TOKEN)

    def __iter__(self) -> Iterator[str]:
        """Pieces of text. Raises ModelUnavailable; what was given before that stands."""
        try:
            yield from self._once()
        except ModelUnavailable as fault:
            pause = fault.retry_after or PAUSE
            if self._heard or fault.kind not in AGAIN or pause > min(LONGEST_PAUSE, self._deadline.left):
                raise
            time.sleep(pause)
            yield from self._once()

    def _once(self) -> Iterator[str]:
        self._asked += 1
        pieces: queue.Queue[Piece] = queue.Queue(maxsize=64)
        stop = threading.Event()
        context = contextvars.copy_context()
        threading.Thread(target=context.run, args=(self._read, pieces, stop), daemon=True, name="taalmodel").start()
        said = 0
        try:
            while said < LONGEST:
                piece = self._next(pieces)
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise piece if isinstance(piece, LanguageModelError) else named(piece) from None
                said += len(piece)
                self._heard += len(piece)
                yield piece
        finally:
            stop.set()

    def _next(self, pieces: "queue.Queue[Piece]") -> Piece:
        left = self._deadline.left
        try:
            if left > 0:
                return pieces.get(timeout=min(self._deadline.wait, left))
        except queue.Empty:
            pass
        raise unavailable("stalled" if self._heard and left > self._deadline.wait else "slow")

    def _read(self, pieces: "queue.Queue[Piece]", stop: threading.Event) -> None:
        """In the thread: everything that the model says, then None or the fault that ended it."""
        last: Piece = None
        try:
            for chunk in self._model.stream(self._messages):
                if usage := chunk.usage_metadata if hasattr(chunk, "usage_metadata") else None:
                    self._in, self._out = max(self._in, usage["input_tokens"]), max(self._out, usage["output_tokens"])
                if stop.is_set() or not _put(pieces, str(chunk.text), stop):
                    return
        except Exception as fault:
            # Providers raise errors of their own kind; whichever it is, who listens gets it under one of our names.
            last = fault
        _put(pieces, last, stop)


def whole_reply(model: BaseChatModel, system: str, asked: str, settings: ModelSettings) -> str:
    """All that a model says to one question, in the time that the settings allow. Raises ModelUnavailable."""
    messages = [SystemMessage(system), HumanMessage(asked)]
    return "".join(Listening(model, messages, Deadline.after(settings.timeout, settings.wait)))


def _put(pieces: "queue.Queue[Piece]", piece: Piece, stop: threading.Event) -> bool:
    """Whether it could be handed over before nobody listened any more."""
    while not stop.is_set():
        try:
            pieces.put(piece, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
