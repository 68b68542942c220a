"""The systems that Reisgenoot is compared with, and the table of `evals speed`."""

import json
import sys
from pathlib import Path

import pytest

from evals.errors import InputFault
from evals.questions import Place
from evals.rivals import LeftOut, Text, bm25, read_texts, tutorial
from evals.speed import Load, Measure, compare_systems, measure_one, table

CARD = """+++
title = "{title}"
summary = "Korte samenvatting."
sources = [{{ document = "gids", pages = [{page}] }}]
questions = ["{question}"]
terms = ["woord"]
+++
Tekst.
"""


def corpus(folder: Path) -> Path:
    (folder / "cases").mkdir()
    for page, (title, question) in enumerate(
        [("Tilburg", "Wie koopt zorg samen in?"), ("Ede", "Wie heeft een regisseur?")], start=1
    ):
        card = CARD.format(title=title, page=page, question=question)
        (folder / "cases" / f"{title.lower()}.md").write_text(card, encoding="utf-8")
    return folder


def test_cards_are_read_as_texts(tmp_path: Path) -> None:
    ede, tilburg = read_texts(corpus(tmp_path))
    assert (tilburg.id, tilburg.kind, tilburg.places) == ("tilburg", "case", (Place("gids", (1,)),))
    assert "regisseur" in ede.text
    (tmp_path / "cases" / "stuk.md").write_text("zonder kop", encoding="utf-8")
    with pytest.raises(InputFault, match=r"stuk\.md: geen geldige kaart"):
        read_texts(tmp_path)


def test_a_broken_pdf_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"geen pdf")
    with pytest.raises(InputFault, match=r"x\.pdf: kan niet worden gelezen"):
        read_texts(corpus(tmp_path), tmp_path)


def test_bm25_puts_the_rare_word_first() -> None:
    texts = [Text(str(n), "case", (Place("gids", (n,)),), words) for n, words in enumerate(["school zorg", "school", "school ede"])]
    search = bm25(texts)
    assert search("de scholen in Ede")[0].id == "2"
    assert search("niets daarvan") == []
    assert bm25([])("iets") == []


def test_the_tutorial_names_the_part_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain_text_splitters", None)
    with pytest.raises(LeftOut, match="niet geïnstalleerd: langchain_text_splitters"):
        tutorial([])


def test_the_table_says_what_was_left_out() -> None:
    loads = tuple(Load(n, 1.5, 2.5, 100) for n in (1, 8, 32))
    measured = [Measure("bm25", "", 50, 0.5, 100, 120, 0.7, loads), Measure("langchain", left_out="niet geïnstalleerd: x")]
    text = table(measured)
    assert "BM25 alleen" in text
    assert "1.5 / 2.5 (100)" in text
    assert "niet gemeten: LangChain-les: niet geïnstalleerd: x" in text
    assert "PDF's doen mee met --documents" in text


def test_bm25_is_measured_on_the_shipped_cards() -> None:
    measure = json.loads(measure_one("bm25", None, "", 5))
    assert measure["left_out"] == ""
    assert 0 < measure["recall_at_5"] <= 1
    assert [load["callers"] for load in measure["loads"]] == [1, 8, 32]


def test_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="onbekend systeem 'solr'; bekend: reisgenoot"):
        measure_one("solr", None, "", 0)
    with pytest.raises(InputFault, match="geen PDF's gevonden"):
        compare_systems(tmp_path, "", 0)
