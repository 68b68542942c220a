"""Whether a sentence is supported by the evidence it cites, judged without a language model. What cannot be judged is not supported.

What `claims` sees of a sentence beside its evidence goes to a few hard rules (a number, a name, a negation that the evidence does not
have) and then to boosted trees that `python -m evals learn-grounding` grew on written pairs, with what the single words are worth that
it adds and leaves out, and what a network says that sees both word by word. A verdict names what was missed.
With an `Entailment`, a model for textual entailment takes the place of the trees; the hard rules stay.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from assistant import attention
from assistant.answer import Citation, Sentence
from assistant.claims import Comparer
from assistant.entry_lines import entry_sentences
from assistant.meaning import shipped
from assistant.pairing import Comparison
from assistant.tracing import check_span
from assistant.trees import Trees
from assistant.wording import date_in_words
from ingest import Analyser, Entry, Index, LawDetail, RouteDetail, content_words, sentences, words

WEIGHTS_FILE = Path(__file__).with_name("grounding.json")
MARKER = re.compile(r"\s*\[\d[\d,; ]*\]")
ENTAILED = 0.5
TURNS = {
    "must": "verplichting", "all": "‘alle’ of ‘altijd’", "only": "‘alleen’", "proven": "bewijs of onderzoek", "law": "wet of regel",
    "least": "een ondergrens", "most_of": "een bovengrens", "most": "‘veel’ of ‘vaak’", "said": "wie het vindt", "can": "mogelijkheid",
    "should": "advies", "want": "voornemen", "try": "proef", "doubt": "twijfel", "up": "toename", "down": "afname", "good": "waardering",
    "bad": "bezwaar", "before": "volgorde", "after": "volgorde", "cause": "oorzaak", "if": "voorwaarde", "forever": "blijvend",
}  # fmt: skip


class Entailment(Protocol):
    """A model that says how surely a claim follows from a premise."""

    def supports(self, premise: str, claim: str) -> float:
        """Between 0 (does not follow) and 1 (follows)."""
        ...


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence is supported, and why or why not in a few Dutch words."""

    supported: bool
    reason: str
    nearest: str = ""


def check_sentence(
    sentence: str, evidence: Sequence[str], analyser: Analyser | None = None, entailment: Entailment | None = None
) -> Verdict:
    """Judge one sentence against the texts that it cites, taken together.

    `analyser` has no influence: the first version of the check split compounds with it. Raises ModelError when the model that ships
    is not there.
    """
    claim = MARKER.sub("", sentence).strip()
    if not content_words(claim):
        return Verdict(False, "geen bewering om te toetsen")
    lines = [s for text in evidence for s in sentences(text)]
    if not any(map(content_words, lines)):
        return Verdict(False, "er is geen bewijs")
    found = comparer().compare(claim, evidence)
    if _is_literal(words(claim), [words(line) for line in lines]):
        return Verdict(True, "staat letterlijk in het bewijs", found.nearest)
    if found.fault:
        return Verdict(False, found.fault, found.nearest)
    sure, needed = _probability(found, claim, evidence, entailment)
    if sure < needed:
        return Verdict(False, _doubt(found), found.nearest)
    return Verdict(True, f"teruggevonden ({found.features['cover_window']:.0%} van de woorden)", found.nearest)


def _is_literal(claim: Sequence[str], lines: Sequence[Sequence[str]]) -> bool:
    """Whether it is a line of the evidence, or one behind another: `Almere (12+): ` and what is done there."""
    return any(claim == line or (line and claim[: len(line)] == line and claim[len(line) :] in lines) for line in lines)


class Checker:
    """Checks sentences of answers against their citations."""

    def __init__(self, index: Index, entailment: Entailment | None = None) -> None:
        self._analyser, self._entailment = index.analyser, entailment

    def check(self, sentence: Sentence, citations: Mapping[int, Citation]) -> Verdict:
        """The verdict on one sentence; an unknown or missing citation is not supported."""
        unknown = [n for n in sentence.cites if n not in citations]
        if unknown:
            return Verdict(False, f"verwijst naar onbekend bewijs: {', '.join(map(str, unknown))}")
        if not sentence.cites:
            return Verdict(False, "noemt geen bron")
        return self.check_texts(sentence.text, [evidence_text(citations[n].entry) for n in sentence.cites])

    def check_texts(self, sentence: str, evidence: Sequence[str]) -> Verdict:
        """The verdict on a sentence against texts."""
        with check_span():
            return check_sentence(sentence, evidence, self._analyser, self._entailment)


def evidence_text(entry: Entry) -> str:
    """All that an entry says, one sentence a line."""
    lines = [f"{entry.title}.", *entry_sentences(entry)]
    if entry.ages:
        lines.append(f"{' en '.join(entry.places) or entry.title} ({' en '.join(entry.ages)}).")
    if isinstance(entry.detail, LawDetail):
        # The date as the card has it, and as answers tell it.
        lines += [f"{c.publication} Nu: {c.now} {c.since}" for c in entry.detail.changes]
        lines += [f"{c.publication} Nu: {c.now} (sinds {date_in_words(c.since)})" for c in entry.detail.changes if c.since]
    if isinstance(entry.detail, RouteDetail):
        lines += [entry.detail.message, *entry.detail.tips, *entry.detail.steps, *entry.detail.pitfalls, *entry.detail.short]
    return "\n".join(lines)


@cache
def comparer() -> Comparer:
    """Compares with the words that ship. Raises ModelError when the embedding model is not there."""
    data = _shipped()
    return Comparer(shipped(), data["weights"], data["abbreviations"], data["changes"], attention.shipped())


def _probability(found: Comparison, claim: str, evidence: Sequence[str], entailment: Entailment | None) -> tuple[float, float]:
    """How sure it is, and how sure it must be. An answer that is no probability counts as 0."""
    if entailment is None:
        trees = _trees()
        return trees.probability(found.features), trees.threshold
    sure = entailment.supports("\n".join(evidence), claim)
    return (sure if 0.0 <= sure <= 1.0 else 0.0), ENTAILED


def _doubt(found: Comparison) -> str:
    """What most likely is wrong with a sentence that was not believed."""
    f = found.features
    if found.opposites:
        return f"tegengesteld aan het bewijs: {'; '.join(found.opposites)}"
    if f["negation_added"] or f["negation_dropped"]:
        return "ontkenning wijkt af van het bewijs"
    if f["numbers_context"] or f["numbers_rival"] or f["numbers_elsewhere"]:
        return "een getal hoort in het bewijs bij iets anders"
    if f["names_outside"]:
        return "een naam hoort in het bewijs bij iets anders"
    if turned := list(dict.fromkeys(TURNS[t] for t in found.turned if t in TURNS)):
        return f"staat zo niet in het bewijs: {', '.join(turned[:3])}{found.unfound}"
    if f["roles_exchanged"]:
        return "wie wat doet, of wat waaruit volgt, staat anders in het bewijs"
    if f["sure_from_hedged"] or f["said_dropped"]:
        return "het bewijs geeft dit als mening, advies, plan of mogelijkheid"
    if f["agent_lost"]:
        return f"het bewijs noemt hier een ander die handelt{found.unfound}"
    return f"niet zeker genoeg dat het bewijs dit zegt{found.unfound}"


@cache
def _shipped() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return data


@cache
def _trees() -> Trees:
    return Trees.read(_shipped())
