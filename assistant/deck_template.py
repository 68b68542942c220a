"""Our own PowerPoint template, made in code: 16:9, three layouts with real placeholders, large type, strong contrast, Dutch.

Starts from the empty presentation that python-pptx brings and gives its master and layouts our places, colours and type. What is
only decoration stands on the layouts, where a screen reader does not meet it. Knows nothing of decks.
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as PptxFile
from pptx.util import Emu, Inches

LANGUAGE, FONT = "nl-NL", "Arial"
INK, PAPER, ACCENT, ACCENT_DARK, SOFT, PALE = "1C2733", "FFFFFF", "0B5C6B", "08454F", "4A5560", "E2EFF0"
# Every pair of text and ground that the template uses.
TEXT_ON = ((INK, PAPER), (ACCENT_DARK, PAPER), (SOFT, PAPER), (PAPER, ACCENT_DARK), (PALE, ACCENT_DARK))
TITLE_SIZE, COVER_SIZE, BODY_SIZES, FOOTER_SIZE = 30, 44, (24, 22, 20, 18), 18
COVER, CONTENT, COLUMNS = "Titel", "Inhoud", "Twee kolommen"
_KEEP = {0: COVER, 1: CONTENT, 3: COLUMNS}
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)
_LEFT, _WIDE = 0.75, 11.83
Box = tuple[float, float, float, float]
TITLE_BOX: Box = (_LEFT, 0.35, _WIDE, 1.2)
BODY_BOX: Box = (_LEFT, 1.75, _WIDE, 4.55)
FOOTER_BOX: Box = (_LEFT, 6.55, 10.9, 0.7)
NUMBER_BOX: Box = (11.78, 6.55, 0.8, 0.7)
COVER_TITLE_BOX: Box = (_LEFT, 1.9, 9.6, 1.9)
COVER_BOX: Box = (_LEFT, 4.0, 9.6, 1.5)
COVER_TEXT = BODY_SIZES[0]
_COLUMN = (_WIDE - 0.4) / 2
_BOXES: dict[str, dict[int, Box]] = {
    COVER: {0: COVER_TITLE_BOX, 1: COVER_BOX},
    CONTENT: {0: TITLE_BOX, 1: BODY_BOX},
    COLUMNS: {0: TITLE_BOX, 1: (_LEFT, 1.75, _COLUMN, 4.55), 2: (_LEFT + _COLUMN + 0.4, 1.75, _COLUMN, 4.55)},
}
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def empty_presentation() -> PptxFile:
    """A presentation without slides on our template."""
    file = Presentation()
    file.slide_width, file.slide_height = _WIDTH, _HEIGHT
    layouts = list(file.slide_layouts)
    for number, layout in enumerate(layouts):
        if number not in _KEEP:
            file.slide_layouts.remove(layout)
    _theme(file)
    _master(file.slide_masters[0])
    for number, name in _KEEP.items():
        _layout(layouts[number], name)
    _decorate(file, layouts)
    package = file.part.package
    for rel in [r for r in package._rels.values() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(rel.rId)  # a picture of somebody else's empty slide
    return file


def footer_places(shapes: Any) -> Iterator[tuple[str, Any]]:
    """The placeholders for footer and slide number, by type: `ftr` and `sldNum`."""
    for shape in shapes:
        if shape.is_placeholder and (kind := shape.element.find(f".//{qn('p:ph')}").get("type")) in ("ftr", "sldNum"):
            yield kind, shape


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _theme(file: PptxFile) -> None:
    """Our colours and font in place of those of the theme."""
    part = file.slide_masters[0].part.part_related_by(RELATIONSHIP_TYPE.THEME)
    xml = part.blob.decode("utf-8")
    colours = {
        "dk1": INK,
        "lt1": PAPER,
        "dk2": ACCENT_DARK,
        "lt2": PALE,
        "accent1": ACCENT,
        "accent2": ACCENT_DARK,
        "hlink": ACCENT,
        "folHlink": SOFT,
    }
    for name, colour in colours.items():
        xml = re.sub(rf"(<a:{name}>).*?(</a:{name}>)", rf'\1<a:srgbClr val="{colour}"/>\2', xml, flags=re.S)
    xml = re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml)
    part._blob = re.sub(r'(<a:theme [^>]*name=")[^"]*', r"\1Reisgenoot", xml).encode("utf-8")


def _master(master: Any) -> None:
    boxes = {"title": TITLE_BOX, "body": BODY_BOX, "ftr": FOOTER_BOX, "sldNum": NUMBER_BOX}
    for shape in list(master.placeholders):
        kind = shape.element.find(f".//{qn('p:ph')}").get("type")
        if kind == "dt":
            shape.element.getparent().remove(shape.element)
        elif kind in boxes:
            _place(shape, boxes[kind])
    styles = master.element.find(qn("p:txStyles"))
    for level in styles.find(qn("p:titleStyle")):
        _type(level, TITLE_SIZE, "tx2", bold=True)
    for level in styles.find(qn("p:bodyStyle")):
        _type(level, BODY_SIZES[0] if level.tag == qn("a:lvl1pPr") else BODY_SIZES[-1], "tx1")
    for kind, shape in footer_places(master.placeholders):
        _footer(shape, kind)


def _type(level: Any, size: int, colour: str, *, bold: bool = False) -> None:
    """Size, weight and colour of one level of the master's text, set to the left."""
    if not level.tag.endswith("pPr"):
        return
    level.set("algn", "l")
    for before in level.findall(qn("a:spcBef")):
        level.remove(before)
    run = level.find(qn("a:defRPr"))
    run.set("sz", str(size * 100))
    run.set("b", "1" if bold else "0")
    run.set("lang", LANGUAGE)
    for scheme in run.iter(qn("a:schemeClr")):
        scheme.set("val", colour)


def _layout(layout: Any, name: str) -> None:
    layout.name = name
    layout.element.attrib.pop("preserve", None)
    for shape in list(layout.placeholders):
        kind = shape.element.find(f".//{qn('p:ph')}").get("type")
        index = shape.placeholder_format.idx
        if kind == "dt" or (name == COVER and kind in ("ftr", "sldNum")):
            shape.element.getparent().remove(shape.element)
        elif index in _BOXES[name]:
            _place(shape, _BOXES[name][index])
            _plain_text(shape, name, index)
        elif kind in ("ftr", "sldNum"):
            _place(shape, FOOTER_BOX if kind == "ftr" else NUMBER_BOX)
            _footer(shape, kind)


def _plain_text(shape: Any, layout: str, index: int) -> None:
    """Take away the sizes and shrinking that the layout brings, and set those of our own where the master's do not suit."""
    body = shape.text_frame._txBody
    properties = body.find(qn("a:bodyPr"))
    for child in list(properties):
        properties.remove(child)
    properties.set("anchor", "b" if index == 0 else "t")
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    if layout == COVER:
        size, colour = (COVER_SIZE, PAPER) if index == 0 else (COVER_TEXT, PALE)
        level = etree.SubElement(style, qn("a:lvl1pPr"), marL="0", indent="0", algn="l")
        etree.SubElement(level, qn("a:buNone"))
        _colour(etree.SubElement(level, qn("a:defRPr"), sz=str(size * 100), b="1" if index == 0 else "0", lang=LANGUAGE), colour)


def _footer(shape: Any, kind: str) -> None:
    body = shape.text_frame._txBody
    body.find(qn("a:bodyPr")).set("anchor", "ctr")
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    level = etree.SubElement(style, qn("a:lvl1pPr"), algn="l" if kind == "ftr" else "r")
    _colour(etree.SubElement(level, qn("a:defRPr"), sz=str(FOOTER_SIZE * 100), lang=LANGUAGE), SOFT)


def _colour(run: Any, colour: str) -> None:
    etree.SubElement(etree.SubElement(run, qn("a:solidFill")), qn("a:srgbClr"), val=colour)


def _place(shape: Any, box: Box) -> None:
    shape.left, shape.top, shape.width, shape.height = (Inches(v) for v in box)


def _decorate(file: PptxFile, layouts: list[Any]) -> None:
    """A dark cover with a dotted road, a bar beside the title and a line above the sources of the others."""
    cover, *others = [layouts[i] for i in _KEEP]
    ground = etree.Element(qn("p:bg"))
    properties = etree.SubElement(ground, qn("p:bgPr"))
    _colour(properties, ACCENT_DARK)
    etree.SubElement(properties, qn("a:effectLst"))
    cover.element.find(qn("p:cSld")).insert(0, ground)
    scratch = file.slides.add_slide(others[0])
    road = [
        (10.4 + 1.9 * t + 0.75 * (1 - t) * (4 * t if int(t * 12) % 2 else 3 * t), 6.9 - 6.3 * t)
        for t in (n / 13 for n in range(14))
    ]
    for n, (x, y) in enumerate(road):
        size = 0.34 if n % 4 == 0 else 0.13
        _ornament(scratch, cover, MSO_SHAPE.OVAL, (x - size / 2, y - size / 2, size, size), PALE if n % 4 == 0 else ACCENT)
    for layout in others:
        _ornament(scratch, layout, MSO_SHAPE.RECTANGLE, (0, 0.35, 0.25, 1.2), ACCENT)
        _ornament(scratch, layout, MSO_SHAPE.RECTANGLE, (_LEFT, 6.45, _WIDE, 0.02), ACCENT)
    slides = file.slides._sldIdLst
    file.part.drop_rel(slides[0].rId)
    slides.remove(slides[0])


def _ornament(scratch: Any, layout: Any, form: MSO_SHAPE, box: Box, colour: str) -> None:
    """A filled shape without line, drawn on a slide that is thrown away and moved to the layout, behind its text."""
    shape = scratch.shapes.add_shape(form, *(Emu(Inches(v)) for v in box))
    shape.name = "Versiering"
    element = shape._element
    for style in element.findall(qn("p:style")):
        element.remove(style)
    for text in element.findall(qn("p:txBody")):
        element.remove(text)
    properties = element.spPr
    _colour(properties, colour)
    etree.SubElement(etree.SubElement(properties, qn("a:ln")), qn("a:noFill"))
    element.find(f".//{qn('p:cNvPr')}").append(etree.fromstring(_DECORATIVE))
    layout.shapes._spTree.insert(2, element)
