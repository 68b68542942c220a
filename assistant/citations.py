"""Numbers for evidence: each sentence of an answer gets the numbers of what it rests on, and each number resolves to a page.

Also reads markers back from text that a model wrote; whether they exist is for its reader to check and to report.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from assistant.answer import Citation
from assistant.wording import date_in_words
from ingest import Document, Entry, Source

MARKER = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass
class Citations:
    """Hands out numbers in order of first use. `url_of` gives the address that opens a document at a page."""

    documents: Mapping[str, Document]
    url_of: Callable[[Entry, Source], str]
    _made: dict[tuple[str, Source, str], Citation] = field(default_factory=dict)

    def cite(self, entry: Entry, quote: str) -> int:
        """The number for this entry at the page where the quoted sentence stands; a number collects its supporting sentences."""
        return self._number(entry, entry.source_of(quote), quote)

    def cite_all(self, entry: Entry, quote: str) -> tuple[int, ...]:
        """The same; a term, of which one sentence is put together from all its sources, is cited at each."""
        sources = entry.sources if entry.kind == "term" else (entry.source_of(quote),)
        return tuple(self._number(entry, source, quote) for source in sources)

    def _number(self, entry: Entry, source: Source, quote: str) -> int:
        beyond = date_in_words(entry.beyond_pages(quote))
        key = (entry.id, source, beyond)
        made = self._made.get(key)
        if made is None:
            made = Citation(
                n=len(self._made) + 1, entry=entry, document=self.documents[source.document], pages=source.pages, labels=entry.labels,
                quotes=(), url=entry.beyond_address(quote) or self.url_of(entry, source), beyond=beyond,
            )  # fmt: skip
        if quote not in made.quotes:
            made = replace(made, quotes=(*made.quotes, quote))
        self._made[key] = made
        return made.n

    def forget(self) -> None:
        """Start again at 1, for another answer in the place of this one."""
        self._made.clear()

    @property
    def made(self) -> tuple[Citation, ...]:
        """All citations so far, by number."""
        return tuple(self._made.values())


def split_markers(text: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without its markers, and the numbers that stood in it, in order, each once."""
    numbers = [int(n) for group in MARKER.findall(text) for n in re.split(r"\s*[,;]\s*", group)]
    bare = re.sub(r"\s+([.,;:!?])", r"\1", MARKER.sub("", text))
    return re.sub(r"\s{2,}", " ", bare).strip(), tuple(dict.fromkeys(numbers))
