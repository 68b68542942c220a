"""The door to passages that a language model writes questions and terms for. Knows nothing of models: what was written is handed in.

The folder of the index is locked meanwhile, so that no build reads half of it. Each passage is kept in a transaction of its own.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import IndexMissing, StorageError
from ingest.library import FILE, Library
from ingest.lock import locked
from ingest.schema import Document, Enrichment, Passage
from ingest.settings import IngestSettings


class Enriching:
    """Passages of one library beside what helps to find them, made by one prompt and one model, which `made_with` names."""

    def __init__(self, library: Library, made_with: str) -> None:
        self._library, self._made_with = library, made_with

    def documents(self) -> dict[str, Document]:
        """The added documents by id."""
        return {record.document.id: record.document for record in self._library.records()}

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in reading order; none when it was not added."""
        stored = self._library.get(document_id)
        return stored.passages if stored else ()

    def is_done(self, passage: Passage) -> bool:
        """Whether the passage has its enrichment; one with the same text, in whatever document, lends its own."""
        return self._library.enrich_alike(passage, self._made_with)

    def keep(self, passage: Passage, enrichment: Enrichment) -> None:
        """Keep it, from here on whatever happens. The next build indexes it."""
        self._library.enrich(passage, enrichment, self._made_with)


@contextmanager
def enriching(settings: IngestSettings, made_with: str) -> Iterator[Enriching]:
    """The passages of the index folder. Raises IndexLocked, IndexMissing when nothing was ever added, and StorageError."""
    if not (settings.index / FILE).exists():
        raise IndexMissing(f"In {settings.index} is nog geen document toegevoegd; voeg er een toe met: python -m ingest add PAD")
    with locked(settings.index), Library(settings.index) as library:
        try:
            yield Enriching(library, made_with)
        except sqlite3.Error as fault:
            raise StorageError(f"De index in {settings.index} is niet te schrijven: {fault}") from fault
