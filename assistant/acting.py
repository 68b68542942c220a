"""Who does what in a sentence, by simple rules: the order of words, prepositions, and what looks like a verb.

Knows nothing of evidence; where the rules see no role, they give none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import ACTORS, ADVERBS, AUXILIARIES, DETERMINERS, PREPOSITIONS
from ingest import is_dutch, stem

CLAUSE_STARTS = frozenset("omdat doordat waardoor zodat terwijl maar want waarbij hoe".split())
PASSIVES = frozenset("wordt worden werd werden is zijn was waren".split())


@dataclass(frozen=True)
class Token:
    """A word, number or sign in its place; `stem` is empty for signs and for words without meaning of their own."""

    text: str
    word: str
    stem: str
    number: str = ""
    name: bool = False


def roles(tokens: Sequence[Token]) -> dict[str, str]:
    """For each content stem: A (acts), P (undergoes) or the preposition that it hangs on."""
    found: dict[str, str] = {}
    for part in _parts(tokens):
        for key, role in _roles(part):
            # A word that stands there twice, in two roles, tells nothing.
            found[key] = role if found.get(key, role) == role else ""
    return {key: role for key, role in found.items() if role}


def _parts(tokens: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        # "dat" and "die" behind a word begin a clause; "in die wijk" does not.
        if (
            token.text in ".;:!?,"
            or token.word in CLAUSE_STARTS
            or (token.word in ("dat", "die") and parts[-1] and parts[-1][-1].stem)
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
    if not before or part[i].word in AUXILIARIES:
        return False
    if before[-1] in small:
        return True
    adjective = bool(part[i - 1].stem) and not is_verb(before[-1])
    return len(before) == 2 and before[0] in small and adjective and part[i].word.endswith("en")


def _roles(part: list[Token]) -> list[tuple[str, str]]:
    passive = any(t.word in PASSIVES for t in part) and any(t.word == "door" for t in part)
    verbs = [i for i, t in enumerate(part) if is_verb(t.word) and not _used_as_noun(part, i)]
    first = verbs[0] if verbs else len(part)
    found: list[tuple[str, str]] = []
    hanging, last = "", ""  # the preposition that holds, and the role of the words that come just before
    acted = False
    for i, token in enumerate(part):
        if token.word in PREPOSITIONS:
            # "dan in een ketenmodel": what is compared hangs on "dan".
            hanging, last = hanging if hanging == "dan" and not last else token.word, ""
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
        elif token.word not in ("en", "of", "als"):
            # "de school" after "van de gemeente": a new group of words begins, which hangs on nothing.
            hanging = "" if last else hanging
            last = ""
    return found
