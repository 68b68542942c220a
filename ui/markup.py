"""Small pieces of safe HTML. Everything that did not come from this package passes through `esc`. Knows nothing of answers."""

import html
import json
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from assistant import BOLD
from ui import texts

_HERE = "/bron/"
_SAFE_SCHEMES = ("https://", "http://", _HERE, "mailto:")


def esc(text: object) -> str:
    """The text as HTML that shows it literally.

    Braces and dollar signs are written as entities too, so that no template language of a page could ever read them.
    """
    return html.escape(str(text)).replace("{", "&#123;").replace("}", "&#125;").replace("$", "&#36;").replace("`", "&#96;")


def inline(text: str) -> str:
    """Escaped text in which `**words**` are shown bold."""
    return BOLD.sub(r"<strong>\1</strong>", esc(text))


def tag(name: str, content: str, css: str = "", **attributes: str) -> str:
    """An element around content that is HTML already; attribute values are escaped, `data_key` becomes `data-key`."""
    given = {"class": css, **attributes} if css else attributes
    shown = "".join(f' {key.rstrip("_").replace("_", "-")}="{esc(value)}"' for key, value in given.items())
    return f"<{name}{shown}>{content}</{name}>"


def link(url: str, words: str, description: str = "", css: str = "") -> str:
    """A link that opens in a new window and says so; only the words when the address is not one to follow."""
    if not url.startswith(_SAFE_SCHEMES):
        return esc(words)
    told = f"{description}, {texts.NEW_WINDOW}" if description else texts.NEW_WINDOW
    more = tag("span", f" ({esc(told)})", "alleen-voorlezen")
    return tag("a", esc(words) + more, css, href=url, target="_blank", rel="noopener noreferrer")


def page_link(
    url: str, words: str, description: str, page: int, pages: Sequence[int] = (), quotes: Sequence[str] = (), css: str = ""
) -> str:
    """A link to a page of a publication. One that is kept here is shown in a window in the page, with the quotes marked.

    `pages` are those on which the quotes may stand; bladzijde.js opens the window. Elsewhere: a plain `link`.
    """
    if not url.startswith(_HERE):
        return link(url, words, description, css)
    more = tag("span", f" ({esc(description)})", "alleen-voorlezen")
    return tag(
        "a", esc(words) + more, css, href=url, data_bladzijde=f"{url.removeprefix(_HERE).split('#')[0]}/{page}",
        data_titel=description, data_ook=json.dumps(list(pages)), data_zinnen=json.dumps(list(quotes), ensure_ascii=False),
    )  # fmt: skip


def nothing_here(words: str, page: str) -> str:
    """What stands in the place of a part that an address names and that is not there."""
    close = tag("a", esc(texts.CLOSE) + " ×", "sluit", href=f"#{page}", data_actie="sluit")
    return tag("article", tag("div", tag("p", esc(words), role="status") + close, "kaartkop"), "leeskaart")


def action(kind: str, value: str, words: str, css: str = "knop", label: str = "", via: str = "") -> str:
    """A button whose press reaches Python as an event with `actie` and `waarde`; the event is `click` unless `via` says otherwise."""
    named = {k: v for k, v in (("aria_label", label), ("data_via", via)) if v}
    return tag("button", words, css, type="button", data_actie=kind, data_waarde=value, **named)


def bullet_list(items: Iterable[str], css: str = "", ordered: bool = False) -> str:
    """A list of pieces of HTML; nothing when there are none."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return tag("ol" if ordered else "ul", rows, css) if rows else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], label: str) -> str:
    """A table of which the first cell of a row names it; `rows` hold HTML. On a phone each row stands by itself (tabellen.css).

    Each other cell carries the name of its column, because the heads are not in view there.
    """
    head = "".join(tag("th", esc(words), scope="col") for words in columns)
    body = "".join(tag("tr", tag("th", name, scope="row") + _cells(columns[1:], cells)) for name, *cells in rows)
    whole = tag("table", tag("thead", tag("tr", head)) + tag("tbody", body))
    return tag("div", whole, "tabel gestapeld", tabindex="0", role="group", aria_label=label)


def _cells(columns: Sequence[str], cells: Sequence[str]) -> str:
    return "".join(tag("td", cell, data_kolom=name) for name, cell in zip_longest(columns, cells, fillvalue=""))


def badge(words: str, css: str = "") -> str:
    """A small label."""
    return tag("span", esc(words), f"label {css}".strip())


def ages(values: Iterable[str]) -> str:
    """Age groups in words."""
    known = [texts.AGES.get(value, value) for value in values]
    return texts.BOTH_AGES if len(known) == len(texts.AGES) else ", ".join(known)
