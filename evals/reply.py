"""What the suite sees of an answer: plain data that scorers read, made from an `Answer`. Knows nothing of right or wrong.

A question that crashed has no Reply but a Crash, so that it can never be scored as a bad answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

from assistant import Answer, Citation
from evals.questions import Place

T = TypeVar("T")
FREE_OF_CLAIMS = ("warning", "note", "refusal", "nearest")
"""Parts of an answer that speak about the question; what stands there without a citation is not judged as a claim."""


@dataclass(frozen=True)
class Evidence:
    """A piece that was retrieved: a card or a passage, all the places it rests on, and its score."""

    id: str
    kind: str
    places: tuple[Place, ...]
    score: float


@dataclass(frozen=True)
class Cited:
    """A citation: its number, the piece, the one place it points to, the quotes, and the whole text of the piece."""

    n: int
    id: str
    kind: str
    title: str
    place: Place
    quotes: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Said:
    """A sentence of the answer, the numbers it cites, and the part of the answer it stands in."""

    text: str
    cites: tuple[int, ...]
    part: str


@dataclass(frozen=True)
class Reply:
    """An answer as far as the suite looks at it; `route_sure` and `sure` are the chances that it gave its first route, and itself."""

    answer: str
    refused: bool
    routes: tuple[int, ...]
    retrieved: tuple[Evidence, ...]
    citations: tuple[Cited, ...]
    sentences: tuple[Said, ...]
    warnings: tuple[str, ...]
    seconds: float
    route_sure: float = 0.0
    sure: float = 0.0

    @property
    def claims(self) -> tuple[Said, ...]:
        """The sentences that say something about the sources."""
        return tuple(s for s in self.sentences if s.cites or s.part not in FREE_OF_CLAIMS)

    @property
    def plain(self) -> str:
        """All sentences without markers."""
        return "\n".join(s.text for s in self.sentences)


@dataclass(frozen=True)
class Crash:
    """What went wrong while a question was asked."""

    error: str


def attempt(call: Callable[[], T]) -> T | Crash:
    """What the call gives, or the Crash that it ended in. The one place of the suite that catches everything."""
    try:
        return call()
    except Exception as fault:
        return Crash(f"{type(fault).__name__}: {fault}")


def read_answer(answer: Answer, depth: int = 10) -> Reply:
    """The Reply of an Answer; only the first `depth` pieces that were retrieved are kept."""
    return Reply(
        answer=answer.markdown,
        refused=answer.refused,
        routes=answer.routes,
        retrieved=tuple(
            Evidence(r.entry.id, r.entry.kind, tuple(Place(s.document, s.pages) for s in r.entry.sources), r.score)
            for r in answer.retrieved[:depth]
        ),
        citations=tuple(_cited(c) for c in answer.citations),
        sentences=tuple(Said(s.text, s.cites, b.kind) for b in answer.blocks for s in b.sentences),
        warnings=answer.warnings,
        seconds=answer.seconds,
        route_sure=max(answer.route_chances, default=0.0),
        sure=answer.sure,
    )


def _cited(citation: Citation) -> Cited:
    entry, document = citation.entry, citation.document
    facts = [entry.title, entry.abbreviation, entry.attribution, *entry.places, entry.province, *entry.ages, *entry.partners]
    text = "\n".join([*facts, *(f"route {r}" for r in entry.routes), document.title, str(document.year)])
    text = "\n".join([text, entry.summary, entry.body, *_strings(entry.detail)])
    return Cited(citation.n, entry.id, entry.kind, entry.title, Place(document.id, citation.pages), citation.quotes, text)


def _strings(value: Any) -> Iterator[str]:
    """Every text and number inside a dataclass, however deep."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _strings(item)
    elif value not in (None, ""):
        yield str(value)
