"""Makes small PDFs for tests."""

from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
SENTENCE = "De gemeente en de scholen maken samen afspraken over hulp op school. "

TROLLEY = "In Bovenstad rijdt elke woensdag een bakfiets met knutselspullen langs de pleinen van vier buurten."
GUIDE = (
    ("# Spelen in de buurt", *(f"{SENTENCE} " for _ in range(8))),
    (
        "# De bakfiets van Bovenstad",
        "In Bovenstad rijdt elke woensdag een bakfiets met knutsel-",
        "spullen langs de pleinen van vier buurten.",
        "Vrijwilligers van het buurthuis nemen kinderen mee naar buiten.",
        "De gemeente betaalt de bakfiets uit het potje voor wijkbudgetten.",
    ),
    (
        "# Wat kost het",
        *(f"{SENTENCE} " for _ in range(8)),
        "<img src=x onerror='window.stuk=1'> De bakfiets kost per jaar negenduizend euro voor alle pleinen samen.",
    ),
)
"""A publication of three pages; `TROLLEY` stands on the second, broken by a hyphen, and the third holds script."""


def paragraph(words: int = 90, sentence: str = SENTENCE) -> list[str]:
    """Lines of about twelve words, together at least this many words."""
    text = (sentence * (words // len(sentence.split()) + 1)).split()
    return [" ".join(text[i : i + 12]) for i in range(0, len(text), 12)]


def write_pdf(path: Path, pages: Sequence[Sequence[str]], header: str = "", footer: str = "", password: str = "") -> Path:
    """One page per list of lines; `#` before a line makes it a heading, `{n}` in the footer is the page number."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=password or None)
    canvas.setTitle("Een gids")
    canvas.setAuthor("De Uitgever")
    for number, lines in enumerate(pages, 1):
        for text, y in ((header, HEIGHT - 30), (footer.format(n=number), 30)):
            canvas.setFont("Helvetica", 8)
            if text:
                canvas.drawString(60, y, text)
        for i, line in enumerate(lines):
            canvas.setFont("Helvetica-Bold" if line.startswith("#") else "Helvetica", 16 if line.startswith("#") else 10)
            canvas.drawString(60, HEIGHT - 70 - 15 * i, line.removeprefix("# "))
        canvas.showPage()
    canvas.save()
    return path
