"""Finds evidence: lexical and dense search, fused by a learned score, spread over pages. Also as a LangChain retriever.

Knows nothing of answers. `HybridRetriever` is for people who build their own chains.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.added_documents import asked_names, told_stems
from assistant.answer import Retrieved
from assistant.conversing import Reader
from assistant.coverage import Coverage, SoftCover
from assistant.cross_encoders import Reranker, fused
from assistant.dual_encoder import shipped as shipped_encoder
from assistant.known_questions import bare
from assistant.question import Question
from assistant.ranking import Signals, features, score, shipped_weights
from assistant.remembered import one_more_question, remembered
from assistant.reranking import order, rows
from assistant.suiting import NONE, Suiting
from ingest import FIELD_WEIGHTS, Closeness, Entry, Filters, Index, stem, stems

CANDIDATES = 80
# The best few are also held against the question word by word, and put in order anew: so many cards, and so many passages of documents
# without cards, which stand less often where they belong, from so far down.
COVERED, COVERED_ADDED, REACH = 10, 20, 60
# So many of the cards that suit best are candidates too, and so many of them that are not among the best few are held against the question.
SUITED, COVERED_SUITED = 20, 5
# Of so many that the embedding brings nearest, the known questions are held against the words that are asked.
NEAREST = 20
# What a second piece of evidence from the same page keeps of its score when the list is spread, and a third, and so on.
SAME_PAGE = 0.82
# Entries whose words are in memory at most.
KEPT_WORDS = 20_000


@dataclass(frozen=True)
class Candidate:
    """An entry with its features and its score; `own` is the score of the ranking alone, before anything was put in order anew, and `document` the
    title of the document that a passage stands in.
    """

    entry: Entry
    values: Mapping[str, float]
    score: float
    coverage: Coverage | None = None
    own: float = 0.0
    document: str = ""


class Search:
    """Hybrid search over one index. A `reranker` has a say in the order of the best few."""

    def __init__(self, index: Index, weights: Mapping[str, float] | None = None, reranker: Reranker | None = None) -> None:
        self.index = index
        self._reranker = reranker
        self.weights = weights or shipped_weights()
        self._entries = max(1, index.manifest.entries)
        self._stem_counts = _stem_counts(index.vocabulary)
        self.cover = SoftCover(index, self._stem_counts)
        self.words_of = lru_cache(maxsize=KEPT_WORDS)(self._words_of)
        self.own_words_of = lru_cache(maxsize=KEPT_WORDS)(self._own_words_of)
        self.told_of = lru_cache(maxsize=KEPT_WORDS)(self._told_of)
        self.known_of = lru_cache(maxsize=KEPT_WORDS)(self._known_of)
        self._titles = {d.id: d.title for d in index.documents.values()}
        self._carded = {s.document for e in index.cards() for s in e.sources if e.kind != "term"}

    def find(
        self, question: Question, filters: Filters | None = None, limit: int = 10, suiting: Suiting | None = None
    ) -> list[Retrieved]:
        """The best evidence, best first; near-equal pieces are spread over pages. `suiting`: of another encoder than ships."""
        candidates = self.candidates(question, filters, suiting)
        found = [c for c in self.reordered(question, candidates) if c.entry.id not in question.seen]
        return [Retrieved(c.entry, c.score) for c in spread(found, limit)]

    def looked_up(self, question: Question, filters: Filters | None = None) -> tuple[Question, list[Candidate]]:
        """Every candidate, the best few re-ordered. Where it is in doubt whether a question leans on the conversation, it is read in the way
        for which there is better evidence.
        """
        found = self.reordered(question, self.candidates(question, filters))
        if question.in_doubt and question.alone:
            others = self.reordered(question.alone, self.candidates(question.alone, filters))
            if others and (not found or others[0].score >= found[0].score):
                return question.alone, others
        return question, found

    @cached_property
    def suiting(self) -> Suiting:
        """What the encoder that ships says of the cards; made when it is first needed, which takes half a second."""
        return Suiting(shipped_encoder(), self.index.cards())

    def candidates(self, question: Question, filters: Filters | None = None, suiting: Suiting | None = None) -> list[Candidate]:
        """Every entry that either engine or the encoder brings up, scored, best first. `suiting`: of another encoder than ships."""
        one_more_question()
        index = self.index
        vector = index.query_vector(question.text)
        dense = index.dense(vector, filters or None, CANDIDATES * 2)
        lexical = index.lexical(question.terms, FIELD_WEIGHTS, filters or None, CANDIDATES * 2)
        pages = _page_signals(dense, lexical)
        own_dense = {i: s for i, s in dense.items() if not i.startswith("page:")}
        own_lexical = {i: s for i, s in lexical.items() if not i.startswith("page:")}
        best = max(own_lexical.values(), default=1.0) or 1.0
        idf = {t: w * self._idf(t) for t, w in question.terms.items()}
        suited = (suiting or self.suiting).of(question.text)
        best_suited = (i for i in suited.best() if not filters or filters.admits(index.entry(i)))
        wanted = [*list(own_dense)[:CANDIDATES], *list(own_lexical)[:CANDIDATES], *question.laws, *islice(best_suited, SUITED)]
        found = []
        for entry in map(index.entry, dict.fromkeys(wanted)):
            alone = entry.kind == "passage" and entry.document not in self._carded
            page = [pages.get(f"page:{s.document}:{p}", (0.0, 0.0)) for s in entry.sources for p in s.pages]
            signals = Signals(
                dense=own_dense[entry.id].nearest if entry.id in own_dense else 0.0,
                around=own_dense[entry.id].around if entry.id in own_dense else 0.0,
                dense_page=max((d for d, _ in page), default=0.0),
                lexical=own_lexical.get(entry.id, 0.0) / best,
                lexical_page=max((x for _, x in page), default=0.0),
                coverage=_share(idf, self.words_of(entry.id)),
                told=_share(idf, self.own_words_of(entry.id)),
                rarest=_rarest(idf, self.words_of(entry.id)),
                title=_share(idf, frozenset(index.analyser.terms(entry.title))),
                suits=NONE if alone else suited.of(entry),
                alone=alone,
            )
            values = features(question, entry, signals)
            found.append(Candidate(entry, values, score(values, self.weights), document=self._titles.get(entry.document, "")))
        return sorted(found, key=lambda c: (-c.score, c.entry.id))

    def reordered(self, question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The same candidates, the best few in the order of the re-ranker and with how much of the question they speak of; first what has a
        known question in the very words that are asked.

        A place in the list keeps its score: what the scores mean to who reads them does not change with the order.
        """
        unnamed = self._unnamed(question, candidates)
        known = self._known(question, candidates)
        places = _looked_at(candidates, unnamed, known)
        if not places:
            return []
        looked = [candidates[i] for i in places]
        # `Wie doen er mee?` has no word of its own to be spoken of.
        covered = question if question.own_words else question.whole
        coverages = [self.cover.of(covered, c.entry) for c in looked]
        scores = [c.score for c in looked]
        best_first = order(rows([c.values for c in looked], scores, coverages))
        if self._reranker:
            best_first = fused(best_first, question.text, [c.entry for c in looked], self._reranker)
        best_first = _named_first(best_first, looked, [unnamed[i] for i in places], min(_of_cards(candidates, unnamed), default=0))
        best_first.sort(key=lambda i: places[i] not in known)
        moved = list(candidates)
        for place, at, i in zip(places, scores, best_first, strict=True):
            moved[place] = replace(looked[i], coverage=coverages[i], score=at, own=scores[i])
        return moved

    def _told_of(self, entry_id: str) -> frozenset[str]:
        """The stems of what an entry itself says, and of the title of its document."""
        entry = self.index.entry(entry_id)
        return told_stems(entry, self._titles.get(entry.document, ""))

    def _known_of(self, entry_id: str) -> frozenset[str]:
        """The known questions of an entry, without articles and marks."""
        return frozenset(map(bare, self.index.entry(entry_id).questions))

    def _known(self, question: Question, candidates: Sequence[Candidate]) -> set[int]:
        """Which of the candidates have a known question in the very words that are asked; none for a follow-up, whose words say half."""
        if question.follow_up:
            return set()
        asked = bare(question.asked)
        nearest = sorted(range(len(candidates)), key=lambda i: -candidates[i].values["dense"])[:NEAREST]
        return {i for i in nearest if asked in self.known_of(candidates[i].entry.id)}

    def _unnamed(self, question: Question, candidates: Sequence[Candidate]) -> list[int]:
        """How many of the names in the question each of the candidates lacks, of those that a document without cards has."""
        names = asked_names(question)
        if not names or not any(c.values["alone"] for c in candidates):
            return [0] * len(candidates)
        told = [self.told_of(c.entry.id) for c in candidates]
        known = {n for n in names for c, of in zip(candidates, told, strict=True) if c.values["alone"] and n in of}
        return [len(known - of) for of in told]

    def _idf(self, term: str) -> float:
        return math.log(1 + self._entries / (1 + self._stem_counts.get(term, 0)))

    def _words_of(self, entry_id: str) -> frozenset[str]:
        """All analysed words of an entry, with those of its questions and terms."""
        entry = self.index.entry(entry_id)
        text = " ".join((*entry.terms, *entry.extra_terms, *entry.questions, *entry.places))
        return self.own_words_of(entry_id) | frozenset(self.index.analyser.terms(text))

    def _own_words_of(self, entry_id: str) -> frozenset[str]:
        """The analysed words of what an entry itself says."""
        entry = self.index.entry(entry_id)
        return frozenset(self.index.analyser.terms(" ".join((entry.title, entry.summary, entry.body, *entry.articles))))


def _looked_at(candidates: Sequence[Candidate], unnamed: Sequence[int], known: Collection[int]) -> list[int]:
    """The numbers of those that are looked at closely, `known` among them; of documents without cards first what lacks the fewest of the
    names asked.
    """
    added = [i for i, c in enumerate(candidates) if c.values["alone"] and (i < REACH or not unnamed[i])]
    added.sort(key=lambda i: unnamed[i])
    cards = [i for i, c in enumerate(candidates) if not c.values["alone"]]
    best = [i for i in cards if i < REACH][:COVERED]
    suited = sorted(set(cards) - set(best), key=lambda i: (-candidates[i].values["suits share"], i))
    return sorted({*best, *suited[:COVERED_SUITED], *added[:COVERED_ADDED], *known})


def _of_cards(candidates: Sequence[Candidate], unnamed: Sequence[int]) -> list[int]:
    return [n for c, n in zip(candidates, unnamed, strict=True) if not c.values["alone"]]


def _named_first(best_first: Sequence[int], looked: Sequence[Candidate], unnamed: Sequence[int], of_cards: int) -> list[int]:
    """The same order, but among documents without cards what has more of the names asked goes first, and before the cards if no card has as
    many: documents that are alike but for a name are told apart by it alone.
    """
    added = sorted((i for i in best_first if looked[i].values["alone"]), key=lambda i: unnamed[i])
    if added and unnamed[added[0]] < of_cards:
        foremost = [i for i in added if unnamed[i] < of_cards]
        return [*foremost, *(i for i in best_first if i not in foremost)]
    in_turn = iter(added)
    return [next(in_turn) if looked[i].values["alone"] else i for i in best_first]


def spread(candidates: Sequence[Candidate], limit: int) -> list[Candidate]:
    """Greedy choice in which each further piece from a page already chosen counts for less (after MMR, Carbonell & Goldstein 1998); a piece
    of several pages is of each for its part.
    """
    pool = [(_odds(c.score), c.score, _pages(c.entry), c) for c in candidates[: limit * 4]]
    chosen: list[Candidate] = []
    used: dict[tuple[str, int], float] = {}
    while pool and len(chosen) < limit:
        fading = [
            (odds * SAME_PAGE ** min([used.get(p, 0.0) for p in pages], default=0.0), score) for odds, score, pages, _ in pool
        ]
        *_, pages, best = pool.pop(fading.index(max(fading)))
        chosen.append(best)
        for page in pages:
            used[page] = used.get(page, 0.0) + 1 / len(pages)
    return chosen


def _odds(probability: float) -> float:
    return probability / (1.0001 - probability)


def _pages(entry: Entry) -> list[tuple[str, int]]:
    return [(s.document, p) for s in entry.sources for p in s.pages]


def _page_signals(dense: Mapping[str, Closeness], lexical: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    best = max((s for i, s in lexical.items() if i.startswith("page:")), default=1.0) or 1.0
    ids = {i for i in (*dense, *lexical) if i.startswith("page:")}
    return {i: (dense[i].nearest if i in dense else 0.0, lexical.get(i, 0.0) / best) for i in ids}


def _share(idf: Mapping[str, float], present: frozenset[str]) -> float:
    total = sum(idf.values())
    return sum(w for t, w in idf.items() if t in present) / total if total else 0.0


def _rarest(idf: Mapping[str, float], present: frozenset[str]) -> float:
    """The same for the three rarest words alone: the words that make a question this question."""
    rare = dict(sorted(idf.items(), key=lambda x: -x[1])[:3])
    return _share(rare, present)


def _stem_counts(vocabulary: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, n in vocabulary.items():
        s = stem(word)
        counts[s] = counts.get(s, 0) + n
    return counts


class HybridRetriever(BaseRetriever):
    """The search as a LangChain retriever: documents with text, and provenance in their metadata.

    `search` and `reader` belong to one index; `filters` and `limit` apply to every call.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Search
    reader: Reader
    filters: Filters | None = None
    limit: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        found = self.search.find(self.reader.read(query), self.filters, self.limit)
        return [as_document(r) for r in found]


def as_document(found: Retrieved) -> Document:
    """A piece of evidence as LangChain knows it."""
    entry = found.entry
    text = "\n".join(t for t in (entry.title, entry.summary, entry.body) if t)
    metadata = {
        "kind": entry.kind, "title": entry.title, "document": entry.document, "pages": list(entry.pages), "ages": list(entry.ages),
        "routes": list(entry.routes), "places": list(entry.places), "authority": entry.authority, "score": found.score,
    }  # fmt: skip
    return Document(page_content=text, metadata=metadata, id=entry.id)


def same_words(a: str, b: str) -> float:
    """Share of the content words of `a` that `b` has too, on stems; 0 when `a` has none."""
    mine = _stem_set(a)
    return len(mine & _stem_set(b)) / len(mine) if mine else 0.0


@remembered(20_000)
def _stem_set(text: str) -> frozenset[str]:
    return frozenset(stems(text))
