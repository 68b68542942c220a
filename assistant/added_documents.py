"""What a passage of an added document tells of itself, of which no card says what it is about: its names, its place, what it counts.

Words only. A passage is read as a reader does: a name or a place that stands in its title or in a sentence before holds for what follows.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.asks import head_words
from assistant.details import holding_detail
from assistant.entry_lines import AMOUNT_WORDS, AMOUNTS_OF, has_amount, stems_told
from assistant.question import Question
from ingest import Entry, content_words, fold, stem, words

# What is called by a name; such a word says no more than the name after it.
CALLED = "project programma pilot proef initiatief traject cursus stichting aanpak actieplan".split()
OF_NAME = frozenset(map(stem, CALLED))
# A name that was typed small; what a project does is none.
TYPED_SMALL = re.compile(rf"\b(?:{'|'.join(CALLED)})\s+([a-z][\w-]{{2,}})")
NO_NAMES = frozenset(
    "gestopt stopt stopte stoppen loopt liep lopen kost kostte kosten begon begint begonnen start startte gestart heet heette werkt werkte duurt "
    "duurde eindigt eindigde bestaat bestond voor van over met per aan bij naar nog nu al ook dat die waar waarin waarbij".split()
)
# The place of a sentence: `In Ede ...`, `de gemeente Ede`.
AT_PLACE = re.compile(r"\b(?:[Ii]n|[Tt]e|[Uu]it|[Gg]emeente|[Rr]egio) (?!De |Het |Een |Nederland\b)([A-Z][\w’-]+)")
# It is asked whether something came to an end, and told that it did or will.
ASKS_END = re.compile(r"\b(stop(?:t|te|ten|pen)|gestopt|stopgezet|beeindigd|opgeheven|eindig(?:t|de)|afgelopen)\b")
TELLS_END = re.compile(
    r"\b(stop(?:t|te|ten|pen)|gestopt|stopgezet|eind(?:e|igt|igen|igde)?|beeindig\w*|opgeheven|afgelopen|af(?:loopt|liep|lopen)|"
    r"loop\w* .{0,40}\b(?:af|tot|door)|liep\w* .{0,40}\b(?:af|tot)|tot (?:en met |eind )?(?:\w+ )?20\d\d)\b"
)
# Verbs after `hoeveel`, which ask for money: `hoeveel geeft de gemeente uit`.
NO_THINGS = frozenset(
    "geeft geven gaf gaven krijgt krijgen kreeg kregen kost kosten kostte betaalt betalen betaalde draagt dragen droeg legt leggen steekt stopt "
    "besteedt besteden besteedde ontvangt ontvangen ontving trekt mag mogen moet moeten is was verdient verdienen groter hoger meer minder".split()
)
# So far apart a number and what it counts may stand.
APART = 3
# A compound is spoken of by its last part when that has so many letters.
SHORTEST_PART = 3


def asked_names(question: Question) -> tuple[str, ...]:
    """The stems of the names in a question, those of places among them."""
    typed = [*content_words(" ".join(question.names)), *TYPED_SMALL.findall(fold(question.asked))]
    return tuple(dict.fromkeys(stem(w) for w in typed if w not in NO_NAMES))


def told_stems(entry: Entry, document: str = "") -> frozenset[str]:
    """The stems of all words of an entry, and of the title of its document."""
    return stems_told(" ".join((entry.title, entry.summary, entry.body, *entry.terms, document)))


def named_otherwise(question: Question, best: Entry) -> str:
    """The name after `project` in a question, when the passage that was found is of something else; empty otherwise."""
    told = told_stems(best)
    for name in question.names:
        before = words(question.asked[: question.asked.find(name)])[-1:]
        if before and before[0] in CALLED and stem(fold(name)) not in told:
            return name
    return ""


def of_place(asked: Sequence[str], entry: Entry, clauses: Iterable[str]) -> list[str]:
    """The clauses of a passage that are of one of these places: its heading names it, or a clause does and none after it names another."""
    heading = fold(" ".join((entry.title, *entry.terms, entry.document.replace("-", " "))))
    here, of = any(fold(place) in heading for place in asked), []
    for clause in clauses:
        named = [fold(name) for name in AT_PLACE.findall(clause)]
        if any(place in clause for place in asked):
            here = True
        elif named and not any(name in heading for name in named):
            here = False
        if here:
            of.append(clause)
    return of


def is_of(asked: set[str], sentence: str, entry: Entry, question: Question) -> bool:
    """Whether a sentence of a passage speaks of what is asked; what the passage calls by name need not be named again."""
    told = told_stems(entry)
    carried = told & set(asked_names(question))
    rest = asked - carried - OF_NAME if carried else asked
    there = _forms(words(f"{sentence} {entry.title}"))
    return not rest or sum(_spoken_of(a, there, told) for a in rest) / len(rest) >= 0.34


def _forms(found: Iterable[str]) -> set[str]:
    """Words and their stems: of a compound and of its last part the stem is not cut alike."""
    return {form for word in found for form in (word, stem(word))}


def _spoken_of(asked: str, there: Iterable[str], told: Iterable[str]) -> bool:
    """Whether a stem, or a compound of it, stands there; where the passage has it whole, its last part will do: `taalles`, then `de les`."""
    if any(asked == s or (len(asked) > SHORTEST_PART and asked in s) for s in there):
        return True
    return any(len(s) >= SHORTEST_PART and asked.endswith(s) for s in there) and any(asked in s for s in told)


def of_things(asked: str, folded: str) -> str:
    """A text without amounts of money and time, and without shares, unless it is those that are asked: `hoeveel uur`."""
    return folded if not asked or AMOUNTS_OF.fullmatch(f"twee {asked}") else AMOUNTS_OF.sub(" ", folded)


def counts(asked: str, sentence: str) -> bool:
    """Whether a number in a sentence counts what `hoeveel` asks: `43 coaches` does, `een coach kost 43 euro` does not."""
    if not asked:
        return False
    found = words(of_things(asked, fold(sentence)))
    things = [n for n, w in enumerate(found) if _spoken_of(stem(asked), _forms([w]), (stem(asked),))]
    numbers = [n for n, w in enumerate(found) if w in AMOUNT_WORDS or (w[0].isdigit() and has_amount(w))]
    return any(0 < abs(thing - number) <= APART for thing in things for number in numbers)


def asked_number_of(asked: str) -> str:
    """The thing of which a question asks the number, empty when it asks none."""
    thing = next(iter(head_words(asked)), "") if re.search(r"\bhoeveel\b", fold(asked)) else ""
    return "" if thing in NO_THINGS else thing


def holding_asked(asked: str, texts: Sequence[str]) -> list[bool]:
    """Which of these texts hold the price or time that is asked, or count what `hoeveel` asks; none when neither is asked."""
    if any(held := holding_detail(asked, texts)):
        return held
    thing = asked_number_of(asked)
    return [bool(thing) and counts(thing, text) for text in texts]


def asks_untold_end(folded: str, texts: Iterable[str]) -> bool:
    """Whether it is asked if or when something stops, and none of these texts tells of an end."""
    return bool(ASKS_END.search(folded)) and not any(TELLS_END.search(fold(text)) for text in texts)
