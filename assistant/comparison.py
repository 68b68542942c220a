"""Two things side by side in a table, when the question names two that have evidence of their own."""

import re

from assistant.answer import Block
from assistant.entry_lines import bare_title
from assistant.question import Question
from assistant.telling import Material, Telling
from ingest import Entry, fold, is_dutch

# A word at least so long that is in no dictionary, at the start of the title of a law, a tool or a term, is taken for its name.
NAME_LENGTH, NAMED = 9, frozenset({"law", "instrument", "term"})


def comparison(material: Material, telling: Telling) -> Block | None:
    """Two things side by side, when the question names two that have evidence of their own."""
    sides: dict[str, Entry] = {}
    for item in material.found:
        name = _asked_name(item.entry, material.question)
        if name and not any(fold(name) == fold(other) or _same_subject(item.entry, side) for other, side in sides.items()):
            sides[name] = item.entry
    if len(sides) < 2:
        return None
    shown = list(sides.items())[:3]
    who = any(entry.partners for _, entry in shown)
    rows = []
    for name, entry in shown:
        cells = [name, entry.summary.replace("|", "/"), *([", ".join(entry.partners[:4]) or "niet genoemd"] if who else [])]
        rows.append(telling.say(" | ".join(cells), entry, entry.summary))
    return Block("table", tuple(rows), columns=("", "Wat", "Wie") if who else ("", "Wat"))


def _asked_name(entry: Entry, question: Question) -> str:
    """What the question calls an entry that can stand in a table; empty when it does not name it."""
    if not entry.summary:
        return ""
    asked, title = fold(question.asked), bare_title(entry)
    names = (entry.abbreviation, *entry.places, title, _own_name(entry, title))
    said = next((n for n in names if n and re.search(rf"\b{re.escape(fold(n))}\b", asked)), "")
    return said or ((entry.abbreviation or title) if entry.id in question.laws else "")


def _own_name(entry: Entry, title: str) -> str:
    """The first word of a title when that looks like a name: `Interventiematrix en Databank ...`."""
    first = title.split()[0].rstrip(":,") if title.split() else ""
    return first if entry.kind in NAMED and len(first) >= NAME_LENGTH and not is_dutch(first) else ""


def _same_subject(a: Entry, b: Entry) -> bool:
    """Whether two entries share an abbreviation or a place."""
    return (a.abbreviation == b.abbreviation and bool(a.abbreviation)) or bool(set(a.places) & set(b.places))
