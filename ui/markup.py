"""Small pieces of safe HTML. Everything that did not come from this package passes through `esc`. Knows nothing of answers."""

import html
import re
from collections.abc import Iterable

from ui import texts

_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_SAFE_SCHEMES = ("https://", "http://", "/bron/", "mailto:")


def esc(text: object) -> str:
    """The text as HTML that shows it literally.

    Braces and dollar signs are written as entities too, so that no template language of a page could ever read them.
    """
    return html.escape(str(text)).replace("{", "&#123;").replace("}", "&#125;").replace("$", "&#36;").replace("`", "&#96;")


def inline(text: str) -> str:
    """Escaped text in which `**words**` are shown bold."""
    return _BOLD.sub(r"<strong>\1</strong>", esc(text))


def tag(name: str, content: str, css: str = "", **attributes: str) -> str:
    """An element around content that is HTML already; attribute values are escaped, `data_key` becomes `data-key`."""
    given = {"class": css, **attributes} if css else attributes
    shown = "".join(f' {key.rstrip("_").replace("_", "-")}="{esc(value)}"' for key, value in given.items())
    return f"<{name}{shown}>{content}</{name}>"


def link(url: str, words: str, description: str = "", css: str = "") -> str:
    """A link that opens in a new window and says so; only the words when the address is not one to follow."""
    if not url.startswith(_SAFE_SCHEMES):
        return esc(words)
    more = tag("span", f" ({esc(description or texts.NEW_WINDOW)})", "alleen-voorlezen")
    return tag("a", esc(words) + more, css, href=url, target="_blank", rel="noopener noreferrer")


def action(kind: str, value: str, words: str, css: str = "knop", label: str = "", via: str = "") -> str:
    """A button whose press reaches Python as an event with `actie` and `waarde`; the event is `click` unless `via` says otherwise."""
    named = {k: v for k, v in (("aria_label", label), ("data_via", via)) if v}
    return tag("button", words, css, type="button", data_actie=kind, data_waarde=value, **named)


def bullet_list(items: Iterable[str], css: str = "", ordered: bool = False) -> str:
    """A list of pieces of HTML; nothing when there are none."""
    rows = "".join(f"<li>{item}</li>" for item in items)
    return tag("ol" if ordered else "ul", rows, css) if rows else ""


def badge(words: str, css: str = "") -> str:
    """A small label."""
    return tag("span", esc(words), f"label {css}".strip())


def ages(values: Iterable[str]) -> str:
    """Age groups in words."""
    known = [texts.AGES.get(value, value) for value in values]
    return texts.BOTH_AGES if len(known) == len(texts.AGES) else ", ".join(known)
