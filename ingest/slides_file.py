"""Reads a PowerPoint file (python-pptx): per slide its title, texts from top to bottom, and tables as rows.

What the audience does not see is named and left out: hidden slides, and the speaker's notes, which are often not meant for others.
Knows nothing of our own presentations (assistant/deck_file.py reads those).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from lxml.etree import LxmlError
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from ingest.content import DAMAGED, Content, Line, Page
from ingest.errors import DocumentError
from ingest.office_package import check_package
from ingest.table_rows import row_lines

FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
MAX_DEPTH = 20
HIDDEN_SLIDE = "verborgen dia"
NOTES = "notities van de spreker, niet opgenomen"


def read_slides(path: Path) -> Content:
    """Read a .pptx. Raises DocumentError, or a plain Python error when the file is damaged beyond the rules of its format."""
    check_package(path)
    try:
        return _content(pptx.Presentation(str(path)))
    except (PythonPptxError, LxmlError) as fault:
        raise DocumentError(path, DAMAGED) from fault


def _content(show: Any) -> Content:
    pages, warnings = [], []
    for number, slide in enumerate(show.slides, 1):
        hidden = slide._element.get("show") in ("0", "false")
        pages.append(Page(number, str(number), () if hidden else tuple(_slide(slide)), HIDDEN_SLIDE if hidden else ""))
        if not hidden and _has_notes(slide):
            warnings.append((number, NOTES))
    about = show.core_properties
    made = about.created or about.modified
    title = about.title if about.title and about.title.lower() not in ("powerpoint presentation", "powerpoint-presentatie") else ""
    title = title or next((x.text for p in pages for x in p.lines if x.role == "heading"), "")
    return Content(title, about.author or "", made.year if made else 0, tuple(pages), unit="dia", warnings=tuple(warnings))


def _has_notes(slide: Any) -> bool:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return frame is not None and bool(frame.text.strip())


def _slide(slide: Any) -> Iterator[Line]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield Line(" ".join(title.text_frame.text.split()), role="heading", level=1)
    top = None if title is None else title.shape_id
    for shape in sorted(slide.shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if shape.shape_id != top:
            yield from _shape(shape, MAX_DEPTH)


def _shape(shape: Any, depth: int) -> Iterator[Line]:
    if hasattr(shape, "shapes") and depth:
        for inner in sorted(shape.shapes, key=lambda s: (s.top or 0, s.left or 0)):
            yield from _shape(inner, depth - 1)
    elif getattr(shape, "has_table", False):
        cells = [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        yield from row_lines(cells, headed=bool(shape.table.first_row))
    elif getattr(shape, "has_text_frame", False) and not (shape.is_placeholder and shape.placeholder_format.type in FURNITURE):
        yield from _paragraphs(shape.text_frame)


def _paragraphs(frame: Any) -> Iterator[Line]:
    for paragraph in frame.paragraphs:
        text = " ".join(paragraph.text.split())  # with line breaks, which stand between runs
        addresses = tuple(dict.fromkeys(run.hyperlink.address for run in paragraph.runs if run.hyperlink.address))
        if text:
            yield Line(text, links=addresses, role="block")
