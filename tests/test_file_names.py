"""Names of files that are no UTF-8, as in old archives: read like any other, kept, shown, and taken out by name."""

import os
from pathlib import Path

import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import write_corpus

from assistant import Assistant, AssistantSettings, page_picture
from assistant.__main__ import main as ask
from ingest.__main__ import main
from ingest.build import add_documents
from ingest.embedding import Embedder
from ingest.errors import DocumentError
from ingest.file_names import path_to_text, readable, text_to_path
from ingest.settings import IngestSettings
from ingest.verify import verify

NAMES = [
    b"/a/caf\xe9.pdf",
    "/a/café 50%.pdf".encode(),
    b"/a/50%E9 caf\xe9.pdf",
    "/a/café/\xff%.pdf".encode("latin-1"),
    b"/a/caf%E9.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_comes_back_as_it_was(name: bytes) -> None:
    path = Path(os.fsdecode(name))
    kept = path_to_text(path)
    assert os.fsencode(text_to_path(kept)) == name
    assert kept.encode().decode() == kept


def test_names_that_are_text_are_kept_as_they_are() -> None:
    assert path_to_text(Path("/a/caf%E9 é.pdf")) == "/a/caf%E9 é.pdf"
    assert readable(os.fsdecode(b"caf\xe9.pdf")) == "caf%E9.pdf"
    assert str(DocumentError(Path(os.fsdecode(b"/a/caf\xe9.pdf")), "is leeg")) == "caf%E9.pdf: is leeg"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A readable PDF, an unreadable one and a text, all with names in Latin-1."""
    folder = tmp_path / "map"
    folder.mkdir()
    made = write_pdf(tmp_path / "plan.pdf", [paragraph(130, "Het theater gaat op maandag open voor iedereen. ")])
    made.rename(folder / os.fsdecode(b"caf\xe9.pdf"))
    (folder / os.fsdecode(b"stuk\xe9.pdf")).write_bytes(b"niets")
    (folder / os.fsdecode(b"\xe9\xe9n.txt")).write_text("Het zwembad gaat op maandag open voor iedereen. " * 12, encoding="utf-8")
    return folder


def test_a_name_in_latin_1_is_read_shown_and_removed(
    folder: Path, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    monkeypatch.setenv("REISGENOOT_CORPUS", str(settings.corpus))
    monkeypatch.setenv("REISGENOOT_INDEX", str(settings.index))
    assert main(["add", str(folder)]) == 1
    out, err = capsysbinary.readouterr()
    assert b"Toegevoegd: caf-e9, e9-e9n" in out
    assert b"stuk%E9.pdf: heet .pdf maar is van binnen een tekstbestand" in err
    assert main(["status"]) == 0
    assert f"{folder}/stuk%E9.pdf: overgeslagen: heet .pdf".encode() in capsysbinary.readouterr().out
    assert main(["add", str(folder)]) == 1
    assert b"Stond er al, onveranderd: caf-e9, e9-e9n" in capsysbinary.readouterr().out
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    file = assistant.document_file("caf-e9")
    assert file
    assert os.fsencode(file.name) == b"caf\xe9.pdf"
    assert page_picture(file, 1).pages == 1
    assert main(["remove", "caf-e9"]) == 0
    (folder / os.fsdecode(b"\xe9\xe9n.txt")).unlink()
    capsysbinary.readouterr()
    assert main(["add", str(folder)]) == 1
    assert b"Weggehaald, het bestand is er niet meer: e9-e9n" in capsysbinary.readouterr().out


def test_a_library_that_is_gone_finds_such_a_file_again(folder: Path, tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    (folder / os.fsdecode(b"stuk\xe9.pdf")).unlink()
    add_documents(settings, embedder, [str(folder)])
    (settings.index / "library.db").unlink()
    assert verify(settings, embedder).left == ()
    assert add_documents(settings, embedder, [str(folder)]).removed == ()


ESCAPE = "\x1b]0;overgenomen\x07een\nIndex    van ons \u202efdp"


def test_what_a_terminal_obeys_is_not_shown(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / f"{ESCAPE}.txt").write_text("Het zwembad gaat op maandag open voor iedereen. " * 12, encoding="utf-8")
    (folder / f"{ESCAPE}.pdf").write_bytes(b"niets")
    monkeypatch.setenv("REISGENOOT_CORPUS", str(write_corpus(tmp_path / "corpus")))
    monkeypatch.setenv("REISGENOOT_INDEX", str(tmp_path / "index"))
    assert main(["add", str(folder)]) == 1
    assert main(["status"]) == 0
    assert ask(["Wanneer gaat het zwembad open voor iedereen?"]) == 0
    out, err = capsys.readouterr()
    shown = out + err
    assert "zwembad" in out
    assert "�]0;overgenomen�een" in shown
    assert not any(sign in shown for sign in "\x1b\x07\u202e")
    assert not any(line.startswith("Index    van ons") for line in shown.splitlines())
