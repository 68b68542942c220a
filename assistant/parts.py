"""Several questions in one, and the two sides of a comparison: what can be asked on its own. Words only; knows nothing of evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest import content_words, fold, sentences, stem, stems

MOST = 3
ASKING = r"(?:wie|wat|waar|waarom|wanneer|welke?|hoe|hoeveel|mag|mogen|moet|moeten|kan|kunnen|(?:is|zijn) (?:er|dat|die|ze|het|hij)|geldt)"
# After `en wat`, `en wie` a verb comes when it is asked; with these it is told: `en wat zij kunnen bijdragen`.
_TOLD = (
    r"(?:wie|wat|waar|waarom|wanneer|hoe)\s+(?:zij|ze|je|jij|jullie|u|ik|we|wij|hij|het|hen|hem|haar|er|de|een|men|hun|mijn|onze|ons|dit|dat|"
    r"die|deze|alle|elk\w*|ouders|kinderen|jongeren|scholen|school|gemeenten)\b"
)
JOINED = re.compile(rf",?\s+en\s+(?:zo (?:ja|nee),?\s+|vooral\s+|dan\s+)?(?!{_TOLD})(?={ASKING}\b)", re.IGNORECASE)
STARTS = re.compile(r"^(?:en|maar|ook)\s+", re.IGNORECASE)
ASKS = re.compile(rf"\b{ASKING}\b")
# With such a word a part leans on what goes before it.
LEANING = re.compile(
    r"\b(dat|die|dit|deze|daar\w*|hier\w*|zo|zo'n|er|er(?:aan|bij|in|mee|om|op|over|toe|uit|van|voor)|zij|ze|hij|hem|haar|hun|wij|dan|andere|"
    r"het(?! (?:verschil|doel|belang|nut|effect|resultaat|advies|beleid)\b))\b"
)
# The first part leans when it ends so, and then nothing goes before it.
OPEN = re.compile(r"\b(?:dat|dit|die|deze|daar\w*|hier\w*|zij|hij)$")
# So many words with meaning make a part that can be understood alone; one is enough where a meaning is asked.
ENOUGH = 2
BARE = re.compile(r"welke? (?:is|zijn|was|past|passen|werkt|werken|bevalt|bevallen|geldt|gelden|kost|kosten|helpt|helpen)\b")
# What alone makes no question: `en wanneer juist niet`.
REVERSED = frozenset("juist niet wel".split())
GENERAL = frozenset("resultaten resultaat kosten gevolgen effecten voordelen nadelen stappen doelen ervaringen regels".split())
DEFINED = re.compile(r"(?:wat|wie) (?:is|zijn|was|waren|doet|doen|betekent|houdt)\b")
# What two things are compared in, and the ways to ask how they differ.
_IN = (
    r"(?P<rest>,? (?:als het (?:gaat om|om .{3,60} gaat)|wat betreft|op het gebied van|rond(?:om)?|qua|bij|over|in de|in het) .+)?"
)
VERSUS = (
    re.compile(
        rf"(?i)(?:wat (?:is|zijn) (?:het|de) (?:\w+ )?verschil(?:len)? tussen|vergelijk) (?P<a>.+?) (?:en|met) (?P<b>.+?){_IN}$"
    ),
    re.compile(rf"(?i)(?:waarin|hoe) verschil(?:t|len) (?P<a>.+?) van (?!20)(?P<b>.+?){_IN}$"),
)
# Three things, a clause, or the same thing.
NO_SIDE = re.compile(r",|\ben\b|\belkaar\b|^(?:wie|wat|waar|hoe|welke?)\b")
# `Dat op een middelbare school` is what went before, elsewhere.
THAT = re.compile(r"(?i)(?:dat|die)\b(?P<where> (?:op|in|bij|van|voor|met) .+)")


@dataclass(frozen=True)
class Part:
    """A question that was asked along with others; one that `leans` is understood after the first; `side`: the words of one side of a
    comparison that the other has not; `before`: what was said before it was asked.
    """

    question: str
    leans: bool = False
    side: frozenset[str] = frozenset()
    before: str = ""

    @property
    def whole(self) -> str:
        """The question with what was said before it; of a side, what is told about it."""
        return f"Wat zeggen de bronnen over {self.question}?" if self.side else f"{self.before} {self.question}".strip()


def names_all(text: str, sides: Sequence[Part]) -> bool:
    """Whether a text has of each side of a comparison a word that the other has not, in any form."""
    said = set(stems(text))
    return all(said & {stem(word) for word in side.side} for side in sides)


def parts_of(question: str) -> tuple[Part, ...]:
    """Two or three questions in the order in which they were asked, the first one able to stand alone; empty when it is one question."""
    asked = [s for s in sentences(question) if s.endswith("?")]
    before = " ".join(s for s in sentences(question) if not s.endswith("?"))
    found = [STARTS.sub("", part.strip(" ,?")) for s in asked for part in JOINED.split(s)]
    if (
        not 2 <= len(found) <= MOST
        or not all(ASKS.search(fold(p)) and set(content_words(p)) - REVERSED for p in found)
        or OPEN.search(fold(found[0]))
    ):
        return ()
    return tuple(Part(p[:1].upper() + p[1:] + "?", n > 0 and _leans(p), before=before) for n, p in enumerate(found))


def sides_of(question: str) -> tuple[Part, ...]:
    """The two things of which it is asked how they differ, each with what they are compared in; empty when it asks something else.
    Another question may follow.
    """
    asked = next((part.question for part in parts_of(question)), question)
    found = next((m for pattern in VERSUS if (m := pattern.match(asked.strip().rstrip("?. ")))), None)
    if not found or any(NO_SIDE.search(fold(found[side])) for side in "ab"):
        return ()
    one, other, rest = found["a"], found["b"], (found["rest"] or "").lstrip(",")
    if " van " in one and " " not in other:  # the role of the one and the other
        other = f"{one.rpartition(' van ')[0]} van {other}"
    if that := THAT.match(other):
        start = that["where"].split()[0]
        one_without, _, _ = one.rpartition(f" {start} ")
        other = f"{one_without or one}{that['where']}"
    own, others = set(content_words(one)), set(content_words(other))
    told = ((one, own - others), (other, others - own))
    return tuple(Part(side[:1].upper() + side[1:] + rest, side=frozenset(words)) for side, words in told if words)


def _leans(part: str) -> bool:
    """Whether a later part says too little alone; `hoeveel scholen doen mee` leans without a word that shows it."""
    folded, said = fold(part), set(content_words(part))
    if LEANING.search(folded) or BARE.match(folded) or said <= GENERAL:
        return True
    return len(said) < ENOUGH and not DEFINED.match(folded)
