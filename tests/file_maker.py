"""Makes small Word, PowerPoint, web, Markdown and text files for tests; PDFs come from pdf_maker."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pptx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pptx.util import Inches

SENTENCE = "De gemeente en de scholen maken samen afspraken over hulp op school. "
TABLE = (("Gemeente", "Budget", "Scholen"), ("Ede", "€ 40.000", "3"), ("Tilburg", "€ 90.000", "11"))
WEB = """<!DOCTYPE html><html lang="nl"><head><title>Plan van Ede</title><meta name="author" content="Gemeente Ede">
<meta name="dcterms.date" content="2024-03-01"><style>.weg {display: none} @media print {.blijft {display: none}}</style>
<script>var geheim = "scripttekst"</script></head><body><nav><a href="/">menutekst</a></nav><header>kopbalk</header>
<main><h1>Plan van Ede</h1><p>Ede begint met <b>drie scholen</b>, zegt de <a href="https://ede.example/plan">gemeente</a>.</p>
<h2>Geld</h2><p class="blijft">De raad geeft geld.</p><ul><li>voor hulp</li><li>voor sport</li></ul>
<table><tr><th>Gemeente</th><th>Budget</th></tr><tr><td>Ede</td><td>€ 40.000</td></tr></table>
<p hidden>verborgen een</p><p style="display: none">verborgen twee</p><p class="weg">verborgen drie</p>
<p style="color:#fff">verborgen vier</p><p>Na afloop &amp; daarna.</p></main><footer>voettekst</footer></body></html>"""
MARKDOWN = (
    "---\ntitel: x\n---\n# Plan van Ede\n\nEde begint met **drie** scholen, zie [het plan](https://ede.example/plan).\n\n"
    "## Geld\n\n- voor hulp\n- voor sport\n\n| Gemeente | Budget |\n|---|---|\n| Ede | € 40.000 |\n\n<b>Geen opmaak</b>\n"
)
TEXT = "Plan van Ede\n\nEde begint met\ndrie scholen.\n\nGeld\n\nDe raad geeft geld.\n- voor hulp\n- voor sport\n"


def word_file(path: Path) -> Path:
    """Two headings, a list, a table, a footnote, a link, deleted and hidden words."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "Plan van Ede", "Gemeente Ede"
    document.add_heading("Plan van Ede", 1)
    document.add_paragraph(SENTENCE * 9)
    document.add_heading("Geld", 2)
    document.add_paragraph("voor hulp", style="List Bullet")
    paragraph = document.add_paragraph("Zie het ")
    link = OxmlElement("w:hyperlink")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link.set(qn("r:id"), document.part.relate_to("https://ede.example/plan", kind, is_external=True))
    link.append(paragraph.add_run("plan")._r)
    paragraph._p.append(link)
    for tag, words in (("w:ins", " van nu"), ("w:del", " van toen")):
        change = OxmlElement(tag)
        change.append(paragraph.add_run(words)._r)
        paragraph._p.append(change)
    paragraph.add_run(" verborgen tekst").font.hidden = True
    table = document.add_table(rows=3, cols=3)
    for row, words_of_row in zip(table.rows, TABLE, strict=True):
        for cell, words in zip(row.cells, words_of_row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def slides_file(path: Path) -> Path:
    """Three slides: a title, texts with a table and notes, and one that is hidden."""
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[0])
    first.shapes.title.text = "Samen in Ede"
    second = show.slides.add_slide(show.slide_layouts[1])
    second.shapes.title.text = "Geld"
    second.placeholders[1].text = "De raad geeft geld.\nDe scholen geven tijd."
    table = second.shapes.add_table(3, 3, Inches(1), Inches(5), Inches(6), Inches(1)).table
    for n, words_of_row in enumerate(TABLE):
        for m, words in enumerate(words_of_row):
            table.cell(n, m).text = words
    second.notes_slide.notes_text_frame.text = "Vertel hoe het begon."
    third = show.slides.add_slide(show.slide_layouts[1])
    third.shapes.title.text, third.placeholders[1].text = "Later", "Niet voor vandaag."
    third._element.set("show", "0")
    show.save(str(path))
    return path


def _written(text: str) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_text(text, encoding="utf-8")
        return path

    return write


MAKERS: dict[str, Callable[[Path], Path]] = {
    "docx": word_file, "pptx": slides_file, "html": _written(WEB), "md": _written(MARKDOWN), "txt": _written(TEXT),
}  # fmt: skip


def repacked(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The package with one of its files changed."""
    with zipfile.ZipFile(path) as package:
        files = {info.filename: package.read(info) for info in package.infolist()}
    files[name] = change(files.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for filename, data in files.items():
            package.writestr(filename, data)
    return path
