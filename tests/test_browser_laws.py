"""The plate of laws in a real Chromium: every name can be read whole, and what is chosen first shows something."""

from typing import Any

import pytest
from browser_steps import SETTLED, go

pytestmark = pytest.mark.browser
# Of each bar, where its name stands: whole, within the plate, and under no other bar of its row.
CUT = """() => [...document.querySelectorAll('.balk')].filter(bar => {
    const name = bar.querySelector('span').getBoundingClientRect(), own = bar.getBoundingClientRect();
    const shown = getComputedStyle(bar).overflow === 'visible' || name.right <= own.right;
    const others = [...bar.parentElement.children].filter(b => b !== bar).map(b => b.getBoundingClientRect());
    const covered = others.some(b => b.left < name.right - 1 && b.right > name.left + 1);
    return !shown || covered || name.right > document.querySelector('.plaat-binnen').getBoundingClientRect().right;
}).map(bar => bar.innerText)"""


def test_every_name_on_the_plate_is_whole(page: Any) -> None:
    go(page, "wetten")
    for width in (1280, 1024, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(SETTLED)
        assert page.locator(".balk", has_text="voorschoolse educatie").count() >= 1
        assert page.evaluate(CUT) == [], width


def test_what_is_chosen_first_shows_laws(page: Any) -> None:
    go(page, "wetten")
    assert page.locator(".drie section").count() == 3
    assert page.locator(".drie .leeg").count() == 0
