"""Which sentence of a piece of evidence answers the question. Works on sentences and vectors; knows nothing of answers.

`fit` says how much a sentence speaks of the question, and is used as a bar; `worth` puts the sentences of one entry in order. What counts
for it was learned on questions that were written for one sentence (`python -m evals tune`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from assistant.asks import kinds
from assistant.coverage import NAME, YEAR, LineCover, SoftCover
from assistant.entry_lines import entry_sentences, has_amount, leans, says_little, under_headings
from assistant.known_questions import KnownQuestions
from assistant.question import Question
from ingest import Entry, Index, fold, sentences, stem, words

WEIGHTS_FILE = Path(__file__).with_name("sentences.json")
LEANING, EMPTY = 0.25, 0.4
LONG = 40
# What the sentence that tells a reason often has, and one that tells how.
REASON = re.compile(r"\b(omdat|doordat|want|zodat|waardoor|daardoor|door|reden|om)\b")
MEANS = re.compile(r"\b(door|met|via|stap|afspra\w*|werk\w*|begin\w*)\b")
# When and how often.
PERIOD = re.compile(
    r"\b(jaar|jaarlijks\w*|maand\w*|week|weken|wekelijks\w*|dag|dagen|dagelijks|eens per|uiterlijk|voordat|voortaan)\b"
)
WHO_OR_WHAT = re.compile(r"\b(?:wie|wat) (?:is|was|zijn|waren) (?:nou |eigenlijk |precies )?(?:de |het |een )?([a-z-]{3,})")


@dataclass(frozen=True)
class Line:
    """A sentence of an entry, where it stands (0 = summary), how well it fits the question, and how it ranks among its neighbours."""

    text: str
    order: int
    fit: float
    worth: float = 0.0


class Aligner:
    """Scores the sentences of entries against a question."""

    def __init__(self, index: Index, cover: SoftCover) -> None:
        self._index, self._cover = index, cover
        self.known = KnownQuestions(index)
        self._lines = lru_cache(maxsize=5_000)(self._split)
        self._headings = lru_cache(maxsize=5_000)(lambda entry_id: under_headings(index.entry(entry_id)))
        self._vector = lru_cache(maxsize=20_000)(lambda text: index.embedder.encode_passages([text])[0])

    def lines(self, question: Question, entry: Entry) -> list[Line]:
        """All sentences of the entry in order, scored."""
        return [line for line, _ in self.scored(question, entry)]

    def scored(self, question: Question, entry: Entry) -> list[tuple[Line, dict[str, float]]]:
        """The same, with the features that they were scored by."""
        weights = shipped()
        return [
            (Line(text, i, _fit(question, text, row), sum(weights.get(name, 0.0) * value for name, value in row.items())), row)
            for i, (text, row) in enumerate(zip(self._lines(entry.id)[0], self.rows(question, entry), strict=True))
        ]

    def rows(self, question: Question, entry: Entry) -> list[dict[str, float]]:
        """The features of each sentence of the entry, in order."""
        texts, vectors, terms = self._lines(entry.id)
        if not texts:
            return []
        last = question.last
        similarity = vectors @ self._index.query_vector(last.text)
        covers = self._cover.by_sentence(question, entry)
        votes = self.known.of_sentences(question, entry, len(texts))
        asked, gist = kinds(question.asked), frozenset(sentences(entry.summary))
        subject = found[1] if (found := WHO_OR_WHAT.search(fold(question.asked))) else ""
        weight = sum(last.terms.values()) or 1.0
        often: dict[str, int] = {}
        for of in terms:
            for term in of:
                often[term] = often.get(term, 0) + 1
        return [
            {
                "similarity": float(similarity[i]),
                "overlap": sum(w for t, w in last.terms.items() if t in terms[i]) / weight,
                # The same, where a word that many sentences of the entry have counts for less.
                "own": sum(w / often[t] for t, w in last.terms.items() if t in terms[i]) / weight,
                "gist": float(text in gist),
                "first": float(i == 0),
                **vars(covers.get(text, LineCover())),
                **vars(votes[i]),
                "defines": float(bool(subject) and _defines(subject, text)),
                **_seen(text, asked),
            }
            for i, text in enumerate(texts)
        ]

    def best(self, question: Question, entry: Entry, limit: int, floor: float = 0.0) -> list[Line]:
        """The best sentences in reading order."""
        lines = [x for x in self.lines(question, entry) if x.fit >= floor]
        return sorted(sorted(lines, key=lambda x: -x.worth)[:limit], key=lambda x: x.order)

    def likeness(self, a: str, b: str) -> float:
        """Cosine of two sentences."""
        return float(self._vector(a) @ self._vector(b))

    def texts(self, entry: Entry) -> list[str]:
        """The sentences of an entry."""
        return self._lines(entry.id)[0]

    def headings(self, entry: Entry) -> Mapping[str, str]:
        """The folded heading that each sentence of an entry stands under; none of the summary."""
        return self._headings(entry.id)

    def _split(self, entry_id: str) -> tuple[list[str], "np.ndarray[tuple[int, int], np.dtype[np.float32]]", list[frozenset[str]]]:
        entry = self._index.entry(entry_id)
        texts = list(dict.fromkeys(entry_sentences(entry)))
        vectors = self._index.embedder.encode_passages([f"{entry.title}. {t}" if entry.kind != "passage" else t for t in texts])
        return texts, vectors, [frozenset(self._index.analyser.terms(t)) for t in texts]


@cache
def shipped() -> Mapping[str, float]:
    """The weights that ship."""
    raw: dict[str, float] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return raw


def _defines(subject: str, text: str) -> bool:
    """Whether the sentence says that something is the subject, or what the subject is."""
    folded, name = fold(text), re.escape(subject)
    return bool(
        re.search(
            rf"\b(?:is|was|zijn|waren) (?:de |het |een )?{name}\b|^(?:de |het |een )?{name} (?:is|was|zijn|waren|betekent)\b",
            folded,
        )
    )


def _seen(text: str, asked: Sequence[str]) -> dict[str, float]:
    """What a sentence looks like, given the kinds of answer that are asked for."""
    folded, amount, named = fold(text), has_amount(text), bool(NAME.search(text))
    return {
        "leans": float(leans(text)),
        "says_little": float(says_little(text)),
        "length": min(1.0, len(text.split()) / LONG),
        "amount": float("number" in asked and amount),
        "amount_unasked": float("number" not in asked and amount),
        "year": float("time" in asked and bool(YEAR.search(text))),
        "period": float("time" in asked and bool(PERIOD.search(folded))),
        "name": float("who" in asked and named),
        "place": float("where" in asked and named),
        "reason": float("why" in asked and bool(REASON.search(folded))),
        "means": float("how" in asked and bool(MEANS.search(folded))),
        "colon": float(":" in text),
        "quote": float("“" in text or "‘" in text),
    }


def _fit(question: Question, text: str, row: Mapping[str, float]) -> float:
    fit = row["similarity"] + 0.8 * row["overlap"] + _asked_bonus(question, text)
    return fit - LEANING * row["leans"] - EMPTY * row["says_little"]


def _asked_bonus(question: Question, text: str) -> float:
    folded = fold(text)
    if question.asks == "amount":
        return 0.25 if has_amount(text) else 0.0
    if question.asks == "time":
        return 0.25 if any(len(w) == 4 and w.isdigit() for w in words(text)) or " jaar" in folded else 0.0
    if "how" in question.intents and any(stem(w) in ("afspra", "werk", "stap") for w in words(text)):
        return 0.05
    return 0.0
