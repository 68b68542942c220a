"""Files of the same name in other folders: an id belongs to its file until that is forgotten, also while its disk is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from toy_corpus import write_corpus

from ingest.adding import Added, compare, read_waiting
from ingest.build import add_documents
from ingest.documents import checksum
from ingest.embedding import Embedder
from ingest.library import Library
from ingest.progress import silent
from ingest.settings import IngestSettings
from ingest.status import index_report


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "index").mkdir()
    with Library(tmp_path / "index") as opened:
        yield opened


def report_of(folder: Path, place: str) -> Path:
    """A file `rapport.md` about a place, in a folder of its own."""
    folder.mkdir()
    path = folder / "rapport.md"
    path.write_text(f"# Rapport\n\nIn {place} gaat het zwembad op maandag open voor alle kinderen uit de wijk.\n", encoding="utf-8")
    return path


def take(library: Library, *paths: Path) -> Added:
    done = compare(library, [str(path) for path in paths], silent)
    read_waiting(library, {}, silent, done)
    return done


def text_of(library: Library, document: str) -> str:
    stored = library.get(document)
    return stored.passages[0].text if stored else ""


def test_a_document_stays_when_another_of_its_name_comes_while_its_disk_is_away(library: Library, tmp_path: Path) -> None:
    first = report_of(tmp_path / "a", "Almere")
    take(library, first)
    (tmp_path / "a").rename(tmp_path / "weg")
    (second,) = take(library, report_of(tmp_path / "b", "Delft")).added
    assert second.startswith("rapport-")
    assert "Almere" in text_of(library, "rapport")
    assert "Delft" in text_of(library, second)
    (tmp_path / "weg").rename(tmp_path / "a")
    assert take(library, tmp_path / "a").unchanged == ["rapport"]


def test_an_id_is_free_once_its_file_is_forgotten(library: Library, tmp_path: Path) -> None:
    first = report_of(tmp_path / "a", "Almere")
    take(library, first)
    first.unlink()
    take(library, tmp_path / "a")
    assert take(library, report_of(tmp_path / "b", "Delft")).added == ["rapport"]


def test_a_file_whose_document_holds_another_text_is_read(library: Library, tmp_path: Path) -> None:
    first, second = report_of(tmp_path / "a", "Almere"), report_of(tmp_path / "b", "Delft")
    take(library, second)
    library.same_as(first, checksum(first), "rapport")  # as versions before this one left it
    (found,) = take(library, first, second).added
    assert "Almere" in text_of(library, found)
    assert "Delft" in text_of(library, "rapport")


def test_only_what_is_the_same_is_told_to_be(tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    first, second = report_of(tmp_path / "a", "Almere"), report_of(tmp_path / "b", "Delft")
    same = report_of(tmp_path / "c", "Delft")
    add_documents(settings, embedder, [str(second), str(same)])
    with Library(settings.index) as library:
        library.same_as(first, checksum(first), "rapport")
        library.all_indexed()
    told = index_report(settings)
    assert f"{same}: zelfde inhoud als rapport" in told
    assert f"{first}: zelfde inhoud" not in told
