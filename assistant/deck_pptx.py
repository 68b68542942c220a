"""Writes a deck as PowerPoint on our template: real placeholders in reading order, the sources in the footer, the evidence in the notes.

The only file that fills slides; deck_check.py reads them back.
"""

import io
import math
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn
from pptx.slide import Slide as PptxSlide
from pptx.util import Pt

from assistant.deck import Bullet, Deck, Slide
from assistant.deck_template import (
    BODY_BOX,
    BODY_SIZES,
    COLUMNS,
    CONTENT,
    COVER,
    COVER_BOX,
    COVER_SIZE,
    COVER_TEXT,
    COVER_TITLE_BOX,
    LANGUAGE,
    TITLE_BOX,
    TITLE_SIZE,
    empty_presentation,
    footer_places,
)  # fmt: skip

AUTHOR = "Reisgenoot"
_NAMES = {"title": "Titel", "ctrTitle": "Titel", "subTitle": "Ondertitel", "ftr": "Bronnen", "sldNum": "Dianummer"}
# Of a line and of the space below a paragraph, the height as a share of the size of the letters.
_LINE, _SPACE = 1.2, 0.45
# How wide the letters of Arial are, in thousandths of their size; a letter that is not here is as wide as most.
_WIDTHS = {
    letter: width
    for width, letters in (
        (191, "'"), (222, "ijl’‘"), (260, "|"), (278, " !,./:;I[]ft·ïí"), (333, "()-r“”"), (355, '"'), (389, "*"), (500, "Jcksvxyzç"),
        (584, "+<=>"), (611, "FTZ"), (667, "&ABEKPSVXYÉ"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm"), (889, "%"), (944, "W"), (1015, "—…@"),
    )
    for letter in letters
}  # fmt: skip
_USUAL, _BOLD = 556, 1.08


def to_pptx(deck: Deck) -> bytes:
    """The deck as a .pptx file."""
    file = empty_presentation()
    layouts = {layout.name: layout for layout in file.slide_layouts}
    for slide in deck.slides:
        name = _layout_of(slide)
        _fill(file.slides.add_slide(layouts[name]), slide, name)
    about = file.core_properties
    about.title, about.author, about.last_modified_by, about.language = deck.title, AUTHOR, AUTHOR, LANGUAGE
    about.subject, about.keywords = deck.subtitle, "pedagogische basis, Reisgids"
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def overflows(slide: Slide) -> bool:
    """Whether a slide has more text than fits on it, also in the smallest letters."""
    layout = _layout_of(slide)
    smallest = COVER_TEXT if layout == COVER else BODY_SIZES[-1]
    width, height = _room(layout)
    return any(_height([b.text for b in c], width, smallest) > height for c in _columns(slide, layout))


def _layout_of(slide: Slide) -> str:
    return COVER if slide.kind == "title" else COLUMNS if _in_columns(slide) else CONTENT


def _columns(slide: Slide, layout: str) -> list[Sequence[Bullet]]:
    half = math.ceil(len(slide.bullets) / 2) if layout == COLUMNS else len(slide.bullets)
    return [c for c in (slide.bullets[:half], slide.bullets[half:]) if c]


def _room(layout: str) -> tuple[float, float]:
    """How wide and high the text of a placeholder may become, in inches."""
    box = COVER_BOX if layout == COVER else BODY_BOX
    return ((box[2] - 0.4) / 2 if layout == COLUMNS else box[2]) - 0.6, box[3] - 0.1


def _in_columns(slide: Slide) -> bool:
    return slide.kind == "routes" and len(slide.bullets) > 5


def _fill(made: PptxSlide, slide: Slide, layout: str) -> None:
    title, *bodies = list(made.placeholders)
    _write(title.text_frame, [slide.title])
    box, sizes = (COVER_TITLE_BOX, (COVER_SIZE, 40, 36, 32, 28)) if layout == COVER else (TITLE_BOX, (TITLE_SIZE, 28, 26, 24))
    if (size := _size(slide.title, box[2], box[3], sizes)) != sizes[0]:
        _set_size(title.text_frame, size)
    columns = _columns(slide, layout)
    size = min(_body_size(c, layout) for c in columns) if columns else BODY_SIZES[0]
    for body, bullets in zip(bodies, columns, strict=False):
        _bullets(body, bullets, 0 if layout == COVER else size)
    if layout != COVER:
        _footers(made, slide.footer)
    for shape in made.placeholders:
        kind = shape.element.find(f".//{qn('p:ph')}").get("type")
        shape.name = _NAMES.get(str(kind), "Inhoud")
    if slide.notes:
        _notes(made.notes_slide, slide)


def _notes(made: Any, slide: Slide) -> None:
    """What the speaker reads; the cards behind it stand in the description, where only deck_file.py looks."""
    _write(made.notes_text_frame, slide.notes.split("\n"))
    cards = dict.fromkeys(f"kaart: {s.entry}" for s in slide.sources)
    made.notes_placeholder.element.find(f".//{qn('p:cNvPr')}").set("descr", "; ".join(cards))


def _bullets(body: Any, bullets: Sequence[Bullet], size: int) -> None:
    """The bullets in a placeholder; size 0 leaves the size of the layout."""
    _write(body.text_frame, [b.text for b in bullets])
    if size:
        _set_size(body.text_frame, size)
        for paragraph in body.text_frame.paragraphs:
            paragraph.space_after = Pt(size * _SPACE)


def _body_size(bullets: Sequence[Bullet], layout: str) -> int:
    """The largest size at which the bullets fit."""
    width, height = _room(layout)
    texts = [b.text for b in bullets]
    return next((s for s in BODY_SIZES if _height(texts, width, s) <= height), BODY_SIZES[-1])


def _size(text: str, width: float, height: float, sizes: Sequence[int]) -> int:
    return next((s for s in sizes if _height([text], (width - 0.2) / _BOLD, s, space=0) <= height - 0.1), sizes[-1])


def _height(texts: Sequence[str], width: float, size: int, *, space: float = _SPACE) -> float:
    """How many inches high the paragraphs become."""
    lines = sum(_lines(text, width * 72_000 / size) for text in texts)
    return (lines * _LINE + len(texts) * space) * size / 72


def _lines(text: str, longest: float) -> int:
    """On how many lines a paragraph is set: a word that does not fit goes to the next, and one that fits on none is broken."""
    lines, used = 1, 0.0
    for word in text.split():
        wide = sum(_WIDTHS.get(letter, _USUAL) for letter in word)
        if used and used + _WIDTHS[" "] + wide <= longest:
            used += _WIDTHS[" "] + wide
        else:
            lines, used = lines + bool(used) + int(wide // longest), wide % longest
    return lines


def _set_size(frame: Any, size: int) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(size)


def _write(frame: Any, lines: Sequence[str]) -> None:
    """One paragraph a line, each run marked as Dutch."""
    frame.text = "\n".join(line.replace("\n", " ").replace("\v", " ") for line in lines)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run._r.get_or_add_rPr().set("lang", LANGUAGE)


def _footers(made: PptxSlide, text: str) -> None:
    """Copy the footer and the slide number from the layout to the slide, behind the text in reading order."""
    for kind, shape in footer_places(made.slide_layout.placeholders):
        copied = deepcopy(shape._element)
        for properties in copied.findall(qn("p:spPr")):
            for child in list(properties):
                properties.remove(child)
        body = copied.find(qn("p:txBody"))
        for child in [*body.findall(qn("a:p")), *body.find(qn("a:lstStyle"))]:
            child.getparent().remove(child)
        paragraph = etree.SubElement(body, qn("a:p"))
        if kind == "ftr" and text:
            _run(etree.SubElement(paragraph, qn("a:r")), text)
        elif kind == "sldNum":
            field = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
            _run(field, str(made.slide_id - 255))
        made.shapes._spTree.append(copied)
    for number, element in enumerate(made.shapes._spTree.iter(qn("p:cNvPr")), start=1):
        element.set("id", str(number))


def _run(run: Any, text: str) -> None:
    etree.SubElement(run, qn("a:rPr"), lang=LANGUAGE)
    etree.SubElement(run, qn("a:t")).text = text
