"""Which sentences of a page carry a quote, and that only the passages of that page's document are read for it."""

from pathlib import Path

from pdf_maker import GUIDE, TROLLEY, paragraph, write_pdf
from toy_corpus import write_corpus

from assistant import add_documents, build_index, page_sentences
from ingest import Embedder, Index, IngestSettings


def test_a_quote_is_found_on_its_page_and_no_other_document_is_read(tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    other = [paragraph(sentence=f"In wijk {n} rijdt de bus elk half uur langs het zwembad en de sporthal. ") for n in range(9)]
    files = [write_pdf(tmp_path / "een-gids.pdf", GUIDE), write_pdf(tmp_path / "ander.pdf", other)]
    add_documents(settings, embedder, [str(file) for file in files])
    index = Index.open(settings, embedder)
    assert page_sentences(index, "een-gids", 2, [TROLLEY]) == {TROLLEY: 1.0}
    assert index.entry.cache_info().currsize < len(index.entries("passage"))
    assert page_sentences(index, "een-gids", 3, [TROLLEY]) == {}
