"""Reading a PDF: what stands in it, and one clear line when it cannot be read."""

from pathlib import Path

import pytest
from pdf_maker import HEIGHT, paragraph, write_pdf
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from reading import read_file
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.chunking import clean_pages
from ingest.content import Content, Line, Page
from ingest.errors import DocumentError
from ingest.pool import Limits
from ingest.reader import MAX_BYTES

TOPICS = ["ouders", "leraren", "wijkteams", "jongeren", "werkgevers", "leerplicht"]


def topical(topic: str) -> list[str]:
    return paragraph(60, f"Over {topic} maken de {topic} een eigen plan dat bij {topic} past. ")


def texts(content: Content) -> list[str]:
    return [page.text for page in clean_pages(content)]


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    content = read_file(write_pdf(tmp_path / "gids.pdf", [["# Kop", "Een regel."], ["Nog een."]]))
    assert (content.title, content.author) == ("Een gids", "De Uitgever")
    assert 2000 < content.year < 2100
    assert [page.number for page in content.pages] == [1, 2]
    heading, line = content.pages[0].lines
    assert (heading.text, heading.size) == ("Kop", 16.0)
    assert (line.text, line.size) == ("Een regel.", 10.0)


def test_headers_and_footers_go(tmp_path: Path) -> None:
    pages = [topical(topic) for topic in TOPICS]
    path = write_pdf(tmp_path / "gids.pdf", pages, header="Gids voor samenwerking", footer="Pagina {n} van 6")
    for topic, text in zip(TOPICS, texts(read_file(path)), strict=True):
        assert "Gids voor samenwerking" not in text
        assert "Pagina" not in text
        assert text.startswith(f"Over {topic} maken")
        assert text.endswith(f"dat bij {topic} past.")


def test_a_page_number_alone_goes(tmp_path: Path) -> None:
    for text in texts(read_file(write_pdf(tmp_path / "gids.pdf", [topical("ouders"), topical("leraren")], footer="- {n} -"))):
        assert not any(character.isdigit() for character in text)


def test_hyphens_of_the_margin_are_healed_and_others_stay(tmp_path: Path) -> None:
    lines = ["Goede samen-", "werking begint met jeugd-", "en onderwijsbeleid, zegt het Cals-", "College in de wijk."]
    (text,) = texts(read_file(write_pdf(tmp_path / "gids.pdf", [lines])))
    assert text == "Goede samenwerking begint met jeugd- en onderwijsbeleid, zegt het Cals- College in de wijk."


def test_ligatures_and_odd_spaces_are_made_plain() -> None:
    line = Line("Eﬃciënt en ﬁjn:\u00a0de oﬀerte\u00ad\u2009is  er")
    page = Page(1, "1", (line,))
    assert texts(Content("", "", 0, (page,), ())) == ["Efficiënt en fijn: de offerte is er"]


def test_the_printed_number_stands_beside_the_sheet(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [["Omslag."], ["Voorwoord."], ["Begin."]]))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.set_page_label(2, 2, style=PageLabelStyle.DECIMAL, start=7)
    writer.write(tmp_path / "gids.pdf")
    pages = read_file(tmp_path / "gids.pdf").pages
    assert [(page.number, page.label) for page in pages] == [(1, "i"), (2, "ii"), (3, "7")]


def test_links_lie_on_their_line_and_chapters_on_their_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "gids.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, HEIGHT - 70, "Geen link.")
    canvas.drawString(60, HEIGHT - 100, "Lees de handreiking.")
    box = (60, HEIGHT - 103, 60 + stringWidth("Lees de handreiking.", "Helvetica", 10), HEIGHT - 90)
    canvas.linkURL("https://nji.example/handreiking", box)
    canvas.showPage()
    canvas.bookmarkPage("twee")
    canvas.addOutlineEntry("Hoofdstuk twee", "twee")
    canvas.drawString(60, HEIGHT - 70, "Tweede bladzijde.")
    canvas.save()
    content = read_file(tmp_path / "gids.pdf")
    assert [line.links for line in content.pages[0].lines] == [(), ("https://nji.example/handreiking",)]
    assert content.outline == ((2, "Hoofdstuk twee"),)


def refused(path: Path, seconds: float = 60) -> str:
    with pytest.raises(DocumentError) as fault:
        read_file(path, Limits(seconds))
    assert "\n" not in str(fault.value)
    assert str(fault.value).startswith(f"{path.name}: ")
    return fault.value.reason


@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_truncated_file_is_told(tmp_path: Path, share: float) -> None:
    whole = write_pdf(tmp_path / "heel.pdf", [paragraph()] * 3).read_bytes()
    path = tmp_path / "half.pdf"
    path.write_bytes(whole[: int(share * len(whole))])
    assert refused(path) == "is beschadigd of onvolledig en niet te lezen"


def test_a_password_is_told(tmp_path: Path) -> None:
    assert "versleuteld" in refused(write_pdf(tmp_path / "dicht.pdf", [["Geheim."]], password="geheim"))


def test_modern_encryption_is_told_and_an_empty_password_opens(tmp_path: Path) -> None:
    plain = write_pdf(tmp_path / "open.pdf", [["Leesbaar."]])
    for password, name in (("geheim", "dicht.pdf"), ("", "leeg.pdf")):
        writer = PdfWriter(clone_from=plain)
        writer.encrypt(password, "eigenaar", algorithm="AES-256")
        writer.write(tmp_path / name)
    assert "versleuteld" in refused(tmp_path / "dicht.pdf")
    assert read_file(tmp_path / "leeg.pdf").pages[0].lines[0].text == "Leesbaar."


def test_a_scan_is_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    assert refused(tmp_path / "scan.pdf").startswith("geen tekst gevonden; waarschijnlijk een scan.")
    assert len(PdfReader(tmp_path / "scan.pdf").pages) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "bestand is leeg"),
        (b"PK\x03\x04 een half Word-bestand", "is beschadigd of onvolledig en niet te lezen"),
        (b"Gewone tekst.", "heet .pdf maar is van binnen een tekstbestand; geef het de extensie .txt"),
        (b"%PDF-1.7\nniets", "is beschadigd of onvolledig en niet te lezen"),
    ],
)
def test_what_is_no_pdf_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(content)
    assert refused(path) == reason


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert refused(tmp_path / "weg.pdf") == "bestand niet gevonden"
    assert refused(tmp_path).startswith("niet te openen")


def test_what_takes_too_long_or_too_much_is_told(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "gids.pdf", [["Tekst."]])
    assert refused(path, seconds=0.001) == "lezen duurde langer dan 0 seconden; overgeslagen"
    with path.open("r+b") as file:
        file.truncate(MAX_BYTES + 1)  # zeroes that take no place on the disk
    assert refused(path) == "groter dan 500 MB"
