"""Two things side by side in a table, when the question names two that have evidence of their own."""

import re

from assistant.answer import Block
from assistant.telling import Material, Telling
from ingest import Entry, fold, is_dutch

# A word at least so long that is in no dictionary, at the start of a title, is the name of what it is about.
NAME_LENGTH = 9


def comparison(material: Material, telling: Telling) -> Block | None:
    """Two things side by side, when the question names two that have evidence of their own."""
    sides: list[Entry] = []
    asked = fold(material.question.asked)
    for item in material.found:
        entry = item.entry
        title = re.sub(r"\s*\(.*", "", entry.title)
        names = [n for n in (entry.abbreviation, *entry.places, title, _own_name(title)) if n]
        if any(re.search(rf"\b{re.escape(fold(n))}\b", asked) for n in names) and not any(_same_subject(entry, s) for s in sides):
            sides.append(entry)
    if len(sides) < 2:
        return None
    who = any(entry.partners for entry in sides[:3])
    rows = []
    for entry in sides[:3]:
        name = entry.abbreviation or (entry.places[0] if entry.places else _own_name(entry.title) or entry.title)
        cells = [name, entry.summary.replace("|", "/"), *([", ".join(entry.partners[:4]) or "niet genoemd"] if who else [])]
        rows.append(telling.say(" | ".join(cells), entry, entry.summary))
    return Block("table", tuple(rows), columns=("", "Wat", "Wie") if who else ("", "Wat"))


def _own_name(title: str) -> str:
    """The first word of a title when that can only be a name of its own: `Interventiematrix en Databank ...`."""
    first = title.split()[0].rstrip(":,")
    return first if len(first) >= NAME_LENGTH and not is_dutch(first) else ""


def _same_subject(a: Entry, b: Entry) -> bool:
    """Whether two entries share what they are called, or a place."""
    called = {a.abbreviation, _own_name(a.title)} & {b.abbreviation, _own_name(b.title)} - {""}
    return bool(called) or bool(set(a.places) & set(b.places))
