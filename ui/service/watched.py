"""The assistant as the service runs it: every question takes a turn and is counted. What it says is the assistant's own."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from assistant import Answer, Assistant, QuestionError, Retrieved, masked
from ui.service.errors import ServiceError
from ui.service.metrics import Metrics
from ui.service.turns import Turns

LOG = logging.getLogger("reisgenoot.questions")


@dataclass
class Asked:
    """A question that is being answered: as far as it is told, and how it ended."""

    answer: Answer
    outcome: str = "fault"


class WatchedAssistant(Assistant):
    """An assistant with limits. `turns` and `metrics` are set by the server; until then it has its own."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.turns = Turns()
        self.metrics = Metrics()
        self.log_questions = False

    def newest(self) -> Assistant:
        """As of any assistant, under the limits of this one: what it is asked takes a turn and is counted too."""
        now = super().newest()
        if isinstance(now, WatchedAssistant):
            now.turns, now.metrics, now.log_questions = self.turns, self.metrics, self.log_questions
        return now

    def stream(self, question: str, *arguments: Any, **named: Any) -> Iterator[Answer]:
        """The answer as it grows. Raises ServiceError when the question cannot be taken, or takes too long."""
        with self._counted(question) as asked, self.turns.take() as turn:
            for step in super().stream(question, *arguments, **named):
                asked.answer = step
                yield step
                # The time of who reads counts, for others wait for this turn; but what is complete was in time.
                if not step.done:
                    turn.check()
            asked.outcome = "refused" if asked.answer.refused else "answered"

    def find(self, question: str, *arguments: Any, **named: Any) -> list[Retrieved]:
        """Evidence alone. Raises ServiceError when it cannot be looked for now."""
        with self._counted(question) as asked, self.turns.take():
            found = super().find(question, *arguments, **named)
            asked.outcome = "searched"
            return found

    @contextmanager
    def _counted(self, question: str) -> Iterator[Asked]:
        start, asked = time.monotonic(), Asked(Answer(question))
        try:
            yield asked
        except ServiceError as fault:
            asked.outcome = type(fault).__name__.lower()
            raise
        except GeneratorExit:
            asked.outcome = "left"  # the visitor went away
            raise
        except QuestionError:
            asked.outcome = "invalid"
            raise
        finally:
            self._told(asked.outcome, time.monotonic() - start, asked.answer)

    def _told(self, outcome: str, seconds: float, answer: Answer) -> None:
        self.metrics.questions.labels(outcome).inc()
        if outcome in ("answered", "refused"):
            self.metrics.seconds.observe(seconds)
        details = {"outcome": outcome, "seconds": round(seconds, 3), "citations": len(answer.citations), "model": answer.model}
        if self.log_questions:
            details["question"] = masked(answer.question)
        LOG.info("question", extra={"details": details})
