"""Dutch analysis of text: words, stems and compound parts. Knows nothing of fields, indexes or vectors.

A word is kept whole when it is a number, an amount, a date, an age group (12-, 12+) or an article of a law (2.7, 18a). Accents are
folded. A word becomes its lemma (simplemma) and then its stem (Snowball's older Dutch stemmer, since the newer one takes
`werkgever` and `gezin` apart: see Stemmer). Parts of a compound are added beside the word, never instead of it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer
from simplemma import Lemmatizer
from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy
from simplemma.strategies.dictionaries import TrieDictionaryFactory

ANALYSER_VERSION = "nl-4"

WORD = re.compile(r"[a-z]+(?:\d[a-z\d]*|'[a-z]+)?|\d{1,2}-\d{1,2}-\d{4}|\d+(?:[.,:/]\d+)*[a-z]?(?:[+-](?!\w))?")
# A full stop behind one of these ends no sentence.
ABBREVIATIONS = (
    "[A-Z]",
    "o.a",
    "bijv",
    "z.d",
    "d.w.z",
    "Stb",
    "art",
    "nr",
    "blz",
    "ca",
    "incl",
    "excl",
    "mr",
    "drs",
    "dr",
    "prof",
    "m.b.t",
    "i.p.v",
    "t.a.v",
)
SENTENCE_END = re.compile(
    r"(?<=[.!?…])"
    + "".join(rf"(?<!\b{a.replace('.', chr(92) + '.')}\.)" for a in ABBREVIATIONS)
    + r"[’'\")\]]*\s+(?=[A-ZÀ-Ý0-9‘'\"(•])"
)
# Accents, once they stand apart from their letters.
MARKS = re.compile("[\u0300-\u036f]")
SHORTEST_PART = 4
LINKING = ("", "s", "en", "e")
# Negations are kept: a question about what did not happen is another question.
STOPWORDS = frozenset(
    """aan al alle als bij daar dan dat de deze die dit door een en er ge haar had heb hebben heeft hem het hier hij hoe hun ik in is
    ja je jouw jullie kan kun kunnen kunt maar me mee meer men met mij mijn moet moeten mogen na naar nog nu of om omdat ons onze ook op
    over per te ten ter tot toen u uit uw van vanuit vaak veel via voor waar wat we wel welk welke wel wie wij wil willen word worden wordt
    zal ze zich zij zijn zo zou zouden zoals zelf eens even graag iets iemand ben bent was waren hoeveel waarom wanneer waarin
    waarmee waarvoor eigenlijk precies dus toch weet weten zit zitten gaat gaan doet doen komt komen staat staan mag hoort
    """.split()
)

_stemmer = Stemmer.Stemmer("dutch_porter")
# Unpacking the dictionary takes a process a second; simplemma keeps it unpacked in the cache folder of the user.
_dictionary = TrieDictionaryFactory()
_lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_dictionary))
_look_up = DictionaryLookupStrategy(_dictionary)


def fold(text: str) -> str:
    """Lower case without accents; curly apostrophes straightened."""
    text = text.lower().replace("’", "'").replace("‘", "'")
    return text if text.isascii() else MARKS.sub("", unicodedata.normalize("NFD", text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; list items and lines stay apart."""
    return [s.strip() for line in text.split("\n") for s in _split(line) if s.strip()]


def _split(line: str) -> Iterator[str]:
    """At the white space after a sentence; quotes and brackets that close it stay with it."""
    start = 0
    for gap in SENTENCE_END.finditer(line):
        yield line[start : gap.start()] + gap[0].rstrip()
        start = gap.end()
    yield line[start:]


def words(text: str) -> list[str]:
    """The words of the text in order, folded; numbers and article numbers whole."""
    return WORD.findall(fold(text))


def content_words(text: str) -> list[str]:
    """The words that carry meaning: no stopwords, no single letters."""
    return [w for w in words(text) if w not in STOPWORDS and (len(w) > 1 or w.isdigit())]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one folded word; what starts with a digit stays as it is."""
    if word[0].isdigit():
        return word
    return str(_stemmer.stemWord(fold(_lemmatizer.lemmatize(word, lang="nl"))))


def stems(text: str) -> list[str]:
    """The stems of the content words, in order."""
    return [stem(w) for w in content_words(text)]


class Analyser:
    """Analysis that also splits compounds, with the vocabulary of the corpus at hand.

    `vocabulary`: folded words that a compound may consist of.
    """

    def __init__(self, vocabulary: Iterable[str] = ()) -> None:
        self.vocabulary = frozenset(w for w in vocabulary if len(w) >= SHORTEST_PART and w.isalpha() and w not in STOPWORDS)
        self._split = lru_cache(maxsize=100_000)(self._best_split)
        self._of_word = lru_cache(maxsize=100_000)(self._word_terms)

    def parts(self, word: str) -> tuple[str, ...]:
        """The parts of a compound, or nothing when the word is not one."""
        return self._split(word)

    def terms(self, text: str) -> list[str]:
        """What is indexed: the stem of each content word, followed by the stems of its parts."""
        return [term for word in content_words(text) for term in self._of_word(word)]

    def _word_terms(self, word: str) -> tuple[str, ...]:
        whole = stem(word)
        return (whole, *(part for part in map(stem, self.parts(word)) if part != whole))

    def _best_split(self, word: str) -> tuple[str, ...]:
        """Dynamic programming over the split points; fewest parts win, then the longest first part."""
        if len(word) < 2 * SHORTEST_PART or not word.isalpha():
            return ()
        best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
        best[0] = ()
        for end in range(SHORTEST_PART, len(word) + 1):
            for start in range(0, end - SHORTEST_PART + 1):
                before = best[start]
                if before is None or (start == 0 and end == len(word)):
                    continue
                part = self._known(word[start:end], last=end == len(word))
                if part and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                    best[end] = (*before, part)
        return best[len(word)] or ()

    def _known(self, piece: str, *, last: bool) -> str:
        for link in ("",) if last else LINKING:
            bare = piece.removesuffix(link) if link else piece
            if (not link or bare != piece) and bare in self.vocabulary:
                return bare
        return ""


def is_dutch(word: str) -> bool:
    """Whether a folded word stands in the Dutch dictionary of simplemma."""
    return _look_up.get_lemma(word, "nl") is not None
