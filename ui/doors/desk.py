"""What every door asks of the assistant, in one place: answers, evidence, cards and decks. Knows nothing of HTTP or MCP."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import chain

from assistant import Answer, Assistant, DeckRequest, Entry, Filters, Retrieved, Turn, build_deck, to_docx, to_markdown, to_pptx
from ui.doors import texts
from ui.doors.errors import Problem
from ui.doors.shapes import DeckBody
from ui.service import Turns, WatchedAssistant
from ui.service import texts as service_texts
from ui.service.errors import Busy

MOST_EVIDENCE = 100
PATIENCE = 10.0
"""Seconds that a request waits for its turn, where the assistant has no turns of its own."""
WAITING = 16
"""So many requests may wait; the server has 40 threads for everything."""
WHAT = {"case": ("Voorbeeld", "/api/v1/cases"), "law": ("Wet", "/api/v1/laws"), "route": ("Route", "/api/v1/routes")}


class Desk:
    """Serves the doors from one assistant, so much at the same time.

    The turns are those of the pages, one for each question, each search and each stream as long as it lasts. Never two: with turns before
    turns one request can hold what another waits for. Programs take only some of the threads; who comes after those does not wait.
    """

    def __init__(self, assistant: Assistant, parallel: int) -> None:
        self.assistant = assistant
        self._watched = assistant if isinstance(assistant, WatchedAssistant) else None
        self.turns = self._watched.turns if self._watched else Turns(parallel, WAITING, patience=PATIENCE)
        self._places = threading.BoundedSemaphore(parallel + WAITING)

    def answer(self, question: str, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        """The complete answer. Raises QuestionError, Problem and Busy."""
        with self._place(), self._turn():
            return self.assistant.answer(question, history, self.checked(filters or Filters()))

    def stream(self, question: str, filters: Filters, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows; the first step, or what is wrong with the question, is there when this returns."""
        steps = self._steps(question, self.checked(filters), history)
        with self._place():
            first = next(steps)
        return chain((first,), steps)

    def _steps(self, question: str, filters: Filters, history: Sequence[Turn]) -> Iterator[Answer]:
        with self._turn():
            yield from self.assistant.stream(question, history, filters)

    def search(self, question: str, filters: Filters | None = None) -> list[Retrieved]:
        """At most a hundred pieces of evidence, best first."""
        with self._place(), self._turn():
            return self.assistant.find(question, self.checked(filters or Filters()), MOST_EVIDENCE)

    def checked(self, filters: Filters) -> Filters:
        """The same filters. Raises Problem when a document or a province is not known."""
        now = self.assistant.newest()
        provinces = {p.casefold(): p for p in now.index.places.values()}
        _known("documents", filters.documents, {d: d for d in now.documents})
        _known("provinces", [p.casefold() for p in filters.provinces], provinces)
        return filters

    def cards(self, kind: str) -> list[Entry]:
        """All cards of a kind, by title."""
        return sorted(self.assistant.entries(kind), key=lambda e: e.title.casefold())

    def card(self, kind: str, card_id: str) -> Entry:
        """One card of a kind. Raises Problem (404) when there is none."""
        return self._one(kind, card_id, (e for e in self.assistant.entries(kind) if e.id == card_id))

    def route(self, number: int) -> Entry:
        """The card of a route. Raises Problem (404) when the corpus has none."""
        return self._one("route", str(number), (e for e in self.assistant.entries("route") if e.routes == (number,)))

    def _one(self, kind: str, given: str, found: Iterator[Entry]) -> Entry:
        for entry in found:
            return entry
        what, where = WHAT[kind]
        raise Problem(404, "no-such-card", texts.NO_SUCH.format(what=what, given=given[:100], where=where))

    def deck(self, asked: DeckBody) -> tuple[bytes, tuple[str, ...]]:
        """The file of a presentation, and the remarks for its maker. Raises DeckError, QuestionError, Problem and Busy."""
        for case in asked.cases:
            self.card("case", case)
        with self._place():
            now = self.assistant.newest()
            with self._turn():
                answers = tuple(now.answer(question) for question in asked.questions)
            return self._made(now, asked, answers)

    def _made(self, now: Assistant, asked: DeckBody, answers: tuple[Answer, ...]) -> tuple[bytes, tuple[str, ...]]:
        with self.turns.take():
            request = DeckRequest(
                audience=asked.audience, occasion=asked.occasion, minutes=asked.minutes, region=asked.region, ages=tuple(asked.ages),
                cases=tuple(asked.cases), answers=answers, slides=asked.slides,
            )  # fmt: skip
            deck = build_deck(now, request)
            if asked.format == "md":
                return to_markdown(deck).encode("utf-8"), deck.remarks
            return (to_pptx if asked.format == "pptx" else to_docx)(deck), deck.remarks

    def _turn(self) -> AbstractContextManager[object]:
        """A watched assistant takes the turn of a question itself, and counts it."""
        return nullcontext() if self._watched else self.turns.take()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            if self._watched:
                self._watched.metrics.questions.labels("busy").inc()
            raise Busy(service_texts.BUSY)
        try:
            yield
        finally:
            self._places.release()


def _known(field: str, given: Sequence[str], known: Mapping[str, str]) -> None:
    for value in given:
        if value not in known:
            detail = texts.UNKNOWN_VALUE.format(given=value, known=", ".join(sorted(known.values())))
            raise Problem(422, "invalid-input", f"filters.{field}: {detail}", fields=((f"filters.{field}", detail),))
