"""Writes a conversation in Word: each question a heading, its answer with the numbers of its sources, and the list of those sources."""

from collections.abc import Sequence
from typing import Any

from docx.shared import RGBColor

from assistant.answer import BOLD, Answer, Block, Citation, Sentence
from assistant.asides import warnings_of
from assistant.deck import plain
from assistant.deck_docx import new_file, saved
from assistant.deck_template import SOFT

TITLE, SOURCES, ATTENTION = "Gesprek met Reisgenoot", "Bronnen", "Let op: "
LONGEST = 4_000


def answers_to_docx(answers: Sequence[Answer], day: str = "") -> bytes:
    """The questions and answers as a .docx file; `day` stands below the title."""
    file = new_file(TITLE, plain(day, 80))
    for answer in answers:
        file.add_heading(plain(answer.question, LONGEST), level=1)
        first, after = warnings_of(answer)
        for warning in first:
            _words(file.add_paragraph(), ATTENTION + warning)
        for block in answer.blocks:
            if block.sentences:
                _block(file, block)
        for warning in after:
            _words(file.add_paragraph(), ATTENTION + warning)
        if answer.citations:
            file.add_heading(SOURCES, level=2)
        for citation in answer.citations:
            _source(file, citation)
    return saved(file)


def _block(file: Any, block: Block) -> None:
    if block.heading:
        file.add_heading(plain(block.heading, LONGEST), level=2)
    if block.kind == "table":
        _table(file, block)
    elif block.bullets:
        for sentence in block.sentences:
            _words(file.add_paragraph(style="List Bullet"), sentence.marked)
    else:
        before = ATTENTION if block.kind == "warning" else ""
        _words(file.add_paragraph(), before + " ".join(s.marked for s in block.sentences))


def _table(file: Any, block: Block) -> None:
    rows = [_cells(sentence, len(block.columns)) for sentence in block.sentences]
    table = file.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(plain(name, LONGEST)).bold = True
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _words(cell.paragraphs[0], text)


def _cells(sentence: Sentence, columns: int) -> list[str]:
    """The cells of a row, as many as there are columns, with the numbers of the sources in the last."""
    cells = sentence.text.split(" | ", columns - 1)
    cells += [""] * (columns - len(cells))
    cells[-1] = " ".join([cells[-1], *(f"[{n}]" for n in sentence.cites)]).strip()
    return cells


def _source(file: Any, citation: Citation) -> None:
    document = citation.document
    paragraph = file.add_paragraph()
    name = f"[{citation.n}] {citation.entry.title}. {document.dated}, {citation.place}. {citation.url}"
    _words(paragraph, name.rstrip())
    for quote in citation.quotes:
        paragraph.add_run("\n")
        paragraph.add_run(f"“{plain(quote, LONGEST)}”").font.color.rgb = RGBColor.from_string(SOFT)


def _words(paragraph: Any, text: str) -> None:
    """The text as runs; `**words**` become bold."""
    for n, piece in enumerate(BOLD.split(plain(text, LONGEST))):
        if piece:
            paragraph.add_run(piece).bold = True if n % 2 else None
