"""The text side of the index: fields of analysed words in Tantivy, scored with BM25. The only file that imports tantivy.

Documents are fed as words that `ingest.dutch` has already analysed, and queries are built from such words, so that nothing a user
types reaches a query parser. Knows nothing of vectors.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import tantivy

from ingest.dutch import Analyser
from ingest.errors import IndexBroken, StorageError
from ingest.schema import Entry

TEXT_FIELDS = ("title", "questions", "terms", "summary", "body")
# How much a word in each field counts where answers are looked for; `bench` measures with the same.
FIELD_WEIGHTS = {"title": 1.6, "questions": 1.2, "terms": 1.0, "summary": 1.1, "body": 0.8}
FACETS = ("kind", "age", "route", "document", "place", "province")
WRITER_HEAP = 64 * 1024 * 1024


@dataclass(frozen=True)
class Filters:
    """Which entries may be found; an empty field lets everything through, several values in one field mean either."""

    kinds: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    routes: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self.as_facets().values())

    def as_facets(self) -> dict[str, tuple[str, ...]]:
        """Facet name -> allowed values as they are indexed."""
        return {
            "kind": self.kinds,
            "age": self.ages,
            "route": tuple(str(r) for r in self.routes),
            "document": self.documents,
            "place": tuple(p.casefold() for p in self.places),
            "province": tuple(p.casefold() for p in self.provinces),
        }

    def admits(self, entry: Entry) -> bool:
        """Whether an entry passes."""
        own = facets_of(entry)
        return all(not allowed or not set(allowed).isdisjoint(own[facet]) for facet, allowed in self.as_facets().items())


def facets_of(entry: Entry) -> dict[str, tuple[str, ...]]:
    """The facet values of an entry, as they are indexed."""
    return {
        "kind": (entry.kind,),
        "age": entry.ages,
        "route": tuple(str(r) for r in entry.routes),
        "document": tuple(s.document for s in entry.sources),
        "place": tuple(p.casefold() for p in entry.places),
        "province": (entry.province.casefold(),) if entry.province else (),
    }


def texts_of(entry: Entry) -> dict[str, str]:
    """The text of each field of an entry."""
    names = " ".join((*entry.places, entry.province, entry.abbreviation, entry.attribution))
    return {
        "title": f"{entry.title} {names}",
        "questions": " \n".join(entry.questions),
        "terms": " \n".join((*entry.terms, *entry.extra_terms)),
        "summary": entry.summary,
        "body": "\n".join((entry.body, *entry.articles)),
    }


class LexicalIndex:
    """A Tantivy index in one folder."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def create(cls, folder: Path, entries: Iterable[Entry], analyser: Analyser) -> "LexicalIndex":
        """Write all entries to a new index in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        return cls._written(tantivy.Index(_schema(), path=str(folder)), (), entries, analyser)

    @classmethod
    def update(cls, folder: Path, removed: Iterable[str], entries: Iterable[Entry], analyser: Analyser) -> "LexicalIndex":
        """Take entries out of an index that `create` wrote, and add others; nobody else may be using the folder.

        Raises IndexBroken when it cannot be read.
        """
        return cls._written(cls.open(folder)._index, removed, entries, analyser)

    @classmethod
    def _written(cls, index: tantivy.Index, removed: Iterable[str], entries: Iterable[Entry], analyser: Analyser) -> "LexicalIndex":
        """Raises StorageError when the disk refuses."""
        try:
            writer = index.writer(heap_size=WRITER_HEAP, num_threads=1)
            for entry_id in removed:
                writer.delete_documents_by_term("id", entry_id)
            for entry in entries:
                writer.add_document(_document(entry, analyser))
            writer.commit()
            writer.wait_merging_threads()
        except ValueError as fault:  # what tantivy raises for anything, a full disk too
            raise StorageError(f"De tekstindex is niet te schrijven: {fault}") from fault
        index.reload()
        return cls(index)

    @classmethod
    def open(cls, folder: Path) -> "LexicalIndex":
        """Open an index that `create` wrote; IndexBroken when it cannot be read."""
        try:
            return cls(tantivy.Index.open(str(folder)))
        except ValueError as fault:
            raise IndexBroken(
                f"De tekstindex in {folder} is niet te openen; maak hem opnieuw met: python -m ingest build"
            ) from fault

    def count(self) -> int:
        """Number of entries."""
        return int(self._searcher.num_docs)

    def search(
        self, terms: Mapping[str, float], weights: Mapping[str, float], filters: Filters | None = None, limit: int = 50
    ) -> list[tuple[str, float]]:
        """Entry ids with the weighted sum of BM25 over fields, best first.

        `terms`: analysed word -> weight; `weights`: field -> weight.
        """
        parts = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term), boost * weight))
            for term, boost in terms.items()
            for field, weight in weights.items()
            if boost * weight > 0
        ]
        if not parts:
            return []
        query = tantivy.Query.boolean_query(parts)
        if filters:
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *self._filter_clauses(filters)])
        return [(self._id(address), float(score)) for score, address in self._searcher.search(query, limit).hits]

    def matching(self, filters: Filters, limit: int) -> list[str]:
        """Ids of at most `limit` entries that pass the filters, in no order that means anything."""
        query = tantivy.Query.boolean_query(self._filter_clauses(filters))
        return [self._id(address) for _, address in self._searcher.search(query, limit, count=False).hits]

    def number_matching(self, filters: Filters) -> int:
        """How many entries pass the filters."""
        query = tantivy.Query.boolean_query(self._filter_clauses(filters))
        counted: int = getattr(self._searcher.search(query, 1), "count")  # noqa: B009 - missing in tantivy's types
        return counted

    def passing(self, ids: Collection[str], filters: Filters) -> set[str]:
        """Those of the entries that pass the filters."""
        if not ids:
            return set()
        among = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "id", list(ids)), 0.0)
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, among), *self._filter_clauses(filters)])
        return {self._id(address) for _, address in self._searcher.search(query, len(ids), count=False).hits}

    def ids(self) -> set[str]:
        """The id of every entry."""
        everything = self._searcher.search(tantivy.Query.all_query(), max(1, self.count()), count=False)
        return {self._id(address) for _, address in everything.hits}

    def _filter_clauses(self, filters: Filters) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        return [
            (
                tantivy.Occur.Must,
                tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, name, list(values)), 0.0),
            )
            for name, values in filters.as_facets().items()
            if values
        ]

    def _id(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address).get_first("id"))


def _document(entry: Entry, analyser: Analyser) -> tantivy.Document:
    document = tantivy.Document(id=entry.id)
    for name, values in facets_of(entry).items():
        for value in values:
            document.add_text(name, value)
    for name, text in texts_of(entry).items():
        document.add_text(name, " ".join(analyser.terms(text)))
    return document


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in FACETS:
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
