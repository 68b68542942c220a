"""Where a card comes from, in words and as links to the page. Pure but for asking the assistant which document is which."""

from assistant import Assistant, Entry, Source, page_ranges
from ui import texts
from ui.evidence import Address
from ui.markup import esc, page_link


def page_words(source: Source, short: str) -> str:
    """`Reisgids, p. 8–12`."""
    return f"{short}, p. {page_ranges(source.pages)}" if source.pages else short


def place_link(assistant: Assistant, entry: Entry, address: Address) -> str:
    """All sources of a card, each a link where its page can be opened."""
    return "; ".join(_one(assistant, source, address) for source in entry.sources)


def _one(assistant: Assistant, source: Source, address: Address) -> str:
    document = assistant.documents.get(source.document)
    short = document.name if document else source.document
    page = source.pages[0] if source.pages else 1
    url = address(source.document, page)
    words = page_words(source, short)
    return page_link(url, words, texts.OPEN_PAGE.format(document=short, page=page), page) if url else esc(words)
