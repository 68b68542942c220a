"""The index folder as one archive, and back; nothing else is taken from an archive."""

import hashlib
import io
import json
import shutil
import tarfile
from pathlib import Path, PurePosixPath

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import write_corpus

from ingest.backup import CONTENTS, backup, restore
from ingest.build import add_documents, build_index, remove_document
from ingest.embedding import Embedder
from ingest.errors import BackupError, IndexMismatch, IndexMissing, StorageError
from ingest.index import Index, current_build
from ingest.settings import IngestSettings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> tuple[IngestSettings, Path]:
    """Settings of an index with a PDF, and a back-up of it. Read them only."""
    folder = tmp_path_factory.mktemp("made")
    settings = IngestSettings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    pdf = write_pdf(folder / "plan.pdf", [paragraph(130, "Het zwembad gaat op maandag open voor iedereen. ")])
    add_documents(settings, embedder, [str(pdf)])
    (settings.index / "feedback.jsonl").write_text("{}\n", encoding="utf-8")
    archive = folder / "back-up.tar"
    backup(settings, archive, everything=True)
    return settings, archive


def names(settings: IngestSettings, embedder: Embedder) -> set[str]:
    return {entry.id for entry in Index.open(settings, embedder).entries()}


def test_it_comes_back_in_an_empty_place(made: tuple[IngestSettings, Path], embedder: Embedder, tmp_path: Path) -> None:
    settings, archive = made
    fresh = IngestSettings(corpus=settings.corpus, index=tmp_path / "nieuw")
    restored = restore(fresh, archive, everything=True)
    assert not restored.rebuild
    assert names(fresh, embedder) == names(settings, embedder)
    assert (fresh.index / "feedback.jsonl").read_text(encoding="utf-8") == "{}\n"
    again = build_index(fresh, embedder)
    assert (again.changed, again.embedded) == (False, 0)
    assert not list(fresh.index.glob("*.tmp"))


def test_it_takes_the_place_of_what_was_there(made: tuple[IngestSettings, Path], embedder: Embedder, tmp_path: Path) -> None:
    settings, archive = made
    mine = IngestSettings(corpus=settings.corpus, index=tmp_path / "index")
    shutil.copytree(settings.index, mine.index)
    remove_document(mine, embedder, "plan")
    reader = Index.open(mine, embedder)
    (mine.index / "feedback.jsonl").write_text("nieuwer\n", encoding="utf-8")
    restore(mine, archive, everything=True)
    assert "plan-p1-1" in names(mine, embedder)
    assert reader.outdated(mine)
    assert "plan-p1-1" not in {e.id for e in reader.entries()}
    assert (mine.index / "feedback.jsonl.vorige").read_text(encoding="utf-8") == "nieuwer\n"
    restore(mine, archive)
    assert not build_index(mine, embedder).changed


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_one_that_fails_halfway_changes_nothing(made: tuple[IngestSettings, Path], embedder: Embedder, tmp_path: Path) -> None:
    settings, _ = made
    mine = IngestSettings(corpus=settings.corpus, index=tmp_path / "index")
    shutil.copytree(settings.index, mine.index)
    last = mine.index / "zolder.jsonl"
    last.write_text("{}\n", encoding="utf-8")
    backup(mine, tmp_path / "back-up.tar", everything=True)
    remove_document(mine, embedder, "plan")
    (mine.index / "library.db-wal").write_bytes(b"wat nog niet in de database staat")
    blocking = mine.index / "zolder.jsonl.vorige" / "map"  # in the way of the last file that is put aside
    blocking.mkdir(parents=True)
    before = contents(mine.index)
    with pytest.raises(StorageError, match="De index is niet veranderd"):
        restore(mine, tmp_path / "back-up.tar", everything=True)
    assert contents(mine.index) == before
    assert "plan-p1-1" not in names(mine, embedder)
    shutil.rmtree(blocking.parent)
    restore(mine, tmp_path / "back-up.tar", everything=True)
    assert "plan-p1-1" in names(mine, embedder)
    assert (mine.index / "library.db.vorige-wal").read_bytes() == before["library.db-wal"]


def test_what_is_about_people_goes_along_only_when_asked(made: tuple[IngestSettings, Path], tmp_path: Path) -> None:
    settings = IngestSettings(corpus=made[0].corpus, index=tmp_path / "index")
    shutil.copytree(made[0].index, settings.index)
    accounts, upload = settings.index / "accounts.json", settings.index / "uploads" / "gids.pdf"
    accounts.write_text("{}", encoding="utf-8")
    accounts.chmod(0o600)
    upload.parent.mkdir()
    upload.write_text("x", encoding="utf-8")
    upload.chmod(0o644)
    plain, whole = tmp_path / "kaal.tar", tmp_path / "alles.tar"
    backup(settings, plain)
    backup(settings, whole, everything=True)
    assert {archive.stat().st_mode & 0o777 for archive in (plain, whole)} == {0o600}
    with tarfile.open(plain) as tar:
        assert {PurePosixPath(name).parts[0] for name in tar.getnames()} == {
            CONTENTS, "builds", "library.db", "vectors.db", "CURRENT", "uploads"
        }  # fmt: skip
    accounts.write_text('{"later": 1}', encoding="utf-8")
    restore(settings, whole)
    assert accounts.read_text(encoding="utf-8") == '{"later": 1}'
    accounts.unlink()
    restore(settings, whole)
    assert not accounts.exists()
    restore(settings, whole, everything=True)
    assert accounts.read_text(encoding="utf-8") == "{}"
    assert [path.stat().st_mode & 0o777 for path in (accounts, upload)] == [0o600, 0o644]


def test_what_stays_behind_is_not_read_either(made: tuple[IngestSettings, Path], tmp_path: Path) -> None:
    settings = IngestSettings(corpus=made[0].corpus, index=tmp_path / "index")
    shutil.copytree(made[0].index, settings.index)
    (settings.index / "eigen.db").write_bytes(b"SQLite format 3\0 en dan niets meer")  # cannot be copied
    assert backup(settings, tmp_path / "kaal.tar")[0] > 0
    with pytest.raises(StorageError):
        backup(settings, tmp_path / "alles.tar", everything=True)


def rewritten(archive: Path, target: Path, change: "dict[str, bytes | None]", listed: "dict[str, str] | None" = None) -> Path:
    """A copy of an archive with other contents for some members; None leaves one out, `listed` renames in the list."""
    with tarfile.open(archive) as old, tarfile.open(target, "w") as new:
        for member in old:
            file = old.extractfile(member)
            data: bytes | None = file.read() if file else b""
            if member.name == CONTENTS and listed:
                contents = json.loads(data or b"")
                contents["files"] = {listed.get(n, n): e for n, e in contents["files"].items()}
                data = json.dumps(contents).encode()
            data = change.get(member.name, data)
            if data is not None:
                member.name, member.size = (listed or {}).get(member.name, member.name), len(data)
                new.addfile(member, io.BytesIO(data))
    return target


@pytest.mark.parametrize(
    ("change", "listed", "said"),
    [
        ({"feedback.jsonl": b"[]\n"}, None, "controlesom klopt niet"),
        ({"feedback.jsonl": b"langer dan eerst"}, None, "hoort niet in een back-up"),
        ({"feedback.jsonl": None}, None, "ontbreekt"),
        ({CONTENTS: b"{}"}, None, "is geen back-up van Reisgenoot"),
        ({}, {"feedback.jsonl": "../buiten.jsonl"}, "wijst buiten de map"),
        ({}, {"feedback.jsonl": "/tmp-buiten.jsonl"}, "wijst buiten de map"),
    ],
)
def test_what_is_not_whole_is_refused(
    made: tuple[IngestSettings, Path], tmp_path: Path, change: dict[str, bytes | None], listed: dict[str, str] | None, said: str
) -> None:
    settings, archive = made
    bad = rewritten(archive, tmp_path / "slecht.tar", change, listed)
    fresh = IngestSettings(corpus=settings.corpus, index=tmp_path / "in" / "nieuw")
    with pytest.raises(BackupError, match=said):
        restore(fresh, bad)
    assert [p.name for p in fresh.index.rglob("*")] == ["LOCK"]
    assert not (tmp_path / "in" / "buiten.jsonl").exists()


def test_links_and_what_is_no_archive_are_refused(made: tuple[IngestSettings, Path], tmp_path: Path) -> None:
    settings, archive = made
    linked = rewritten(archive, tmp_path / "link.tar", {"feedback.jsonl": None})
    with tarfile.open(linked, "a") as tar:
        link = tarfile.TarInfo("feedback.jsonl")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    half = tmp_path / "half.tar"
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    (tmp_path / "tekst.tar").write_text("geen archief", encoding="utf-8")
    for bad in (linked, half, tmp_path / "tekst.tar"):
        with pytest.raises(BackupError, match="de index is niet veranderd"):
            restore(IngestSettings(corpus=settings.corpus, index=tmp_path / "nieuw"), bad)
    with pytest.raises(StorageError, match="No such file"):
        restore(IngestSettings(corpus=settings.corpus, index=tmp_path / "nieuw"), tmp_path / "weg.tar")


def test_a_backup_that_fails_leaves_nothing(made: tuple[IngestSettings, Path], tmp_path: Path) -> None:
    settings, _ = made
    with pytest.raises(StorageError, match="is niet te schrijven"):
        backup(settings, tmp_path / "geen" / "map.tar")
    with pytest.raises(IndexMissing):
        backup(IngestSettings(corpus=settings.corpus, index=tmp_path / "leeg"), tmp_path / "leeg.tar")
    assert [p.name for p in tmp_path.iterdir()] == ["leeg"]


def test_an_index_of_an_older_version_is_made_anew(made: tuple[IngestSettings, Path], embedder: Embedder, tmp_path: Path) -> None:
    settings, archive = made
    manifest = json.loads((current_build(settings.index) / "manifest.json").read_text(encoding="utf-8"))
    name = f"builds/{manifest['build']}/manifest.json"
    older = json.dumps({**manifest, "schema": 4}).encode()
    with tarfile.open(archive) as tar:
        contents = json.loads(tar.extractfile(CONTENTS).read())  # type: ignore[union-attr]
    contents["files"][name] = {"size": len(older), "sha256": hashlib.sha256(older).hexdigest()}
    bad = rewritten(archive, tmp_path / "ouder.tar", {name: older, CONTENTS: json.dumps(contents).encode()})
    fresh = IngestSettings(corpus=settings.corpus, index=tmp_path / "nieuw")
    assert restore(fresh, bad).rebuild
    with pytest.raises(IndexMismatch, match="andere versie van Reisgenoot; maak hem opnieuw"):
        Index.open(fresh, embedder)
    report = build_index(fresh, embedder)
    assert (report.changed, report.embedded) == (True, 0)
    assert names(fresh, embedder) == names(settings, embedder)
