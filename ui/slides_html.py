"""From a deck, or the verdict on one, to HTML. Pure functions; every text that is shown passes through `esc`. Knows no gradio."""

import base64
import re
import time
import unicodedata
from collections.abc import Iterable, Sequence

from assistant import Answer, Bullet, BulletCheck, Deck, DeckCheck, Slide
from ui import slides_texts as texts
from ui.markup import action, bullet_list, esc, link, tag

_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
}

_WORD = re.compile(r"\w[\w’'-]*")


def intro_html() -> str:
    """The head of the page."""
    check = tag("button", esc(texts.TO_CHECK), "tekstknop", type="button", data_naar="dia-controle")
    return tag("h2", esc(texts.TITLE)) + tag("p", esc(texts.INTRO), "inleiding") + tag("p", check)


def to_preview_html() -> str:
    """The way from the fields of a slide back to its picture."""
    return tag("p", tag("button", esc(texts.TO_PREVIEW), "tekstknop", type="button", id="dia-naar-beeld"))


def heading(words: str, hint: str = "") -> str:
    """A heading above a part of the page."""
    return tag("h3", esc(words), "groot") + (tag("p", esc(hint), "hint") if hint else "")


def taken_html(answers: Sequence[Answer]) -> str:
    """The answers that come from the conversation, each to be taken away again."""
    if not answers:
        return ""
    rows = (
        esc(a.question) + " " + action("weg", str(n), esc(texts.TAKE_AWAY), "tekstknop", f"{texts.TAKE_AWAY}: {a.question}")
        for n, a in enumerate(answers)
    )
    return tag("h4", esc(texts.TAKEN)) + bullet_list(rows, "uit-gesprek")


def message_html(words: str, *, fault: bool = False, more: Iterable[str] = ()) -> str:
    """What just happened, read out by a screen reader; remarks below it."""
    remarks = "".join(tag("p", f"{tag('strong', esc(texts.REMARK))} {esc(remark)}") for remark in more)
    said = tag("p", esc(words)) + remarks
    return tag("div", said, "melding fout", role="alert") if fault else tag("div", said, "melding opmerking", role="status")


def deck_html(deck: Deck | None) -> str:
    """The preview: every slide as a card, in order."""
    if deck is None:
        return tag("p", esc(texts.EMPTY), "leeg")
    cards = "".join(f"<li>{_slide(slide, n)}</li>" for n, slide in enumerate(deck.slides, start=1))
    return heading(texts.PREVIEW) + tag("ol", cards, "dias")


def downloads_html(files: dict[str, bytes], title: str) -> str:
    """Links that hold the files themselves, so that nothing has to be kept on the server."""
    rows = []
    for kind, data in files.items():
        name, what = texts.DOWNLOADS[kind]
        button = tag("a", esc(f"{name} (.{kind})"), "knop", href=_href(kind, data), download=f"{texts.FILE}.{kind}")
        rows.append(f"{button} {tag('span', esc(what), 'hint')}")
    return heading(title) + bullet_list(rows, "meenemen") + tag("p", esc(texts.COMPUTER), "hint") if rows else ""


def download_html(kind: str, data: bytes) -> str:
    """A link to one file that the script of the page follows at once."""
    keer = str(time.monotonic_ns())
    return tag("a", "", href=_href(kind, data), download=f"{texts.FILE}.{kind}", hidden="hidden", data_keer=keer)


def _href(kind: str, data: bytes) -> str:
    return f"data:{_TYPES[kind]};base64,{base64.b64encode(data).decode('ascii')}"


def before_html() -> str:
    """Below what was made anew: how to have the deck of before again."""
    return tag("p", esc(texts.BEFORE.format(undo=texts.UNDO)), "hint")


def check_html(check: DeckCheck) -> str:
    """The verdict on a whole deck, slide by slide."""
    total, missing = len(check.bullets), len(check.missing)
    if not total:
        return message_html(texts.CHECKED_NONE)
    words = texts.CHECKED.format(total=total, missing=missing) if missing else texts.CHECKED_ALL.format(total=total)
    slides = "".join(_slide_check(s.number, s.title, s.bullets) for s in check.slides)
    wrong = "".join(_slide_check(s.number, s.title, [b for b in s.bullets if not b.supported]) for s in check.slides)
    everything = tag("details", tag("summary", esc(texts.ALL_POINTS)) + slides, "alle-punten")
    return message_html(words) + wrong + everything


def _slide_check(number: int, title: str, checks: Sequence[BulletCheck]) -> str:
    name = tag("h4", esc(texts.SLIDE.format(n=number, title=title or texts.UNTITLED)))
    return tag("section", name + checks_html(checks), "gecontroleerd") if checks else ""


def checks_html(checks: Sequence[BulletCheck]) -> str:
    """Bullets with their verdict and the nearest evidence."""
    return bullet_list((_checked(c) for c in checks), "oordelen")


def _slide(slide: Slide, number: int) -> str:
    words = tag("span", esc(str(number)), "nummer", aria_hidden="true")
    name = tag("span", esc(texts.SLIDE.format(n=number, title="")), "alleen-voorlezen") + esc(slide.title)
    body = bullet_list(_bullet(b, slide) for b in slide.bullets)
    notes = tag("details", tag("summary", esc(texts.NOTES)) + "".join(tag("p", esc(t)) for t in slide.notes.split("\n") if t))
    css = "dia titeldia" if slide.kind == "title" else "dia"
    told = texts.TO_EDIT_THIS.format(n=number)
    edit = "" if slide.kind == "sources" else action("pas-aan", str(number - 1), esc(texts.TO_EDIT), "tekstknop", told)
    return tag("article", words + tag("h4", name) + body + (notes if slide.notes else "") + edit, css)


def _bullet(bullet: Bullet, slide: Slide) -> str:
    if slide.kind in ("title", "sources"):
        return esc(bullet.text)
    if not bullet.citations:
        return esc(bullet.text) + " " + tag("span", esc(texts.OWN), "plek kwijt")
    places = "; ".join(dict.fromkeys(s.place for s in bullet.citations))
    return esc(bullet.text) + " " + tag("span", esc(places), "plek")


def _checked(check: BulletCheck) -> str:
    status = tag("strong", esc(texts.STATUS[check.status]), f"oordeel {check.status}")
    parts = [status, " ", esc(check.text)]
    if check.status != "supported":
        reason = _as_written(check.reason, check.text)
        parts.append(tag("p", esc(reason[:1].upper() + reason[1:] + "."), "reden"))
    if check.source:
        name = texts.EVIDENCE if check.status == "supported" else texts.NEAREST
        place = link(check.source.url, check.source.place) if check.source.url else esc(check.source.place)
        parts.append(tag("p", f"{esc(name)}: {tag('q', esc(check.source.quote))} ({place})", "steun"))
    if check.source and check.unknown and check.status == "supported":
        parts.append(tag("p", esc(texts.UNKNOWN.format(words=", ".join(check.unknown))), "reden"))
    return "".join(parts)


def _as_written(reason: str, text: str) -> str:
    """The reason with the words behind its colon as the text writes them: the check itself reads names in small letters, without accents."""
    written = {_folded(word): word for word in reversed(_WORD.findall(text))}
    what, colon, words = reason.partition(":")
    return what + colon + _WORD.sub(lambda found: written.get(found[0], found[0]), words)


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()
