"""Two things side by side in a table, when the question names two that have evidence of their own, and the sentence that says what differs."""

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Block
from assistant.belonging import Weighed
from assistant.entry_lines import bare_title, leans
from assistant.parts import Part, names_all, sides_of
from assistant.question import Question
from assistant.telling import Material, Telling
from ingest import Entry, fold, is_dutch, stem, stems

# A word at least so long that is in no dictionary, at the start of the title of a law, a tool or a term, is taken for its name.
NAME_LENGTH, NAMED = 9, frozenset({"law", "instrument", "term"})
# What sets one thing against another.
AGAINST = re.compile(
    r"\b(terwijl|juist|verschil\w* (?:\w+ )?(?:tussen|van|met|zit|is)|anders dan|daarentegen|tegenover|in plaats van)\b"
)


def difference(question: Question, weighed: Sequence[Weighed]) -> Weighed | None:
    """The sentence that sets the two things of a comparison against each other, the most fitting one; None when no evidence does."""
    sides = sides_of(question.asked)
    told = (
        w
        for w in weighed
        if sides and not leans(w.line.text) and names_all(w.line.text, sides) and AGAINST.search(fold(w.line.text))
    )
    return max(told, key=lambda w: w.opens, default=None)


def comparison(material: Material, telling: Telling) -> Block | None:
    """Two things side by side, when the question names two that have evidence of their own."""
    sides: dict[str, Entry] = {}
    asked = sides_of(material.question.asked)
    for item in material.found:
        if asked and names_all(item.entry.title, asked):
            continue  # it is of neither
        name = _asked_name(item.entry, material.question)
        there = next((n for n, side in sides.items() if fold(name) == fold(n) or _same_subject(item.entry, side)), "")
        # A card tells more of a thing than a definition does.
        if name and (not there or (sides[there].kind == "term" and item.entry.kind != "term")):
            sides[there or name] = item.entry
    if len(sides) < 2:
        return None
    shown = _one_for_each(sides, asked) or _of_one_sort(sides, material.question) or list(sides.items())[:3]
    rows = [telling.say(f"{name} | {entry.summary.replace('|', '/')}", entry, entry.summary) for name, entry in shown]
    return Block("table", tuple(rows), columns=("", "Wat"))


def _of_one_sort(named: Mapping[str, Entry], question: Question) -> list[tuple[str, Entry]]:
    """The places, or else the abbreviations, when at least two are named: beside these another word is what they are compared in."""
    places = [(name, entry) for name, entry in named.items() if name in question.places]
    short = [(name, entry) for name, entry in named.items() if name == entry.abbreviation]
    return next((of_sort[:3] for of_sort in (places, short) if len(of_sort) > 1), [])


def _one_for_each(named: Mapping[str, Entry], sides: Sequence[Part]) -> list[tuple[str, Entry]]:
    """The first that is named in each side of the comparison; empty when a side has none."""
    found: dict[str, Entry] = {}
    for side in sides:
        words = {stem(word) for word in side.side}
        name = next((n for n in named if n not in found and words & set(stems(n))), "")
        if not name:
            return []
        found[name] = named[name]
    return list(found.items())


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
