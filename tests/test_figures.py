"""The figures on the page Over are those that README tells, and bar and words agree."""

import re
from pathlib import Path

from ui.figures import Figure, Figures, figures_html
from ui.figures_texts import NAMES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_every_figure_has_a_name_a_bar_and_words() -> None:
    found = Figures.shipped()
    shown = figures_html(found)
    assert {figure.key for figure in found.figures} == NAMES.keys()
    for figure in found.figures:
        assert 0 < figure.value <= 1
        assert f"width:{figure.value:.1%}" in shown
        assert f"{figure.value:.0%}".replace("%", " %") in shown
        assert not figure.high or 0 <= figure.low <= figure.value <= figure.high <= 1
    assert "30 november 2026" in shown


def test_the_figures_are_those_of_the_readme() -> None:
    told = README.split("\n## Figures\n")[1].split("\n## ")[0]
    absent = [figure for figure in Figures.shipped().figures if not re.search(rf"\.{round(figure.value * 1000)}\b", told)]
    assert absent == [], "measured anew? ui/figures.json and README tell the same"


def test_a_figure_without_bounds_says_so() -> None:
    found = Figures.shipped()
    assert figures_html(Figures(found.measured, 1, 1, (Figure("page", 0.5),))).count("niet berekend") == 1
