"""Which added file is one of the publications that cards cite: its pages and its words tell, its name alone does not."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import write_corpus

from ingest.adding import Added, compare, read_waiting
from ingest.build import add_documents
from ingest.cards import load_corpus
from ingest.documents import NAMESAKE, read_document
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.library import Library
from ingest.progress import silent
from ingest.schema import Document
from ingest.settings import IngestSettings
from ingest.status import index_report

CANTEEN = "# Kantineplan\n\nDe leden van de club krijgen korting op fruit in de kantine.\n"
# As many pages as `gids` has in the toy corpus.
GUIDE_PAGES = [["# Gids voor samenwerking", *paragraph()], *(paragraph() for _ in range(4))]


@pytest.fixture
def known(tmp_path: Path) -> dict[str, Document]:
    return load_corpus(write_corpus(tmp_path / "corpus")).documents


def test_its_pages_and_words_tell(known: dict[str, Document], tmp_path: Path) -> None:
    stored = read_document(write_pdf(tmp_path / "gids.pdf", GUIDE_PAGES), known)
    assert (stored.record.document.id, stored.record.document.publisher) == ("gids", "De Uitgever")
    assert stored.record.warnings == {}


@pytest.mark.parametrize("pages", [GUIDE_PAGES[:4], [paragraph() for _ in range(5)]])
def test_its_name_alone_does_not(pages: list[list[str]], known: dict[str, Document], tmp_path: Path) -> None:
    record = read_document(write_pdf(tmp_path / "gids.pdf", pages), known).record
    assert (record.document.id, record.document.authority) == ("gids-eigen", "eigen document")
    assert record.warnings == {NAMESAKE.format(id="gids"): [0]}


@pytest.mark.parametrize("name", ["gids.md", "Gids!.md"])
def test_a_name_that_gives_its_id_takes_nothing_of_it(name: str, tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    (tmp_path / name).write_text(CANTEEN, encoding="utf-8")
    assert add_documents(settings, embedder, [str(tmp_path / name)]).added == ("gids-eigen",)
    index = Index.open(settings, embedder)
    assert (index.documents["gids"].title, index.documents["gids"].pages) == ("Gids voor samenwerking", 5)
    assert "gids-eigen: Kantineplan" in (report := index_report(settings))
    assert f"let op, {NAMESAKE.format(id='gids')}" in report


def test_the_same_title_over_other_pages_is_an_edition_of_its_own(known: dict[str, Document], tmp_path: Path) -> None:
    other = {"gids": replace(known["gids"], title="Een gids")}  # what the maker of these PDFs calls them
    same = write_pdf(tmp_path / "a.pdf", [paragraph() for _ in range(5)])
    newer = write_pdf(tmp_path / "b.pdf", [paragraph() for _ in range(6)])
    assert read_document(same, other).record.document.id == "gids"
    assert read_document(newer, other).record.document.id == "b"


def test_what_was_taken_for_a_publication_is_read_again(known: dict[str, Document], tmp_path: Path) -> None:
    file = tmp_path / "gids.md"
    file.write_text(CANTEEN, encoding="utf-8")
    stored = read_document(file, {})
    assert stored.record.document.id == "gids"
    (tmp_path / "index").mkdir()
    with Library(tmp_path / "index") as library:
        library.queue([(file, stored.record.document.sha256)])
        library.put(file, stored, "r-4/c-0")
        done: Added = compare(library, [str(file)], silent)
        read_waiting(library, known, silent, done)
        assert list(library.digests()) == ["gids-eigen"]


def test_the_real_ones_are_known_under_any_name(bronnen: Path, tmp_path: Path) -> None:
    known = load_corpus(IngestSettings().corpus).documents
    for name in ("notitie-2022", "vng-bericht-2022"):
        renamed = shutil.copy(bronnen / f"{name}.pdf", tmp_path / f"download-{name}.pdf")
        for path in (bronnen / f"{name}.pdf", Path(renamed)):
            assert read_document(path, known).record.document.id == name
