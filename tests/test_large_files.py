"""The largest files that are read: 5,000 pages, and 500 MB of pictures. Time, and memory of all processes together, have a bound."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from toy_corpus import write_corpus

from evals.errors import EvalsError
from evals.made_reports import card_sentences, write_report
from evals.reading import Run, bare_corpus, measured
from ingest.library import Library
from ingest.reader import MAX_BYTES

MOST_MB = 2_000
PICTURE = 20 * 1024**2
pytestmark = pytest.mark.long
Property = Callable[[str, object], None]


def added(path: Path, note: Property) -> Run:
    """What the command that users type needs for the file, with an index and a corpus that are empty."""
    folder = path.parent
    bare_corpus(folder / "corpus")
    settings = {"REISGENOOT_CORPUS": str(folder / "corpus"), "REISGENOOT_INDEX": str(folder / "index")}
    run = measured(path.name, ["ingest", "add", str(path)], settings)
    note("gemeten", f"{path.name}: {run.seconds:.0f} s, rekentijd {run.computed:.0f} s, {run.mb:.0f} MB")
    sys.stdout.write(f"{run}\n")
    return run


def refused(path: Path, note: Property) -> str:
    """Why the file was left out."""
    with pytest.raises(EvalsError, match="gestopt met status 1: Index klaar: 0 kaarten, 0 documenten"):
        added(path, note)
    with Library(path.parent / "index") as library:
        (file,) = library.files("skipped")
    return file.reason


def test_five_thousand_pages(tmp_path: Path, record_property: Property) -> None:
    sentences = card_sentences(write_corpus(tmp_path / "zinnen"))
    path = write_report(tmp_path / "dik.pdf", 5_000, sentences, seed=1)
    assert added(path, record_property).mb < MOST_MB
    with Library(tmp_path / "index") as library:
        (record,) = library.records()
        assert record.document.pages == 5_000
        assert record.passages > 5_000
        (file,) = library.files()
        assert file.state == "indexed"


def test_one_page_more_is_told(tmp_path: Path, record_property: Property) -> None:
    path = write_report(tmp_path / "te-dik.pdf", 5_001, card_sentences(write_corpus(tmp_path / "zinnen")), seed=1)
    assert refused(path, record_property) == "heeft meer dan 5000 pagina's; deel het bestand op"


def test_pictures_of_half_a_gigabyte(tmp_path: Path, record_property: Property) -> None:
    path = with_pictures(tmp_path / "foto's.pdf", 24)
    assert 480_000_000 < path.stat().st_size < MAX_BYTES
    assert added(path, record_property).mb < MOST_MB
    with Library(tmp_path / "index") as library:
        (record,) = library.records()
        assert (record.document.pages, record.passages) == (24, 24)
        assert [file.state for file in library.files()] == ["indexed"]


def test_a_larger_file_is_told(tmp_path: Path, record_property: Property) -> None:
    path = with_pictures(tmp_path / "foto's.pdf", 26)
    assert path.stat().st_size > MAX_BYTES
    assert refused(path, record_property) == "groter dan 500 MB"


def with_pictures(path: Path, number: int) -> Path:
    """A page with some text for each picture, which cannot be compressed."""
    noise = os.urandom(PICTURE)
    width = 2_000
    places: list[int] = []
    with path.open("wb") as file:

        def put(number_of: int, head: str, stream: bytes = b"") -> None:
            places.append(file.tell())
            file.write(f"{number_of} 0 obj\n".encode())
            if stream:
                file.write(f"<< {head} /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream\nendobj\n")
            else:
                file.write(f"<< {head} >>\nendobj\n".encode())

        file.write(b"%PDF-1.7\n")
        pages = [4 + 3 * n for n in range(number)]
        put(1, "/Type /Catalog /Pages 2 0 R")
        put(2, f"/Type /Pages /Count {number} /Kids [{' '.join(f'{p} 0 R' for p in pages)}]")
        put(3, "/Type /Font /Subtype /Type1 /BaseFont /Helvetica")
        for n, page in enumerate(pages, start=1):
            used = f"/Resources << /Font << /F 3 0 R >> /XObject << /P {page + 2} 0 R >> >>"
            put(page, f"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {used} /Contents {page + 1} 0 R")
            lines = "".join(f"({n}.{k} De gemeente en de scholen maken samen afspraken over hulp.) Tj T*\n" for k in range(12))
            put(page + 1, "", f"q 500 0 0 300 40 40 cm /P Do Q\nBT /F 10 Tf 14 TL 60 780 Td\n{lines}ET".encode())
            size = f"/Width {width} /Height {PICTURE // width // 3} /ColorSpace /DeviceRGB /BitsPerComponent 8"
            put(page + 2, f"/Type /XObject /Subtype /Image {size}", noise)
        start = file.tell()
        file.write(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
        file.writelines(f"{place:010} 00000 n \n".encode() for place in places)
        file.write(f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return path
