"""A corpus as if nobody had written cards on some of its publications: to measure what a document reaches that is only added.

Knows nothing of documents' text; the description of a publication stays, since it is what `sources.toml` knows of any.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.cards import load_corpus
from ingest.errors import ReisgenootError
from ingest.schema import Corpus, Source
from ingest.settings import IngestSettings


def corpus_of(settings: IngestSettings) -> Corpus:
    """The corpus that the settings name, without what they leave out. Raises CorpusError, or ReisgenootError for an unknown id."""
    corpus = load_corpus(settings.corpus)
    return without_publications(corpus, settings.leave_out) if settings.leave_out else corpus


def without_publications(corpus: Corpus, ids: Collection[str]) -> Corpus:
    """Without every card that cites them, definitions that rest on them alone, and the questions of their pages."""
    if unknown := sorted(set(ids) - set(corpus.documents)):
        raise ReisgenootError(f"onbekende publicatie {', '.join(unknown)}; bekend: {', '.join(corpus.documents)}")

    def cites(sources: Sequence[Source]) -> bool:
        return any(source.document in ids for source in sources)

    cards = [card for card in corpus.cards if not cites(card.sources)]
    known = {card.id for card in cards}
    return replace(
        corpus,
        # A card may name a law whose card is gone.
        cards=tuple(replace(card, laws=tuple(law for law in card.laws if law in known)) for card in cards),
        linked=tuple(
            replace(x, card=x.card if x.card in known else "") for x in corpus.linked if not (x.found and cites([x.found]))
        ),
        terms=tuple(t for t in corpus.terms if not t.sources or not all(s.document in ids for s in t.sources)),
        page_questions=tuple(p for p in corpus.page_questions if p.document not in ids),
    )
