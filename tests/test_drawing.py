"""Pages of PDFs as pictures, and where a sentence stands on them."""

import io
from pathlib import Path

import pytest
from pdf_maker import GUIDE, TROLLEY, write_pdf
from PIL import Image

from ingest import DocumentError, drawing, page_picture


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("drawing") / "gids.pdf", GUIDE)


def test_a_page_is_a_small_picture_with_its_text(guide: Path) -> None:
    found = page_picture(guide, 2)
    with Image.open(io.BytesIO(found.png)) as picture:
        assert (picture.format, picture.size) == ("PNG", (found.width, found.height))
    assert found.width == 1200
    assert found.pages == 3
    assert len(found.png) < 300_000
    assert "Bovenstad" in found.text
    assert len(found.boxes) == len(found.text)


def test_a_sentence_over_two_lines_with_a_hyphen_is_two_boxes_in_reading_order(guide: Path) -> None:
    boxes = page_picture(guide, 2).marks(TROLLEY)
    assert len(boxes) == 2
    assert boxes[0][1] < boxes[1][1]
    for left, top, right, bottom in boxes:
        assert 0.09 < left < right < 0.9
        assert 0.05 < top < bottom < top + 0.03
    width = {box[2] - box[0] for box in boxes}
    assert max(width) > min(width) > 0.2


def test_a_sentence_that_reads_almost_the_same_is_found_and_another_is_not(guide: Path) -> None:
    page = page_picture(guide, 2)
    assert page.marks(TROLLEY.replace("elke woensdag", "elke  woensdág")) == page.marks(TROLLEY)
    assert page.marks("De school begint om half negen en eindigt om drie uur in de middag.") == ()
    assert page.marks("bakfiets") == ()
    assert page_picture(guide, 3).marks(TROLLEY) == ()


@pytest.mark.parametrize("page", [0, 4, -1])
def test_a_page_that_does_not_exist_is_refused(guide: Path, page: int) -> None:
    with pytest.raises(DocumentError, match="heeft geen bladzijde"):
        page_picture(guide, page)


def test_what_is_no_pdf_is_refused_and_nothing_is_there(tmp_path: Path) -> None:
    broken = tmp_path / "stuk.pdf"
    broken.write_bytes(b"%PDF-1.7 niets")
    with pytest.raises(DocumentError, match="niet te openen"):
        page_picture(broken, 1)
    with pytest.raises(DocumentError, match="niet gevonden"):
        page_picture(tmp_path / "weg.pdf", 1)


def test_of_a_drawing_process_that_breaks_down_only_that_is_told(
    guide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ingest").mkdir()
    (tmp_path / "ingest" / "__init__.py").touch()
    (tmp_path / "ingest" / "drawing.py").write_text("raise MemoryError('in een map van de server')", encoding="utf-8")
    monkeypatch.setattr(drawing, "ROOT", tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with pytest.raises(DocumentError, match="bladzijde 1 is te zwaar of beschadigd en niet te tekenen") as fault:
        page_picture(guide, 1)
    assert "server" not in str(fault.value)


def test_a_file_that_changed_is_drawn_anew(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "gids.pdf", [["# Eerst", "Dit is de eerste versie van deze gids."]])
    assert "eerste" in page_picture(path, 1).text
    write_pdf(path, [["# Later", "Dit is de tweede versie van deze gids, met meer."]])
    assert "tweede" in page_picture(path, 1).text


@pytest.mark.parametrize(
    ("name", "page", "sentence"), [("reisgids-2025", 27, "onderwijstijd via een collectieve inkoop van zorg kan worden ingezet")]
)
def test_real_publications(bronnen: Path, name: str, page: int, sentence: str) -> None:
    assert page_picture(bronnen / f"{name}.pdf", page).marks(sentence)
