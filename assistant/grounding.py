"""Whether a sentence is supported by the evidence it cites, judged without a language model. What cannot be judged is not supported.

Looks for the sentence of the evidence that comes nearest, and asks of it: are the numbers there, the names, the same negation and
direction, the same certainty, and enough of the words? A check on words, not on meaning: it is strict with what it can see.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.alignment import entry_sentences
from assistant.answer import Citation, Sentence
from ingest import Analyser, Entry, Index, LawDetail, RouteDetail, content_words, fold, sentences, stem, words

NUMBERS = {w: str(n) for n, w in enumerate("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf".split())}
NEGATIONS = frozenset("niet geen nooit nergens niemand niets zonder noch".split())
OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("meer hoger groter stijgt toename groeit steeg nam toe vaker", "minder lager kleiner daalt afname krimpt daalde zeldener"),
        ("voor vooraf eerder", "na achteraf later"),
        ("verplicht moet moeten", "vrijwillig mag mogen kan kunnen"),
        ("alle allemaal iedere elke altijd", "enkele sommige soms een"),
        ("sterker beter verbetert versterkt", "zwakker slechter verslechtert verzwakt"),
        ("structureel blijvend", "tijdelijk incidenteel"),
    )
)
NEEDED = 0.55


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence is supported, and why or why not in a few Dutch words."""

    supported: bool
    reason: str
    nearest: str = ""


def check_sentence(sentence: str, evidence: Sequence[str], analyser: Analyser | None = None) -> Verdict:
    """Judge one sentence against the texts that it cites."""
    analyser = analyser or Analyser()
    bare = re.sub(r"\[\d+\]", "", sentence).strip()
    claims = content_words(bare)
    if not claims:
        return Verdict(False, "geen bewering om te toetsen")
    candidates = [s for text in evidence for s in sentences(text)]
    if not candidates:
        return Verdict(False, "er is geen bewijs")
    windows = candidates + [f"{a} {b}" for a, b in zip(candidates, candidates[1:], strict=False)]
    best = max(windows, key=lambda w: (_overlap(claims, w, analyser), -len(w)))
    if missing := _numbers(bare) - _numbers(best):
        return Verdict(False, f"getal niet in het bewijs: {', '.join(sorted(missing))}", best)
    everything = " ".join(evidence)
    if missing := _names(bare) - set(words(everything)):
        return Verdict(False, f"naam niet in het bewijs: {', '.join(sorted(missing))}", best)
    if bool(NEGATIONS & set(words(bare))) != bool(NEGATIONS & set(words(best))):
        return Verdict(False, "ontkenning wijkt af van het bewijs", best)
    if turned := _turned(bare, best):
        return Verdict(False, f"richting of stelligheid wijkt af: {turned}", best)
    share = _overlap(claims, best, analyser)
    if share < NEEDED:
        return Verdict(False, f"te weinig woorden teruggevonden ({share:.0%})", best)
    return Verdict(True, f"teruggevonden ({share:.0%})", best)


class Checker:
    """Checks sentences of answers against their citations, with the words of one index."""

    def __init__(self, index: Index) -> None:
        self._analyser = index.analyser

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
        return check_sentence(sentence, evidence, self._analyser)


def evidence_text(entry: Entry) -> str:
    """All that an entry says, one sentence a line."""
    lines = [f"{entry.title}.", *entry_sentences(entry)]
    if isinstance(entry.detail, LawDetail):
        lines += [f"Artikel {a.article}: {a.gist}" for a in entry.detail.articles]
        lines += [f"{c.publication} Nu: {c.now} {c.since}" for c in entry.detail.changes]
    if isinstance(entry.detail, RouteDetail):
        lines += [entry.detail.message, *entry.detail.tips, *entry.detail.steps, *entry.detail.pitfalls, *entry.detail.short]
    return "\n".join(lines)


def _overlap(claims: Sequence[str], text: str, analyser: Analyser) -> float:
    there = set(analyser.terms(text))
    hit = 0.0
    for word in claims:
        parts = analyser.parts(word)
        if stem(word) in there:
            hit += 1.0
        elif parts:
            hit += sum(stem(p) in there for p in parts) / len(parts)
    return hit / len(claims)


def _numbers(text: str) -> set[str]:
    found = {w.rstrip("+-") for w in words(text) if w[0].isdigit()}
    return found | {NUMBERS[w] for w in words(text) if w in NUMBERS and w not in ("een", "nul")}


def _names(text: str) -> set[str]:
    """Capitalised words inside the sentence, folded."""
    tokens = re.findall(r"[A-Za-zÀ-ÿ][\w’'-]*", text)
    return {w for t in tokens[1:] if t[0].isupper() for w in words(fold(t)) if len(w) > 1}


def _turned(sentence: str, evidence: str) -> str:
    mine, theirs = set(words(sentence)), set(words(evidence))
    for left, right in OPPOSITES:
        for a, b in ((left, right), (right, left)):
            if mine & a and not theirs & a and theirs & b and not mine & b:
                return f"{'/'.join(sorted(mine & a))} tegenover {'/'.join(sorted(theirs & b))}"
    return ""
