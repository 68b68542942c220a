"""Typing errors in a question, read as the words of one index that were meant, and compounds that were written as two words."""

import re
from collections.abc import Container, Sequence
from itertools import pairwise
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest import Index, content_words, fold, is_dutch, stem, words

# A word that is taken for a typing error is read as one that stands in at least so many entries.
COMMON = 3
# A shorter word is no typing error: too many others lie near it.
SHORTEST = 6
# What `only_asked` found, for as long as the index is open: it reads every card, and several readers ask.
_ONLY_ASKED: WeakKeyDictionary[Index, frozenset[str]] = WeakKeyDictionary()


class Spelling:
    """Knows the words of an index."""

    def __init__(self, index: Index, places: Container[str]) -> None:
        """`places`: folded names that are no typing errors."""
        self._vocabulary, self._analyser, self._places = index.vocabulary, index.analyser, places
        self._only_asked = only_asked(index)
        self._long_words = [w for w in index.vocabulary if len(w) >= 5 and w.isalpha() and w not in self._only_asked]
        self._misspellings = {fold(m): t.name for t in index.terms for m in t.misspellings}

    def corrected(self, asked: str, without: Sequence[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The question as it was meant, and pairs of what was typed and what was meant; `without` has what is to stay, as `spelling:word`."""
        compounds = self._torn(asked)
        changes = [c for c in compounds if f"spelling:{c[0]}" not in without]
        torn = {word for typed, _ in compounds for word in typed.split()}
        for word in dict.fromkeys(content_words(asked)):
            if f"spelling:{word}" in without or word.isdigit() or word in torn:
                continue
            meant = self._misspellings.get(word) or self._meant(word)
            if meant and meant != word:
                changes.append((word, meant))
        corrected = asked
        made = []
        for typed, meant in changes:
            pattern = r"[\s-]+".join(map(re.escape, typed.split()))
            corrected, times = re.subn(rf"(?i)(?<!\w){pattern}(?!\w)", meant, corrected)
            if times:
                made.append((typed, meant))
        return corrected, tuple(made)

    def is_unknown(self, word: str) -> bool:
        """Whether a word stands nowhere, and is no compound of words that do."""
        return word.isalpha() and word not in self._vocabulary and not self._analyser.parts(word)

    def _torn(self, asked: str) -> list[tuple[str, str]]:
        """Compounds that were written as two words: `samenwerkings verband`."""
        pairs = dict.fromkeys(pairwise(words(asked)))
        return [
            (f"{first} {second}", first + second)
            for first, second in pairs
            if first.endswith("s") and self._vocabulary.get(first + second, 0) >= COMMON
            if self.is_unknown(first) and not is_dutch(first)
        ]

    def _meant(self, word: str) -> str:
        """The common word that is nearest to one that nobody knows; empty when none is near."""
        others_asked = word in self._only_asked
        if len(word) < SHORTEST or not (others_asked or self.is_unknown(word)) or is_dutch(word) or word in self._places:
            return ""
        limit = 1 if len(word) < 10 or others_asked else 2
        near = process.extract(word, self._long_words, scorer=OSA.distance, score_cutoff=limit, limit=5)
        near = [n for n in near if n[0][0] == word[0] and self._vocabulary[n[0]] >= COMMON]
        if others_asked:  # people use words that the cards do not: `meebepalen` is no `meebetalen`, `meldcodes` is no error
            near = [n for n in near if _is_slip(word, n[0])]
        return min(near, key=lambda n: (n[1], -self._vocabulary[n[0]]))[0] if near else ""


def _is_slip(word: str, meant: str) -> bool:
    """Whether a letter is missing, too many or out of place, and the word is no other form of what may be meant."""
    forms = stem(word) == stem(meant) or word.rstrip("es") == meant.rstrip("es")
    return not forms and (len(word) != len(meant) or sorted(word) == sorted(meant))


def only_asked(index: Index) -> frozenset[str]:
    """Words that stand in known questions and nowhere else: among them what people type wrongly."""
    if (known := _ONLY_ASKED.get(index)) is not None:
        return known
    told: set[str] = set()
    asked: dict[str, int] = {}
    for entry in (*index.cards(), *index.entries("page")):
        terms = () if entry.kind == "page" else entry.terms  # of a page they are what people may look for there
        told.update(words(" ".join((entry.title, entry.summary, entry.body, *terms, *entry.places))))
        for word in {*words(" ".join(entry.questions)), *(words(" ".join(entry.terms)) if entry.kind == "page" else ())}:
            asked[word] = asked.get(word, 0) + 1
    _ONLY_ASKED[index] = found = frozenset(w for w, n in asked.items() if w not in told and index.vocabulary.get(w, 0) <= n)
    return found
