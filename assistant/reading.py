"""What a sentence says, as far as that can be read without a model: words, numbers, names, who does it, and words that turn the meaning.

Works on one text at a time; knows nothing of evidence or verdicts.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.lexicon import ACTORS, ADVERBS, AUXILIARIES, CHANNELS, DETERMINERS, NEGATIONS, NO_NEGATIONS, PREPOSITIONS, SOFT_NEGATIONS
from ingest import content_words, fold, is_dutch, stem, words

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*[a-z]?(?:[+-](?!\w))?%?|[A-Za-zÀ-ÿ]+(?:[’'][A-Za-zÀ-ÿ]+)?|[,;:.!?()]")
# Where a sentence falls apart into claims that can be looked for one by one.
CLAUSE = re.compile(
    r"[;:]\s+|,\s+|\s+(?=(?:en|maar|want|omdat|doordat|waardoor|zodat|terwijl|hoewel|waarbij|waarna|voordat|nadat|mits|tenzij|waarmee|waarvoor)\s)"
)
CLAUSE_WORDS = 3
REACH = 8  # words on each side that stand around a number
MONTHS = frozenset("januari februari maart april mei juni juli augustus september oktober november december".split())
DAYS = frozenset("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split())
_ONES = "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien".split()
_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig".split()
_ORDINALS = "tweede derde vierde vijfde zesde zevende achtste negende tiende".split()
# Names that say where something stands, not what it says.
SOURCE_NAMES = frozenset("reisgids nederland nederlands nederlandse".split())
SINGULAR_ACTS = frozenset("wordt worden werd werden is zijn was waren".split())


def number_words() -> dict[str, str]:
    """Numbers written as words, folded, with their digits; `een` is left out since it is mostly an article."""
    found = {w: str(n) for n, w in enumerate(_ONES) if n != 1}
    for n, ten in enumerate(_TENS, 2):
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
    return found | {w: f"{n}e" for n, w in enumerate(_ORDINALS, 2)} | {"tientallen": "tientallen", "honderden": "honderden"}


NUMBER_WORDS = number_words()


@dataclass(frozen=True)
class Token:
    """A word, number or sign in its place; `stem` is empty for signs and for words without meaning of their own."""

    text: str
    word: str
    stem: str
    number: str = ""
    name: bool = False


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
        plain = self.folded
        for harmless in NO_NEGATIONS:
            plain = plain.replace(f" {harmless} ", " ")
        tokens = plain.split()
        found = []
        for i, word in enumerate(tokens):
            if word in NEGATIONS:
                found.append(frozenset(stem(w) for w in tokens[max(0, i - 4) : i + 6] if content_words(w)))
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
        found: dict[str, str] = {}
        for part in _parts(self.tokens):
            for key, role in _roles(part):
                # A word that stands there twice, in two roles, tells nothing.
                found[key] = role if found.get(key, role) == role else ""
        return {key: role for key, role in found.items() if role}

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


@lru_cache(maxsize=20_000)
def read(text: str) -> Text:
    """The text, read once."""
    return Text(text)


def _number(raw: str, word: str) -> str:
    if raw[0].isdigit():
        bare = word.rstrip("%")
        return re.sub(r"(?<=\d)\.(?=\d{3}\b)", "", bare).replace(",", ".")
    if raw in ("één", "Eén", "Één"):
        return "1"
    return NUMBER_WORDS.get(word) or (word if word in MONTHS or word in DAYS else "")


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


def _parts(tokens: tuple[Token, ...]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in ".;:!?," or token.word in (
            "omdat",
            "doordat",
            "waardoor",
            "zodat",
            "terwijl",
            "maar",
            "want",
            "dat",
            "die",
            "waarbij",
        ):
            parts.append([])
        else:
            parts[-1].append(token)
    return [p for p in parts if p]


@lru_cache(maxsize=50_000)
def is_verb(word: str) -> bool:
    """Whether the word looks like a form of a verb: there is a third person to its plural, or an infinitive to its other forms."""
    if word in AUXILIARIES:
        return True
    if len(word) < 4 or word in ACTORS or not is_dutch(word):
        return False
    if word.endswith("en"):
        return any(is_dutch(t) for t in _third_persons(word[:-2]))
    return word[-1] in "tde" and stem(word) != word and stem(word) == stem(_infinitive(word))


def _infinitive(word: str) -> str:
    return re.sub(r"(?:te|de|t|d)n?$", "", word.removeprefix("ge")) + "en"


def _third_persons(root: str) -> tuple[str, ...]:
    """zorgen: zorgt; zetten: zet; geven: geeft; maken: maakt."""
    hard = root[:-1] + {"v": "f", "z": "s"}.get(root[-1], root[-1])
    if len(root) > 2 and root[-1] == root[-2]:
        return (f"{root[:-1]}t" if root[-1] != "t" else root[:-1],)
    if len(root) > 1 and root[-2] in "aeou" and (len(root) < 3 or root[-3] not in "aeoui"):
        return (f"{hard[:-1]}{root[-2]}{hard[-1]}t",)
    return (f"{hard}t",)


def _used_as_noun(part: list[Token], i: int) -> bool:
    """het vertrouwen, het onderlinge vertrouwen, te vertrouwen: no finite verb."""
    small = DETERMINERS | PREPOSITIONS | {"te"}
    before = [t.word for t in part[max(0, i - 2) : i]]
    return part[i].word not in AUXILIARIES and (before[-1:] and before[-1] in small or len(before) == 2 and before[0] in small and bool(part[i - 1].stem)
                                                and not is_verb(before[1]) and part[i].word.endswith("en"))  # fmt: skip


def _roles(part: list[Token]) -> list[tuple[str, str]]:
    passive = any(t.word in SINGULAR_ACTS for t in part) and any(t.word == "door" for t in part)
    verbs = [i for i, t in enumerate(part) if is_verb(t.word) and not _used_as_noun(part, i)]
    first = verbs[0] if verbs else len(part)
    found: list[tuple[str, str]] = []
    hanging, last = "", ""  # the preposition that holds, and the role of the words that come just before
    acted = False
    for i, token in enumerate(part):
        if token.word in PREPOSITIONS:
            hanging, last = token.word, ""
        elif i in verbs or token.word == "om":
            hanging, last = "", ""
        elif token.stem and token.word not in ADVERBS:
            if not last and hanging:
                last = "A" if hanging == "door" and passive else hanging
            elif not last:
                acts = i < first or not acted
                acted = acted or i > first
                last = ("P" if passive else "A") if acts else ("A" if passive else "P")
            found.append((token.stem, last))
        elif token.word not in ("en", "of"):
            # "de school" after "van de gemeente": a new group of words begins, which hangs on nothing.
            hanging = "" if last else hanging
            last = ""
    return found
