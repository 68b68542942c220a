"""The map of examples: every place of a card stands on it, in its own province, and the list says what the map says."""

import json
import re
from dataclasses import replace

import pytest

from assistant import Assistant
from ui.case_map import DATA, by_place, figure, place_list, spots
from ui.cases import Choice, Finder


def inside(longitude: float, latitude: float, ring: list[tuple[float, float]]) -> bool:
    """Whether a point lies inside a ring: an odd number of edges to its right."""
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > latitude) != (y2 > latitude) and longitude < (x2 - x1) * (latitude - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


def test_every_place_of_a_case_stands_on_the_map(assistant: Assistant) -> None:
    places = {place for case in assistant.entries("case") for place in case.places}
    assert sorted(places - spots().keys()) == []


def test_a_place_stands_in_its_province_or_within_five_kilometres(assistant: Assistant) -> None:
    provinces = json.loads((DATA / "provinces.json").read_text("utf-8"))["provinces"]
    astray = []
    for case in assistant.entries("case"):
        for place in case.places if case.province and len(case.places) == 1 else ():
            spot = spots()[place]
            near = [(spot.longitude + dx, spot.latitude + dy) for dx in (0, 0.07, -0.07) for dy in (0, 0.045, -0.045)]
            if not any(inside(x, y, ring) for x, y in near for ring in provinces[case.province]):
                astray.append((place, case.province))
    assert astray == []


def test_map_and_list_say_the_same(assistant: Assistant) -> None:
    cases = assistant.entries("case")
    dots = figure(cases, "Tilburg").data[1]
    listed = re.findall(r'data-waarde="([^"]+)"', place_list(cases, "Tilburg"))
    assert list(dots.customdata) == [name.replace("&#x27;", "'") for name in listed] == list(by_place(cases))
    assert place_list(cases, "Tilburg").count('aria-pressed="true"') == 1
    assert len(set(dots.marker.color)) == 2


def test_the_figure_asks_nothing_of_a_network(assistant: Assistant) -> None:
    drawn = figure(assistant.entries("case")).to_json()
    assert {trace["type"] for trace in json.loads(drawn)["data"]} == {"scatter"}
    assert "http" not in drawn


@pytest.mark.parametrize("place", ["Tilburg", "nergens", "<script>"])
def test_a_place_that_is_chosen_shows_its_cases_and_another_nothing(assistant: Assistant, place: str) -> None:
    shown = Finder(assistant, lambda *_: "").show(Choice(view="kaart", place=place), (), 24)
    assert shown.count("<article") == len(by_place(assistant.entries("case")).get(place, []))
    assert "<script" not in shown


def test_no_cases_is_told(assistant: Assistant) -> None:
    assert "Geen plaatsen met deze keuze" in place_list([])
    assert figure([]).data[1].customdata == ()


def test_a_place_with_two_names_stands_on_the_map_once(assistant: Assistant) -> None:
    cases = assistant.entries("case")
    both = [c for c in cases if {"Den Bosch", "’s-Hertogenbosch"} & {*c.places}]
    assert any("’s-Hertogenbosch" in c.places for c in both)
    assert by_place(cases)["Den Bosch"] == both
    assert "Hertogenbosch" not in place_list(cases)
    only = [replace(both[0], places=("’s-Hertogenbosch",))]
    assert list(by_place(only)) == ["Den Bosch"]
    assert "zonder plaats" not in place_list(only)
