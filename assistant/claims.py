"""What of a sentence is found in its evidence, as named numbers: words, numbers with what they count, names. In go texts, out come features.

The signs of a turned meaning are added by `turns`; what the features are worth was learned.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from assistant.attention import Attention
from assistant.changes import BASE, marks_of, odds
from assistant.meaning import Meaning, known_likeness, shipped
from assistant.pairing import FOUND, RARE, Comparison, Pairing
from assistant.reading import Number, Text, read
from assistant.turns import ACTOR_STEMS, RIVALS, add_turns
from ingest import Index, fold, sentences, stem

YEAR = re.compile(r"(?:19|20)\d\d")
COMMON = 4  # words in fewer sentences of the corpus than this weigh most
FLAGS = """
    numbers_missing numbers_elsewhere numbers_loose numbers_rival numbers_context names_missing names_outside names_swapped
    negation_added negation_added_softly negation_dropped negation_soft_only negation_loose negation_escaped strength_added
    hedge_added hedge_dropped polarity_added said_added opposites opposites_window opposites_on roles_exchanged agent_lost
    actor_replaced source_lost sure_from_hedged
""".split()
# Features that may only count against a sentence, and that may only count for it; the rest was left free.
AGAINST = frozenset(FLAGS) | frozenset(
    "flags flags_literal names_rival negation_dropped_softly channels_added said_dropped said_dropped_literal only_added all_added must_added "
    "must_from_less can_from_must all_from_some some_from_all done_from_plan roles_swapped exchanged_literal scrambled cause_turned "
    "order_turned comparison_turned".split()
) | frozenset(f"{a}_or_{b}" for a, b in RIVALS)  # fmt: skip
IN_FAVOUR = frozenset({"clean_line", "clean_window", "changes", "attended"})


class Comparer:
    """Compares sentences with evidence, with the weights of words, the abbreviations, the worth of changes and the network that it is given.

    `against` and `in_favour` name the features that may only count one way when weights are learned; `odds` is what changes are worth
    together, `base` what stands for a sentence without any.
    """

    against = AGAINST
    in_favour = IN_FAVOUR
    odds = staticmethod(odds)
    base = BASE

    def __init__(
        self,
        meaning: Meaning,
        weights: Mapping[str, float],
        abbreviations: Mapping[str, str],
        worth: Mapping[str, float],
        attention: Attention | None,
    ) -> None:
        self._meaning, self.weights, self.abbreviations = meaning, weights, abbreviations
        self._worth, self._attention = worth, attention

    @classmethod
    def of(cls, index: Index) -> "Comparer":
        """With the words and the abbreviations of an index, to learn from it; changes are worth nothing yet, and there is no network."""
        lines = [s for e in index.cards() if e.kind != "term" for s in sentences(f"{e.summary}\n{e.body}")]
        short = {fold(t.name): fold(t.expansion) for t in index.terms if t.expansion}
        return cls(shipped(), word_weights(lines), short, {}, None)

    def compare(self, sentence: str, evidence: Sequence[str]) -> Comparison:
        """All features of the pair; the evidence must hold at least one sentence."""
        claim = read(sentence)
        lines = [read(s) for text in evidence for s in sentences(text)]
        pair = Pairing(claim, lines, self._meaning, self.weights)
        found = Comparison(nearest=pair.nearest.text, marks=marks_of(pair))
        _coverage(pair, found)
        _similarity(pair, found, self._meaning)
        _numbers(pair, found)
        _names(pair, found, self.abbreviations)
        add_turns(pair, found)
        _flags(found.features)
        found.features["changes"] = odds(self._worth, found.marks)
        seen = [line.text for line in lines]
        found.features["attended"] = self._attention.odds(sentence, seen) if self._attention else 0.0
        return found


def word_weights(lines: Sequence[str]) -> dict[str, float]:
    """How much the words of a corpus say, by how few of its sentences have them; the rarest are left out."""
    counts = Counter(s for line in lines for s in read(line).stems)
    return {s: round(min(RARE, math.log(len(lines) / n)), 1) for s, n in sorted(counts.items()) if n >= COMMON}


def _coverage(pair: Pairing, found: Comparison) -> None:
    rows = list(range(len(pair.mine)))
    everywhere = pair.per_line.max(axis=1) if rows else np.zeros(0)
    inside = pair.per_line[:, pair.window].max(axis=1) if rows else np.zeros(0)
    total = pair.weights.sum() or 1.0
    single = pair.share(rows)
    per_clause = [
        float(pair.share([pair.row[t.stem] for t in c.content if t.stem in pair.row]).max())
        for c in pair.claim.clauses
        if c.content
    ]
    literal = set(pair.mine) & pair.nearest.stems
    missed = [(float(w * (1 - v)), s) for w, v, s in zip(pair.weights, inside, pair.mine, strict=True) if v < FOUND]
    missed.sort(reverse=True)
    forms = {t.stem: t.text for t in pair.claim.content}
    found.missing_words = tuple(forms[s] for _, s in missed[:4])
    there = [t.stem for t in pair.nearest.content]
    back = [s for s in there if s in pair.row or any(known_likeness(s, m) >= FOUND for m in pair.mine)]
    f = found.features
    f["cover_line"] = float(single.max()) if rows else 0.0
    f["cover_window"] = float(pair.weights @ inside / total) if rows else 0.0
    f["cover_all"] = float(pair.weights @ everywhere / total) if rows else 0.0
    f["cover_clause_min"] = min(per_clause, default=0.0)
    f["literal_line"] = len(literal) / max(1, len(pair.mine))
    f["literal_all"] = len(set(pair.mine) & set(pair.theirs)) / max(1, len(pair.mine))
    f["missed"] = float(len(missed))
    f["missed_share"] = len(missed) / max(1, len(pair.mine))
    f["missed_worst"] = missed[0][0] if missed else 0.0
    f["missed_second"] = missed[1][0] if len(missed) > 1 else 0.0
    f["missed_far"] = float(sum(v < 0.2 for v in everywhere))
    f["weakest"] = float(inside.min()) if rows else 0.0
    f["window"] = float(len(pair.window))
    f["back"] = len(back) / max(1, len(there))
    f["length"] = float(len(pair.mine))
    f["lines"] = float(min(len(pair.lines), 12))
    missed_actors = [s for _, s in missed if s in ACTOR_STEMS]
    f["missed_actors"] = float(len(missed_actors))
    # Pairs of neighbouring words that stand together in the evidence too.
    near = {(a.stem, b.stem) for line in pair.lines for a, b in pairwise(line.content)}
    mine = [(a.stem, b.stem) for a, b in pairwise(pair.claim.content)]
    f["neighbours"] = sum(p in near for p in mine) / max(1, len(mine))


def _similarity(pair: Pairing, found: Comparison, meaning: Meaning) -> None:
    vectors = meaning.vectors([line.text for line in pair.lines])
    window = pair.text_of(pair.window)
    own = meaning.vectors([pair.claim.text, window.text, *(c.text for c in pair.claim.clauses)])
    f = found.features
    f["near_line"] = float((vectors @ own[0]).max())
    f["near_window"] = float(own[0] @ own[1])
    f["near_clause_min"] = float((own[2:] @ vectors.T).max(axis=1).min())


def _numbers(pair: Pairing, found: Comparison) -> None:
    window = pair.text_of(pair.window)
    there = {n.value for line in pair.lines for n in line.numbers}
    inside = {n.value for n in window.numbers}
    missing = [n for n in pair.claim.numbers if n.value not in there]
    all_numbers = [n for line in pair.lines for n in line.numbers]
    loose = [n for n in pair.claim.numbers if n.value in there and not _bound(n, all_numbers)]
    found.missing_numbers = tuple(dict.fromkeys(n.value for n in missing))
    f = found.features
    f["numbers"] = float(len(pair.claim.numbers))
    f["numbers_missing"] = float(len(missing))
    f["numbers_elsewhere"] = float(sum(n.value in there and n.value not in inside for n in pair.claim.numbers))
    f["numbers_loose"] = float(len(loose))
    # The thing that is counted has another number in the evidence.
    f["numbers_rival"] = float(sum(_rival(n, all_numbers) for n in pair.claim.numbers))
    f["numbers_context"] = float(sum(_better_elsewhere(n, all_numbers) for n in pair.claim.numbers if n.value in there))
    f["numbers_left"] = float(len({n.value for n in pair.region.numbers} - {n.value for n in pair.claim.numbers}))


def _bound(number: Number, others: Sequence[Number]) -> bool:
    """Whether a word that this number belongs to stands around the same number in the evidence."""
    mine = [w for w in (*number.after, number.before) if w]
    if not number.after or YEAR.fullmatch(number.value):
        return True
    return any(known_likeness(a, b) >= FOUND for other in others if other.value == number.value for a in mine for b in other.around)


def _better_elsewhere(number: Number, others: Sequence[Number]) -> bool:
    """Whether the words around this number stand around another number in the evidence, more than around this one."""

    def fits(same: bool) -> int:
        return max((len(number.around & o.around) for o in others if (o.value == number.value) == same), default=0)

    return fits(False) > fits(True)


def _rival(number: Number, others: Sequence[Number]) -> bool:
    same = [o for o in others if number.after and o.after and known_likeness(number.after[0], o.after[0]) >= FOUND]
    return bool(same) and all(o.value != number.value for o in same) and not _bound(number, others)


def _names(pair: Pairing, found: Comparison, abbreviations: Mapping[str, str]) -> None:
    everything = pair.text_of(range(len(pair.lines)))
    window = pair.text_of(pair.window)
    proper = {n for line in pair.lines for n in line.names}
    first = [t for t in pair.claim.tokens[:1] if t.word in proper and t.stem]
    names = dict.fromkeys([*(t.word for t in first), *pair.claim.names])
    missing = [n for n in names if not _named(n, everything, abbreviations)]
    outside = [n for n in names if n not in missing and not _named(n, window, abbreviations)]
    rivals = set(window.names) - set(names)
    found.missing_names = tuple(missing)
    f = found.features
    f["names"] = float(len(names))
    f["names_missing"] = float(len(missing))
    f["names_outside"] = float(len(outside))
    f["names_rival"] = float(bool(outside) and bool(rivals - set(pair.lines[0].names)))
    # In the place of the name that the nearest line has, stands another.
    mine, theirs = [n for n in names if not _named(n, pair.nearest, abbreviations)], set(pair.nearest.names) - set(names)
    f["names_swapped"] = float(bool(mine) and any(not _named(n, pair.claim, abbreviations) for n in theirs))
    f["names_left"] = float(len(set(pair.region.names) - set(names)))


def _named(name: str, text: Text, abbreviations: Mapping[str, str]) -> bool:
    if name in text.words or stem(name) in text.stems:
        return True
    root = re.sub(r"(?:se|s|er|ers|'s)$", "", name)
    if len(root) >= 4 and any(
        w.startswith(root) or (len(w) >= 4 and name.startswith(w) and len(name) - len(w) <= 3) for w in text.words
    ):
        return True
    written = abbreviations.get(name)
    if written and f" {written} " in text.folded:
        return True
    if any(f" {short} " in text.folded and name in full.split() for short, full in abbreviations.items()):
        return True
    return 2 <= len(name) <= 5 and name in _initials(text)


def _initials(text: Text) -> str:
    """The first letters of all words and of all words but the small ones, in a row."""
    tokens = [t for t in text.tokens if t.word[0].isalnum()]
    capitals = "".join(t.text[0].lower() if t.text[0].isupper() else "" for t in tokens)
    return f"{capitals} {''.join(t.word[0] for t in tokens)} {''.join(t.word[0] for t in tokens if t.stem)}"


def _flags(f: dict[str, float]) -> None:
    """How many signs of a turn there are, and how much was found where there is none."""
    f["flags"] = float(sum(f[name] > 0 for name in FLAGS))
    f["clean_line"] = f["cover_line"] if not f["flags"] else 0.0
    f["clean_window"] = f["cover_window"] if not f["flags"] else 0.0
    f["flags_literal"] = f["flags"] * max(0.0, f["cover_line"] - 0.5)
