"""Writes a deck as a handout in Word: real headings, the source behind every sentence, the list of sources at the end, in Dutch."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from assistant.deck import Bullet, Deck, Slide
from assistant.deck_template import ACCENT_DARK, FONT, INK, LANGUAGE, SOFT

AUTHOR = "Reisgenoot"
_SIZES = {"Title": 24, "Subtitle": 13, "Heading 1": 16, "Heading 2": 13, "Normal": 11, "List Bullet": 11, "Footer": 9}


def to_docx(deck: Deck) -> bytes:
    """The deck as a .docx handout."""
    file = new_file(deck.title, deck.subtitle)
    for slide in deck.slides:
        if slide.kind != "title":
            _section(file, slide)
    return saved(file)


def new_file(title: str, subtitle: str) -> Any:
    """An empty document in our style and in Dutch, with its title."""
    file = new_document()
    _styles(file)
    _page(file)
    file.add_paragraph(title, style="Title")
    if subtitle:
        file.add_paragraph(subtitle, style="Subtitle")
    about = file.core_properties
    about.title, about.author, about.last_modified_by, about.language = title, AUTHOR, AUTHOR, LANGUAGE
    about.subject, about.comments = subtitle, ""
    about.created = about.modified = datetime.now(UTC).replace(tzinfo=None)
    return file


def saved(file: Any) -> bytes:
    """The document as the bytes of a .docx file."""
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _section(file: Any, slide: Slide) -> None:
    file.add_heading(slide.title, level=1)
    for bullet in slide.bullets:
        paragraph = file.add_paragraph(style="List Bullet")
        paragraph.add_run(bullet.text)
        if slide.kind != "sources":
            paragraph.add_run(f" ({_places(bullet)})").font.color.rgb = RGBColor.from_string(SOFT)


def _places(bullet: Bullet) -> str:
    return "; ".join(dict.fromkeys(s.place for s in bullet.citations)) or "eigen tekst, niet teruggevonden in de bronnen"


def _styles(file: Any) -> None:
    """Our font and colours in the styles, and Dutch as the language of all text."""
    for name, size in _SIZES.items():
        style = file.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.italic = False
        style.font.color.rgb = RGBColor.from_string(
            INK if name in ("Normal", "List Bullet") else SOFT if name in ("Footer", "Subtitle") else ACCENT_DARK
        )
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for themed in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{themed}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for border in file.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
        break
    file.styles["List Bullet"].paragraph_format.space_after = Pt(5)
    file.styles["Heading 1"].paragraph_format.space_before = Pt(16)
    file.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    defaults = file.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    for script in ("val", "eastAsia", "bidi"):
        language.set(qn(f"w:{script}"), LANGUAGE)


def _page(file: Any) -> None:
    """A4, with the number of the page below."""
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Gemaakt door een computer; controleer belangrijke punten in de bron. Bladzijde ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    footer._p.append(field)
