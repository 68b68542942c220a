"""Which sentence of a piece of evidence answers the question. Works on sentences and vectors; knows nothing of answers."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.orders import ordered
from assistant.question import Question
from ingest import Entry, Index, LawDetail, fold, sentences, stem, words

NUMBER_WORDS = frozenset("twee drie vier vijf zes zeven acht negen tien twaalf twintig honderd duizend helft kwart derde".split())


YEAR_OR_AGE = re.compile(r"(?:19|20)\d\d|12[-+]")


# Words with which a sentence leans on the one before it; alone it would be hard to follow.
LEANS = re.compile(
    r"^(dit|deze|die|dat|zij|hij|ze|daar\w*|hier\w*|ook|zo|dan|toch|verder|de volgende|in andere|andere|een tweede|de tweede|het tweede|het gaat)\b|"
    r"\b(daarom|zo'n|zo’n|al die|beide|daarvoor|daarbij|daarna|daarmee|daarvan|daarin|daarop|daarover|hiervoor|hierbij|hiermee|ervoor|erbij|eruit)\b"
)
# What is told of a page and not of its subject.
SAYS_LITTLE = re.compile(
    r"\b(geeft de link|geeft een link|link naar|niet op deze (plek|pagina)|meer uitleg staat niet|vertelt (er )?verder niets)\b"
)
LEANING, EMPTY = 0.25, 0.4


@dataclass(frozen=True)
class Line:
    """A sentence of an entry, where it stands (0 = summary), and how well it fits the question."""

    text: str
    order: int
    fit: float


class Aligner:
    """Scores the sentences of entries against a question."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lines = lru_cache(maxsize=5_000)(self._split)

    def lines(self, question: Question, entry: Entry) -> list[Line]:
        """All sentences of the entry in order, scored."""
        texts, vectors, terms = self._lines(entry.id)
        if not texts:
            return []
        asked = self._index.query_vector(question.text)
        similarity = vectors @ asked
        weight = sum(question.terms.values()) or 1.0
        found = []
        for i, text in enumerate(texts):
            overlap = sum(w for t, w in question.terms.items() if t in terms[i]) / weight
            fit = (
                float(similarity[i])
                + 0.8 * overlap
                + _asked_bonus(question, text)
                - LEANING * leans(text)
                - EMPTY * says_little(text)
            )
            found.append(Line(text, i, fit))
        return found

    def best(self, question: Question, entry: Entry, limit: int, floor: float = 0.0) -> list[Line]:
        """The best sentences in reading order."""
        lines = [x for x in self.lines(question, entry) if x.fit >= floor]
        return sorted(sorted(lines, key=lambda x: -x.fit)[:limit], key=lambda x: x.order)

    def _split(self, entry_id: str) -> tuple[list[str], "np.ndarray[tuple[int, int], np.dtype[np.float32]]", list[frozenset[str]]]:
        entry = self._index.entry(entry_id)
        texts = list(dict.fromkeys(entry_sentences(entry)))
        vectors = self._index.embedder.encode_passages([f"{entry.title}. {t}" if entry.kind != "passage" else t for t in texts])
        return texts, vectors, [frozenset(self._index.analyser.terms(t)) for t in texts]


def entry_sentences(entry: Entry) -> list[str]:
    """What an answer may say from an entry: its summary and the sentences of its text, headings left out."""
    body = [
        line.strip().removeprefix("- ").removeprefix("* ")
        for line in entry.body.split("\n")
        if line.strip() and not line.startswith("#")
    ]
    found = [*sentences(entry.summary), *(s for line in body for s in sentences(line))]
    if isinstance(entry.detail, LawDetail):
        found.append(entry.detail.status_note)
    if entry.kind == "passage":
        # An order to a machine is no information for a reader.
        orders = ordered(entry.body)
        found = [s for s in found if len(s.split()) >= 5 and s[-1:] in '.!?’"”' and s not in orders]
    return found


def leans(text: str) -> bool:
    """Whether a sentence cannot stand without the one before it."""
    return bool(LEANS.search(fold(text)))


def says_little(text: str) -> bool:
    """Whether a sentence speaks of the publication and not of the subject."""
    return bool(SAYS_LITTLE.search(fold(text)))


def list_items(entry: Entry) -> list[str]:
    """The list items of an entry's text, when it holds a real list."""
    items = [line.strip()[2:].strip() for line in entry.body.split("\n") if line.strip().startswith(("- ", "* "))]
    return items if len(items) >= 3 else []


def has_amount(text: str) -> bool:
    """Whether a sentence gives a number, in digits or in words."""
    found = words(text)
    return any(w[0].isdigit() and not YEAR_OR_AGE.fullmatch(w) for w in found) or bool(NUMBER_WORDS & set(found))


def _asked_bonus(question: Question, text: str) -> float:
    folded = fold(text)
    if question.asks == "amount":
        return 0.25 if has_amount(text) else 0.0
    if question.asks == "time":
        return 0.25 if any(len(w) == 4 and w.isdigit() for w in words(text)) or " jaar" in folded else 0.0
    if "how" in question.intents and any(stem(w) in ("afspra", "werk", "stap") for w in words(text)):
        return 0.05
    return 0.0
