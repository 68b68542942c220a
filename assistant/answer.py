"""What an answer is: blocks of sentences, each with the numbers of the citations it rests on. Plain data, no logic of search.

Everything that shows, stores or judges an answer works from these.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest import Document, Entry

BlockKind = Literal[
    "warning", "note", "direct", "more", "routes", "examples", "laws", "next", "list", "table", "refusal", "nearest"
]
Outcome = Literal["kept", "rewritten", "replaced", "dropped"]
REFUSAL = "Dit staat niet in de bronnen."
# What a search did not find may be there.
NOT_FOUND = "Niet gevonden in de bronnen"
BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
"""Words in a sentence that are shown bold."""


@dataclass(frozen=True)
class Retrieved:
    """A piece of evidence as it was found; `score` lies between 0 and 1 and is comparable within one question."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Citation:
    """Where sentences come from. `pages` are physical, `labels` what is printed on them, `quotes` the supporting sentences.

    `beyond` tells which text of the law they rest on, when they say more than the page on which the law is named.
    """

    n: int
    entry: Entry
    document: Document
    pages: tuple[int, ...]
    labels: tuple[str, ...]
    quotes: tuple[str, ...]
    url: str = ""
    beyond: str = ""

    @property
    def quote(self) -> str:
        """The supporting sentences as one stretch."""
        return " … ".join(self.quotes)

    @property
    def place(self) -> str:
        """For a reader: `Reisgids, p. 25 (pdf 27)`, the second only where it differs, or `Startpresentatie, dia 3` of what has no pages."""
        return "; ".join(filter(None, (self._on_page, self.beyond)))

    @property
    def _on_page(self) -> str:
        name = self.document.name
        if not self.pages:
            return name
        if self.document.unit != "pagina":
            return f"{name}, {self.document.unit} {', '.join(map(str, self.pages))}"
        physical = ", ".join(map(str, self.pages))
        printed = ", ".join(self.labels) or physical
        return f"{name}, p. {printed}" + (f" (pdf {physical})" if printed != physical else "")


@dataclass(frozen=True)
class Sentence:
    """One sentence (or a list item, or a row) and the numbers of its citations; none only for words that claim nothing."""

    text: str
    cites: tuple[int, ...] = ()

    @property
    def marked(self) -> str:
        """The sentence with its markers: `Tilburg begon een proef. [1]`."""
        return " ".join((self.text, *(f"[{n}]" for n in self.cites)))


@dataclass(frozen=True)
class Checked:
    """What became of a sentence that a language model wrote, and why; `shown` is what stands in its place, when that is another.

    `kept`: checked and shown. `rewritten`: the model's second try passed. `replaced`: by a sentence of the source. `dropped`: left out.
    """

    text: str
    outcome: Outcome
    reason: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Block:
    """A part of an answer. `bullets` shows its sentences as a list; a table has its column names in `columns`, cells split by ` | `."""

    kind: BlockKind
    sentences: tuple[Sentence, ...]
    heading: str = ""
    bullets: bool = False
    columns: tuple[str, ...] = ()

    @property
    def markdown(self) -> str:
        """Markdown with [n] markers."""
        if self.kind == "table":
            return self._table()
        lines = [f"- {s.marked}" for s in self.sentences] if self.bullets else [" ".join(s.marked for s in self.sentences)]
        return "\n".join([*([f"**{self.heading}**", ""] if self.heading else []), *lines])

    def _table(self) -> str:
        head = f"| {' | '.join(self.columns)} |"
        rule = "|" + "---|" * len(self.columns)
        rows = [f"| {s.text}{''.join(f' [{n}]' for n in s.cites)} |" for s in self.sentences]
        return "\n".join([*([f"**{self.heading}**", ""] if self.heading else []), head, rule, *rows])


@dataclass(frozen=True)
class Understood:
    """What was read in the question, for the user to see and to take away. `key` names a filter, for example `age:12-`."""

    key: str
    label: str


@dataclass(frozen=True)
class Answer:
    """A checked answer. While it is streamed, each step is an Answer that has a little more; the last has `done`.

    `route_chances` are the chances that each of `routes` is the one that fits, `sure` is the chance that the sources answer.
    `model` and `model_place` name the language model that wrote it, empty when none did. `checks` tells of each sentence that a model
    wrote what became of it, also when the composed answer took the place of all.
    """

    question: str
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    retrieved: tuple[Retrieved, ...] = ()
    refused: bool = False
    routes: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()
    follow_ups: tuple[str, ...] = ()
    resolved: str = ""
    model: str = ""
    model_place: str = ""
    checks: tuple[Checked, ...] = ()
    seconds: float = 0.0
    done: bool = False
    route_chances: tuple[float, ...] = ()
    sure: float = 0.0

    def __add__(self, later: "Answer") -> "Answer":
        """What LangChain makes of two steps of a stream: the later one, which holds all of the earlier."""
        return later

    @property
    def markdown(self) -> str:
        """The whole answer with [n] markers."""
        return "\n\n".join(b.markdown for b in self.blocks if b.sentences)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences in order."""
        return tuple(s for b in self.blocks for s in b.sentences)

    @property
    def dropped(self) -> tuple[str, ...]:
        """What a language model wrote that is not shown, because the sources do not support it."""
        return tuple(c.text for c in self.checks if c.outcome == "dropped")

    def citation(self, n: int) -> Citation:
        """The citation with this number; KeyError when there is none."""
        for citation in self.citations:
            if citation.n == n:
                return citation
        raise KeyError(n)

    def record(self, question_id: str = "") -> dict[str, Any]:
        """One line of the answers file, which evals writes and scores; docs/api.md tells how it travels."""
        return {
            "id": question_id,
            "question": self.question,
            "answer": self.markdown,
            "refused": self.refused,
            "route": list(self.routes),
            "citations": [
                {
                    "n": c.n, "kind": c.entry.kind, "id": c.entry.id, "title": c.entry.title, "document": c.document.id,
                    "pages": list(c.pages), "url": c.url, "quote": c.quote,
                }
                for c in self.citations
            ],
            "retrieved": [_retrieved(r) for r in self.retrieved[:10]],
            "warnings": list(self.warnings),
            "seconds": round(self.seconds, 4),
        }  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """An earlier question in the conversation, the ids of what its answer cited, and the sentences that it told, where they are known."""

    question: str
    cited: tuple[str, ...] = ()
    keys: tuple[str, ...] = field(default=())
    told: tuple[str, ...] = ()

    @classmethod
    def after(cls, question: str, answer: Answer, keys: tuple[str, ...] = ()) -> "Turn":
        """What the questions after it may know of an answer; `keys`: what the user took away."""
        cited = tuple(dict.fromkeys(c.entry.id for c in answer.citations))
        return cls(question, cited, keys, tuple(s.text for s in answer.sentences))


def _retrieved(found: Retrieved) -> dict[str, Any]:
    entry = found.entry
    line: dict[str, Any] = {
        "id": entry.id, "kind": entry.kind, "document": entry.document, "pages": list(entry.pages), "score": round(found.score, 4),
    }  # fmt: skip
    if len(entry.sources) > 1:
        line["sources"] = _sources(entry)
    return line


def _sources(entry: Entry) -> list[dict[str, Any]]:
    return [{"document": s.document, "pages": list(s.pages)} for s in entry.sources]


def sources_text(citations: Iterable[Citation]) -> str:
    """The source list under a copied answer, one line each; no name twice in a line, and no year where it is not known."""
    return "\n".join(f"[{c.n}] {_source(c)}. {c.url}".rstrip() for c in citations)


def _source(citation: Citation) -> str:
    document, place = citation.document, citation.place
    called = document.dated
    # The short name of a document without one of its own is its title, or how that begins.
    own = document.name == document.title or document.name.endswith("…")
    told = called + place.removeprefix(document.name) if own else f"{called}, {place}"
    return told if citation.entry.title == document.title else f"{citation.entry.title}. {told}"
