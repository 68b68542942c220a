"""Makes reports to read: PDFs with headings, paragraphs, columns, tables, headers and footers, of sentences that stand in the cards.

The sentences are real, so that words come as often as they do in Dutch; their order means nothing. The same seed gives the same
pages. Knows nothing of who reads them.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals.errors import EvalsError

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PER_FILE = 10
LEADING = 15.5
SIZE = 11
MARGIN = 70


def card_sentences(corpus: Path) -> list[str]:
    """Sentences of the cards, from 5 to 40 words."""
    bodies = (path.read_text(encoding="utf-8").split("+++\n", 2)[-1] for path in sorted(corpus.glob("*/*.md")))
    lines = (line for body in bodies for line in body.splitlines() if not line.startswith("#"))
    found = {f"{part.strip(' .-*')}." for line in lines for part in line.split(". ")}
    return sorted(s for s in found if 5 <= len(s.split()) <= 40 and s.isprintable())


def make_reports(folder: Path, pages: int, sentences: Sequence[str], seed: int = 0) -> list[Path]:
    """Write so many pages, ten in a file. Raises EvalsError when reportlab is not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(-(-pages // PER_FILE))
    return [
        write_report(folder / f"rapport-{n:05}.pdf", min(PER_FILE, pages - PER_FILE * n), sentences, seed * 1_000_003 + n)
        for n in numbers
    ]


def write_report(path: Path, pages: int, sentences: Sequence[str], seed: int) -> Path:
    """One report."""
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.pdfgen.canvas import Canvas as NewCanvas
    except ImportError as fault:
        raise EvalsError("reportlab is niet geïnstalleerd; pip install 'reportlab>=5,<6'") from fault
    chance = random.Random(seed)
    canvas = NewCanvas(str(path), pagesize=A4, invariant=True)
    title = f"Rapport {seed} over {_heading(chance, sentences)}"
    canvas.setTitle(title)
    for number in range(1, pages + 1):
        _edges(canvas, title, number)
        kind = chance.choices(("text", "columns", "table"), (6, 2, 2))[0]
        top = _headed(canvas, A4[1] - 80, _heading(chance, sentences))
        wide = A4[0] - 2 * MARGIN
        if kind == "columns":
            half = (wide - 24) / 2
            for left in (MARGIN, MARGIN + half + 24):
                _paragraphs(canvas, chance, sentences, (left, top, half))
        else:
            if kind == "table":
                top = _table(canvas, chance, sentences, top)
            _paragraphs(canvas, chance, sentences, (MARGIN, top, wide))
        canvas.showPage()
    canvas.save()
    return path


def _heading(chance: random.Random, sentences: Sequence[str]) -> str:
    return " ".join(chance.choice(sentences).split()[:5]).rstrip(".,;:").capitalize()


def _edges(canvas: "Canvas", title: str, number: int) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(MARGIN, 810, title[:90])
    canvas.drawString(MARGIN, 30, f"{number}")


def _headed(canvas: "Canvas", top: float, text: str) -> float:
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(MARGIN, top, text)
    return top - 2 * LEADING


def _paragraphs(canvas: "Canvas", chance: random.Random, sentences: Sequence[str], place: tuple[float, float, float]) -> None:
    """Fill a column down to the footer."""
    left, top, width = place
    while top > 90:
        canvas.setFont("Helvetica", SIZE)
        text = " ".join(chance.choice(sentences) for _ in range(chance.randint(3, 7)))
        for line in _broken(canvas, text, width):
            if top < 60:
                return
            canvas.drawString(left, top, line)
            top -= LEADING
        top -= 0.6 * LEADING


def _broken(canvas: "Canvas", text: str, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and canvas.stringWidth(longer, "Helvetica", SIZE) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def _table(canvas: "Canvas", chance: random.Random, sentences: Sequence[str], top: float) -> float:
    """A table of four columns and six to ten rows."""
    canvas.setFont("Helvetica", SIZE)
    rows = [("Gemeente", "Onderwerp", "Jaar", "Bedrag")]
    for _ in range(chance.randint(6, 10)):
        about = " ".join(chance.choice(sentences).split()[1:4]).rstrip(".,;:")
        rows.append((chance.choice(sentences).split()[0], about, str(chance.randint(2010, 2026)), f"{chance.randint(10, 900)}.000"))
    for row in rows:
        for at, cell in zip((0, 100, 310, 380), row, strict=True):
            canvas.drawString(MARGIN + at, top, cell)
        top -= 1.3 * LEADING
    return top - LEADING
