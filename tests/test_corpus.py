"""The corpus as it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from ingest.cards import load_corpus
from ingest.schema import FOLDERS, Corpus
from ingest.settings import ROOT
from ingest.status import corpus_report


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


def test_every_file_is_in_order(corpus: Corpus) -> None:
    assert len(corpus.cards) >= 300
    assert {c.kind for c in corpus.cards} == set(FOLDERS.values())
    assert len(corpus.terms) >= 250


def test_there_are_nine_routes(corpus: Corpus) -> None:
    assert sorted(r for c in corpus.cards if c.kind == "route" for r in c.routes) == list(range(1, 10))


def test_no_two_cards_share_a_title_and_kind(corpus: Corpus) -> None:
    named = [(c.kind, c.title.casefold()) for c in corpus.cards]
    assert sorted({x for x in named if named.count(x) > 1}) == []


def test_questions_are_told_apart(corpus: Corpus) -> None:
    twice = [(c.id, q) for c in corpus.cards for q in c.questions if sum(q.casefold() == x.casefold() for x in c.questions) > 1]
    assert twice == []


def test_linked_documents_have_an_id_of_their_own(corpus: Corpus) -> None:
    ids = [x.id for x in corpus.linked] + list(corpus.documents)
    assert sorted({x for x in ids if ids.count(x) > 1}) == []


def test_a_case_lies_in_the_province_of_one_of_its_places(corpus: Corpus) -> None:
    placed = [(c, {corpus.places[p] for p in c.places if p in corpus.places}) for c in corpus.cards if c.province]
    assert [(c.id, c.province, found) for c, found in placed if found and c.province not in found] == []


def test_the_report_counts_what_is_there(corpus: Corpus) -> None:
    report = corpus_report(corpus)
    assert f"Begrippen: {len(corpus.terms)}. Gelinkte documenten: {len(corpus.linked)}." in report
    assert all(document in report for document in corpus.documents)


def test_no_sentence_is_copied_and_each_number_and_name_stands_on_its_page(bronnen: Path) -> None:
    tool = bronnen.parent / "tools" / "check_corpus.py"
    command = [sys.executable, str(tool), "--corpus", str(ROOT / "corpus"), "--sources", str(bronnen)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3_000:] + done.stderr
    assert ", 0 errors, " in done.stdout
