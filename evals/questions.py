"""The questions of the suite and their strict loader. Knows nothing of answers or of scores.

A question set is a folder with up to four files: `tuning.jsonl` and `untouched.jsonl` hold questions that the sources answer,
`tuning-unanswerable.jsonl` and `untouched-unanswerable.jsonl` questions that they do not. Only the tuning part may steer work on
the assistant. An unknown or missing key, or a value outside its list, is a fault that names file, line and the allowed values.

An answerable question:

    {"id": "q1", "question": "…", "document": "reisgids-2025", "pages": [27],
     "also": [{"document": "notitie-2022", "pages": [5]}], "kind": "case", "style": "paraphrase",
     "ages": ["12-"], "route": [5], "facts": ["Tilburg"], "law": "jeugdwet"}

`pages` are physical; `also` lists other places that answer as well; `law` (optional) is the card of the one law that is asked for.
An unanswerable one: `{"id": "u1", "question": "…", "type": "near-miss", "why": "…"}`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import InputFault
from evals.fields import allowed, check_keys, list_of, one_of, text_of, texts_of

FOLDER = Path(__file__).parent / "questions"
PARTS = ("tuning", "untouched")
KINDS = ("case", "comparison", "definition", "insight", "instrument", "law", "list", "route")
STYLES = ("chatty", "keywords", "paraphrase", "sentence", "situation")
TYPES = ("current-amount", "false-premise", "injection", "near-miss", "other-policy", "out-of-domain", "personal", "wrong-place")
AGES = ("12-", "12+")
ANSWERABLE_KEYS = ("id", "question", "document", "pages", "also", "kind", "style", "ages", "route", "facts")
UNANSWERABLE_KEYS = ("id", "question", "type", "why")


@dataclass(frozen=True)
class Place:
    """Pages of one document; `pages` are physical, and no pages stands for nowhere."""

    document: str
    pages: tuple[int, ...]

    def touches(self, other: "Place") -> bool:
        """Whether both have a page in common."""
        return self.document == other.document and not set(self.pages).isdisjoint(other.pages)


@dataclass(frozen=True)
class Question:
    """A question and what a good answer rests on. An unanswerable one has a `type` and no `gold`."""

    id: str
    text: str
    part: str
    gold: tuple[Place, ...] = ()
    kind: str = ""
    style: str = ""
    ages: tuple[str, ...] = ()
    routes: tuple[int, ...] = ()
    facts: tuple[str, ...] = ()
    law: str = ""
    type: str = ""
    why: str = ""

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return not self.type

    @property
    def document(self) -> str:
        """The document that the question was written from; empty for an unanswerable one."""
        return self.gold[0].document if self.gold else ""


def load_questions(part: str = "all", folder: Path = FOLDER) -> tuple[Question, ...]:
    """All questions of a part (`tuning`, `untouched` or `all`). Raises InputFault."""
    found: list[Question] = []
    for name in PARTS if part == "all" else (part,):
        for path in (folder / f"{name}.jsonl", folder / f"{name}-unanswerable.jsonl"):
            if path.exists():
                found += load_file(path, name)
    if not found:
        raise InputFault(f"{folder}: geen vragen gevonden; verwacht bijvoorbeeld {PARTS[0]}.jsonl")
    seen: set[str] = set()
    for question in found:
        if question.id in seen:
            raise InputFault(f"{folder}: id {question.id!r} komt twee keer voor")
        seen.add(question.id)
    return tuple(found)


def load_file(path: Path, part: str) -> list[Question]:
    """The questions of one file; its name says whether they can be answered."""
    read = _unanswerable if path.stem.endswith("-unanswerable") else _answerable
    return [read(values, part, where) for where, values in json_lines(path)]


def json_lines(path: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    """`file:line` and the object of each line that is not blank. Raises InputFault."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # `splitlines` breaks at characters that may stand in JSON
    except OSError as fault:
        raise InputFault(f"{path}: kan niet worden gelezen ({fault.strerror})") from fault
    except UnicodeDecodeError as fault:
        raise InputFault(f"{path}: is geen UTF-8") from fault
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            values = json.loads(line)
        except json.JSONDecodeError as fault:
            raise InputFault(f"{where}: geen geldige JSON ({fault.msg}, kolom {fault.colno})") from fault
        except RecursionError as fault:
            raise InputFault(f"{where}: te diep genest") from fault
        if not isinstance(values, dict):
            raise InputFault(f"{where}: verwacht een object, niet {type(values).__name__}")
        yield where, values


def _answerable(values: dict[str, Any], part: str, where: str) -> Question:
    check_keys(values, ANSWERABLE_KEYS, ("law",), where)
    gold = [_place(values, where), *(read_place(item, "also", where) for item in list_of(values, "also", where))]
    return Question(
        id=text_of(values, "id", where),
        text=text_of(values, "question", where),
        part=part,
        gold=tuple(gold),
        kind=one_of(values, "kind", KINDS, where),
        style=one_of(values, "style", STYLES, where),
        ages=tuple(allowed(a, AGES, "ages", where) for a in list_of(values, "ages", where)),
        routes=tuple(allowed(r, range(1, 10), "route", where) for r in list_of(values, "route", where)),
        facts=texts_of(values, "facts", where),
        law=text_of(values, "law", where) if "law" in values else "",
    )


def _unanswerable(values: dict[str, Any], part: str, where: str) -> Question:
    check_keys(values, UNANSWERABLE_KEYS, (), where)
    kind = one_of(values, "type", TYPES, where)
    return Question(
        id=text_of(values, "id", where), text=text_of(values, "question", where), part=part, type=kind,
        why=text_of(values, "why", where),
    )  # fmt: skip


def read_place(item: object, key: str, where: str) -> Place:
    """The place that an object in the list `key` describes."""
    if not isinstance(item, dict):
        raise InputFault(f"{where}: {key} bevat {item!r}; verwacht een object met document en pages")
    check_keys(item, ("document", "pages"), (), where)
    return _place(item, where)


def _place(values: dict[str, Any], where: str) -> Place:
    pages = list_of(values, "pages", where)
    for page in pages:
        if not isinstance(page, int) or isinstance(page, bool) or page < 1:
            raise InputFault(f"{where}: pages bevat {page!r}; verwacht paginanummers vanaf 1")
    if not pages:
        raise InputFault(f"{where}: pages is leeg")
    return Place(text_of(values, "document", where), tuple(pages))
