"""Cases as cards, as a table, in full, and side by side. Pure but for asking the assistant where a source opens."""

from collections.abc import Sequence

from assistant import Assistant, Entry
from ui import case_map_texts as map_texts
from ui import texts
from ui.evidence import Address, full_text, take_case_button
from ui.markup import action, ages, badge, bullet_list, esc, inline, link, table, tag
from ui.places import place_link

MOST = 4
"""So many cases fit side by side."""


def case_list(cases: Sequence[Entry], view: str, chosen: Sequence[str], limit: int) -> str:
    """How many were found, then the first of them, and a button for more."""
    n = len(cases)
    if not cases:
        return tag("p", esc(texts.CASE_NONE), "aantal", role="status") + tag("p", esc(texts.CASE_NONE_HELP), "leeg")
    count = tag("p", esc(texts.CASE_COUNT_ONE if n == 1 else texts.CASE_COUNT.format(n=n)), "aantal", role="status")
    shown = cases[:limit]
    content = (
        _table(shown)
        if view == "tabel"
        else bullet_list((case_card(c, _compare_button(c, c.id in chosen)) for c in shown), "voorbeeldkaarten")
    )
    more = action("meer", "", esc(texts.CASE_MORE)) if n > limit else ""
    return count + content + more + _chosen(len(chosen))


def place_cases(place: str, cases: Sequence[Entry], chosen: Sequence[str]) -> str:
    """The cases of the place that was chosen on the map; nothing before that."""
    if not cases:
        return ""
    back = action("plaats", place, esc(map_texts.EVERYWHERE))
    head = tag("div", tag("h3", esc(map_texts.PLACE.format(place=place)), "groot") + back, "kaartkop")
    cards = bullet_list((case_card(c, _compare_button(c, c.id in chosen)) for c in cases), "voorbeeldkaarten")
    return tag("div", head + cards + _chosen(len(chosen)), "plaatsvak", id="plaatsvak")


def _chosen(n: int) -> str:
    if n < 2:
        return ""
    words = texts.COMPARE_CHOSEN.format(n=n) + (f" {texts.COMPARE_FULL}" if n == MOST else "")
    go = tag("button", esc(texts.COMPARE_SHOW), "knop", type="button", data_naar="vergelijking")
    return tag("div", tag("span", esc(words)) + go, "gekozen", role="status")


def case_card(case: Entry, more: str = "") -> str:
    """A case in short, with a link to the whole; `more` stands below it."""
    facts = [", ".join(case.places), ages(case.ages)]
    routes = "".join(badge(_route(n)) for n in case.routes)
    parts = (
        tag("p", esc(" · ".join(f for f in facts if f)), "kopje"),
        tag("h3", tag("a", esc(case.title), href=f"#voorbeelden/{case.id}")),
        tag("p", inline(case.summary), "kaarttekst"),
        tag("p", routes, "labels"),
        more,
    )
    return tag("article", "".join(parts), "voorbeeldkaart")


def _route(number: int) -> str:
    return texts.ROUTE_NAMED.format(n=number, name=texts.ROUTES[number])


def _routes(case: Entry) -> str:
    return "; ".join(f"{n}. {texts.ROUTES[n]}" for n in case.routes)


def _compare_button(case: Entry, pressed: bool) -> str:
    words, label = (texts.COMPARED, texts.COMPARED_THIS) if pressed else (texts.COMPARE, texts.COMPARE_THIS)
    return tag(
        "button", esc(words), "knop vergelijkknop", type="button", data_actie="vergelijk", data_waarde=case.id,
        aria_pressed="true" if pressed else "false", aria_label=label.format(title=case.title),
    )  # fmt: skip


def _table(cases: Sequence[Entry]) -> str:
    c = texts.COLUMNS_CASE
    columns = (texts.CASE, c["place"], c["age"], c["routes"], c["partners"])
    return table(columns, map(_row, cases), texts.CASES_TITLE)


def _row(case: Entry) -> list[str]:
    cells = (", ".join(case.places), ages(case.ages), _routes(case), ", ".join(case.partners))
    return [tag("a", esc(case.title), href=f"#voorbeelden/{case.id}"), *map(esc, cells)]


def case_detail(case: Entry, assistant: Assistant, address: Address) -> str:
    """One case in full."""
    facts = (
        (texts.PLACE, esc(", ".join(case.places) + (f" ({case.province})" if case.province else ""))),
        (texts.AGE, esc(ages(case.ages))),
        (texts.PARTNERS, esc(", ".join(case.partners))),
        (texts.COLUMNS_CASE["source"], place_link(assistant, case, address)),
    )
    rows = "".join(f"<div><dt>{esc(name)}</dt><dd>{value}</dd></div>" for name, value in facts if value.strip())
    close = tag("a", esc(texts.CLOSE) + " ×", "sluit", href="#voorbeelden", data_actie="sluit")
    routes = "".join(tag("a", esc(_route(n)), "label", href=f"#routes/{n}") for n in case.routes)
    question = texts.MORE_LIKE_QUESTION.format(title=case.title)
    more = tag("a", esc(texts.MORE_LIKE_THIS), "knop", href=f"#vraag/{question}")
    parts = (
        tag("div", tag("h3", esc(case.title), "groot") + close, "kaartkop"),
        tag("dl", rows, "feiten"),
        paragraphs(full_text(case)),
        _links(case),
        tag("p", routes, "labels"),
        tag("p", more + take_case_button(case), "knoppen"),
    )
    return tag("article", "".join(parts), "leeskaart", data_deel=case.id)


def paragraphs(text: str) -> str:
    """Each line a paragraph; the word before its colon, which was a heading, bold."""
    return "".join(tag("p", _headed(part)) for part in text.split("\n") if part.strip())


def _headed(line: str) -> str:
    head, colon, rest = line.partition(": ")
    if colon and len(head.split()) <= 3:
        return tag("strong", esc(head), "tussenkop") + " " + inline(rest)
    return inline(line)


def _links(case: Entry) -> str:
    if not case.links:
        return ""
    return tag("h4", esc(texts.LINKS)) + bullet_list(link(x.url, x.title) for x in case.links)


def comparison(cases: Sequence[Entry], assistant: Assistant, address: Address) -> str:
    """Two to four cases side by side, what they say about the same thing in one row."""
    if not cases:
        return ""
    head = tag("div", tag("h3", esc(texts.COMPARE_TITLE), "groot") + action("wis", "", esc(texts.COMPARE_CLEAR)), "kaartkop")
    if len(cases) == 1:
        return tag("div", head + tag("p", esc(f"{cases[0].title}. {texts.COMPARE_HINT}")), "vergelijking")
    c = texts.COLUMNS_CASE
    rows = (
        (c["place"], [esc(", ".join(x.places)) for x in cases]),
        (c["age"], [esc(ages(x.ages)) for x in cases]),
        (c["routes"], [esc(_routes(x)) for x in cases]),
        (c["partners"], [esc(", ".join(x.partners)) for x in cases]),
        (c["what"], [paragraphs(full_text(x)) for x in cases]),
        (c["source"], [place_link(assistant, x, address) for x in cases]),
    )
    names = "".join(tag("th", tag("span", esc(x.title)) + _less(x), scope="col") for x in cases)
    body = "".join(tag("tr", tag("th", esc(name), scope="row") + "".join(tag("td", v) for v in values)) for name, values in rows)
    side_by_side = tag("table", tag("thead", tag("tr", "<td></td>" + names)) + tag("tbody", body))
    box = tag("div", side_by_side, "tabel", tabindex="0", role="group", aria_label=texts.COMPARE_TITLE)
    return tag("div", head + box, "vergelijking")


def _less(case: Entry) -> str:
    return action("vergelijk", case.id, esc(texts.COMPARE_LESS), "tekstknop", texts.COMPARE_LESS_THIS.format(title=case.title))
