"""The conversations of the suite and their strict loader. Knows nothing of answers or of scores.

`conversations/tuning.jsonl` and `untouched.jsonl` hold a conversation a line; only the tuning part may steer work on the assistant.
An unknown or missing key, or a value outside its list, is a fault that names file, line, turn and what may stand there.

    {"id": "c1", "turns": [
        {"question": "Wat doet Hardenberg?", "standalone": "Wat doet Hardenberg?",
         "gold": [{"document": "reisgids-2025", "pages": [25]}], "facts": ["school"], "first": ["laagdrempelig"]},
        {"question": "en wat kost dat?", "standalone": "Wat kost het project in Hardenberg?",
         "gold": [], "facts": [], "first": [], "type": "near-miss", "why": "nergens een bedrag"}]}

`standalone` asks the same without the conversation; of `first` the first sentence of a good answer holds one. A turn that the sources do
not answer has a `type` and says `why`, and nothing in its lists.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import InputFault
from evals.fields import check_keys, list_of, one_of, text_of, texts_of
from evals.questions import PARTS, TYPES, Question, json_lines, read_place

FOLDER = Path(__file__).parent / "conversations"
LISTS = ("gold", "facts", "first")
TURN_KEYS = ("question", "standalone", *LISTS)


@dataclass(frozen=True)
class Step:
    """A turn of a conversation: its question as it is put there, the same question on its own, and what its first sentence holds."""

    question: Question
    standalone: str
    first: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conversation:
    """Questions that follow each other; the first needs no other."""

    id: str
    part: str
    steps: tuple[Step, ...]


def load_conversations(part: str = "all", folder: Path = FOLDER) -> tuple[Conversation, ...]:
    """All conversations of a part (`tuning`, `untouched` or `all`). Raises InputFault."""
    found: list[Conversation] = []
    seen: set[str] = set()
    for name in PARTS if part == "all" else (part,):
        for where, values in json_lines(folder / f"{name}.jsonl"):
            one = _conversation(values, name, where)
            if one.id in seen:
                raise InputFault(f"{where}: id {one.id!r} komt twee keer voor")
            seen.add(one.id)
            found.append(one)
    if not found:
        raise InputFault(f"{folder}: geen gesprekken gevonden")
    return tuple(found)


def _conversation(values: dict[str, Any], part: str, where: str) -> Conversation:
    check_keys(values, ("id", "turns"), (), where)
    name = text_of(values, "id", where)
    steps = tuple(_steps(list_of(values, "turns", where), name, part, where))
    if len(steps) < 2:
        raise InputFault(f"{where}: turns heeft er {len(steps)}; een gesprek heeft minstens 2 beurten")
    return Conversation(name, part, steps)


def _steps(turns: list[Any], name: str, part: str, where: str) -> Iterator[Step]:
    for number, turn in enumerate(turns, start=1):
        place = f"{where}, beurt {number}"
        if not isinstance(turn, dict):
            raise InputFault(f"{place}: verwacht een object, niet {type(turn).__name__}")
        yield _step(turn, f"{name}.{number}", part, place)


def _step(values: dict[str, Any], name: str, part: str, where: str) -> Step:
    unanswerable = "type" in values or "why" in values
    check_keys(values, (*TURN_KEYS, "type", "why") if unanswerable else TURN_KEYS, () if unanswerable else ("type", "why"), where)
    for key in LISTS:
        if unanswerable and values[key]:
            raise InputFault(f"{where}: {key} is {values[key]!r}; een beurt met een type heeft hier een lege lijst")
        if not unanswerable and not values[key]:
            raise InputFault(f"{where}: {key} is leeg; dat mag alleen bij een beurt met type en why")
    question = Question(
        id=name,
        text=text_of(values, "question", where),
        part=part,
        gold=tuple(read_place(item, "gold", where) for item in list_of(values, "gold", where)),
        facts=texts_of(values, "facts", where),
        type=one_of(values, "type", TYPES, where) if unanswerable else "",
        why=text_of(values, "why", where) if unanswerable else "",
    )
    return Step(question, text_of(values, "standalone", where), texts_of(values, "first", where))
