"""The assistant as the service runs it: every question takes a turn and is counted. What it says is the assistant's own."""

import logging
import time
from collections.abc import Iterator
from typing import Any

from assistant import Answer, Assistant, QuestionError, masked
from ui.service.errors import ServiceError
from ui.service.metrics import Metrics
from ui.service.turns import Turns

LOG = logging.getLogger("reisgenoot.questions")


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
        start, last, outcome = time.monotonic(), Answer(question), "fault"
        try:
            with self.turns.take() as turn:
                for last in super().stream(question, *arguments, **named):
                    yield last
                    turn.check()
            outcome = "refused" if last.refused else "answered"
        except ServiceError as fault:
            outcome = type(fault).__name__.lower()
            raise
        except GeneratorExit:
            outcome = "left"  # the visitor went away
            raise
        except QuestionError:
            outcome = "invalid"
            raise
        finally:
            self._told(outcome, time.monotonic() - start, last)

    def _told(self, outcome: str, seconds: float, answer: Answer) -> None:
        self.metrics.questions.labels(outcome).inc()
        if outcome in ("answered", "refused"):
            self.metrics.seconds.observe(seconds)
        details = {"outcome": outcome, "seconds": round(seconds, 3), "citations": len(answer.citations), "model": answer.model}
        if self.log_questions:
            details["question"] = masked(answer.question)
        LOG.info("question", extra={"details": details})
