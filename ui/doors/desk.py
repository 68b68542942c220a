"""What every door asks of the assistant, in one place: answers, evidence, cards and decks. Knows nothing of HTTP or MCP."""

from collections.abc import Iterator, Mapping, Sequence

from assistant import Answer, Assistant, DeckRequest, Entry, Filters, Retrieved, Turn, build_deck, to_docx, to_markdown, to_pptx
from ui.doors import texts
from ui.doors.errors import Problem
from ui.doors.shapes import DeckBody
from ui.service import Turns

MOST_EVIDENCE = 100
PATIENCE = 10.0
"""Seconds that a request waits for its turn."""
WAITING = 16
"""So many requests may wait; the server has 40 threads for everything."""
WHAT = {"case": ("Voorbeeld", "/api/v1/cases"), "law": ("Wet", "/api/v1/laws"), "route": ("Route", "/api/v1/routes")}


class Desk:
    """Serves the doors from one assistant, so much at the same time.

    These turns are before those of the pages: programs take only some of the threads, and searching takes a turn too.
    """

    def __init__(self, assistant: Assistant, parallel: int) -> None:
        self.assistant, self.turns = assistant, Turns(parallel, WAITING, patience=PATIENCE)

    def answer(self, question: str, filters: Filters | None = None, history: Sequence[Turn] = ()) -> Answer:
        """The complete answer. Raises QuestionError, Problem and Busy."""
        with self.turns.take():
            return self.assistant.answer(question, history, self.checked(filters or Filters()))

    def stream(self, question: str, filters: Filters, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """The answer as it grows; the first step, or what is wrong with the question, is there when this returns."""
        steps = self.assistant.stream(question, history, self.checked(filters))
        with self.turns.take():
            first = next(steps)
        return self._going_on(first, steps)

    def _going_on(self, first: Answer, steps: Iterator[Answer]) -> Iterator[Answer]:
        yield first
        with self.turns.take():
            yield from steps

    def search(self, question: str, filters: Filters | None = None) -> list[Retrieved]:
        """At most a hundred pieces of evidence, best first."""
        with self.turns.take():
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
        for entry in self.assistant.entries(kind):
            if entry.id == card_id:
                return entry
        what, where = WHAT[kind]
        raise Problem(404, "no-such-card", texts.NO_SUCH.format(what=what, given=card_id[:100], where=where))

    def deck(self, asked: DeckBody) -> tuple[bytes, tuple[str, ...]]:
        """The file of a presentation, and the remarks for its maker. Raises DeckError, QuestionError, Problem and Busy."""
        for case in asked.cases:
            self.card("case", case)
        with self.turns.take():
            now = self.assistant.newest()
            answers = tuple(now.answer(question) for question in asked.questions)
            request = DeckRequest(
                audience=asked.audience, occasion=asked.occasion, minutes=asked.minutes, region=asked.region, ages=tuple(asked.ages),
                cases=tuple(asked.cases), answers=answers, slides=asked.slides,
            )  # fmt: skip
            deck = build_deck(now, request)
            if asked.format == "md":
                return to_markdown(deck).encode("utf-8"), deck.remarks
            return (to_pptx if asked.format == "pptx" else to_docx)(deck), deck.remarks


def _known(field: str, given: Sequence[str], known: Mapping[str, str]) -> None:
    for value in given:
        if value not in known:
            detail = texts.UNKNOWN_VALUE.format(given=value, known=", ".join(sorted(known.values())))
            raise Problem(422, "invalid-input", f"filters.{field}: {detail}", fields=((f"filters.{field}", detail),))
