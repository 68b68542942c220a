"""Whether a sentence of a language model may be shown: written to its end, in Dutch, no order or refusal, and supported by what it cites."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.grounding import Checker
from assistant.language import looks_dutch
from assistant.model_text import Said
from assistant.orders import is_order
from assistant.prompts import SYSTEM
from assistant.retrieval import same_words
from ingest import fold, words

Kind = Literal["supported", "unsupported", "unknown", "uncited", "refusal", "foreign", "echo", "broken"]
REFUSES = re.compile(
    r"\b(?:het spijt me|sorry|helaas)\b.{0,80}\b(?:niet|geen)\b|\b(?:ik kan|ik mag|ik ben niet in staat)\b.{0,60}\b(?:niet|geen)\b|"
    r"\b(?:als|ik ben een) (?:ai|taalmodel|chatbot|ai-assistent)\b|\bi(?:'m| am) sorry\b|\bi (?:cannot|can't)\b"
)
DENIES = re.compile(r"\b(?:niet(?! alleen)|geen|nooit|niemand|nergens|niets|evenmin|noch|zonder)\b")
# A word with a capital that does not open a sentence.
NAME = re.compile(r"(?<=[a-zà-ÿ0-9,;’'\")] )[A-Z][\w’-]+")
ALIKE, NEARLY_LITERAL = 0.5, 0.8
ECHO = 7
"""So many words in a row from our own prompt are no answer."""


@dataclass(frozen=True)
class Judged:
    """What was found. `known` are the numbers that may be cited, `quotes` the sentence of each that says it."""

    kind: Kind
    reason: str
    known: tuple[int, ...] = ()
    quotes: tuple[str, ...] = ()
    nearest: str = ""

    @property
    def supported(self) -> bool:
        """Whether the sentence may be shown."""
        return self.kind == "supported"

    @property
    def worth_asking(self) -> bool:
        """Whether the model could do better when it knows the reason."""
        return self.kind in ("unsupported", "unknown", "uncited")


class Judge:
    """Judges the sentences of one answer against its numbered evidence; the first text has number 1."""

    def __init__(self, checker: Checker, evidence: Sequence[str], places: Collection[str] = ()) -> None:
        """`places`: names that are places also where they open a sentence."""
        self._checker, self._evidence, self._places = checker, evidence, places
        self._ours = _runs(SYSTEM.text)

    def judge(self, said: Said) -> Judged:
        """The verdict on one sentence."""
        if not said.finished:
            return Judged("broken", "is niet afgemaakt")
        if "\ufffd" in said.text:
            return Judged("broken", "heeft onleesbare tekens")
        if REFUSES.search(fold(said.text)) and not said.numbers:
            return Judged("refusal", "is geen antwoord")
        if is_order(said.text) or not self._ours.isdisjoint(_runs(said.text)):
            return Judged("echo", "herhaalt een opdracht")
        if not looks_dutch(said.text):
            return Judged("foreign", "is niet in het Nederlands")
        known = tuple(n for n in said.numbers if 1 <= n <= len(self._evidence))
        if unknown := [n for n in said.numbers if n not in known]:
            return Judged("unknown", f"verwijst naar onbekend bewijs: {', '.join(map(str, unknown))}", known)
        if not known:
            return Judged("uncited", "noemt geen bron")
        return self._supported(said.text, known)

    def _supported(self, text: str, known: tuple[int, ...]) -> Judged:
        """What it cites must support it taken together; of that, the pieces that do so alone are cited, or all when none does."""
        whole = self._checker.check_texts(text, [self._evidence[n - 1] for n in known])
        if not whole.supported:
            return Judged("unsupported", whole.reason, known, (), whole.nearest)
        if _turned(text, whole.nearest):
            return Judged("unsupported", "ontkenning wijkt af van het bewijs", known, (), whole.nearest)
        if swapped := self._swapped(text, whole.nearest):
            return Judged("unsupported", f"een naam hoort in het bewijs bij iets anders: {swapped}", known, (), whole.nearest)
        if len(known) == 1:
            return Judged("supported", whole.reason, known, (whole.nearest,), whole.nearest)
        verdicts = {n: self._checker.check_texts(text, [self._evidence[n - 1]]) for n in known}
        cited = tuple(n for n in known if verdicts[n].supported) or known
        return Judged("supported", whole.reason, cited, tuple(verdicts[n].nearest for n in cited), whole.nearest)

    def _swapped(self, text: str, nearest: str) -> str:
        """A name of the sentence that its nearest sentence has not, when that has another in its place; the check lets some of these by."""
        mine, theirs = self._names(text), self._names(nearest)
        return next(iter(sorted(mine - theirs)), "") if theirs - mine else ""

    def _names(self, text: str) -> set[str]:
        found = {m[0] for m in NAME.finditer(text)}
        return found | {p for p in self._places if p in text and re.search(rf"\b{re.escape(p)}\b", text)}


def _turned(text: str, nearest: str) -> bool:
    """Whether one of two sentences that say the same denies it. The check weighs this among much else; for a model it is decisive."""
    mine, theirs = (len(DENIES.findall(fold(t))) for t in (text, nearest))
    alike = same_words(text, nearest)
    if bool(mine) != bool(theirs):
        return alike >= ALIKE
    return mine != theirs and min(alike, same_words(nearest, text)) >= NEARLY_LITERAL


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(tuple(found[i : i + ECHO]) for i in range(len(found) - ECHO + 1))
