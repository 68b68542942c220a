"""Cases on a map of the Netherlands: which place has which, the figure (plotly), and the list that says the same. No tiles, no network.

Outlines and coordinates come with the package, in ui/map/; each file names its source. Knows nothing of filters.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

from assistant import Entry
from ui import case_map_texts as words
from ui import texts
from ui.markup import bullet_list, esc, tag

DATA = Path(__file__).with_name("map")
LAND, BORDER, DOT = "rgba(118, 140, 150, 0.20)", "rgba(118, 140, 150, 0.85)", "#1c8496"
CHOSEN = "#c26a00"
SMALLEST, LARGEST, STEP = 13, 30, 4
STRETCH = 1.63
"""A degree of latitude beside one of longitude at 52 degrees north."""


@dataclass(frozen=True)
class Spot:
    """A place on the map. `near` is the town at which an area is drawn; empty for a town."""

    latitude: float
    longitude: float
    near: str = ""


@cache
def spots() -> Mapping[str, Spot]:
    """Every place that the map knows, by its name on the cards."""
    raw = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))
    towns = {name: Spot(*at) for name, at in raw["towns"].items()}
    return towns | {name: Spot(area["at"][0], area["at"][1], area["near"]) for name, area in raw["areas"].items()}


@cache
def _one_name() -> Mapping[str, str]:
    """Of a place with several names on the cards: each other name, and the one on the map."""
    names: dict[str, str] = tomllib.loads((DATA / "places.toml").read_text(encoding="utf-8"))["same"]
    return names


@cache
def _outlines() -> tuple[list[float | None], list[float | None]]:
    """Longitudes and latitudes of the provinces; None lifts the pen."""
    provinces: dict[str, list[list[tuple[float, float]]]] = json.loads((DATA / "provinces.json").read_text("utf-8"))["provinces"]
    lines: list[tuple[float | None, float | None]] = []
    for rings in provinces.values():
        for ring in rings:
            lines += [*ring, (None, None)]
    return [x for x, _ in lines], [y for _, y in lines]


def by_place(cases: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The cases of each place that the map knows, places by name."""
    found: dict[str, list[Entry]] = {}
    for case in cases:
        for place in dict.fromkeys(_one_name().get(name, name) for name in case.places):
            if place in spots():
                found.setdefault(place, []).append(case)
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def figure(cases: Sequence[Entry], chosen: str = "") -> go.Figure:
    """The map; a larger dot is more cases. The name of a dot is in its `customdata`."""
    longitudes, latitudes = _outlines()
    land = go.Scatter(
        x=longitudes, y=latitudes, mode="lines", fill="toself", fillcolor=LAND, line={"color": BORDER, "width": 1}, hoverinfo="skip"
    )
    places = by_place(cases)
    at = [spots()[name] for name in places]
    dots = go.Scatter(
        x=[s.longitude for s in at], y=[s.latitude for s in at], mode="markers", customdata=list(places),
        text=[f"{name}: {count(len(found))}" for name, found in places.items()], hoverinfo="text",
        marker={
            "size": [min(LARGEST, SMALLEST + STEP * (len(found) - 1)) for found in places.values()], "opacity": 0.9,
            "color": [CHOSEN if name == chosen else DOT for name in places], "line": {"color": "white", "width": 1.5},
            "symbol": ["diamond" if s.near else "circle" for s in at],
        },
    )  # fmt: skip
    return go.Figure([land, dots], layout=_layout())


def _layout() -> go.Layout:
    axis = {"visible": False, "showgrid": False, "zeroline": False}
    return go.Layout(
        xaxis=axis, yaxis={**axis, "scaleanchor": "x", "scaleratio": STRETCH}, showlegend=False, hovermode="closest", height=560,
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)", dragmode=False,
        modebar={"remove": ["toImage", "select2d", "lasso2d", "autoScale2d", "zoom2d"], "bgcolor": "rgba(0,0,0,0)"},
        hoverlabel={"font": {"size": 15}},
    )  # fmt: skip


def place_list(cases: Sequence[Entry], chosen: str = "") -> str:
    """The same as the map as a list of buttons; then how many cases stand in no place that the map knows."""
    places = by_place(cases)
    if not places:
        return tag("p", esc(words.NOTHING), "leeg")
    buttons = (_button(name, len(found), name == chosen) for name, found in places.items())
    nowhere = sum(not any(place in spots() for place in case.places) for case in cases)
    rest = tag("p", esc(words.NOWHERE.format(cases=count(nowhere))), "hint") if nowhere else ""
    head = tag("h3", esc(words.PLACES), id="plaatsen-kop")
    return head + tag("div", bullet_list(buttons, "plaatsen"), role="group", aria_labelledby="plaatsen-kop") + rest


def _button(name: str, number: int, pressed: bool) -> str:
    near = spots()[name].near
    shown = tag("span", esc(name)) + tag("span", esc(number), "zacht")
    label = f"{name}: {count(number)}" + (f", {words.NEAR.format(near=near)}" if near else "")
    return tag(
        "button", shown, "plaats", type="button", data_actie="plaats", data_waarde=name,
        aria_pressed="true" if pressed else "false", aria_label=label,
    )  # fmt: skip


def count(number: int) -> str:
    """`1 voorbeeld` or `3 voorbeelden`."""
    return texts.CASE_COUNT_ONE if number == 1 else texts.CASE_COUNT.format(n=number)
