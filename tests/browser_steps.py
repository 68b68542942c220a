"""What a visitor does in the browser tests: open the page, ask, wait for the answer; and what axe-core says of a page."""

from pathlib import Path
from typing import Any

QUESTION = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"
AXE = Path(__file__).with_name("axe.min.js")  # axe-core 4.10.3, MPL-2.0: axe-LICENSE.txt
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def open_page(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#vraagveld textarea")
    page.wait_for_selector("#kop nav a[aria-current]")


def go(page: Any, name: str) -> None:
    """To another page, by its link."""
    page.locator(f"#kop nav a[data-pagina={name}]").click()
    page.wait_for_selector(f"#pagina-{name}", state="visible")


def ask(page: Any, question: str) -> Any:
    """Type a question and wait for its whole answer."""
    before = page.locator(".beurt").count()
    page.fill("#vraagveld textarea", question)
    page.keyboard.press("Enter")
    return answered(page, before + 1)


def begin(page: Any, question: str) -> None:
    """Type a question and wait until its answer is on the way."""
    page.fill("#vraagveld textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#gesprek-nu .beurt[aria-busy=true]")


def answered(page: Any, turns: int) -> Any:
    """The last answer, when there are so many turns and it is whole. Says what stood on the page when that does not come."""
    from playwright.sync_api import TimeoutError as NeverCame  # here: a machine without playwright skips, and still imports this

    whole = "n => document.querySelectorAll('.beurt').length === n && document.querySelector('#gesprek-nu .beurt[aria-busy=false]')"
    try:
        page.wait_for_function(whole, arg=turns)
    except NeverCame as fault:
        field, shown = page.input_value("#vraagveld textarea"), page.locator("#gesprek").inner_text()
        raise AssertionError(f"no whole answer {turns}; in the field: {field!r}; on the page: {shown!r}") from fault
    return page.locator("#gesprek-nu .beurt")


# No sooner than a quarter of a second after the last change, and not while something fades or slides.
SETTLED = """() => new Promise(done => {
    let timer;
    const moving = () => document.getAnimations().some(a => a.playState === "running" && a.effect?.getTiming().iterations !== Infinity);
    const again = () => { clearTimeout(timer); timer = setTimeout(() => moving() ? again() : (seen.disconnect(), done()), 250); };
    const seen = new MutationObserver(again);
    seen.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    addEventListener("scroll", again, true);
    again();
})"""


def visit(page: Any, place: str) -> None:
    """To a page, or to what stands on it, by its address; it is there when nothing changes any more."""
    page.evaluate("place => { location.hash = '#' + place }", place)
    name, _, what = place.partition("/")
    part = f":is(.leeskaart, [data-deel='{what}'])" if what else ""
    page.wait_for_selector(f"#pagina-{name} {part}", state="visible")
    page.evaluate(SETTLED)


def axe(page: Any, place: str = "") -> list[str]:
    """What axe-core has against a page as it is now, WCAG 2.2 AA and its own best practices."""
    if place:
        visit(page, place)
    else:
        page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    script = "async tags => (await axe.run(document, { runOnly: tags })).violations.map(v => `${v.id}: ${v.nodes[0].html}`)"
    return list(page.evaluate(script, TAGS))
