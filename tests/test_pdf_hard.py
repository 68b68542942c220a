"""PDFs that are hard to read: columns, tables, footnotes, turned pages, scans, passwords, damage, and very many pages."""

import contextlib
import resource
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pdf_maker import HEIGHT, SENTENCE, WIDTH, paragraph, write_pdf
from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from reading import read_document, read_file
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest import ocr, reader
from ingest.chunking import clean_pages
from ingest.errors import DocumentError
from ingest.pdf import EMPTY, FILES, NO_TEXT, READ_BY_OCR, RUNS_OFF, SCRIPTS
from ingest.pool import MAX_MEMORY, Limits, read_all

LEFT, RIGHT = ([f"{side} regel {n} vertelt hoe de scholen dit samen doen" for n in range(12)] for side in ("Links", "Rechts"))


def drawn(path: Path, draw: Callable[[Canvas], None]) -> Path:
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return path


def text(path: Path, page: int = 0) -> str:
    return clean_pages(read_file(path))[page].text


@pytest.mark.parametrize("in_turns", [True, False])
def test_columns_are_read_one_after_the_other(tmp_path: Path, in_turns: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(
            60, HEIGHT - 60, "Een kop over de hele breedte van deze bladzijde, boven beide kolommen van de tekst hieronder"
        )
        places = [
            (x, n, line) for n, pair in enumerate(zip(LEFT, RIGHT, strict=True)) for x, line in zip((60, 310), pair, strict=True)
        ]
        for x, n, line in places if in_turns else sorted(places, key=lambda place: place[0]):
            canvas.drawString(x, HEIGHT - 90 - 14 * n, line)

    got = text(drawn(tmp_path / "a.pdf", draw))
    assert got.replace("\n", " ").split("hieronder ")[1] == " ".join(LEFT + RIGHT)


def test_three_columns_with_text_across_between_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        for band in range(2):
            top = HEIGHT - 80 - 200 * band
            canvas.drawString(60, top, f"Deel {band}: " + "dit stuk loopt over de volle breedte van de bladzijde heen " * 2)
            for n in range(8):
                for column in range(3):
                    canvas.drawString(60 + 165 * column, top - 20 - 12 * n, f"Band {band} kolom {column} regel {n} over de school")

    words = text(drawn(tmp_path / "a.pdf", draw)).replace("\n", " ")
    order = [words.index(f"Band {b} kolom {c} regel {n} ") for b in range(2) for c in range(3) for n in range(8)]
    assert order == sorted(order)
    assert words.index("Deel 0") < order[0] < words.index("Deel 1") < order[24]


def test_a_table_becomes_rows_that_can_be_cited(tmp_path: Path) -> None:
    rows = [("Gemeente", "Budget", "Scholen"), ("Ede", "€ 40.000", "3"), ("Tilburg", "€ 90.000", "11"), ("Assen", "€ 15.000", "2")]

    def draw(canvas: Canvas) -> None:
        for n, line in enumerate(paragraph(40)):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, line)
        for n, row in enumerate(rows):
            for x, cell in zip((60, 200, 320), row, strict=True):
                canvas.drawString(x, HEIGHT - 150 - 16 * n, cell)
        canvas.drawString(60, HEIGHT - 240, "Na de tabel gaat de tekst gewoon verder met een hele zin.")

    lines = text(drawn(tmp_path / "a.pdf", draw)).splitlines()
    assert "Gemeente: Ede; Budget: € 40.000; Scholen: 3." in lines
    assert "Gemeente: Assen; Budget: € 15.000; Scholen: 2." in lines
    assert lines[-1] == "Na de tabel gaat de tekst gewoon verder met een hele zin."
    assert not any("Ede" in line and "Tilburg" in line for line in lines)


def test_footnotes_stand_apart_from_the_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        body = paragraph(80)
        for n, line in enumerate(body[:4]):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, line)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, 80, "1 Zie het rapport over samen-")
        canvas.drawString(60, 71, "werking in de wijk.")
        canvas.drawString(60, 62, "2 Zie ook de bijlage.")
        canvas.setFont("Helvetica", 10)
        for n, line in enumerate(body[4:]):
            canvas.drawString(60, HEIGHT - 116 - 14 * n, line)

    lines = text(drawn(tmp_path / "a.pdf", draw)).splitlines()
    assert lines[-2:] == ["1 Zie het rapport over samenwerking in de wijk.", "2 Zie ook de bijlage."]
    assert " ".join(lines[:-2]) == " ".join(paragraph(80))


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages_read_as_they_are_shown(tmp_path: Path, turned: int) -> None:
    def draw(canvas: Canvas) -> None:
        height = HEIGHT if turned == 180 else WIDTH
        if turned == 90:
            canvas.transform(0, 1, -1, 0, WIDTH, 0)
        elif turned == 180:
            canvas.transform(-1, 0, 0, -1, WIDTH, HEIGHT)
        else:
            canvas.transform(0, -1, 1, 0, 0, HEIGHT)
        for n in range(12):
            for x, lines in ((60, LEFT), (310, RIGHT)):
                canvas.drawString(x, height - 60 - 14 * n, lines[n])
        canvas.linkURL("https://ede.example/", (60, height - 60 - 14 * 11 - 2, 200, height - 60 - 14 * 11 + 8), relative=1)

    path = tmp_path / "a.pdf"
    writer = PdfWriter(clone_from=drawn(tmp_path / "x.pdf", draw))
    writer.pages[0].rotate(turned)
    writer.write(path)
    content = read_file(path)
    assert clean_pages(content)[0].text.replace("\n", " ") == " ".join(LEFT + RIGHT)
    linked = [line.text for line in content.pages[0].lines if line.links]
    assert linked == [LEFT[-1]]


@pytest.mark.parametrize("turned", [90, 180, 270])
@pytest.mark.parametrize("columns", [1, 2])
def test_text_that_lies_on_its_side_reads_along_its_lines(tmp_path: Path, turned: int, columns: int) -> None:
    """A page that somebody turned: its text does not stand upright as the page is shown, other than in the test above."""

    def draw(canvas: Canvas) -> None:
        for n in range(12):
            for x, lines in ((60, LEFT), (310, RIGHT))[:columns]:
                canvas.drawString(x, HEIGHT - 60 - 14 * n, lines[n])

    writer = PdfWriter(clone_from=drawn(tmp_path / "x.pdf", draw))
    writer.pages[0].rotate(turned)
    writer.write(tmp_path / "a.pdf")
    assert text(tmp_path / "a.pdf").replace("\n", " ") == " ".join((LEFT + RIGHT)[: 12 * columns])


def test_text_beside_the_page_reads_after_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(200, -30, "Bijschrift langs de rand")
        canvas.restoreState()
        for n, line in enumerate(paragraph(60)):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, line)

    lines = [line.text for line in read_file(drawn(tmp_path / "a.pdf", draw)).pages[0].lines]
    assert lines == [*paragraph(60), "Bijschrift langs de rand"]


def test_labels_with_a_prefix_and_an_offset(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [["Een."], ["Twee."], ["Drie."], ["Vier."]]))
    writer.set_page_label(0, 1, style=PageLabelStyle.UPPERCASE_ROMAN, start=4)
    writer.set_page_label(2, 3, style=PageLabelStyle.DECIMAL, prefix="B-", start=10)
    writer.write(tmp_path / "a.pdf")
    assert [page.label for page in read_file(tmp_path / "a.pdf").pages] == ["IV", "V", "B-10", "B-11"]


def picture(canvas: Canvas, tmp_path: Path, *lines: str) -> None:
    """A page that is only a picture of these lines."""
    from pypdfium2 import PdfDocument

    def draw(inner: Canvas) -> None:
        inner.setFont("Helvetica", 14)
        for n, line in enumerate(lines):
            inner.drawString(60, HEIGHT - 80 - 20 * n, line)

    with PdfDocument(str(drawn(tmp_path / "bron.pdf", draw))) as source:
        image = source[0].render(scale=2.5, grayscale=True).to_pil()
    canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)


def mixed(tmp_path: Path) -> Path:
    """A page with text, an empty one, and a picture of text."""

    def draw(canvas: Canvas) -> None:
        for n, line in enumerate(paragraph(60)):
            canvas.drawString(60, HEIGHT - 60 - 14 * n, line)
        canvas.showPage()
        canvas.showPage()
        picture(canvas, tmp_path, *(f"De wethouder van Ede opende school {n} voor ieder kind in de wijk." for n in range(9)))

    return drawn(tmp_path / "a.pdf", draw)


def test_pages_without_text_are_read_by_ocr(tmp_path: Path) -> None:
    if not ocr.installed():
        pytest.skip("tesseract with Dutch is not there; on Debian: apt-get install tesseract-ocr tesseract-ocr-nld")
    stored = read_document(mixed(tmp_path))
    assert stored.record.skipped_pages == {EMPTY: [2]}
    assert stored.record.warnings == {READ_BY_OCR: [3]}
    words = " ".join(p.text for p in stored.passages if p.page == 3)
    assert "De wethouder van Ede opende school 7 voor ieder kind in de wijk." in words


def test_pages_without_text_are_listed_without_ocr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = mixed(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_document(path).record.skipped_pages == {EMPTY: [2], NO_TEXT: [3]}


def test_a_text_layer_that_means_nothing_is_not_taken_for_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letters are drawn, but the file maps them to nothing."""
    path = write_pdf(tmp_path / "x.pdf", [paragraph(60), paragraph(60)])
    writer = PdfWriter(clone_from=path)
    stream = DecodedStreamObject()
    stream.set_data(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfrange <00> <FF> <E000> endbfrange endcmap end"
    )
    for font in writer.pages[1]["/Resources"]["/Font"].values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DocumentError, match="geen tekst gevonden"):
        read_file(tmp_path / "a.pdf")


def test_an_owner_password_does_not_stop_reading(tmp_path: Path) -> None:
    for algorithm in ("RC4-128", "AES-128", "AES-256"):
        writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [["Leesbaar."]]))
        writer.encrypt("", "eigenaar", algorithm=algorithm, permissions_flag=0)
        writer.write(tmp_path / "a.pdf")
        assert text(tmp_path / "a.pdf") == "Leesbaar."


def test_embedded_files_and_scripts_are_told_and_left_alone(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [paragraph(60)]))
    writer.add_attachment("geheim.txt", b"zeer geheim")
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hallo')")}
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)
    writer.write(tmp_path / "a.pdf")
    content = read_file(tmp_path / "a.pdf")
    assert content.warnings == ((0, FILES), (0, SCRIPTS))
    assert "geheim" not in str(content.pages)
    assert "alert" not in str(content.pages)


def test_attachments_and_scripts_of_annotations_are_told(tmp_path: Path) -> None:
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('hallo')")}
    items = [{NameObject("/Subtype"): NameObject("/FileAttachment")}, {NameObject("/A"): DictionaryObject(script)}]
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [paragraph(60)]))
    writer.pages[0][NameObject("/Annots")] = ArrayObject(writer._add_object(DictionaryObject(item)) for item in items)
    writer.write(tmp_path / "x.pdf")
    assert read_file(tmp_path / "x.pdf").warnings == ((0, FILES), (0, SCRIPTS))


def test_a_wrong_cross_reference_table_is_mended(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "x.pdf", [paragraph(60)] * 3).read_bytes()
    at = whole.rindex(b"startxref")
    for n, broken in enumerate(
        (whole[:at] + b"startxref\n7\n%%EOF", b"rommel\n" * 9 + whole, whole.replace(b"0000000", b"0009999"))
    ):
        path = tmp_path / f"{n}.pdf"
        path.write_bytes(broken)
        words = text(path).replace("\n", " ")
        assert "Goede" not in words
        assert SENTENCE.strip() in words


@pytest.mark.parametrize("lost", [b"/Root", b"startxref"])
def test_what_one_library_cannot_open_the_other_mends(tmp_path: Path, lost: bytes) -> None:
    """PDFium needs the first, pypdf the second."""
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [["Eerste bladzijde."], ["Tweede bladzijde."]]))
    writer.set_page_label(0, 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    writer.write(tmp_path / "a.pdf")
    (tmp_path / "a.pdf").write_bytes((tmp_path / "a.pdf").read_bytes().replace(lost, b"/Lost"))
    pages = read_file(tmp_path / "a.pdf").pages
    assert [(page.label, page.lines[0].text) for page in pages] == [("i", "Eerste bladzijde."), ("ii", "Tweede bladzijde.")]


def test_text_that_runs_off_the_page_is_kept_and_told(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for n in range(60):
            canvas.drawString(60, 400 - 14 * n, f"Regel {n} van een tekst die te lang is voor deze bladzijde.")

    content = read_file(drawn(tmp_path / "a.pdf", draw))
    assert len(content.pages[0].lines) == 60
    assert content.warnings == ((1, RUNS_OFF),)


def test_halves_of_characters_do_no_harm(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=write_pdf(tmp_path / "x.pdf", [paragraph(60)]))
    writer.add_metadata({"/Title": TextStringObject("x")})
    writer.write(tmp_path / "a.pdf")
    data = (tmp_path / "a.pdf").read_bytes().replace(b"/Title (x)", b"/Title <FEFFD83D0041>")
    (tmp_path / "a.pdf").write_bytes(data)
    read_document(tmp_path / "a.pdf").record.document.title.encode("utf-8")


def most_memory(path: Path) -> bytes:
    """A reader that says how many bytes its process held at most."""
    with contextlib.suppress(DocumentError):
        reader.read_file(path)
    return str(1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode()


def bomb(path: Path, data: bytes, layers: int = 1) -> Path:
    """A page whose content unpacks to `data`, packed `layers` times over."""
    writer = PdfWriter(clone_from=write_pdf(path.with_suffix(".x"), [["Tekst."]]))
    for _ in range(layers):
        data = zlib.compress(data, 9)
    stream = StreamObject()
    stream._data = data
    filters = NameObject("/FlateDecode")
    stream[NameObject("/Filter")] = ArrayObject([filters] * layers)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    writer.write(path)
    return path


def test_bombs_stay_within_limits(tmp_path: Path) -> None:
    paths = []
    for name, data, layers in (("nullen", b" " * 300_000_000, 2), ("opdrachten", b"BT /F1 9 Tf (x) Tj ET\n" * 100_000, 1)):
        paths.append(bomb(tmp_path / f"{name}.pdf", data, layers))
        assert paths[-1].stat().st_size < 500_000
    outcomes = list(read_all(paths, most_memory, Limits(seconds=60)))
    assert [outcome.reason for outcome in outcomes if outcome.reason] == []
    assert all(0 < int(outcome.data) < MAX_MEMORY for outcome in outcomes)


def test_too_many_pages_are_told(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    for _ in range(5_001):
        canvas.showPage()
    canvas.save()
    with pytest.raises(DocumentError, match="meer dan 5000 pagina's"):
        read_file(tmp_path / "a.pdf")


@pytest.mark.long
def test_five_thousand_pages_are_read_in_time(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [[f"Bladzijde {n}.", *paragraph(300)] for n in range(5_000)])
    content = read_file(path)
    assert len(content.pages) == 5_000
    assert "Bladzijde 4999." in content.pages[-1].lines[0].text
    assert len(PdfReader(path).pages) == 5_000
