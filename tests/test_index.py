"""Making the index: what it does again, what it leaves, and that a reader never sees half of one."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import card, write_corpus

from ingest import word_index
from ingest.build import add_documents, build_index, remove_document
from ingest.embedding import Embedder
from ingest.encoder import new_model
from ingest.errors import CorpusError, DocumentError, IndexBroken, IndexLocked, IndexMismatch, IndexMissing, StorageError
from ingest.index import Index, current_build
from ingest.lexical import Filters
from ingest.progress import Item
from ingest.settings import EmbeddingSettings, IngestSettings
from ingest.status import index_report
from ingest.verify import verify

WEIGHTS = {"title": 1.0, "body": 1.0}
ALL = {"tilburg-zorg", "jeugdwet", "zelfscan", "term:lea", "page:gids:4"}


@pytest.fixture
def settings(tmp_path: Path) -> IngestSettings:
    return IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")


def find(settings: IngestSettings, embedder: Embedder, text: str, filters: Filters | None = None) -> tuple[set[str], set[str]]:
    """What the words and what the vectors find."""
    index = Index.open(settings, embedder)
    lexical = index.lexical({term: 1.0 for term in index.analyser.terms(text)}, WEIGHTS, filters)
    return set(lexical), set(index.dense(embedder.encode_queries([text])[0], filters))


def builds(settings: IngestSettings) -> list[str]:
    return sorted(path.name for path in (settings.index / "builds").iterdir())


def test_cards_terms_and_pages_are_found_with_all_they_say(settings: IngestSettings, embedder: Embedder) -> None:
    report = build_index(settings, embedder)
    assert report.changed
    assert report.manifest.cards == {"case": 1, "law": 1, "instrument": 1}
    assert report.manifest.entries == len(ALL)
    lexical, dense = find(settings, embedder, "jeugdwet")
    assert lexical == {"jeugdwet"}
    assert dense == ALL
    index = Index.open(settings, embedder)
    assert {e.id for e in index.entries()} == ALL
    entry = index.entry("tilburg-zorg")
    assert (entry.document, entry.pages, entry.places, entry.authority) == ("gids", (2,), ("Tilburg",), "gemeentelijke praktijk")
    assert index.entry("jeugdwet").detail == index.entries("law")[0].detail
    assert index.places == {"Tilburg": "Noord-Brabant"}
    assert [t.name for t in index.terms] == ["LEA", "zorg"]
    assert index.documents["gids"].title == "Gids voor samenwerking"
    assert index.page_questions[0].questions == ("Hoe maak je een zaaiplan?",)
    assert index.vocabulary["gemeente"] == 2
    with pytest.raises(KeyError):
        index.entry("onbekend")
    assert "3: 1 case, 1 instrument, 1 law" in index_report(settings)


def test_a_second_run_does_nothing(settings: IngestSettings, embedder: Embedder) -> None:
    first = build_index(settings, embedder)
    second = build_index(settings, embedder)
    assert (second.changed, second.embedded, second.manifest) == (False, 0, first.manifest)
    assert len(builds(settings)) == 1


def test_only_what_changed_is_embedded(settings: IngestSettings, embedder: Embedder) -> None:
    first = build_index(settings, embedder)
    path = settings.corpus / "instruments" / "zelfscan.md"
    path.write_text(path.read_text(encoding="utf-8").replace("Vul de scan in.", "Loop met een wichelroede."), encoding="utf-8")
    second = build_index(settings, embedder)
    assert second.embedded == 1 < first.embedded
    assert find(settings, embedder, "wichelroede")[0] == {"zelfscan"}
    path.unlink()
    third = build_index(settings, embedder)
    assert (third.changed, third.embedded, third.manifest.entries) == (True, 0, len(ALL) - 1)
    assert find(settings, embedder, "wichelroede") == (set(), ALL - {"zelfscan"})


def test_a_build_leaves_nothing_to_replay(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(settings, embedder)
    with closing(sqlite3.connect(current_build(settings.index) / "vectors" / "chroma.sqlite3")) as db:
        waiting = db.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0]
    assert waiting == 1  # the last that was written tells Chroma how far it was


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(kinds=("law",)), {"jeugdwet"}),
        (Filters(kinds=("law", "case")), {"jeugdwet", "tilburg-zorg"}),
        (Filters(ages=("12-",)), {"tilburg-zorg", "zelfscan"}),
        (Filters(routes=(2,)), {"zelfscan"}),
        (Filters(routes=(5,), kinds=("case",)), {"tilburg-zorg"}),
        (Filters(places=("TILBURG",)), {"tilburg-zorg"}),
        (Filters(provinces=("Noord-Brabant",)), {"tilburg-zorg"}),
        (Filters(documents=("gids",)), ALL),
        (Filters(documents=("ander",)), set()),
        (Filters(routes=(9,)), set()),
    ],
)
def test_filters_hold_for_words_and_vectors(
    toy_index: IngestSettings, embedder: Embedder, filters: Filters, found: set[str]
) -> None:
    lexical, dense = find(toy_index, embedder, "gemeente wet scan zorg", filters)
    assert dense == found
    assert lexical == found - {"page:gids:4", "term:lea"}


@pytest.fixture(scope="module")
def toy_index(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> IngestSettings:
    """An index of the toy corpus, for tests that only read."""
    folder = tmp_path_factory.mktemp("toy")
    settings = IngestSettings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    build_index(settings, embedder)
    return settings


def test_what_a_user_types_is_no_query_language(toy_index: IngestSettings, embedder: Embedder) -> None:
    for text in ('title:"x" AND (', "*:*", "\\", "' OR 1=1 --", "zorg^9~ +/-[]{}", ""):
        find(toy_index, embedder, text)


def test_a_pdf_is_added_once_and_removed(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "stukken").mkdir()
    pdf = write_pdf(
        tmp_path / "stukken" / "Plan Ede.pdf", [paragraph(130), paragraph(130, "Het zwembad gaat op maandag open voor iedereen. ")]
    )
    first = add_documents(settings, embedder, [str(pdf)])
    assert (first.added, first.failed) == (("plan-ede",), ())
    assert first.manifest.entries == len(ALL) + 2
    assert find(settings, embedder, "zwembad")[0] == {"plan-ede-p2-1"}
    entry = Index.open(settings, embedder).entry("plan-ede-p2-1")
    assert (entry.kind, entry.document, entry.pages, entry.labels) == ("passage", "plan-ede", (2,), ("2",))
    second = add_documents(settings, embedder, [str(tmp_path / "stukken")])
    assert (second.unchanged, second.changed) == (("plan-ede",), False)
    assert "plan-ede: Een gids (De Uitgever" in index_report(settings)
    with pytest.raises(DocumentError, match="is niet toegevoegd; wel toegevoegd: plan-ede"):
        remove_document(settings, embedder, "gids")
    assert remove_document(settings, embedder, "plan-ede").manifest.entries == len(ALL)
    assert find(settings, embedder, "zwembad")[0] == set()


def test_an_added_pdf_stays_when_its_file_is_gone(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    pdf = write_pdf(tmp_path / "plan.pdf", [paragraph(130, "Het zwembad gaat op maandag open voor iedereen. ")])
    add_documents(settings, embedder, [str(pdf)])
    pdf.unlink()
    (settings.corpus / "instruments" / "zelfscan.md").unlink()
    assert build_index(settings, embedder).changed
    assert find(settings, embedder, "zwembad")[0] == {"plan-p1-1"}


def test_an_edited_pdf_takes_the_place_of_the_old(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    for word in ("zwembad", "theater"):
        add_documents(
            settings, embedder, [str(write_pdf(path, [paragraph(130, f"Het {word} gaat op maandag open voor iedereen. ")]))]
        )
    assert find(settings, embedder, "zwembad")[0] == set()
    assert find(settings, embedder, "theater")[0] == {"plan-p1-1"}


def test_a_bad_pdf_is_told_and_the_rest_goes_on(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    good = write_pdf(tmp_path / "goed.pdf", [paragraph(130)])
    bad = tmp_path / "slecht.pdf"
    bad.write_bytes(b"niets")
    report = add_documents(settings, embedder, [str(bad), str(good)])
    assert report.added == ("goed",)
    assert report.failed == (("slecht.pdf", "heet .pdf maar is van binnen een tekstbestand; geef het de extensie .txt"),)
    with pytest.raises(DocumentError, match="hier staat geen bestand dat gelezen kan worden"):
        add_documents(settings, embedder, [str(tmp_path / "*.docx")])


def test_another_model_is_refused_with_the_command(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    build_index(settings, embedder)
    new_model(500, 8)[1].save(str(tmp_path / "klein"))
    small = Embedder(EmbeddingSettings(model=str(tmp_path / "klein")))
    with pytest.raises(IndexMismatch, match="maak hem opnieuw met: python -m ingest build"):
        Index.open(settings, small)
    assert build_index(settings, small).changed
    assert Index.open(settings, small).manifest.dimension == 8


def test_the_old_index_serves_after_a_failed_build(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(settings, embedder)
    before = current_build(settings.index)
    path = settings.corpus / "cases" / "ede.md"
    path.write_text("geen kaart", encoding="utf-8")
    with pytest.raises(CorpusError):
        build_index(settings, embedder)
    path.write_text(card("Ede"), encoding="utf-8")

    def breaking(items: Iterable[Item], what: str, _total: int) -> Iterator[Item]:
        yield from items
        if what.startswith("Vectoren"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(settings, embedder, breaking)
    assert current_build(settings.index) == before
    assert builds(settings) == [before.name]
    assert find(settings, embedder, "jeugdwet")[0] == {"jeugdwet"}
    assert build_index(settings, embedder).manifest.entries == len(ALL) + 1


def test_a_reader_keeps_its_index_while_another_is_made(settings: IngestSettings, embedder: Embedder) -> None:
    build_index(settings, embedder)
    reader = Index.open(settings, embedder)
    for number in range(2):
        (settings.corpus / "cases" / f"nieuw-{number}.md").write_text(card(f"Nieuw {number}"), encoding="utf-8")
        build_index(settings, embedder)
        if not number:
            assert {e.id for e in reader.entries()} == ALL
            assert set(reader.dense(embedder.encode_queries(["zorg"])[0])) == ALL
    assert len(builds(settings)) == 2
    assert {e.id for e in Index.open(settings, embedder).entries()} == ALL | {"nieuw-0", "nieuw-1"}


def test_a_second_builder_is_refused(settings: IngestSettings, embedder: Embedder) -> None:
    settings.index.mkdir()
    with (settings.index / "LOCK").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(IndexLocked, match="probeer het straks opnieuw"):
            build_index(settings, embedder)
    assert build_index(settings, embedder).changed


def test_a_place_that_cannot_be_written_is_told(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    for place in (tmp_path / "bestand" / "index", Path("/proc/index")):
        with pytest.raises(StorageError, match="is niet te schrijven"):
            build_index(IngestSettings(corpus=settings.corpus, index=place), embedder)


def test_a_folder_that_may_only_be_read_serves(settings: IngestSettings, embedder: Embedder) -> None:
    """As root every folder can be written; then this tells only that reading leaves what we wrote as it is: Chroma writes at opening."""
    build_index(settings, embedder)
    folder = current_build(settings.index)
    before = {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and "vectors" not in path.parts
    }
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert find(settings, embedder, "jeugdwet") == ({"jeugdwet"}, ALL)
        assert {path: path.stat().st_mtime_ns for path in before} == before
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("name", ["in#dex", "in?dex", "50%20 euro"])
def test_a_folder_may_be_named_with_marks_of_an_address(tmp_path: Path, embedder: Embedder, name: str) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / name)
    pdf = write_pdf(tmp_path / "plan.pdf", [paragraph(130, "Het zwembad gaat op maandag open voor iedereen. ")])
    add_documents(settings, embedder, [str(pdf)])
    assert find(settings, embedder, "zwembad")[0] == {"plan-p1-1"}
    (settings.index / "library.db").unlink()  # filled again from the entries
    assert verify(settings, embedder).left == ()
    assert not verify(settings, embedder).found
    assert "plan: Een gids" in index_report(settings)


def test_no_index_and_a_broken_index_name_the_command(settings: IngestSettings, embedder: Embedder) -> None:
    with pytest.raises(IndexMissing, match="maak hem met: python -m ingest build"):
        Index.open(settings, embedder)
    build_index(settings, embedder)
    folder = current_build(settings.index)
    shutil.rmtree(folder / "text")
    with pytest.raises(IndexBroken, match="python -m ingest build"):
        Index.open(settings, embedder)
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexBroken, match="python -m ingest build"):
        Index.open(settings, embedder)
    assert build_index(settings, embedder).changed
    assert find(settings, embedder, "jeugdwet")[0] == {"jeugdwet"}


def test_an_index_made_by_another_process_is_the_same(index_settings: IngestSettings, embedder: Embedder) -> None:
    index = Index.open(index_settings, embedder)
    assert len(index.entries()) == index.manifest.entries > 300
    assert not build_index(index_settings, embedder).changed


def test_words_of_a_large_build_are_written_in_a_process_of_their_own(
    settings: IngestSettings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(settings, embedder)
    before = find(settings, embedder, "jeugdwet")
    monkeypatch.setattr(word_index, "APART_FROM", 1)
    build_index(settings, embedder, anew=True)
    assert find(settings, embedder, "jeugdwet") == before


def test_a_process_that_cannot_write_the_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "APART_FROM", 1)
    with pytest.raises(StorageError, match=r"^De tekstindex is niet te schrijven: .*no such table"):  # noqa: SIM117
        with word_index.words_beside(tmp_path, 10):
            pass
