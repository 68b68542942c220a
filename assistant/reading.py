"""What a sentence says, as far as that can be read without a model: words, numbers, names, who does it, and words that turn the meaning.

Works on one text at a time; knows nothing of evidence or verdicts.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant import wording
from assistant.acting import Token, roles
from assistant.lexicon import CHANNELS, NEGATIONS, NO_NEGATIONS, SOFT_NEGATIONS
from assistant.remembered import remembered
from ingest import content_words, fold, is_dutch, stem, words

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*[a-z]?(?:[+-](?!\w))?%?|[A-Za-zÀ-ÿ]+(?:[’'][A-Za-zÀ-ÿ]+)?|[,;:.!?()]")
# Where a sentence falls apart into claims that can be looked for one by one.
CLAUSE = re.compile(
    r"[;:]\s+|,\s+|\s+(?=(?:en|maar|want|omdat|doordat|waardoor|zodat|terwijl|hoewel|waarbij|waarna|voordat|nadat|mits|tenzij|waarmee|waarvoor)\s)"
)
CLAUSE_WORDS = 3
REACH = 8  # words on each side that stand around a number
MONTHS = frozenset(wording.MONTHS)
DAYS = frozenset("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split())
_ONES = (*wording.NUMBER_WORDS, *wording.TEENS)
# Names that say where something stands, not what it says.
SOURCE_NAMES = frozenset("reisgids nederland nederlands nederlandse".split())


def number_words() -> dict[str, str]:
    """Numbers written as words, folded, with their digits; `een` is left out since it is mostly an article."""
    found = {w: str(n) for n, w in enumerate(_ONES) if n != 1}
    for n, ten in enumerate(wording.TENS, 2):
        found[ten] = str(10 * n)
        for one in range(1, 10):
            found[f"{_ONES[one]}en{ten}"] = str(10 * n + one)
    found |= {
        "honderd": "100",
        "duizend": "1000",
        "anderhalf": "1.5",
        "anderhalve": "1.5",
        "tweeenhalf": "2.5",
        "helft": "50",
        "kwart": "25",
    }
    for n in range(2, 10):
        found |= {f"{_ONES[n]}honderd": str(100 * n), f"{_ONES[n]}duizend": str(1000 * n)}
    return (
        found
        | {w: f"{n}e" for n, w in enumerate(wording.ORDINALS, 1) if n > 1}
        | {"tientallen": "tientallen", "honderden": "honderden"}
    )


NUMBERS_IN_WORDS = number_words()


@dataclass(frozen=True)
class Number:
    """A number with the words that it is bound to: the next ones with meaning, the one before, and all that stand around it."""

    value: str
    after: tuple[str, ...]
    before: str
    around: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A stretch of text that has been read."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The text with only words, each between spaces, so that a pattern can look for whole words."""
        return f" {' '.join(words(self.text))} "

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Words, numbers and signs in order."""
        found: list[Token] = []
        start = True
        for match in TOKEN.finditer(self.text):
            raw = match.group()
            word = fold(raw)
            if not raw[0].isalnum():
                found.append(Token(raw, raw, ""))
                start = raw in ".!?:"
                continue
            number = _number(raw, word)
            content = bool(content_words(word)) or bool(number)
            found.append(
                Token(raw, word, stem(word.rstrip("%")) if content else "", number, not number and _is_name(raw, word, start))
            )
            start = False
        return tuple(found)

    @cached_property
    def content(self) -> tuple[Token, ...]:
        """The words with a meaning of their own, numbers left out."""
        return tuple(t for t in self.tokens if t.stem and not t.number)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all content words and numbers."""
        return frozenset(t.stem for t in self.tokens if t.stem)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, folded."""
        return frozenset(t.word for t in self.tokens)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """Every number, and what it counts."""
        found = []
        for i, token in enumerate(self.tokens):
            if token.number:
                date = any(t.number for t in self.tokens[i + 1 : i + 2])
                after = () if date else tuple(t.stem for t in self.tokens[i + 1 : i + 5] if t.stem and not t.number)[:2]
                before = next((t.stem for t in reversed(self.tokens[max(0, i - 3) : i]) if t.stem and not t.number), "")
                around = frozenset(t.stem for t in self.tokens[max(0, i - REACH) : i + REACH + 1] if t.stem and t is not token)
                found.append(Number(token.number, after, before, around))
        return tuple(found)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Words that are names, folded."""
        return tuple(t.word for t in self.tokens if t.name)

    @cached_property
    def channels(self) -> frozenset[str]:
        """Which of the turning words it has."""
        plain = self.folded
        for harmless in NO_NEGATIONS:
            plain = plain.replace(f" {harmless} ", " ook " if "dan" not in harmless else " dan ")
        return frozenset(name for name, pattern in _channels().items() if pattern.search(plain))

    @cached_property
    def negated(self) -> tuple[frozenset[str], ...]:
        """For each negation, the stems around it that it may deny."""
        return self._near_negations(4, 6)

    @cached_property
    def denied(self) -> tuple[frozenset[str], ...]:
        """For each negation, the stems that come just after it."""
        return self._near_negations(0, 4)

    def _near_negations(self, before: int, after: int) -> tuple[frozenset[str], ...]:
        plain = self.folded
        for harmless in NO_NEGATIONS:
            plain = plain.replace(f" {harmless} ", " ")
        tokens = plain.split()
        found = []
        for i, word in enumerate(tokens):
            if word in NEGATIONS:
                found.append(
                    frozenset(stem(w) for w in tokens[max(0, i - before) : i + after] if content_words(w) and w not in NEGATIONS)
                )
        return tuple(found)

    @cached_property
    def soft_negated(self) -> bool:
        """Whether it denies without a word like `niet`."""
        return bool(_soft().search(self.folded)) or any(
            t.word.startswith("on") and len(t.word) > 6 and is_dutch(t.word[2:]) for t in self.content
        )

    @cached_property
    def roles(self) -> dict[str, str]:
        """For each content stem: A (acts), P (undergoes) or the preposition that it hangs on."""
        return roles(self.tokens)

    @cached_property
    def clauses(self) -> "tuple[Text, ...]":
        """Its claims: stretches with a few words of meaning each; the whole when it does not fall apart."""
        merged: list[str] = []
        for piece in CLAUSE.split(self.text):
            if merged and (len(content_words(piece)) < CLAUSE_WORDS or len(content_words(merged[-1])) < CLAUSE_WORDS):
                merged[-1] = f"{merged[-1]}, {piece}"
            else:
                merged.append(piece)
        return tuple(read(p) for p in merged) if len(merged) > 1 else (self,)


@remembered(20_000)
def read(text: str) -> Text:
    """The text, read once."""
    return Text(text)


def _number(raw: str, word: str) -> str:
    if raw[0].isdigit():
        bare = word.rstrip("%")
        return re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", bare).replace(",", ".")
    if raw in ("één", "Eén", "Één"):
        return "1"
    return NUMBERS_IN_WORDS.get(word) or (word if word in MONTHS or word in DAYS else "")


def _is_name(raw: str, word: str, start: bool) -> bool:
    if len(raw) < 2 or word in SOURCE_NAMES:
        return False
    if any(c.isupper() for c in raw[1:]):
        return True
    return raw[0].isupper() and (not start or (not is_dutch(word) and not _compound(word)))


@lru_cache(maxsize=20_000)
def _compound(word: str) -> bool:
    """Whether a word that no dictionary has is made of two that are in it."""
    return any((is_dutch(word[:i]) and is_dutch(word[i:])) or (word[i - 1] == "s" and is_dutch(word[: i - 1]) and is_dutch(word[i:]))
               for i in range(4, len(word) - 3))  # fmt: skip


def _pattern(entries: str) -> re.Pattern[str]:
    parts = sorted({e.replace("_", " ").replace("*", r"[a-z]*") for e in entries.split()}, key=lambda p: (-len(p), p))
    return re.compile(rf" (?:{'|'.join(parts)})(?= )")


@lru_cache(maxsize=1)
def _channels() -> dict[str, re.Pattern[str]]:
    return {name: _pattern(entries) for name, entries in CHANNELS.items()}


@lru_cache(maxsize=1)
def _soft() -> re.Pattern[str]:
    return _pattern(SOFT_NEGATIONS)
