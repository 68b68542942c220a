"""The benchmark of growing indexes: what it makes up, and that its report holds what it promises."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import bench
from ingest.embedding import Embedder
from ingest.index import Index
from ingest.lexical import Filters
from ingest.settings import IngestSettings


def test_what_is_made_up_is_the_same_each_time() -> None:
    first = list(bench.made_up(IngestSettings(), 60))
    assert [len(d.passages) for d in first] == [50, 10]
    assert next(bench.made_up(IngestSettings(), 10, 1)).passages == first[1].passages[:10]


@pytest.mark.long
def test_a_small_benchmark_end_to_end(tmp_path: Path, embedder: Embedder) -> None:
    settings = replace(IngestSettings(), index=tmp_path)
    report = bench.bench(settings, 120, lambda items, _what, _total: iter(items))
    assert "| één document, telkens een ander | 32 |" in report
    index = Index.open(settings, embedder)
    vector = index.query_vector("gemeente")
    assert len(index.dense(vector, Filters(documents=("verzonnen-000001",)))) == 50
    assert len(index.dense(vector, Filters(documents=("verzonnen-000002",)))) == 20


@pytest.mark.parametrize(
    "asked",
    ["wie betaalt de zorg in onderwijstijd", "thuiszitters terug naar school", "hoe betrek je ouders", "jongerenwerk op school"],
)
def test_a_filter_that_nearly_all_pass_finds_what_exact_comparison_finds(
    asked: str, index_settings: IngestSettings, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Index.open(index_settings, embedder)
    vector = index.query_vector(asked)
    filters = Filters(kinds=("case", "insight", "instrument"))
    exact = list(index.dense(vector, filters))
    monkeypatch.setattr("ingest.index.EXACT", 0)
    sifted = list(index.dense(vector, filters))
    assert sifted[:10] == exact[:10]
    assert {index.entry(i).kind for i in sifted} <= {"case", "insight", "instrument"}
