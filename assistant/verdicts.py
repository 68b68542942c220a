"""Whether a sentence of a language model may be shown: written to its end, in Dutch, no order or refusal, and supported by what it cites."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.grounding import Checker
from assistant.language import looks_dutch
from assistant.model_text import Said
from assistant.orders import is_order
from assistant.prompts import SYSTEM
from ingest import fold, words

Kind = Literal["supported", "unsupported", "unknown", "uncited", "refusal", "foreign", "echo", "broken"]
REFUSES = re.compile(
    r"\b(?:het spijt me|sorry|helaas)\b.{0,80}\b(?:niet|geen)\b|\b(?:ik kan|ik mag|ik ben niet in staat)\b.{0,60}\b(?:niet|geen)\b|"
    r"\b(?:als|ik ben een) (?:ai|taalmodel|chatbot|ai-assistent)\b|\bi(?:'m| am) sorry\b|\bi (?:cannot|can't)\b"
)
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

    def __init__(self, checker: Checker, evidence: Sequence[str]) -> None:
        self._checker, self._evidence = checker, evidence
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
        verdicts = {n: self._checker.check_texts(text, [self._evidence[n - 1]]) for n in known}
        alone = tuple(n for n in known if verdicts[n].supported)
        if alone:
            return Judged("supported", verdicts[alone[0]].reason, alone, tuple(verdicts[n].nearest for n in alone))
        whole = verdicts[known[0]]
        if len(known) > 1:
            whole = self._checker.check_texts(text, [self._evidence[n - 1] for n in known])
        kind: Kind = "supported" if whole.supported else "unsupported"
        return Judged(kind, whole.reason, known, tuple(verdicts[n].nearest for n in known), whole.nearest)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(tuple(found[i : i + ECHO]) for i in range(len(found) - ECHO + 1))
