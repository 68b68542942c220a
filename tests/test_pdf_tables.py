"""Tables in PDFs whose last cell wraps, or that have empty cells; and what looks like one and is not."""

from pathlib import Path

import pytest
from pdf_maker import HEIGHT
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.chunking import clean_pages
from ingest.reader import read_file

TOP = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
LONG = "De gemeente werkt samen met scholen en jeugdhulp aan een vaste ploeg op elke school in de wijk"


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, getSampleStyleSheet()["BodyText"])


def lines(path: Path, *parts: Flowable) -> list[str]:
    SimpleDocTemplate(str(path)).build(list(parts))
    return clean_pages(read_file(path))[0].text.splitlines()


@pytest.mark.parametrize("wide", [180, 250])
def test_a_wrapped_cell_of_the_last_row_stays_with_its_row(tmp_path: Path, wide: int) -> None:
    rows = [["Gemeente", "Aanpak", "Budget"], *([place, paragraph(LONG), "40.000"] for place in ("Ede", "Tilburg", "Assen"))]
    table = Table(rows, colWidths=[90, wide, 80], style=TOP)
    got = lines(tmp_path / "a.pdf", paragraph("Vooraf een zin."), table, paragraph("Na de tabel gaat het verder."))
    assert got[1:] == [
        *(f"Gemeente: {place}; Aanpak: {LONG}; Budget: 40.000." for place in ("Ede", "Tilburg", "Assen")),
        "Na de tabel gaat het verder.",
    ]


def test_what_stands_under_a_table_is_not_its_last_cell(tmp_path: Path) -> None:
    """One line close below but from another edge, one from the same edge but further down."""
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 10)
    for n, row in enumerate((("Gemeente", "Aanpak"), ("Ede", "een ploeg"), ("Assen", "een plan van 2024"))):
        canvas.drawString(60, HEIGHT - 80 - 16 * n, row[0])
        canvas.drawString(200, HEIGHT - 80 - 16 * n, row[1])
    canvas.drawString(150, HEIGHT - 126, "Bron: de gemeenten zelf.")
    canvas.drawString(200, HEIGHT - 160, "Een kop aan de rand van een kolom")
    canvas.save()
    got = clean_pages(read_file(tmp_path / "a.pdf"))[0].text
    assert "Assen: een plan van 2024.\nBron: de gemeenten zelf." in got
    assert "Een kop" in got.split("zelf.")[1]


@pytest.mark.parametrize("align", ["LEFT", "RIGHT", "CENTER"])
def test_empty_cells_do_not_shift_what_stands_beside_them(tmp_path: Path, align: str) -> None:
    rows = [["Gemeente", "2022", "2023", "2024"], ["Ede", "1", "", "3"], ["Tilburg", "", "5", "6"], ["Assen", "7", "8", ""]]
    table = Table([*rows, ["Zwolle", "1", "1", "1"]], colWidths=[90, 80, 80, 80], style=[("ALIGN", (1, 0), (-1, -1), align)])
    assert lines(tmp_path / "a.pdf", paragraph("Vooraf een zin."), table) == [
        "Vooraf een zin.",
        "Gemeente: Ede; 2022: 1; 2024: 3.",
        "Gemeente: Tilburg; 2023: 5; 2024: 6.",
        "Gemeente: Assen; 2022: 7; 2023: 8.",
        "Gemeente: Zwolle; 2022: 1; 2023: 1; 2024: 1.",
    ]


def test_years_in_a_table_without_names_are_what_they_are(tmp_path: Path) -> None:
    table = Table([["Ede", "2019", "2021"], ["Assen", "2020", "2022"], ["Zwolle", "2021", "2023"]], colWidths=[90, 80, 80])
    assert lines(tmp_path / "a.pdf", table)[0] == "Ede; 2019; 2021."
