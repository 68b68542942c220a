"""From files to a searchable index: the front door.

Names are brought in on first use, since the embedding library takes seconds to load and reading a PDF does not need it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.apart import changed_apart
    from ingest.build import Report, add_documents, build_index, remove_document, remove_documents
    from ingest.cards import load_corpus
    from ingest.drawing import PagePicture, page_picture
    from ingest.dutch import Analyser, content_words, fold, is_dutch, sentences, stem, stems, words
    from ingest.embedding import Embedder
    from ingest.encoder import CrossEncoderEntailment, CrossEncoderReranker
    from ingest.enrichment import Enriching, enriching
    from ingest.errors import (
        CorpusError,
        DocumentError,
        DrawingBusy,
        IndexBroken,
        IndexFault,
        IndexLocked,
        IndexMismatch,
        IndexMissing,
        Interrupted,
        ModelError,
        ProcessFailed,
        ReisgenootError,
        StorageError,
    )  # fmt: skip
    from ingest.file_names import readable
    from ingest.hashed_words import HashedModel, shipped_model
    from ingest.index import Closeness, Index, Manifest
    from ingest.lexical import FIELD_WEIGHTS, Filters
    from ingest.piped import read_to_the_end
    from ingest.progress import Progress
    from ingest.schema import (
        Article,
        Card,
        Change,
        Corpus,
        Document,
        Enrichment,
        Entry,
        InstrumentDetail,
        Kind,
        LawDetail,
        Link,
        PageQuestions,
        Passage,
        RouteDetail,
        Source,
        Term,
    )  # fmt: skip
    from ingest.settings import EmbeddingSettings, IngestSettings, environment
    from ingest.sniffing import EXTENSIONS
    from ingest.status import remarks
    from ingest.thesaurus import load_thesaurus
    from ingest.whole_files import written_whole

_HOME = {
    "apart": ("changed_apart",),
    "build": ("Report", "add_documents", "build_index", "remove_document", "remove_documents"),
    "cards": ("load_corpus",),
    "drawing": ("PagePicture", "page_picture"),
    "dutch": ("Analyser", "content_words", "fold", "is_dutch", "sentences", "stem", "stems", "words"),
    "embedding": ("Embedder",),
    "encoder": ("CrossEncoderEntailment", "CrossEncoderReranker"),
    "enrichment": ("Enriching", "enriching"),
    "errors": (
        "CorpusError", "DocumentError", "DrawingBusy", "IndexBroken", "IndexFault", "IndexLocked", "IndexMismatch", "IndexMissing",
        "Interrupted", "ModelError", "ProcessFailed", "ReisgenootError", "StorageError",
    ),
    "hashed_words": ("HashedModel", "shipped_model"),
    "index": ("Closeness", "Index", "Manifest"),
    "lexical": ("FIELD_WEIGHTS", "Filters"),
    "file_names": ("readable",),
    "piped": ("read_to_the_end",),
    "progress": ("Progress",),
    "schema": (
        "Article", "Card", "Change", "Corpus", "Document", "Enrichment", "Entry", "InstrumentDetail", "Kind", "LawDetail", "Link",
        "PageQuestions", "Passage", "RouteDetail", "Source", "Term",
    ),
    "sniffing": ("EXTENSIONS",),
    "settings": ("EmbeddingSettings", "IngestSettings", "environment"),
    "status": ("remarks",),
    "thesaurus": ("load_thesaurus",),
    "whole_files": ("written_whole",),
}  # fmt: skip

__all__ = [
    "EXTENSIONS", "FIELD_WEIGHTS", "Analyser", "Article", "Card", "Change", "Closeness", "Corpus", "CorpusError",
    "CrossEncoderEntailment", "CrossEncoderReranker", "Document", "DocumentError", "DrawingBusy", "Embedder", "EmbeddingSettings",
    "Enriching", "Enrichment", "Entry", "Filters", "HashedModel", "Index", "IndexBroken", "IndexFault", "IndexLocked", "IndexMismatch",
    "IndexMissing", "IngestSettings", "InstrumentDetail", "Interrupted", "Kind", "LawDetail", "Link", "Manifest", "ModelError",
    "PagePicture", "PageQuestions", "Passage", "ProcessFailed", "Progress", "ReisgenootError", "Report", "RouteDetail", "Source",
    "StorageError", "Term", "add_documents", "build_index", "changed_apart", "content_words", "enriching", "environment", "fold",
    "is_dutch", "load_corpus", "load_thesaurus", "page_picture", "read_to_the_end", "readable",
    "remarks", "remove_document", "remove_documents", "sentences",
    "shipped_model", "stem", "stems", "words", "written_whole",
]  # fmt: skip


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"ingest.{module}"), name)
    raise AttributeError(f"module 'ingest' has no attribute {name!r}")
