"""The plate: laws as bars over an axis of ages, one lane for each domain; and the same as a table. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant import Entry, LawDetail
from ui import laws_texts
from ui.markup import esc, table, tag

LOW, HIGH = -1, 27
WIDE, NARROW = 36.0, 22.5
"""Of a year on the plate, the pixels on a wide screen, and on one that is so narrow that the plate is moved aside."""
LETTER, PADDING = 7.2, 20.0
"""Of a name on a bar: pixels of a letter, and what stands around it."""
_LOOKS = {
    "in werking": "wet",
    "gewijzigd sinds de publicatie": "anders",
    "opgegaan in andere wet": "oud",
    "vervallen": "oud",
    "verdrag": "overleg",
    "overlegvorm": "overleg",
}


@dataclass(frozen=True)
class Law:
    """A law card and its detail."""

    entry: Entry
    detail: LawDetail

    @property
    def look(self) -> str:
        """How it is drawn: `wet`, `anders` (changed since the guide), `oud` (gone), `overleg`."""
        return _LOOKS.get(self.detail.status, "wet")

    @property
    def short(self) -> str:
        """A name that fits on a bar."""
        return self.entry.title.split(" (")[0] if len(self.entry.title) < 34 else self.entry.abbreviation or self.entry.title

    @property
    def beside(self) -> bool:
        """Whether the name is too wide for its bar everywhere, and stands beside it, where there is room."""
        too_wide = self._ages(WIDE) > self.detail.age_to - self.detail.age_from
        return too_wide and self.detail.age_to + self._ages(NARROW) <= HIGH

    @property
    def ends(self) -> float:
        """The age at which the bar and its name end, where the plate is narrow."""
        start = self.detail.age_to if self.beside else self.detail.age_from
        return max(self.detail.age_to, start + self._ages(NARROW))

    def _ages(self, year: float) -> float:
        return (len(self.short) * LETTER + PADDING) / year


def laws_of(entries: Sequence[Entry]) -> list[Law]:
    """The law cards, youngest age first, then the longest."""
    found = [Law(e, e.detail) for e in entries if isinstance(e.detail, LawDetail)]
    return sorted(found, key=lambda law: (law.detail.age_from, -law.detail.age_to, law.entry.title.casefold()))


def years(detail: LawDetail) -> str:
    """`4 tot 12 jaar`."""
    low = laws_texts.BEFORE_BIRTH if detail.age_from < 0 else str(detail.age_from)
    return laws_texts.AGE_RANGE.format(low=low, high=detail.age_to)


def plate(laws: Sequence[Law]) -> str:
    """The figure: an axis, five lanes and a legend. Each bar is a link to its law."""
    legend = "".join(
        tag("li", tag("span", "", f"staal {look}", aria_hidden="true") + esc(words)) for look, words in laws_texts.LEGEND.items()
    )
    lanes = "".join(_lane(key, words, laws) for key, words in laws_texts.DOMAINS.items())
    figure = tag("div", _axis() + lanes, "plaat-binnen")
    scroll = tag("div", figure, "plaat", role="group", aria_label=laws_texts.PLATE, tabindex="0")
    return tag("ul", legend, "legenda") + tag("p", esc(laws_texts.PLATE_SCROLL), "hint schuifhint") + scroll


def _axis() -> str:
    marks = "".join(
        tag(
            "span",
            esc(words),
            "leeftijd" + (" begin" if age == LOW else " einde" if age == HIGH else ""),
            style=f"left:{_at(age)}%",
        )
        for age, words in laws_texts.AGE_AXIS
    )
    return tag("div", marks, "as", aria_hidden="true")


def _lane(key: str, words: str, laws: Sequence[Law]) -> str:
    rows = _packed([law for law in laws if key in law.detail.domains])
    bars = "".join(tag("div", "".join(_bar(law) for law in row), "baanrij") for row in rows)
    lines = "".join(tag("span", "", "lijn", style=f"left:{_at(age)}%") for age, _ in laws_texts.AGE_AXIS)
    return tag("section", tag("h3", esc(words)) + tag("div", lines + bars, "baan"), "domein")


def _packed(laws: Sequence[Law]) -> list[list[Law]]:
    """Laws whose ages do not overlap, nor their names, share a row."""
    rows: list[list[Law]] = []
    for law in laws:
        for row in rows:
            if row[-1].ends <= law.detail.age_from:
                row.append(law)
                break
        else:
            rows.append([law])
    return rows


def _bar(law: Law) -> str:
    left, right = _at(law.detail.age_from), _at(law.detail.age_to)
    css = f"balk {law.look}{' ernaast' if law.beside else ''}"
    name = f"{law.entry.title}: {years(law.detail)}, {law.detail.status}"
    return tag(
        "a", tag("span", esc(law.short)), css, href=f"#wetten/{law.entry.id}", title=name, aria_label=name,
        style=f"left:{left}%;width:{round(right - left, 2)}%",
    )  # fmt: skip


def _at(age: int) -> float:
    return round(100 * (min(max(age, LOW), HIGH) - LOW) / (HIGH - LOW), 2)


def plate_table(laws: Sequence[Law]) -> str:
    """The same content as a table."""
    box = table(laws_texts.LAW_COLUMNS, map(_row, laws), laws_texts.PLATE_TABLE)
    return tag("details", tag("summary", esc(laws_texts.PLATE_TABLE)) + box, "als-tabel")


def _row(law: Law) -> list[str]:
    name = tag("a", esc(law.entry.title), href=f"#wetten/{law.entry.id}")
    domains = ", ".join(laws_texts.DOMAINS.get(d, d) for d in law.detail.domains)
    changed = " ".join(f"{c.now.rstrip('.')}." for c in law.detail.changes)
    return [name, *map(esc, (law.detail.status, years(law.detail), domains, changed))]
