"""The steps of an answer as OpenTelemetry spans, and how long each took. Where nothing collects spans they cost next to nothing.

A span holds counts and names of our own, never what somebody asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, TypeVar

from opentelemetry import trace
from opentelemetry.trace import Span, Status, StatusCode

Step = TypeVar("Step")
ROOT = "reisgenoot.answer"


class Trace:
    """The spans of one answer: a root, and below it one for each step. `seconds` has what each step took, by name."""

    def __init__(self) -> None:
        self._tracer = trace.get_tracer("reisgenoot")
        self._root = self._tracer.start_span(ROOT)
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[Span]:
        """A step that is done at once; a fault ends the whole trace."""
        span = self._start(name)
        try:
            with self._working(name, span):
                yield span
        except BaseException as fault:
            self.end(fault)
            raise
        finally:
            span.end()

    def steps(self, name: str, made: Iterator[Step]) -> Iterator[Step]:
        """A step that gives its results one by one; only the time in which it works counts, not that in which its user does."""
        span = self._start(name)
        try:
            while True:
                with self._working(name, span):
                    try:
                        result = next(made)
                    except StopIteration:
                        return
                yield result
        finally:
            span.end()

    def end(self, fault: BaseException | None = None, **attributes: bool | int | str) -> None:
        """Close the root. Of a fault only its kind is told: its words may hold anything."""
        for name, value in attributes.items():
            self._root.set_attribute(f"reisgenoot.{name}", value)
        if fault is not None:
            self._root.set_status(Status(StatusCode.ERROR, type(fault).__name__))
        self._root.end()

    def _start(self, name: str) -> Span:
        return self._tracer.start_span(f"reisgenoot.{name}", trace.set_span_in_context(self._root))

    @contextmanager
    def _working(self, name: str, span: Span) -> Iterator[None]:
        start = perf_counter()
        try:
            with trace.use_span(span, end_on_exit=False, record_exception=False, set_status_on_exception=False):
                yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start


@contextmanager
def check_span() -> Iterator[None]:
    """A span around the check of one sentence, below the step that asks for it."""
    with trace.get_tracer("reisgenoot").start_as_current_span("reisgenoot.check", record_exception=False):
        yield


def traced(name: str, work: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Work on the state of a chain as a step of the trace that it carries."""

    def step(state: dict[str, Any]) -> dict[str, Any]:
        of: Trace = state["trace"]
        with of.step(name):
            return work(state)

    return step
