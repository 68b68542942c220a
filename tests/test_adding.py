"""From files to the library: what each file is known as, and how far it is."""

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import card, write_corpus

import ingest.build
from ingest.__main__ import main
from ingest.adding import FEW, Added, compare, read_waiting
from ingest.build import add_documents, build_index
from ingest.documents import READER_VERSION
from ingest.embedding import Embedder
from ingest.errors import DocumentError
from ingest.index import Index, current_build
from ingest.library import Library
from ingest.progress import Item, Progress, silent
from ingest.schema import Enrichment
from ingest.settings import IngestSettings
from ingest.status import index_report


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "index").mkdir()
    with Library(tmp_path / "index") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three PDFs, two of which hold the same, and one that is none."""
    folder = tmp_path / "map"
    folder.mkdir()
    plan(folder / "een.pdf", "zwembad")
    plan(folder / "twee.pdf", "theater")
    shutil.copy(folder / "een.pdf", folder / "nog-eens.pdf")
    (folder / "slecht.pdf").write_bytes(b"niets")
    return folder


def plan(path: Path, word: str) -> Path:
    return write_pdf(path, [paragraph(130, f"Het {word} gaat op maandag open voor iedereen. ")])


def take(library: Library, *paths: Path, progress: Progress = silent) -> Added:
    done = compare(library, [str(path) for path in paths], progress)
    read_waiting(library, {}, progress, done)
    return done


def states(library: Library) -> dict[str, tuple[str, str]]:
    return {f.path.name: (f.state, f.document) for f in library.files()}


def test_each_file_is_known_and_the_same_content_once(library: Library, folder: Path) -> None:
    done = take(library, folder)
    assert sorted(done.added) == ["een", "twee"]
    assert done.failed == [("slecht.pdf", "heet .pdf maar is van binnen een tekstbestand; geef het de extensie .txt")]
    assert states(library) == {
        "een.pdf": ("read", "een"),
        "nog-eens.pdf": ("read", "een"),
        "slecht.pdf": ("skipped", ""),
        "twee.pdf": ("read", "twee"),
    }
    assert sorted(library.digests()) == ["een", "twee"]
    again = take(library, folder)
    assert (again.added, sorted(again.unchanged), again.failed) == ([], ["een", "een", "twee"], done.failed)


def test_a_document_stays_as_long_as_one_of_its_files(library: Library, folder: Path) -> None:
    take(library, folder)
    (folder / "een.pdf").unlink()
    assert take(library, folder).removed == []
    assert states(library)["nog-eens.pdf"] == ("read", "een")
    (folder / "nog-eens.pdf").unlink()
    (folder / "slecht.pdf").unlink()
    assert take(library, folder).removed == ["een"]
    assert list(states(library)) == ["twee.pdf"]
    assert list(library.digests()) == ["twee"]


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_folder_that_is_gone_or_empty_is_forgotten(left: str, library: Library, folder: Path) -> None:
    take(library, folder)
    shutil.rmtree(folder)
    if left != "nothing":
        folder.mkdir()
    done = take(library, folder)
    assert (done.removed, library.files(), library.digests()) == (["een", "twee"], [], {})
    with pytest.raises(DocumentError, match="hier staat geen bestand dat gelezen kan worden"):
        take(library, folder)


def test_a_file_that_is_gone_is_forgotten_when_it_is_named(library: Library, folder: Path) -> None:
    take(library, folder)
    (folder / "twee.pdf").unlink()
    assert take(library, folder / "twee.pdf", folder / "een.pdf").removed == ["twee"]
    with pytest.raises(DocumentError, match="hier staat geen bestand"):
        take(library, folder / "drie.pdf")


@pytest.mark.parametrize("left", ["nothing", "an empty folder"])
def test_a_drive_that_is_away_takes_nothing_along(left: str, library: Library, tmp_path: Path) -> None:
    drive, other = tmp_path / "schijf", tmp_path / "elders"
    for folder in (drive, other):
        folder.mkdir()
    for number in range(FEW + 1):
        (drive / f"{number}.txt").write_text(f"Het zwembad {number} gaat op maandag open voor iedereen. " * 12, encoding="utf-8")
    assert len(take(library, drive).added) == FEW + 1
    known = library.files()
    shutil.rmtree(drive)
    if left != "nothing":
        drive.mkdir()
    plan(other / "nieuw.pdf", "circus")
    with pytest.raises(DocumentError, match=f"de index kent hiervan {FEW + 1} bestanden.*--forget"):
        take(library, other, drive)
    assert library.files() == known
    done = compare(library, [str(drive)], silent, forget=True)
    assert (len(done.removed), library.files()) == (FEW + 1, [])


def test_a_drive_that_is_away_below_a_named_folder_takes_nothing_along(library: Library, tmp_path: Path) -> None:
    folder, drive = tmp_path / "map", tmp_path / "map" / "schijf"
    for number in range(FEW + 1):
        (drive / str(number % 2)).mkdir(parents=True, exist_ok=True)
        text = f"Het zwembad {number} gaat op maandag open voor iedereen. " * 12
        (drive / str(number % 2) / f"{number}.txt").write_text(text, encoding="utf-8")
    plan(folder / "blijft.pdf", "theater")
    assert len(take(library, folder).added) == FEW + 2
    drive.rename(folder / "hernoemd")
    assert take(library, folder).removed == []
    known = library.files()
    for left in ("nothing", "an empty folder"):
        shutil.move(folder / "hernoemd", tmp_path / "elders")
        if left != "nothing":
            (folder / "hernoemd").mkdir()
        with pytest.raises(DocumentError, match=f"hernoemd: .*de index kent hiervan {FEW + 1} bestanden.*--forget"):
            take(library, folder)
        assert library.files() == known
        shutil.rmtree(folder / "hernoemd", ignore_errors=True)
        shutil.move(tmp_path / "elders", folder / "hernoemd")
    shutil.rmtree(folder / "hernoemd")
    done = compare(library, [str(folder)], silent, forget=True)
    assert (len(done.removed), list(states(library))) == (FEW + 1, ["blijft.pdf"])


def test_a_renamed_file_keeps_its_text_and_enrichments_and_is_not_read_again(library: Library, folder: Path) -> None:
    take(library, folder)
    library.enrich(library.get("twee").passages[0], Enrichment(("Wanneer opent het theater?",)), "model")  # type: ignore[union-attr]
    (folder / "twee.pdf").rename(folder / "theater.pdf")
    done = take(library, folder)
    assert (done.added, done.removed, done.unchanged.count("twee")) == ([], [], 1)
    assert states(library)["theater.pdf"] == ("read", "twee")
    assert "twee.pdf" not in states(library)
    assert library.enriched() == {"twee": 1}
    assert library.get("twee").record.file == folder / "theater.pdf"  # type: ignore[union-attr]
    (folder / "een.pdf").unlink()
    take(library, folder)
    assert {r.document.id: r.file.name for r in library.records()} == {"een": "nog-eens.pdf", "twee": "theater.pdf"}


def test_a_file_with_the_name_that_another_had_is_a_document_of_its_own(library: Library, folder: Path) -> None:
    take(library, folder)
    (folder / "twee.pdf").rename(folder / "theater.pdf")
    plan(folder / "twee.pdf", "circus")
    (added,) = take(library, folder).added
    assert states(library)["theater.pdf"] == ("read", "twee")
    assert states(library)["twee.pdf"] == ("read", added)
    assert "theater" in library.get("twee").passages[0].text  # type: ignore[union-attr]


def test_files_outside_the_named_folder_stay(library: Library, folder: Path, tmp_path: Path) -> None:
    other = plan(tmp_path / "elders.pdf", "museum")
    take(library, other, folder)
    other.unlink()
    assert take(library, folder).removed == []
    assert "elders" in library.digests()


def test_a_copy_of_an_unreadable_file_is_left_alone_like_the_original(library: Library, folder: Path) -> None:
    shutil.copy(folder / "slecht.pdf", folder / "kopie.pdf")
    first = take(library, folder)
    assert [states(library)[name][0] for name in ("slecht.pdf", "kopie.pdf")] == ["skipped", "skipped"]
    assert library.files("skipped")[0].reason == library.files("skipped")[1].reason != ""
    tried = library.files()
    compare(library, [str(folder)], silent)
    assert library.files() == tried, "nothing waits to be read again"
    assert len(first.failed) == 2


OLD = b"\xd0\xcf\x11\xe0" + bytes(600)


def test_documents_that_no_reader_takes_are_known_with_the_reason(library: Library, folder: Path) -> None:
    (folder / "slecht.pdf").unlink()
    (folder / "brief.doc").write_bytes(OLD)
    (folder / "bericht.MSG").write_bytes(OLD + b"m")
    (folder / "nota.rtf").write_bytes(b"{\\rtf1 Het zwembad gaat open.}")
    (folder / "mail.eml").write_text("From: ede@example.org\n\nHet zwembad gaat open.", encoding="utf-8")
    (folder / "foto.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "archief.zip").write_bytes(b"PK")
    plan(folder / "raad.pdf", "circus").rename(folder / "eigenlijk-pdf.doc")
    done = take(library, folder)
    assert sorted(done.added) == ["een", "eigenlijk-pdf", "twee"]
    assert {f.path.name: f.reason.split(";")[0] for f in library.files("skipped")} == {
        "brief.doc": "is een oud Office-bestand (.doc, .ppt of .xls)",
        "bericht.MSG": "is een e-mailbericht",
        "nota.rtf": "is een RTF-bestand",
        "mail.eml": "heeft een extensie die niet wordt gelezen (.eml)",
    }
    compare(library, [str(folder)], silent)
    assert library.files("waiting") == []
    (folder / "brief.doc").unlink()
    take(library, folder)
    assert "brief.doc" not in states(library)


def test_the_command_tells_them_in_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REISGENOOT_CORPUS", str(write_corpus(tmp_path / "corpus")))
    monkeypatch.setenv("REISGENOOT_INDEX", str(tmp_path / "index"))
    (folder / "slecht.pdf").unlink()
    (folder / "brief.doc").write_bytes(OLD)
    assert main(["add", str(folder / "brief.doc")]) == 1
    assert main(["add", str(folder)]) == 0
    assert "Overgeslagen: brief.doc: is een oud Office-bestand" in capsys.readouterr().err
    for name in ("nota.doc", "cijfers.xls"):
        (folder / name).write_bytes(OLD)
    assert main(["add", str(folder)]) == 0
    told = "Overgeslagen: 3 documenten van een soort die niet wordt gelezen (.doc, .xls); elk met reden: python -m ingest status\n"
    assert capsys.readouterr().err == told
    main(["status"])
    assert f"  {folder}/cijfers.xls: overgeslagen: is een oud Office-bestand" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that nobody may read")
def test_a_file_that_may_not_be_read_is_known_and_its_text_stays(library: Library, folder: Path) -> None:
    take(library, folder)
    done = take(library, Path("/proc/self/mem"), folder)
    assert done.failed[0][1].startswith("niet te lezen (")
    assert [(f.path.name, f.reason) for f in library.files("failed")] == [("mem", done.failed[0][1])]
    twee = library.file(folder / "twee.pdf")
    library.unreadable(folder / "twee.pdf", "niet te lezen")
    assert states(library)["twee.pdf"] == ("failed", "twee")
    take(library, folder)
    assert library.file(folder / "twee.pdf") == twee


def test_an_edited_file_keeps_its_name_and_a_bad_edit_its_text(library: Library, folder: Path) -> None:
    take(library, folder)
    plan(folder / "twee.pdf", "circus")
    assert take(library, folder).added == ["twee"]
    assert "circus" in library.get("twee").passages[0].text  # type: ignore[union-attr]
    (folder / "twee.pdf").write_bytes(b"stuk")
    assert take(library, folder).failed[-1][0] == "twee.pdf"
    assert "circus" in library.get("twee").passages[0].text  # type: ignore[union-attr]


def test_a_copy_of_a_bad_file_is_not_tried_again_either(library: Library, folder: Path) -> None:
    shutil.copy(folder / "slecht.pdf", folder / "slechter.pdf")
    take(library, folder)
    assert {f.path.name: f.reason for f in library.files("skipped")} == dict.fromkeys(
        ("slecht.pdf", "slechter.pdf"), "heet .pdf maar is van binnen een tekstbestand; geef het de extensie .txt"
    )


def test_an_edited_copy_becomes_a_document_of_its_own(library: Library, folder: Path) -> None:
    take(library, folder)
    plan(folder / "nog-eens.pdf", "museum")
    assert take(library, folder).added == ["nog-eens"]
    assert states(library)["een.pdf"] == ("read", "een")
    shutil.copy(folder / "twee.pdf", folder / "nog-eens.pdf")
    assert take(library, folder).unchanged.count("twee") == 2
    assert sorted(library.digests()) == ["een", "twee"]


def test_files_of_the_same_name_are_two_documents(library: Library, tmp_path: Path) -> None:
    for number, word in enumerate(("zwembad", "theater")):
        (tmp_path / "map" / str(number)).mkdir(parents=True)
        plan(tmp_path / "map" / str(number) / "plan.pdf", word)
    take(library, tmp_path / "map")
    first, second = sorted(library.digests())
    assert first == "plan"
    assert second.startswith("plan-")
    assert all(p.id.startswith(second) and p.document == second for p in library.get(second).passages)  # type: ignore[union-attr]
    plan(tmp_path / "map" / "1" / "plan.pdf", "circus")
    plan(tmp_path / "map" / "0" / "plan.pdf", "museum")
    take(library, tmp_path / "map")
    assert sorted(library.digests()) == [first, second]


def test_a_run_that_stops_goes_on_where_it_was(library: Library, folder: Path) -> None:
    class Stopped(Exception):
        pass

    def stopping(items: Iterable[Item], what: str, _total: int) -> Iterator[Item]:
        for number, item in enumerate(items):
            if what == "Documenten lezen" and number == 1:
                raise Stopped
            yield item

    with pytest.raises(Stopped):
        take(library, folder, progress=stopping)
    assert {state for state, _ in states(library).values()} & {"waiting", "reading"}
    done = Added()
    read_waiting(library, {}, silent, done)
    assert {state for state, _ in states(library).values()} == {"read", "skipped"}
    assert sorted(library.digests()) == ["een", "twee"]
    assert len(done.added) + len(done.failed) < 4


def test_what_an_older_version_kept_is_taken_over(library: Library, folder: Path, tmp_path: Path) -> None:
    take(library, folder)
    old = tmp_path / "oud" / "library"
    old.mkdir(parents=True)
    for reader, name in (("r-0", "een"), (READER_VERSION, "twee")):
        (old / f"{name}.json").write_text(json.dumps({"reader": reader, **asdict(library.get(name))}), encoding="utf-8")  # type: ignore[call-overload]
    with Library(tmp_path / "oud") as newer:
        assert newer.get("twee") == library.get("twee")
        assert [f.path.name for f in newer.stale()] == ["een.pdf"]
        done = Added()
        read_waiting(newer, {}, silent, done)
        assert (done.added, newer.stale()) == (["een"], [])
    assert not old.exists()


def test_a_large_index_of_which_little_changed_is_copied(
    folder: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.build, "COPIED_FROM", 1)
    monkeypatch.setattr(ingest.build, "RENEWED_SHARE", 0.9)
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    (folder / "slecht.pdf").unlink()
    first = add_documents(settings, embedder, [str(folder)])
    plan(folder / "twee.pdf", "circus")
    (settings.corpus / "cases" / "ede.md").write_text(card("Ede", body="Wichelroede."), encoding="utf-8")
    second = add_documents(settings, embedder, [str(folder)])
    assert (first.copied, second.copied, second.manifest.renewed) == (False, True, 3)
    changed = _contents(settings, embedder)
    assert changed[1] == {"circus": {"twee-p1-1"}, "theater": set(), "wichelroede": {"ede"}, "zwembad": {"een-p1-1"}}
    anew = build_index(settings, embedder, anew=True)
    assert (anew.copied, anew.embedded, anew.manifest.renewed) == (False, 0, 0)
    assert _contents(settings, embedder) == changed
    assert "twee: Een gids" in index_report(settings)


@pytest.mark.parametrize("engine", ["text", "vectors"])
def test_a_copy_that_is_not_whole_is_written_anew(
    engine: str, folder: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest.build, "COPIED_FROM", 1)
    monkeypatch.setattr(ingest.build, "RENEWED_SHARE", 0.9)
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    (folder / "slecht.pdf").unlink()
    add_documents(settings, embedder, [str(folder)])
    before = _contents(settings, embedder)
    shutil.rmtree(current_build(settings.index) / engine)
    plan(folder / "twee.pdf", "circus")
    report = add_documents(settings, embedder, [str(folder)])
    assert (report.copied, report.added) == (False, ("twee",))
    assert _contents(settings, embedder)[1] == {**before[1], "circus": {"twee-p1-1"}, "theater": set()}
    assert len(list((settings.index / "builds").iterdir())) == 2


def _contents(settings: IngestSettings, embedder: Embedder) -> tuple[object, dict[str, set[str]], set[str]]:
    index = Index.open(settings, embedder)
    words = ("circus", "theater", "wichelroede", "zwembad")
    found = {w: set(index.lexical({t: 1.0 for t in index.analyser.terms(w)}, {"body": 1.0})) for w in words}
    near = set(index.dense(embedder.encode_queries(["zorg"])[0]))
    assert current_build(settings.index) == index.folder
    return sorted(index.vocabulary.items()), found, near


def test_many_writes_end_as_one_file_also_for_who_only_reads(library: Library, folder: Path) -> None:
    with library.in_bulk():
        take(library, folder)
        with Library(library.path.parent) as other:  # somebody who looks meanwhile
            assert len(other.files()) == 4
    assert not [p for p in library.path.parent.iterdir() if p.name.endswith(("-wal", "-shm"))]
    with sqlite3.connect(f"file:{library.path}?mode=ro", uri=True) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (2,)
