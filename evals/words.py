"""Reading Dutch text for the scorers: stems, numbers, names, and whether one text holds what another says.

On purpose not the analysis or the check of the assistant: what judges must not share a mistake with what is judged.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

ENOUGH = 0.7
"""Share of the content words of a sentence that must stand in its evidence to count as supported."""

_STEMMER = Stemmer.Stemmer("dutch_porter")
_WORD = re.compile(r"[a-z0-9]+(?:[.,]\d+)*%?")
_NAME = re.compile(r"(?<![\w'’-])[A-ZÀ-Ý][\w'’-]*")
_CODE = re.compile(r"[A-Z].*[A-Z]|[A-Za-z]\d|\d[A-Za-z]")
# Whom personal questions name that is no person.
_NO_PERSONS = re.compile(r"\bVeilig Thuis\b")
_NUMBER_WORDS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS, start=2)}
_EMPTY_WORDS = """
    aan al als bij daar dan dat de der deze die dit door doen een en er gaat geen haar had heb hebben heeft hem het hier
    hij hoe hun ik in is je kan kunnen maar me meer met moet moeten mogen na naar niet nog nu of om omdat onder ons onze
    ook op over te ten ter tot u uit van veel voor vooral waar was wat we wel welke werd wie wij wil word worden wordt
    ze zich zij zijn zo zoals zou
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def fold(text: str) -> str:
    """Lower case, no accents, straight apostrophes."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def tokens(text: str) -> list[str]:
    """Folded words in order; number words up to twelve as digits, `10 procent` as `10%`, `1.250` as `1250`."""
    joined = re.sub(r"(\d)\s*(?:%|procent\b)", r"\1%", fold(text))
    joined = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", joined)
    return [_NUMBERS.get(word, word) for word in _WORD.findall(joined)]


def stems(text: str) -> list[str]:
    """Stems of the words that carry meaning."""
    return [_stem(word) for word in tokens(text) if word not in _EMPTY]


def numbers(text: str) -> set[str]:
    """Every number in the text, as `tokens` writes it."""
    return {token for token in tokens(text) if token[0].isdigit()}


def names(text: str) -> set[str]:
    """Folded words with a capital that are not the first of a sentence, and codes such as VNG or School2Care anywhere."""
    found = set()
    for match in _NAME.finditer(text):
        before = text[: match.start()].rstrip(" \n*‘’“”\"'(-|")
        first = not before or before[-1] in ".!?:;|"
        if not first or _CODE.search(match[0]):
            found.update(tokens(match[0]))
    return {name for name in found if name not in _EMPTY and not name[0].isdigit()}


def persons(text: str) -> set[str]:
    """Those of `names` that may be of a person: no code (ADHD, BSN), and nobody's organisation."""
    bare = _NO_PERSONS.sub(" ", text)
    codes = {word for match in _NAME.finditer(bare) if match[0].isupper() and len(match[0]) > 1 for word in tokens(match[0])}
    return names(bare) - codes


def contains(text: str, phrase: str) -> bool:
    """Whether the text holds the phrase: literally from the start of a word, or with all its stems somewhere."""
    wanted = " ".join(tokens(phrase))
    if not wanted:
        return False
    tail = r"(?![\d%])" if wanted[-1].isdigit() else ""
    if re.search(rf"(?<![^ ]){re.escape(wanted)}{tail}", " ".join(tokens(text))):
        return True
    needed = set(stems(phrase))
    return bool(needed) and needed <= set(stems(text))


def supported(premise: str, claim: str) -> tuple[bool, str]:
    """A proxy for entailment: every number and name of the claim, and most of its content words, stand in the premise.

    It cannot see negation, who does what, or modality, and rejects a free paraphrase. It says: nothing foreign to the source.
    """
    if foreign := numbers(claim) - numbers(premise):
        return False, f"getal niet in bron: {', '.join(sorted(foreign))}"
    known = set(stems(premise))
    if foreign := {name for name in names(claim) if _stem(name) not in known}:
        return False, f"naam niet in bron: {', '.join(sorted(foreign))}"
    wanted = set(stems(claim))
    if not wanted:
        return True, "geen inhoudswoorden"
    share = len(wanted & known) / len(wanted)
    missing = ", ".join(sorted(wanted - known)[:8])
    return share >= ENOUGH, f"{share:.0%} van de woorden in bron" + (f"; niet: {missing}" if missing else "")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return word if word[0].isdigit() else str(_STEMMER.stemWord(word))
