"""An index that is held against itself: what is damaged is named and mended, the build in use is never written to."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pdf_maker import paragraph, write_pdf
from toy_corpus import write_corpus

from ingest.build import add_documents, build_index
from ingest.dutch import Analyser
from ingest.embedding import Embedder
from ingest.errors import StorageError
from ingest.index import Index, Manifest, current_build
from ingest.lexical import LexicalIndex
from ingest.settings import IngestSettings
from ingest.store import VectorStore
from ingest.verify import verify

Damage = Callable[[IngestSettings, Path], None]


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> IngestSettings:
    """An index of the toy corpus and a PDF."""
    made = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    pdf = write_pdf(tmp_path / "plan.pdf", [paragraph(130, "Het zwembad gaat op maandag open voor iedereen. ")])
    add_documents(made, embedder, [str(pdf)])
    return made


def store_of(settings: IngestSettings, folder: Path) -> VectorStore:
    return VectorStore.open(folder / "vectors", "", Manifest.read(folder / "manifest.json").collection)


def vector_gone(settings: IngestSettings, folder: Path) -> None:
    store_of(settings, folder).delete(["plan-p1-1#0"])


def vector_too_many(settings: IngestSettings, folder: Path) -> None:
    store_of(settings, folder).add(["spook#0"], np.full((1, 160), 160**-0.5, dtype=np.float32))


def vector_changed(settings: IngestSettings, folder: Path) -> None:
    vector_gone(settings, folder)
    store_of(settings, folder).add(["plan-p1-1#0"], np.full((1, 160), 160**-0.5, dtype=np.float32))


def links_gone(settings: IngestSettings, folder: Path) -> None:
    """Every vector is there, with no way from one to another: what is searched for is what the search begins with."""
    (links,) = (folder / "vectors").glob("*/data_level0.bin")
    size = 4 + 4 * 32 + 4 * 160 + 8  # how many neighbours, which, the vector, its label
    data = bytearray(links.read_bytes())
    assert len(data) % size == 0
    for start in range(0, len(data), size):
        data[start : start + 4] = bytes(4)
    links.write_bytes(data)


def words_gone(settings: IngestSettings, folder: Path) -> None:
    LexicalIndex.update(folder / "text", ["jeugdwet"], [], Analyser())


def entry_gone(settings: IngestSettings, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "entries.db")) as db:
        db.execute("DELETE FROM entries WHERE id = 'zelfscan'")
        db.commit()


def entries_torn(settings: IngestSettings, folder: Path) -> None:
    with (folder / "entries.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)


def text_torn(settings: IngestSettings, folder: Path) -> None:
    (folder / "text" / "meta.json").write_bytes(b"{")


def manifest_torn(settings: IngestSettings, folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{")


def cache_torn(settings: IngestSettings, folder: Path) -> None:
    vector_gone(settings, folder)
    with (settings.index / "vectors.db").open("r+b") as file:
        file.write(b"geen database")


def library_torn(settings: IngestSettings, folder: Path) -> None:
    with (settings.index / "library.db").open("r+b") as file:
        file.write(b"geen database")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (vector_gone, "vectorindex: 1 vectoren ontbreken, zoals plan-p1-1#0"),
        (vector_too_many, "vectorindex: 1 vectoren te veel, zoals spook#0"),
        (vector_changed, "vectorindex: 1 vectoren wijken af, zoals plan-p1-1#0"),
        (links_gone, "vectorindex: wat gezocht wordt, wordt niet gevonden"),
        (words_gone, "tekstindex: 1 stukken ontbreken, zoals jeugdwet"),
        (entry_gone, "tekstindex: 1 stukken te veel, zoals zelfscan"),
        (entries_torn, "stukken: "),
        (text_torn, "tekstindex: niet te lezen"),
        (manifest_torn, "manifest.json is niet te lezen"),
        (cache_torn, "vectorindex: 1 vectoren ontbreken"),
        (library_torn, "bibliotheek: "),
    ],
)
def test_damage_is_named_and_mended(settings: IngestSettings, embedder: Embedder, damage: Damage, said: str) -> None:
    folder = current_build(settings.index)
    damage(settings, folder)
    verdict = verify(settings, embedder)
    assert any(said in line for line in verdict.found), verdict.found
    assert verdict.left == ()
    assert current_build(settings.index) != folder
    index = Index.open(settings, embedder)
    assert set(index.lexical({t: 1.0 for t in index.analyser.terms("zwembad")}, {"body": 1.0})) == {"plan-p1-1"}
    assert "plan-p1-1" in index.dense(embedder.encode_queries(["zwembad"])[0])
    assert verify(settings, embedder).found == ()


@pytest.mark.parametrize("damage", [vector_gone, vector_changed, links_gone])
def test_a_build_does_not_go_on_with_damaged_vectors(settings: IngestSettings, embedder: Embedder, damage: Damage) -> None:
    assert not build_index(settings, embedder).changed
    damage(settings, current_build(settings.index))
    assert build_index(settings, embedder).changed
    assert verify(settings, embedder).found == ()


def test_among_texts_that_are_almost_the_same_a_search_may_miss_some(settings: IngestSettings, embedder: Embedder) -> None:
    lines = [f"Het zwembad {number} gaat op maandag open voor iedereen." for number in range(6_000)]
    pages = [
        {"document": "gids", "page": n + 1, "questions": [" ".join(lines[12 * n : 12 * n + 12])], "terms": ["open"]}
        for n in range(500)
    ]
    (settings.corpus / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")
    sources = settings.corpus / "sources.toml"
    sources.write_text(sources.read_text(encoding="utf-8").replace("pages = 5", "pages = 500"), encoding="utf-8")
    assert build_index(settings, embedder).changed
    assert not build_index(settings, embedder).changed
    assert verify(settings, embedder).found == ()


def test_a_whole_index_is_left_as_it_is(settings: IngestSettings, embedder: Embedder) -> None:
    folder = current_build(settings.index)
    assert verify(settings, embedder).found == ()
    assert current_build(settings.index) == folder


def test_a_library_is_filled_from_the_index_when_files_are_gone(
    settings: IngestSettings, embedder: Embedder, tmp_path: Path
) -> None:
    (tmp_path / "plan.pdf").unlink()
    library_torn(settings, current_build(settings.index))
    assert verify(settings, embedder).left == ()
    assert (settings.index / "library.kapot").exists()
    (settings.index / "library.db").unlink()
    build_index(settings, embedder)
    assert Index.open(settings, embedder).entry("plan-p1-1").body.startswith("Het zwembad")


def test_what_cannot_be_mended_is_said(settings: IngestSettings, embedder: Embedder) -> None:
    library_torn(settings, current_build(settings.index))
    entries_torn(settings, current_build(settings.index))
    verdict = verify(settings, embedder)
    assert len(verdict.left) == 1
    assert "plan is verloren" in verdict.left[0]
    library_torn(settings, current_build(settings.index))
    manifest_torn(settings, current_build(settings.index))
    with pytest.raises(StorageError, match="zet een back-up terug"):
        verify(settings, embedder)
