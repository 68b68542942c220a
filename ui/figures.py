"""How good the answers are, on the page Over: the last figures of the evaluation as bars in a table. Pure; knows nothing of evals."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant import date_in_words
from ui import figures_texts as words
from ui.markup import esc, tag

FILE = Path(__file__).with_name("figures.json")


@dataclass(frozen=True)
class Figure:
    """A share (0 to 1) with the bounds of its 95 % interval; both 0 when that was not computed."""

    key: str
    value: float
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Figures:
    """A measurement: the day, how many questions, and what came out."""

    measured: date
    answerable: int
    unanswerable: int
    figures: tuple[Figure, ...]

    @classmethod
    def shipped(cls) -> "Figures":
        """The figures that ship."""
        raw = json.loads(FILE.read_text(encoding="utf-8"))
        figures = tuple(Figure(**figure) for figure in raw["figures"])
        return cls(date.fromisoformat(raw["measured"]), raw["answerable"], raw["unanswerable"], figures)


def figures_html(found: Figures) -> str:
    """The figures as one table that is also the plot: a bar, its bounds, and the same in words."""
    day = date_in_words(found.measured.isoformat())
    intro = words.INTRO.format(date=day, answerable=found.answerable, unanswerable=found.unanswerable)
    head = "".join(tag("th", esc(name), scope="col") for name in words.HEADS)
    rows = "".join(_row(figure) for figure in found.figures if figure.key in words.NAMES)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows), "cijfers")
    box = tag("div", table, "tabel", tabindex="0", role="group", aria_label=words.TITLE)
    parts = tag("h3", esc(words.TITLE), "groot") + tag("p", esc(intro), "inleiding") + box
    return tag("section", parts + tag("p", esc(words.MARK), "hint") + _honest(found), "meting")


def _honest(found: Figures) -> str:
    """What the weakest figure means for who reads an answer."""
    wrongly = [round(10 * (1 - figure.value)) for figure in found.figures if figure.key == "refused"]
    return tag("p", esc(words.HONEST.format(n=wrongly[0])), "eerlijk") if wrongly and wrongly[0] else ""


def _row(figure: Figure) -> str:
    shown = tag("span", _bar(figure), "staaf", aria_hidden="true") + tag("strong", _percent(figure.value))
    bounds = words.BETWEEN.format(low=_percent(figure.low), high=_percent(figure.high)) if figure.high else words.UNKNOWN
    name = tag("th", esc(words.NAMES[figure.key]), scope="row")
    return tag("tr", name + tag("td", tag("span", shown, "staafcel")) + tag("td", esc(bounds)))


def _bar(figure: Figure) -> str:
    bar = tag("span", "", "vulling", style=f"width:{figure.value:.1%}")
    if not figure.high:
        return bar
    return bar + tag("span", "", "grens", style=f"left:{figure.low:.1%};width:{figure.high - figure.low:.1%}")


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")
