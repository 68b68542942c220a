"""What of the corpus and of documents becomes an entry of the index, and which texts of an entry get a vector. Knows no engine."""

from ingest import schema
from ingest.dutch import sentences, words
from ingest.schema import Entry


def card_entry(card: schema.Card, documents: dict[str, schema.Document]) -> Entry:
    """A card as the index keeps it; its authority is its own, or that of its kind or document."""
    own = {"case": "gemeentelijke praktijk", "law": "wet"}.get(card.kind, documents[card.sources[0].document].authority)
    return Entry(
        id=card.id, kind=card.kind, title=card.title, summary=card.summary, body=card.body, sources=card.sources,
        ages=card.ages, routes=card.routes, places=card.places, province=card.province, partners=card.partners, laws=card.laws,
        links=card.links, abbreviation=card.abbreviation, attribution=card.attribution, authority=card.authority or own,
        questions=card.questions, answered_by=card.answered_by, terms=card.terms,
        detail=card.detail, pages_of=card.pages_of, external_source=card.external_source,
    )  # fmt: skip


def passage_entry(
    passage: schema.Passage,
    document: schema.Document,
    enrichment: schema.Enrichment = schema.Enrichment(),  # noqa: B008
) -> Entry:
    """A passage as the index keeps it, with what helps to find it."""
    return Entry(
        id=passage.id, kind="passage", title=passage.heading[-1] if passage.heading else document.title, summary="",
        body=passage.text, sources=(schema.Source(passage.document, (passage.page,)),), labels=(passage.label,),
        links=passage.links, authority=document.authority, terms=passage.heading,
        questions=enrichment.questions, extra_terms=enrichment.terms,
    )  # fmt: skip


def term_entry(term: schema.Term, documents: dict[str, schema.Document]) -> Entry:
    """A definition as the index keeps it."""
    called = f"{term.name} ({term.expansion})" if term.expansion else term.name
    return Entry(
        id="term:" + "-".join(words(term.name)), kind="term", title=called, summary=term.definition, body="", sources=term.sources,
        authority=documents[term.sources[0].document].authority, abbreviation=term.name if term.expansion else "",
        questions=(f"wat is {term.name}", f"wat betekent {term.expansion or term.name}"), terms=(term.name, *term.synonyms),
    )  # fmt: skip


def page_entry(page: schema.PageQuestions) -> Entry:
    """The questions of a page as the index keeps them."""
    return Entry(
        id=f"page:{page.document}:{page.page}", kind="page", title="", summary="", body="",
        sources=(schema.Source(page.document, (page.page,)),), questions=page.questions, terms=page.terms,
    )  # fmt: skip


def texts_to_embed(entry: Entry) -> list[str]:
    """One vector each: every question, the gist, the terms, the body in stretches of a few sentences and each article of a law."""
    texts = list(entry.questions)
    if entry.kind == "passage":
        texts.append(f"{' '.join(entry.terms)} {entry.body}")
        return [*texts, f"{entry.title} " + ", ".join(entry.extra_terms)] if entry.extra_terms else texts
    if entry.kind != "page":
        texts.append(f"{entry.title}. {entry.summary}")
        lines = sentences(entry.body.replace("## ", ""))
        texts += [f"{entry.title}. " + " ".join(lines[i : i + 4]) for i in range(0, len(lines), 4)]
        texts += [f"{entry.title}. {gist}" for gist in entry.articles]
    texts.append(f"{entry.title} " + ", ".join(entry.terms))
    return texts


def corpus_entries(corpus: schema.Corpus) -> tuple[list[Entry], list[Entry]]:
    """What `corpus/` makes: the cards, which come before passages, and definitions and questions of pages, which come after."""
    cards = [card_entry(c, corpus.documents) for c in corpus.cards]
    terms = [term_entry(t, corpus.documents) for t in corpus.terms if t.definition]
    return cards, terms + [page_entry(p) for p in corpus.page_questions]
