"""Word, PowerPoint, web pages, Markdown and text: what is read of each, how it is cited, and what is refused."""

import os
import subprocess
import sys
from pathlib import Path

import docx
import pptx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn
from file_maker import MAKERS, SENTENCE, WEB, repacked, slides_file, word_file
from pdf_maker import paragraph, write_pdf
from pptx.util import Inches
from reading import read_document, read_file
from toy_corpus import write_corpus

from assistant import Citation, Source
from ingest.__main__ import main
from ingest.build import add_documents, passage_entry
from ingest.chunking import clean_pages
from ingest.content import Content
from ingest.documents import find_files
from ingest.embedding import Embedder
from ingest.errors import DocumentError
from ingest.index import Index
from ingest.office_package import MAX_XML
from ingest.settings import ROOT, IngestSettings
from ingest.table_rows import row_lines

ROW = "Gemeente: Ede; Budget: € 40.000; Scholen: 3."


def read(tmp_path: Path, kind: str) -> tuple[Content, list[str]]:
    content = read_file(MAKERS[kind](tmp_path / f"plan.{kind}"))
    return content, [line.text for page in content.pages for line in page.lines]


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as fault:
        read_file(path)
    assert "\n" not in str(fault.value)
    return fault.value.reason


def test_a_word_file(tmp_path: Path) -> None:
    content, texts = read(tmp_path, "docx")
    assert (content.title, content.author, content.unit) == ("Plan van Ede", "Gemeente Ede", "deel")
    assert [page.lines[0].text for page in content.pages] == ["Plan van Ede", "Geld"]
    assert texts[2:] == ["Geld", "• voor hulp", "Zie het plan van nu", ROW, "Gemeente: Tilburg; Budget: € 90.000; Scholen: 11."]
    assert content.pages[1].lines[2].links == ("https://ede.example/plan",)
    assert content.warnings == ((0, "onzichtbare tekst, niet opgenomen"),)


def test_footnotes_of_a_word_file_stand_apart(tmp_path: Path) -> None:
    document = docx.Document()
    for n, text in enumerate(("Eerst dit", "en dan dat."), 1):
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(n))
        document.add_paragraph(text).add_run()._r.append(reference)
    notes = "".join(f'<w:footnote w:id="{n}"><w:p><w:r><w:t>Zie bron {n}.</w:t></w:r></w:p></w:footnote>' for n in (1, 2))
    xml = f'<w:footnotes xmlns:w="{nsmap["w"]}">{notes}</w:footnotes>'.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    document.part.relate_to(Part(PackURI("/word/footnotes.xml"), "application/xml", xml, document.part.package), kind)
    document.save(str(tmp_path / "a.docx"))
    (page,) = clean_pages(read_file(tmp_path / "a.docx"))
    assert page.text.splitlines() == ["Eerst dit", "en dan dat.", "Noot 1: Zie bron 1.", "Noot 2: Zie bron 2."]


def test_slides(tmp_path: Path) -> None:
    content, texts = read(tmp_path, "pptx")
    assert (content.title, content.unit, len(content.pages)) == ("Samen in Ede", "dia", 3)
    assert texts[:4] == ["Samen in Ede", "Geld", "De raad geeft geld.", "De scholen geven tijd."]
    assert texts[4:] == [ROW, "Gemeente: Tilburg; Budget: € 90.000; Scholen: 11."]
    assert content.warnings == ((2, "notities van de spreker, niet opgenomen"),)
    assert [page.unread for page in content.pages] == ["", "", "verborgen dia"]


def test_a_line_break_on_a_slide_parts_words(tmp_path: Path) -> None:
    show = pptx.Presentation()
    box = show.slides.add_slide(show.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(3), Inches(3))
    box.text_frame.text = "De raad\vgeeft geld."
    show.save(str(tmp_path / "a.pptx"))
    assert read_file(tmp_path / "a.pptx").pages[0].lines[0].text == "De raad geeft geld."


def test_a_web_page(tmp_path: Path) -> None:
    content, texts = read(tmp_path, "html")
    assert (content.title, content.author, content.year, content.unit) == ("Plan van Ede", "Gemeente Ede", 2024, "deel")
    assert texts == [
        "Plan van Ede", "Ede begint met drie scholen, zegt de gemeente.", "Geld", "De raad geeft geld.", "• voor hulp",
        "• voor sport", "Gemeente: Ede; Budget: € 40.000.", "Na afloop & daarna.",
    ]  # fmt: skip
    assert content.pages[0].lines[1].links == ("https://ede.example/plan",)
    assert content.warnings == ((0, "onzichtbare tekst, niet opgenomen"),)


def test_markdown(tmp_path: Path) -> None:
    content, texts = read(tmp_path, "md")
    assert content.title == "Plan van Ede"
    assert texts == [
        "Plan van Ede", "Ede begint met drie scholen, zie het plan.", "Geld", "• voor hulp", "• voor sport",
        "Gemeente: Ede; Budget: € 40.000.", "<b>Geen opmaak</b>",
    ]  # fmt: skip


def test_plain_text(tmp_path: Path) -> None:
    content, texts = read(tmp_path, "txt")
    assert texts == ["Plan van Ede", "Ede begint met drie scholen.", "Geld", "De raad geeft geld.", "- voor hulp", "- voor sport"]
    assert [line.role for line in content.pages[0].lines] == ["heading", "block", "heading", "block", "block", "block"]


@pytest.mark.parametrize(
    "told",
    [
        "about:blank",
        "Microsoft Word - concept v3",
        "concept v3.docx",
        "Untitled-1",
        "PowerPoint-presentatie",
        "https://x.example/a?b",
    ],
)
def test_what_a_program_wrote_as_the_title_is_not_one(told: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.title = told
    document.add_paragraph("Ede, 3 maart")
    document.add_heading("Plan van Ede", 1)
    document.add_paragraph(SENTENCE * 9)
    document.save(str(tmp_path / "plan-v3.docx"))
    assert read_document(tmp_path / "plan-v3.docx").record.document.title == "Plan van Ede"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    for name, text in (("x.txt", "Café één.\n"), ("x.html", WEB.replace("Na afloop", "Café één"))):
        (tmp_path / name).write_bytes(text.encode(encoding))
        assert "Café één" in str(read_file(tmp_path / name).pages)


def test_headings_are_a_path_and_nothing_is_lost(tmp_path: Path) -> None:
    document = docx.Document()
    for text, level in (("Gids", 1), ("Begin", 2), ("Wie", 3)):
        document.add_heading(text, level)
    for n in range(60):
        document.add_paragraph(f"{SENTENCE}Afspraak {n}.")
    document.add_heading("Einde", 2)
    document.add_paragraph("Zo eindigt het.")
    document.save(str(tmp_path / "gids.docx"))
    stored = read_document(tmp_path / "gids.docx")
    assert {p.heading for p in stored.passages[:-1]} == {("Gids", "Begin", "Wie")}
    assert stored.passages[-1].heading == ("Gids", "Einde")
    whole = " ".join(p.text for p in stored.passages)
    assert all(f"Afspraak {n}." in whole for n in range(60))
    assert stored.record.document.pages == len({p.page for p in stored.passages}) == 3
    assert stored.record.document.unit == "deel"


def test_a_citation_says_what_its_number_counts(tmp_path: Path) -> None:
    for maker, name, place in ((slides_file, "dia.pptx", "Samen in Ede, dia 2"), (word_file, "plan.docx", "Plan van Ede, deel 2")):
        stored = read_document(maker(tmp_path / name))
        passage = next(p for p in stored.passages if "Ede; Budget" in p.text)
        document = stored.record.document
        entry = passage_entry(passage, document)
        citation = Citation(1, entry, document, Source(document.id, (passage.page,)).pages, entry.labels, ("",))
        assert citation.place == place


def test_one_command_adds_them_all(tmp_path: Path, embedder: Embedder) -> None:
    folder = tmp_path / "stukken"
    folder.mkdir()
    for kind, make in MAKERS.items():
        make(folder / f"plan-{kind}.{kind}")
    (folder / "foto.png").write_bytes(b"\x89PNG")
    (folder / "~$plan.docx").write_bytes(b"slot")
    assert [p.name for p in find_files([str(folder)]).files] == [f"plan-{k}.{k}" for k in ("docx", "html", "md", "pptx", "txt")]
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    report = add_documents(settings, embedder, [str(folder)])
    assert report.failed == ()
    assert len(report.added) == 5
    index = Index.open(settings, embedder)
    found = index.lexical({t: 1.0 for t in index.analyser.terms("drie scholen")}, {"body": 1.0})
    assert {"plan-html-p1-1", "plan-md-p1-1", "plan-txt-p1-1"} <= set(found)
    records = {r.document.id: r for r in report.manifest.documents}
    assert records["plan-pptx"].skipped_pages == {"alleen een titel": [1], "verborgen dia": [3]}
    assert records["plan-html"].warnings == {"onzichtbare tekst, niet opgenomen": [0]}


def test_the_command_tells_what_was_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REISGENOOT_CORPUS", str(write_corpus(tmp_path / "corpus")))
    monkeypatch.setenv("REISGENOOT_INDEX", str(tmp_path / "index"))
    (tmp_path / "kapot.docx").write_bytes(b"PK\x03\x04 half")
    assert main(["add", str(slides_file(tmp_path / "show.pptx")), str(tmp_path / "kapot.docx")]) == 1
    out, err = capsys.readouterr()
    assert "Toegevoegd: show\n" in out
    assert "  show: niet opgenomen, alleen een titel: dia 1\n  show: niet opgenomen, verborgen dia: dia 3\n" in out
    assert "  show: let op, notities van de spreker, niet opgenomen: dia 2\n" in out
    assert "kapot.docx: is beschadigd" in err


def test_how_a_library_mends_a_file_is_not_shown(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", [paragraph(60)] * 3)
    whole.write_bytes(b"rommel\n" * 9 + whole.read_bytes())
    places = {"REISGENOOT_CORPUS": str(write_corpus(tmp_path / "corpus")), "REISGENOOT_INDEX": str(tmp_path / "index")}
    command = [sys.executable, "-m", "ingest", "add", str(whole)]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **places}, capture_output=True, text=True, check=True)
    assert "Toegevoegd: a\n" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.pdf", WEB.encode(), "heet .pdf maar is van binnen een webpagina; geef het de extensie .html"),
        ("a.txt", b"%PDF-1.7\n", "heet .txt maar is van binnen een PDF; geef het de extensie .pdf"),
        ("a.docx", b"%PDF-1.7\n", "heet .docx maar is van binnen een PDF; geef het de extensie .pdf"),
        ("a.csv", b"x;y\n1;2\n", "heeft een extensie die niet wordt gelezen (.csv)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is een oud Office-bestand"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is versleuteld met een wachtwoord"),
        ("a.rtf", b"{\\rtf1 tekst}", "is een RTF-bestand"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is niet te herkennen"),
        ("a.md", b"---\nx: 1\n---\n", "bevat geen leesbare tekst"),
        ("a.html", b"<html><script>x()</script></html>", "bevat geen leesbare tekst"),
        ("a.txt", b" \n\n ", "bevat geen leesbare tekst"),
        ("a.txt", b" \n" * 5_000, "bevat geen leesbare tekst"),
        ("a.txt", "Café één.\n".encode("utf-32"), "heeft een onbekende tekencodering; sla het op als UTF-8"),
        ("a.md", b"Het plan\0van Ede is klaar.\n", "heeft een onbekende tekencodering; sla het op als UTF-8"),
        ("a.pdf", b"Het plan\0van Ede is klaar.\n", "is niet te herkennen"),
    ],
)
def test_what_is_not_what_it_says_is_told(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name).startswith(told)


def test_an_excel_file_is_told(tmp_path: Path) -> None:
    path = repacked(word_file(tmp_path / "a.docx"), "xl/workbook.xml", lambda _: b"<x/>")
    assert read_file(path).title == "Plan van Ede"
    other = tmp_path / "b.xlsx"
    other.write_bytes(path.read_bytes().replace(b"word/document.xml", b"word/dokument.xml"))
    assert refused(other) == "is een Excel-bestand; sla het op als PDF"


@pytest.mark.parametrize("make", [word_file, slides_file])
def test_bombs_and_outside_entities_are_refused(tmp_path: Path, make: object) -> None:
    kind, part = ("docx", "word/document.xml") if make is word_file else ("pptx", "ppt/presentation.xml")
    path = tmp_path / f"a.{kind}"
    secret = tmp_path / "geheim.txt"
    secret.write_text("zeer geheim", encoding="utf-8")
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "%s">]>' % secret.as_uri().encode()
    repacked(MAKERS[kind](path), part, lambda xml: xml.replace(b"?>", b"?>" + entity, 1))
    assert refused(path) == "bevat XML met een documenttype; dat is in dit soort bestand niet toegestaan"
    repacked(MAKERS[kind](path), part, lambda xml: xml + b" " * (MAX_XML + 1))
    assert path.stat().st_size < 500_000
    assert refused(path) == "bevat een onderdeel dat uitgepakt groter is dan 64 MB"


def test_a_page_with_entities_reads_nothing_from_outside(tmp_path: Path) -> None:
    (tmp_path / "geheim.txt").write_text("zeer geheim", encoding="utf-8")
    path = tmp_path / "a.html"
    path.write_text(
        '<!DOCTYPE html [<!ENTITY e SYSTEM "geheim.txt">]><html><body><p>Tekst &e; hier.</p></body></html>', encoding="utf-8"
    )
    assert "zeer geheim" not in str(read_file(path))


def test_deep_nesting_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "diep.html"
    path.write_text("<html><body><p>Boven.</p>" + "<div>" * 100_000 + "<p>Diep.</p>", encoding="utf-8")
    assert "Boven." in str(read_file(path))


def test_rows_stand_on_their_own() -> None:
    def told(*rows: tuple[str, ...], headed: bool = False) -> list[str]:
        return [line.text for line in row_lines(rows, headed=headed)]

    assert told(("Naam", "Jan"), ("Stad", "Ede")) == ["Naam: Jan.", "Stad: Ede."]
    assert told(("Stad", "Budget"), ("Ede", "4"), headed=True) == ["Stad: Ede; Budget: 4."]
    assert told(("1", "2", "3"), ("4", "5", "6")) == ["1; 2; 3.", "4; 5; 6."]
    assert told(("Links",), ("Rechts",)) == ["Links", "Rechts"]
    assert told(("kort", "woord " * 80), ("a", "b")) == ["kort", ("woord " * 80).strip(), "a", "b"]
    assert told() == []
