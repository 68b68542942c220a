"""The reports that `evals reading` makes, what it measures of a process, and its table."""

import sys
from pathlib import Path

import pytest
from reading import read_file

from evals.errors import EvalsError
from evals.made_reports import card_sentences, make_reports
from evals.reading import AGAIN, OTHER, OURS, Run, measured, table
from evals.rivals import LeftOut, langchain_index
from evals.subject import corpus_folder


def test_reports_are_like_real_ones_and_the_same_each_time(tmp_path: Path) -> None:
    sentences = card_sentences(corpus_folder())
    assert len(sentences) > 1_000
    first, last = make_reports(tmp_path / "a", 12, sentences)
    again = make_reports(tmp_path / "b", 12, sentences)[1]
    assert last.read_bytes() == again.read_bytes()
    contents = [read_file(path) for path in (first, last)]
    assert [len(content.pages) for content in contents] == [10, 2]
    pages = [page for content in contents for page in content.pages]
    words = [sum(len(line.text.split()) for line in page.lines) for page in pages]
    assert 200 < sum(words) / len(words) < 600
    many = make_reports(tmp_path / "c", 60, sentences)  # of so many pages some have a table
    assert any(line.role == "row" for path in many for page in read_file(path).pages for line in page.lines)


def test_a_process_is_measured_with_what_it_starts() -> None:
    run = measured("eten", ["timeit", "-n1", "-r1", "import time; x = b'x' * 50_000_000; time.sleep(1)"], {})
    assert run.seconds > 1
    assert 50 < run.mb < 500
    with pytest.raises(EvalsError, match=r"stuk: gestopt met status 1: .*No module named bestaat_niet"):
        measured("stuk", ["bestaat_niet"], {})


def test_langchains_missing_part_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "langchain_community.document_loaders", None)
    with pytest.raises(LeftOut, match="zie pip install langchain-community langchain-text-splitters langchain-chroma"):
        langchain_index([], tmp_path)


def test_the_table_compares_with_langchain() -> None:
    text = table([Run(OURS, 10, 15, 300), Run(OTHER, 25, 24, 450), Run(AGAIN, 0.5, 1, 90)], 1_000)
    assert f"| {OURS} | 10.0 | 15.0 | 100 | 300 | 2.5 |" in text
    assert f"| {AGAIN} | 0.5 | 1.0 | 2000 | 90 | 50.0 |" in text
