"""An English or Frisian question as Dutch, word by word, so that it is read and searched as a Dutch one. Without a language model.

`english.txt`, `frisian.txt`: forms, ` | `, the Dutch of each, or one Dutch word for all; `to` marks an English verb. What stands under
`Small words` tells the language. A word that is not there stays.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from ingest import content_words, fold, is_dutch

Language = Literal["nl", "en", "fy"]
FILES: Mapping[Language, str] = {"en": "english.txt", "fy": "frisian.txt"}
SMALL_WORDS = "# Small words"
TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|'t|\d+(?:[.,:/]\d+)*[+-]?|[^\w\s]")
# A word of so many entries is Dutch, whatever it means elsewhere.
COMMON = 10
# So many words may make a phrase or a name, and a word so long tells its language alone.
LONGEST_PHRASE, LONGEST_NAME, TELLING = 7, 4, 4
# Of the words that carry meaning at least this share must be known, or the question is better asked in Dutch.
ENOUGH_KNOWN = 0.5
# What Dutch texts say in another language too: it tells no language, and a name stays as it is.
SAID_IN_DUTCH = re.compile(
    r"(?i)\b(?:what works(?! (?:to|for|best|when|with)\b)|(?P<name>foar fryske bern|communit(?:y|ies) (?:of practice|that care)|"
    r"communities of practice|community builders?|boundary crossers?|missing middle|peer support|soft governance|(?:de )?sterkste schakels|"
    r"school2care|top-down|bottom-up|t-shaped(?: professionals?)?))\b"
)
ALLOWED = re.compile(r"(?i)\b(?:is|are) (?P<who>(?:[^\s?.!]+ ){1,6})allowed to\b")
ON_BOARD = re.compile(r"(?i)\b(?P<do>get|bring) (?P<who>(?:[^\s?.!]+ ){1,4}?)on board\b")
# Frisian `mei` is `met`, but `mag` in front and behind a question word, and `mee` at the end.
MEI_MAY = re.compile(r"(?i)(?:^|(?<=[.?!] )|(?<=\bwat )|(?<=\bwa )|(?<=\bhoe )|(?<=\bwannear )|(?<=\bwêrom ))mei\b")
MEI_WITH = re.compile(r"(?i)\bmei(?=\s*(?:[?.!,;]|$))")
DOING = re.compile(r"(?i)\bhow (?P<who>(?:[^\s?.!]+ ){1,6}?)(?:is|are) doing\b")
MARKS = frozenset(",;:.?!")
SENTENCE_START = re.compile(r"(?:^|[.?!]\s+)\w")
# What these mean between two halves of a sentence.
MIDWAY = {"who": "die", "whom": "die", "which": "die", "that": "die", "when": "als"}
AUXILIARIES = frozenset("do does did".split())
# A verb behind one of these does not wait for `do`; behind one of those a word is no verb.
MODAL = frozenset("can could may might must should shall will would to let".split())
# What may stand within the object of a verb.
WITHIN = frozenset("the a an this these those our your their its my his her all every each more other of and us them it".split())
DETERMINERS = frozenset("the a an this that these those our your their its my of for in with and no every each which what".split())
ENDINGS: Mapping[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        ("'s", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
    ),
    "fy": (
        ("en", "e"), ("n", ""), ("s", ""), ("en", ""), ("et", "je"), ("jen", "je"), ("e", "je"), ("t", "e"), ("e", ""), ("ske", "sk"),
    ),
}  # fmt: skip
# The ending of a Dutch verb in front of its subject.
ENDING_OF = {"he": "t", "you": "t", "one": "t", "i": ""}
IRREGULAR = {
    "hebben": "heeft", "kunnen": "kan", "willen": "wil", "mogen": "mag", "zullen": "zal", "komen": "komt", "zijn": "is", "doen alsof": "doe alsof"
}  # fmt: skip
# Unstressed ends: their vowel is not doubled.
UNSTRESSED = re.compile(r"[aeiouy].*(?:el|ig|em|en|eter|ander|ever|mmer|nner|ister|inder|order)$")
FINAL = {"v": "f", "z": "s"}
OPEN = re.compile(r"(?:(?<![aeiou])|(?<=u)(?=er$))([aeou])([bcdfgklmnprstvz])$")


@dataclass(frozen=True)
class Translation:
    """A question in Dutch, the language that it was asked in, and whether too few of its words were known."""

    text: str
    language: Language = "nl"
    half_read: bool = False


@dataclass(frozen=True)
class Piece:
    """A word, phrase or mark as it was typed and as it is `listed`, in Dutch; as a `verb` if it can be
    one; whether it `counts` as a word that carries meaning."""

    key: str
    listed: str
    dutch: str
    verb: str = ""
    small: bool = False
    counts: bool = False
    known: bool = True


@dataclass(frozen=True)
class Lexicon:
    """The words and phrases of one language, folded; `small` tell the language, `names` are the same thing in Dutch."""

    dutch: Mapping[str, str]
    verbs: Mapping[str, str]
    small: frozenset[str]
    names: frozenset[str]

    def base(self, word: str, language: Language) -> str:
        """The form that is listed for a word; empty when there is none."""
        if word in self.dutch:
            return word
        for ending, instead in ENDINGS[language]:
            if not word.endswith(ending):
                continue
            bare = word.removesuffix(ending) + instead
            for form in (bare, bare[:-1] if bare[-2:-1] == bare[-1:] else bare):
                if len(form) > 1 and form in self.dutch and form not in self.small:
                    return form
        return ""


@cache
def load_lexicon(language: Language) -> Lexicon:
    """What the file of a language says."""
    dutch: dict[str, str] = {}
    verbs: dict[str, str] = {}
    small, names = set(), set()
    in_small = False
    for line in Path(__file__).with_name(FILES[language]).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            in_small = line == SMALL_WORDS
            continue
        left, _, right = line.partition("|")
        forms, told = ([part.strip() for part in side.split(",")] for side in (left, right))
        for form, meant in zip(forms, told if len(told) > 1 else told * len(forms), strict=True):
            key = fold(form)
            bare = key.removeprefix("to ")
            if language == "en" and bare != key and bare not in MODAL and not bare.startswith(("the ", "be ")):
                verbs.setdefault(bare, meant)
                dutch.setdefault(bare, meant)
                key = bare
            dutch.setdefault(key, meant)
            if in_small and " " not in key:
                small.add(key)
            if meant[:1].isupper():
                names.add(key)
    return Lexicon(dutch, verbs, frozenset(small), frozenset(names))


class Translator:
    """Reads with the places and the words of one index: a place stays, and a word of the index tells no other language."""

    def __init__(self, places: Container[str], vocabulary: Mapping[str, int]) -> None:
        """Both folded; of a word, in how many entries it stands."""
        self._places, self._vocabulary = places, vocabulary

    def read(self, asked: str) -> Translation:
        """The question in Dutch; as it is when it is Dutch."""
        language = self.language(asked)
        if language == "nl":
            return Translation(asked)
        text, known = self._dutch(_rephrased(asked, language), language)
        return Translation(text, language, bool(known) and sum(known) < ENOUGH_KNOWN * len(known))

    def language(self, asked: str) -> Language:
        """By its small words first; what may be Dutch is Dutch."""
        tokens = TOKEN.findall(SAID_IN_DUTCH.sub(" ", asked))
        found = [fold(t) for n, t in enumerate(tokens) if t[0].isalpha() and (n == 0 or not t[0].isupper() or t.isupper())]
        counts = {language: self._count(found, language) for language in FILES}
        best = max(counts, key=lambda language: counts[language])
        return best if counts[best] else "nl"

    def _count(self, found: list[str], language: Language) -> int:
        """How many words only this language has; 0 when Dutch has the better right."""
        lexicon = load_lexicon(language)
        bases = {w: lexicon.base(w, language) for w in found}
        told = {w for w, base in bases.items() if base and base not in lexicon.names and not self._is_common(w)}
        if not told:
            return 0
        small = {w for w in told & lexicon.small if language == "en" or not is_dutch(w)}
        content = {w for w in told - lexicon.small if not is_dutch(w)}
        small_dutch = sum(not content_words(w) and w not in lexicon.dutch for w in found)
        dutch = sum(not base and (is_dutch(w) or self._is_common(w)) for w, base in bases.items())
        total = len(small) + len(content)
        if language == "fy":
            enough = total > small_dutch and (total > 1 or any(len(w) >= TELLING for w in small | content))
        elif small:
            enough = len(small) > small_dutch and (len(small) > 1 or total > dutch)
        else:
            enough = total > 1 and not dutch
        return total if enough else 0

    def _is_common(self, word: str) -> bool:
        """Whether Dutch texts of the index have the word, or it is a small Dutch word."""
        return self._vocabulary.get(word, 0) >= COMMON or not content_words(word)

    def _dutch(self, asked: str, language: Language) -> tuple[str, list[bool]]:
        """The Dutch text, and of each word that carries meaning whether it is known."""
        pieces = list(self._pieces(asked, language))
        known = [p.known for p in pieces if p.counts]
        text = " ".join(p.dutch for p in (_in_dutch_order(pieces) if language == "en" else pieces) if p.dutch)
        text = re.sub(r"\s+([,;:.?!)])", r"\1", text)
        return SENTENCE_START.sub(lambda start: start[0].upper(), text), known

    def _pieces(self, asked: str, language: Language) -> Iterator[Piece]:
        """The question piece by piece: names as they are, the longest phrases first, marks, and what nobody knows."""
        lexicon, tokens, place = load_lexicon(language), _tokens(asked), 0
        while place < len(tokens):
            token, key = tokens[place], fold(tokens[place])
            size = self._name(tokens[place:], lexicon, first=not place)
            if size or not token[0].isalpha():
                yield Piece(key, "", " ".join(tokens[place : place + max(size, 1)]))
                place += max(size, 1)
                continue
            listed, size = _longest(tokens[place:], lexicon, language)
            named = token.isupper() or (token[0].isupper() and place > 0)
            known = bool(listed) or is_dutch(key) or key in self._vocabulary
            yield Piece(
                key if size == 1 else listed, listed, lexicon.dutch[listed] if listed else token,
                verb=lexicon.verbs.get(listed, ""), small=listed in lexicon.small,
                counts=size > 1 or (listed not in lexicon.small and not named), known=known,
            )  # fmt: skip
            place += size

    def _name(self, tokens: Sequence[str], lexicon: Lexicon, *, first: bool) -> int:
        """Of how many words a name is that stands here and stays: of a place, or of what Dutch texts say as it is; 0 when none does."""
        if (said := SAID_IN_DUTCH.fullmatch(tokens[0])) and said["name"]:
            return 1
        for size in range(LONGEST_NAME, 0, -1):
            name = fold(" ".join(tokens[:size]))
            if tokens[0][0].isupper() and name in self._places and name not in lexicon.names and (size > 1 or not first):
                return min(size, len(tokens))
        return 0


def _in_dutch_order(pieces: Sequence[Piece]) -> list[Piece]:
    """English grammar as Dutch: the verb in the place of `do`, its ending, and what joins two halves of a sentence."""
    told = list(pieces)
    last: dict[int, str] = {}  # verbs that stand behind their object
    modal = False
    for n, piece in enumerate(pieces):
        before, after = pieces[n - 1] if n else None, pieces[n + 1] if n + 1 < len(pieces) else None
        if piece.key in AUXILIARIES and not modal and (place := _verb_behind(pieces, n)):
            verb, rest = _parted(pieces[place].verb)
            whose = "he" if piece.key == "does" else after.key if after else ""
            told[n] = replace(piece, dutch=third(verb, ENDING_OF[whose]) if whose in ENDING_OF else verb)
            told[place] = replace(pieces[place], dutch=rest)
        elif piece.verb and told[n] is piece:
            told[n] = _conjugated(piece, before, modal=modal)
            if piece.key == piece.listed and before and (modal or before.key == "to") and told[n].dutch == piece.verb:
                last[n], modal = f"te {piece.verb}" if before.key == "to" else piece.verb, False
        elif piece.key == "to" and after and after.verb:
            told[n] = replace(piece, dutch="om")
        elif piece.key in MIDWAY and before and _joins(piece, before):
            told[n] = replace(piece, dutch=MIDWAY[piece.key])
        modal = piece.key.partition(" ")[0] in MODAL or (modal and piece.key not in MARKS)
    for n, verb in reversed(last.items()):
        end = next((m for m in range(n + 1, len(told)) if _ends_object(pieces, m)), len(told))
        told[n:end] = [*told[n + 1 : end], replace(told[n], dutch=verb)]
    return told


def _ends_object(pieces: Sequence[Piece], place: int) -> bool:
    """Whether what a verb acts on ends before this piece."""
    piece, after = pieces[place], pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.key == "and":
        return bool(after and after.verb)
    return piece.key in MARKS or (piece.small and piece.key not in WITHIN)


def _conjugated(piece: Piece, before: Piece | None, *, modal: bool) -> Piece:
    """An order, `pays`, or what may be a noun too: behind `to` or `can` it is a verb."""
    if piece.key == piece.listed and (not before or before.key in MARKS):
        return replace(piece, dutch=_singular(piece.verb, ""))
    if piece.key != piece.listed and piece.key.endswith("s") and piece.dutch == piece.verb:
        return replace(piece, dutch=_singular(piece.verb))
    if piece.key != piece.listed and piece.key.endswith(("ed", "ing")):
        return replace(piece, dutch=piece.verb)
    if piece.key == piece.listed and before and (before.key == "to" or (modal and before.key not in {*DETERMINERS, *MODAL})):
        return replace(piece, dutch=piece.verb)
    return piece


def _joins(piece: Piece, before: Piece) -> bool:
    """Whether a word as `who` stands behind what it tells more of, and asks nothing."""
    if piece.key == "that":
        return before.key.endswith("s") or before.key in ("children", "people")
    return before.key[0].isalpha() and (piece.key == "when" or not (before.verb or before.small))


def _parted(verb: str) -> tuple[str, str]:
    """`nodig hebben` is `hebben` and `nodig`, `zorgen voor` is `zorgen` and `voor`."""
    parts = verb.split()
    place = -1 if parts[-1].endswith("n") and len(parts[-1]) > len("aan") else 0
    return parts.pop(place), " ".join(parts)


def _singular(verb: str, ending: str = "t") -> str:
    head, rest = _parted(verb)
    return f"{third(head, ending)} {rest}".strip()


def _verb_behind(pieces: Sequence[Piece], place: int) -> int:
    """Where the verb stands for which `do` stands in front, in the same part of the sentence; 0 when there is none."""
    for n in range(place + 1, len(pieces)):
        if pieces[n].key in MARKS or pieces[n].key == "to":
            return 0
        if pieces[n].verb and pieces[n].key == pieces[n].listed and n > place + 1 and pieces[n - 1].key not in DETERMINERS:
            return n
    return 0


def _longest(tokens: Sequence[str], lexicon: Lexicon, language: Language) -> tuple[str, int]:
    """The longest phrase that stands here, as it is listed, and its number of words; a word alone may have another ending."""
    keys = [fold(t) for t in tokens[:LONGEST_PHRASE]]
    for size in range(len(keys), 1, -1):
        phrase = " ".join(keys[:size])
        for form in (phrase, phrase.removesuffix("s")):
            if form in lexicon.dutch:
                return form, size
    return lexicon.base(keys[0], language), 1


def _rephrased(asked: str, language: Language) -> str:
    """What word by word is no Dutch: `is … allowed to`, `how … are doing`, `get … on board`, Frisian `mei`."""
    if language == "fy":
        return MEI_WITH.sub("mei-mee", MEI_MAY.sub("mei-mag", asked))
    asked = ON_BOARD.sub(r"\g<do> on board \g<who>", ALLOWED.sub(r"may \g<who>", asked))
    return DOING.sub(r"how is it going with \g<who>", asked)


def third(infinitive: str, ending: str = "t") -> str:
    """`betalen` as in `de gemeente betaalt`, or with no ending as in an order: `betaal`."""
    if infinitive in IRREGULAR:
        return IRREGULAR[infinitive]
    verb = infinitive
    if not verb.endswith("n") or len(verb) < 4:
        return infinitive
    if not verb.endswith("en") or verb.endswith(("oen", "ien")):
        stem = verb[:-1] if ending or verb.endswith(("oen", "ien")) else verb[:-2]
    else:
        stem = verb[:-2]
        if stem[-1] == stem[-2]:
            stem = stem[:-1]
        elif (open_ := OPEN.search(stem)) and not UNSTRESSED.search(stem):
            stem = f"{stem[:-1]}{open_[1]}{stem[-1]}"
        stem = f"{stem[:-1]}{FINAL.get(stem[-1], stem[-1])}"
    return f"{stem}{'' if stem.endswith('t') else ending}"


def _tokens(text: str) -> list[str]:
    """The words and marks of a text; a name that Dutch texts say as it is, is one."""
    found, upto = [], 0
    for said in SAID_IN_DUTCH.finditer(text):
        if said["name"]:
            found += [*TOKEN.findall(text[upto : said.start()]), said[0]]
            upto = said.end()
    return [*found, *TOKEN.findall(text[upto:])]
