"""What becomes of what somebody types on a slide: kept whole, or refused with a reason; never cut in silence."""

from typing import TYPE_CHECKING, Any

import pytest

from assistant import Deck, DeckError, DeckRequest, build_deck, overflows, rewritten
from ui import slides_texts as texts
from ui.slides import SlideMaker

if TYPE_CHECKING:
    from assistant import Assistant

LONG = (
    "Punt {n}: wij werken samen met ouders, scholen, kinderopvang, jongerenwerk en de gemeente aan een sterke pedagogische basis in elke "
    "wijk van onze stad en het hele land."
)


@pytest.fixture(scope="module")
def deck(assistant: "Assistant") -> Deck:
    return build_deck(assistant, DeckRequest(minutes=10))


def routes_of(deck: Deck) -> tuple[int, list[str]]:
    """The slide with the nine routes, and its points."""
    index = next(n for n, s in enumerate(deck.slides) if s.kind == "routes")
    return index, [b.text for b in deck.slides[index].bullets]


def test_another_title_leaves_all_points(assistant: "Assistant", deck: Deck) -> None:
    index, lines = routes_of(deck)
    changed, checks = rewritten(assistant, deck, index, "Negen routes", lines)
    assert len(lines) == 9
    assert changed.slides[index].bullets == deck.slides[index].bullets
    assert checks == ()


@pytest.mark.parametrize(
    ("title", "lines", "reason"),
    [
        ("Te veel", [f"Punt {n}" for n in range(14)], "hooguit 9 punten, en dit zijn er 14"),
        ("x" * 200, ["Punt"], "titel mag 120 tekens lang zijn, en deze heeft er 200"),
        ("Te lang", ["Punt", "y " * 250], "Punt 2 heeft 499 tekens, en dat mogen er 400 zijn"),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_typed(
    assistant: "Assistant", deck: Deck, title: str, lines: list[str], reason: str
) -> None:
    index, _ = routes_of(deck)
    with pytest.raises(DeckError, match=reason):
        rewritten(assistant, deck, index, title, lines)
    kept: dict[str, Any] = {"__type__": "update"}
    said, told, *rest = SlideMaker(assistant).save(deck, index, title, "\n".join(lines))
    assert reason in told
    assert 'role="alert"' in told
    assert all(part == kept for part in (said, *rest)), "deck, title and lines stay as they are on the page"


def test_more_text_than_fits_is_told_when_it_is_saved(assistant: "Assistant", deck: Deck) -> None:
    maker = SlideMaker(assistant)
    index = next(n for n, s in enumerate(deck.slides) if s.kind == "why")
    full = "\n".join(LONG.format(n=n) for n in range(8))
    assert texts.OVERFULL in maker.save(deck, index, "Vol", full)[1]
    assert texts.OVERFULL not in maker.save(deck, index, "Niet vol", "\n".join(full.splitlines()[:5]))[1]
    assert texts.OVERFULL in maker.save(deck, 0, "Omslag", full)[1]


def test_no_slide_that_was_made_has_more_text_than_fits(assistant: "Assistant") -> None:
    assert not [s.title for s in build_deck(assistant, DeckRequest(minutes=120)).slides if overflows(s)]
