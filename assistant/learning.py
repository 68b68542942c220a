"""Fits the weights of the re-ranker on labelled questions, and gives what the bar is fitted on. Plain gradient descent, deterministic."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import or_

import numpy as np
import numpy.typing as npt

from assistant import alignment, answered, belonging, dual_encoder, repeats, routes
from assistant.answerable import as_feature, features, word_pairs
from assistant.answered import asked_sides
from assistant.attention import Attention, Side
from assistant.belonging import suits
from assistant.chain import EVIDENCE, VOTERS, Assistant
from assistant.dual_encoder import DualEncoder
from assistant.entry_lines import articles_told
from assistant.refusal import is_added, premise, speaks_against
from assistant.reranking import ADDED, CARDS, WEIGHTS_FILE, order, rows, shipped, weighed
from assistant.routes import RouteModel
from assistant.screening import before_search
from assistant.suiting import Suiting
from ingest import Entry, Filters

Array = npt.NDArray[np.float64]
STEPS, RATE = 300, 0.02
# Pull of the standardised weights towards nothing, and what the right card counts for beside the other cards of its page.
PULL, CARD = 0.001, 0.5


@dataclass(frozen=True)
class Labelled:
    """A question, the pages that answer it and, when it was written for one card, that card; `writer` tells who wrote it."""

    question: str
    pages: frozenset[tuple[str, int]]
    card: str = ""
    writer: str = ""


@dataclass(frozen=True)
class Pieces:
    """The first pieces of evidence of one question: their features, how right each is (0 to 1), and for how much the question counts."""

    rows: tuple[Mapping[str, float], ...]
    right: Array
    writer: str
    counts: float = 1.0


def pieces_of(
    assistant: Assistant, labelled: Labelled, filters: Filters | None = None, counts: float = 1.0, suiting: Suiting | None = None
) -> Pieces:
    """What is learned from one question; in the order of the ranking that goes before. `suiting`: of another encoder than ships."""
    read = assistant.reader.read(labelled.question)
    found = [c for c in assistant.search.reordered(read, assistant.search.candidates(read, filters, suiting)) if c.coverage]
    found = sorted(found, key=lambda c: (-c.own, c.entry.id))
    of_page = np.array([_on(c.entry, labelled.pages) for c in found], dtype=float)
    of_card = np.array([c.entry.id == labelled.card for c in found], dtype=float)
    told = rows([c.values for c in found], [c.own for c in found], [c.coverage for c in found if c.coverage])
    right = (1 - CARD) * of_page + CARD * of_card if labelled.card else of_page
    return Pieces(tuple(told), right, labelled.writer, counts)


def sentences_of(assistant: Assistant, question: str, entry: Entry, right: Mapping[str, float], writer: str = "") -> Pieces:
    """The sentences of an entry as pieces to put in order; `right` tells how right each of them is, 0 for those it does not name."""
    told = assistant.aligner.rows(assistant.reader.read(question), entry)
    return Pieces(tuple(told), np.array([right.get(text, 0.0) for text in assistant.aligner.texts(entry)]), writer)


@dataclass(frozen=True)
class Edited:
    """The sentences of the evidence for one question, each with the id of its entry: features, and whether an editor would open the answer
    with it or keep it. `counts`: for how much it is learned from.
    """

    question: str
    lines: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, float], ...]
    opens: tuple[bool, ...]
    belongs: tuple[bool, ...]
    writer: str
    counts: float = 1.0


def edited(
    assistant: Assistant,
    question: str,
    first: Collection[tuple[str, str]],
    good: Collection[tuple[str, str]],
    seen: Collection[str],
    writer: str,
    suiting: Suiting | None = None,
) -> Edited:
    """What is learned from one answer; `first` and `good` are pairs of an entry and a sentence of it, `seen` the entries that were read.
    `suiting`: of another encoder than ships.
    """
    read = assistant.reader.read(question)
    found = assistant.search.find(read, limit=EVIDENCE, suiting=suiting)
    told = [
        (entry, line, row)
        for entry, line, row in belonging.rows(read, found, assistant.aligner)
        if entry.id in seen and line.text not in articles_told(entry)  # editors had no articles of laws before them
    ]
    opens = tuple((entry.id, line.text) in first for entry, line, _ in told)
    kept = tuple((entry.id, line.text) in good for entry, line, _ in told)
    lines = tuple((entry.id, line.text) for entry, line, _ in told)
    return Edited(read.text, lines, tuple(row for *_, row in told), opens, tuple(map(or_, opens, kept)), writer)


def suited(of: Edited, encoder: DualEncoder) -> Edited:
    """The same, with the features that a dual encoder gives."""
    return replace(of, rows=tuple({**row, **own} for row, own in zip(of.rows, suits(of.question, of.lines, encoder), strict=True)))


def learn_reranking(found: Sequence[Pieces]) -> dict[str, float]:
    """Weights under which right pieces come first: softmax over each question's pieces, on standard scores."""
    names = sorted({name for p in found for row in p.rows for name in row})
    lists = [p for p in found if p.right.any()]
    x = np.array([[row[n] for n in names] for p in lists for row in p.rows])
    mean, spread = _mean_and_spread(x)
    weights = _listwise((x - mean) / spread, np.zeros(len(x)), lists, np.zeros(len(names))) / spread
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}


def learn_added_reranking(found: Sequence[Pieces]) -> dict[str, float]:
    """Weights for passages of documents without cards, on the scale of those that ship for cards: both stand in one list.

    The weight of `alone`, which every such passage has, is what puts the two on one scale.
    """
    lists = [p for p in found if p.right.any()]
    every = [row for p in lists for row in p.rows]
    added = np.array([row["alone"] > 0 for row in every])
    names = sorted({name for row, ours in zip(every, added, strict=True) if ours for name in row} - {"alone"})
    x = np.array([[row[n] if ours else 0.0 for n in names] for row, ours in zip(every, added, strict=True)])
    mean, spread = _mean_and_spread(x[added])
    x[added] = (x[added] - mean) / spread
    fixed = np.array([0.0 if ours else weighed(row, shipped()[CARDS]) for row, ours in zip(every, added, strict=True)])
    start = np.append(np.zeros(len(names)), fixed[~added].mean() if (~added).any() else 0.0)
    *fitted, alone = _listwise(np.column_stack([x, added]), fixed, lists, start)
    weights = np.array(fitted) / spread
    alone -= float(weights @ mean)
    return {**{n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}, "alone": round(float(alone), 4)}


def _mean_and_spread(x: Array) -> tuple[Array, Array]:
    spread: Array = x.std(axis=0)
    spread[spread < 1e-9] = 1.0
    return x.mean(axis=0), spread


def _listwise(x: Array, fixed: Array, lists: Sequence[Pieces], start: Array) -> Array:
    """Weights for `x`, shape (pieces, features); each piece scores its weighted sum and what is `fixed`."""
    right = np.concatenate([p.right for p in lists])
    sizes = np.array([len(p.rows) for p in lists])
    starts = np.append(0, np.cumsum(sizes)[:-1])
    counts = np.repeat([p.counts for p in lists], sizes)

    def shares(of: Array) -> Array:
        """Each value as its share of the sum of its question."""
        whole: Array = of / np.repeat(np.add.reduceat(of, starts), sizes)
        return whole

    def gradient(w: Array) -> Array:
        z = x @ w + fixed
        p = np.exp(z - np.repeat(np.maximum.reduceat(z, starts), sizes))
        slope: Array = x.T @ (counts * (shares(p) - shares(p * right))) / sum(p.counts for p in lists) + 2 * PULL * (w - start)
        return slope

    return _descend(start.copy(), gradient)


def first_right(
    found: Sequence[Pieces], weights: Mapping[str, float] | None = None, added: Mapping[str, float] | None = None
) -> float:
    """Share of the questions whose first piece, in the order of these weights or of those that ship, is at all right."""
    return float(np.mean([bool(p.rows) and p.right[order(p.rows, weights, added)[0]] > 0 for p in found]))


@dataclass(frozen=True)
class Signs:
    """What the bar under which is refused sees of a question.

    `seen`: by the network that says whether the cards answer it. `refused`: it is refused before anything is searched. `added`: the best
    evidence is of a document without cards.
    """

    features: Mapping[str, float]
    words: tuple[str, ...]
    seen: tuple[Side, Side]
    refused: bool
    added: bool = False


def answerable_signs(assistant: Assistant, question: str, suiting: Suiting | None = None) -> Signs:
    """The signs of one question, asked alone, without what the network says (`with_odds`). `suiting`: of another encoder than ships."""
    read = assistant.reader.read(question)
    found = assistant.search.reordered(read, assistant.search.candidates(read, suiting=suiting))
    against = bool(found) and speaks_against(premise(read, found, assistant.aligner))
    refused = before_search(read) is not None
    lines = (suiting or assistant.search.suiting).of(read.text).lines
    values = features(read, found, against=against)
    return Signs(values, tuple(word_pairs(question)), asked_sides(read.asked, lines), refused, is_added(found))


def with_odds(signs: Signs, network: Attention) -> Signs:
    """The same, with what this network says of it."""
    return replace(signs, features={**signs.features, "answered": 0.0 if signs.added else as_feature(network.odds_of(*signs.seen))})


def _on(entry: Entry, pages: frozenset[tuple[str, int]]) -> bool:
    return any((s.document, p) in pages for s in entry.sources for p in s.pages)


def _descend(start: Array, gradient: Callable[[Array], Array]) -> Array:
    """Adam (Kingma & Ba 2015, arXiv 1412.6980)."""
    w, m, v = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        g = gradient(w)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w -= RATE * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def save_reranking(new: Mapping[str, float]) -> None:
    """Keep the fitted weights of cards where they ship."""
    _save_reranking({**shipped(), CARDS: new})


def save_added_reranking(new: Mapping[str, float]) -> None:
    """Keep the fitted weights of passages of documents without cards where they ship."""
    _save_reranking({**shipped(), ADDED: new})


def _save_reranking(models: Mapping[str, Mapping[str, float]]) -> None:
    WEIGHTS_FILE.write_text(json.dumps({name: dict(models[name]) for name in (CARDS, ADDED)}, indent=1) + "\n", encoding="utf-8")
    shipped.cache_clear()


def route_signs(assistant: Assistant, question: str, suiting: Suiting | None = None) -> tuple[dict[str, float], list[str]]:
    """What is seen of a question when a route is chosen: the votes of the evidence, and its words. `suiting`: of another encoder than ships."""
    found = assistant.search.find(assistant.reader.read(question), limit=VOTERS, suiting=suiting)
    return routes.votes(found), routes.said(question)


def save_routes(model: RouteModel) -> None:
    """Keep the fitted weights of routes where they ship."""
    told = {
        "features": {n: [round(w, 3) for w in weights] for n, weights in model.features.items()},
        "words": {n: [round(w, 2) for w in weights] for n, weights in model.words.items()},
        "bias": [round(b, 3) for b in model.bias],
    }
    routes.MODEL_FILE.write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
    routes.shipped.cache_clear()


def save_belonging(models: Mapping[str, Mapping[str, float]]) -> None:
    """Keep the fitted weights of what opens an answer and what belongs in it where they ship."""
    told = {name: {k: round(v, 4) for k, v in sorted(weights.items())} for name, weights in models.items()}
    belonging.WEIGHTS_FILE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    belonging.forget()


def save_dual_encoder(new: DualEncoder) -> None:
    """Keep a trained dual encoder where it ships."""
    new.save()
    dual_encoder.shipped.cache_clear()


def save_answered(new: Attention) -> None:
    """Keep a trained network for questions where it ships."""
    new.save(answered.WEIGHTS_FILE)
    answered.shipped.cache_clear()


def save_repeats(weights: Mapping[str, float], network: Attention) -> None:
    """Keep what tells that a sentence repeats where it ships."""
    repeats.WEIGHTS_FILE.write_text(json.dumps({k: round(v, 4) for k, v in weights.items()}, indent=1) + "\n", encoding="utf-8")
    network.save(repeats.NETWORK_FILE)
    repeats.shipped.cache_clear()
    repeats.shipped_network.cache_clear()


def save_sentence_order(new: Mapping[str, float]) -> None:
    """Keep the fitted weights of sentences where they ship."""
    alignment.WEIGHTS_FILE.write_text(json.dumps(dict(new), indent=1) + "\n", encoding="utf-8")
    alignment.shipped.cache_clear()
