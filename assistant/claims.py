"""A sentence beside its evidence: what of it is found there, and what was turned on the way. Numbers in, no verdict.

Each feature is a number; `Comparison` also keeps what was missed, so that a verdict can name it.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from assistant.lexicon import ACTORS, CHANNELS, COMPARISONS, CONNECTIVES, ORDERINGS
from assistant.meaning import Matrix, Meaning, known_likeness, likeness, opposed
from assistant.reading import Number, Text, read
from ingest import fold, sentences, stem

FOUND = 0.6  # from this likeness on, a word counts as found
GAIN = 0.08  # a further sentence is looked at when it adds this share of the words
MOST_SENTENCES = 3
RARE = 7.0  # weight of a word that the corpus does not know
# Turning words by what a change of them does, and pairs of which one in place of the other is another claim.
GROUPS = {
    "strength": frozenset("must all only proven law forever first direct least most_of most".split()),
    "hedge": frozenset("should can doubt want try said some few if about".split()),
    "polarity": frozenset("up down good bad before after until since stop start free others despite".split()),
    "link": frozenset("cause if despite also done".split()),
}
FLAGS = (
    "numbers_missing numbers_elsewhere numbers_loose numbers_rival numbers_context names_missing names_outside negation_added "
    "negation_added_softly negation_dropped negation_soft_only negation_loose negation_escaped strength_added hedge_added hedge_dropped "
    "polarity_added said_added opposites opposites_window opposites_on roles_exchanged agent_lost actor_replaced source_lost sure_from_hedged"
).split()
HEDGES = frozenset("should can doubt want try said".split())
RIVALS = (
    ("up", "down"),
    ("before", "after"),
    ("good", "bad"),
    ("least", "most_of"),
    ("since", "until"),
    ("start", "stop"),
    ("cause", "despite"),
)
ACTOR_STEMS = frozenset(stem(w) for w in ACTORS)


@dataclass
class Comparison:
    """The features of a pair, and the words for a reason."""

    features: dict[str, float] = field(default_factory=dict)
    nearest: str = ""
    missing_numbers: tuple[str, ...] = ()
    missing_names: tuple[str, ...] = ()
    missing_words: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()


class Comparer:
    """Compares sentences with evidence, with the weights of words and the abbreviations that it is given."""

    def __init__(self, meaning: Meaning, weights: Mapping[str, float], abbreviations: Mapping[str, str]) -> None:
        self._meaning, self._weights, self._abbreviations = meaning, weights, abbreviations

    def compare(self, sentence: str, evidence: Sequence[str]) -> Comparison:
        """All features of the pair; the evidence must hold at least one sentence."""
        claim = read(sentence)
        lines = [read(s) for text in evidence for s in sentences(text)]
        pair = _Pair(claim, lines, self._meaning, self._weights)
        found = Comparison(nearest=pair.nearest.text)
        _coverage(pair, found)
        _similarity(pair, found, self._meaning)
        _numbers(pair, found)
        _names(pair, found, self._abbreviations)
        _negation(pair, found)
        _channels(pair, found)
        _opposites(pair, found)
        _substitutions(pair, found)
        _roles(pair, found)
        _directions(pair, found)
        _flags(found.features)
        return found


class _Pair:
    """A sentence and its evidence, with the likeness of all their words."""

    def __init__(self, claim: Text, lines: list[Text], meaning: Meaning, weights: Mapping[str, float]) -> None:
        self.claim, self.lines = claim, lines
        self.mine = list(dict.fromkeys(t.stem for t in claim.content))
        self.theirs = list(dict.fromkeys(t.stem for line in lines for t in line.content))
        self.weights = np.array([weights.get(s, RARE) for s in self.mine])
        self.matrix: Matrix = likeness(self.mine, self.theirs, meaning)
        column = {s: j for j, s in enumerate(self.theirs)}
        self.per_line = np.zeros((len(self.mine), len(lines)))
        for k, line in enumerate(lines):
            columns = [column[t.stem] for t in line.content]
            if columns and self.mine:
                self.per_line[:, k] = self.matrix[:, columns].max(axis=1)
        self.row = {s: i for i, s in enumerate(self.mine)}
        share = self.share(list(range(len(self.mine))))
        numbers = {n.value for n in claim.numbers}
        for k, line in enumerate(lines):
            share[k] += 0.05 * len(numbers & {n.value for n in line.numbers}) - 0.0005 * len(line.content)
        self.order = list(np.argsort(-share, kind="stable"))
        self.best = int(self.order[0])
        self.nearest = lines[self.best]
        self.window = self._gather(list(range(len(self.mine))))
        self.region = self._region()

    def share(self, rows: list[int]) -> Matrix:
        """The weighted share of these words that each line has."""
        if not rows or not self.weights[rows].sum():
            return np.zeros(len(self.lines))
        found: Matrix = self.weights[rows] @ self.per_line[rows] / self.weights[rows].sum()
        return found

    def _gather(self, rows: list[int]) -> list[int]:
        """The line that has most of the words, and up to two more that add to it."""
        if not rows:
            return [self.best]
        chosen = [int(np.argmax(self.share(rows)))]
        total = self.weights[rows].sum() or 1.0
        while len(chosen) < min(MOST_SENTENCES, len(self.lines)):
            have = self.per_line[rows][:, chosen].max(axis=1)
            gains = self.weights[rows] @ np.maximum(self.per_line[rows] - have[:, None], 0) / total
            if gains.max() < GAIN:
                break
            chosen.append(int(np.argmax(gains)))
        return chosen

    def _region(self) -> Text:
        """The clauses of the window that the sentence speaks of: what the rest says, it may leave out."""
        column = {s: j for j, s in enumerate(self.theirs)}
        best = self.matrix.max(axis=0) if self.mine else np.zeros(len(self.theirs))
        kept = []
        for k in sorted(self.window):
            for clause in self.lines[k].clauses:
                hits = [best[column[t.stem]] >= FOUND for t in clause.content if t.stem in column]
                if sum(hits) >= 2 or hits and sum(hits) >= len(hits) / 2:
                    kept.append(clause.text)
        return read(", ".join(kept)) if kept else self.nearest

    def text_of(self, lines: Sequence[int]) -> Text:
        """Some lines as one text."""
        return read(" ".join(self.lines[k].text for k in sorted(set(lines))))


def _coverage(pair: _Pair, found: Comparison) -> None:
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


def _similarity(pair: _Pair, found: Comparison, meaning: Meaning) -> None:
    vectors = meaning.vectors([line.text for line in pair.lines])
    window = pair.text_of(pair.window)
    own = meaning.vectors([pair.claim.text, window.text, *(c.text for c in pair.claim.clauses)])
    f = found.features
    f["near_line"] = float((vectors @ own[0]).max())
    f["near_window"] = float(own[0] @ own[1])
    f["near_clause_min"] = float((own[2:] @ vectors.T).max(axis=1).min())


def _numbers(pair: _Pair, found: Comparison) -> None:
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
    if not number.after:
        return True
    return any(
        known_likeness(a, b) >= FOUND
        for other in others if other.value == number.value
        for a in (*number.after, number.before) if a
        for b in (*other.after, other.before) if b
    )  # fmt: skip


def _better_elsewhere(number: Number, others: Sequence[Number]) -> bool:
    """Whether the words around this number stand around another number in the evidence, more than around this one."""
    mine = {w for w in (number.before, *number.after) if w}

    def fits(same: bool) -> int:
        return max((len(mine & {o.before, *o.after}) for o in others if (o.value == number.value) == same), default=0)

    return fits(False) > fits(True)


def _rival(number: Number, others: Sequence[Number]) -> bool:
    same = [o for o in others if number.after and o.after and known_likeness(number.after[0], o.after[0]) >= FOUND]
    return bool(same) and all(o.value != number.value for o in same)


def _names(pair: _Pair, found: Comparison, abbreviations: Mapping[str, str]) -> None:
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


def _negation(pair: _Pair, found: Comparison) -> None:
    f = found.features
    window, region = pair.text_of(pair.window), pair.region
    mine, theirs = pair.claim.negated, region.negated
    added, dropped = bool(mine) and not window.negated, bool(theirs) and not mine
    f["negation_added"] = float(added and not window.soft_negated)
    f["negation_added_softly"] = float(added and window.soft_negated)
    f["negation_dropped"] = float(dropped and not pair.claim.soft_negated)
    f["negation_dropped_softly"] = float(dropped and pair.claim.soft_negated)
    f["negation_soft_only"] = float(pair.claim.soft_negated and not mine and not window.negated and not window.soft_negated)
    f["negation_soft_gone"] = float(region.soft_negated and not theirs and not mine and not pair.claim.soft_negated)
    f["negation_loose"] = float(len([m for m in mine if window.negated and not any(_share(m, t) for t in window.negated)]))
    # What the evidence denies stands in the sentence, undenied.
    f["negation_escaped"] = float(any(len(t & pair.claim.stems) >= 2 and not any(_share(t, m) for m in mine) for t in theirs))


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or any(known_likeness(x, y) >= FOUND for x in a for y in b)


def _channels(pair: _Pair, found: Comparison) -> None:
    f = found.features
    window = pair.text_of(pair.window).channels
    everywhere = pair.text_of(range(len(pair.lines))).channels
    mine, region = pair.claim.channels, pair.region.channels
    added, dropped = mine - window, region - mine
    found.turned = tuple(name for name in CHANNELS if name in added)
    for group, names in GROUPS.items():
        f[f"{group}_added"] = len(added & names) + 0.5 * len((added & names) - everywhere)
        f[f"{group}_dropped"] = float(len(dropped & names))
    f["channels_added"] = float(len(added))
    f["channels_dropped"] = float(len(dropped))
    f["sure_from_hedged"] = float(not mine & HEDGES and bool(region & HEDGES))
    f["said_dropped"] = float("said" in dropped)
    f["said_added"] = float("said" in added)
    f["only_added"] = float("only" in added)
    f["all_added"] = float("all" in added)
    f["must_added"] = float("must" in added)
    f["must_from_less"] = float("must" in added and bool(window & {"should", "can", "want"}))
    f["can_from_must"] = float("can" in added and "must" not in mine and "must" in region)
    f["all_from_some"] = float("all" in added and bool(region & {"some", "most", "try", "few"}))
    f["some_from_all"] = float(bool(added & {"some", "few"}) and "all" in region)
    f["done_from_plan"] = float(not mine & {"want", "should", "doubt"} and bool(region & {"want", "should"}))
    for a, b in RIVALS:
        f[f"{a}_or_{b}"] = float((a in added and b in window and b not in mine) or (b in added and a in window and a not in mine))


def _opposites(pair: _Pair, found: Comparison) -> None:
    mine, theirs = _all_stems(pair.claim), _all_stems(pair.nearest)
    window = _all_stems(pair.text_of(pair.window))
    f = found.features
    hits = [(a, b) for a in mine - window for b in theirs - mine if opposed(a, b)]
    forms = {stem(t.word): t.word for line in (pair.claim, pair.nearest) for t in line.tokens if t.word[0].isalpha()}
    found.opposites = tuple(f"‘{forms.get(a, a)}’ tegenover ‘{forms.get(b, b)}’" for a, b in sorted(hits)[:2])
    f["opposites"] = float(len({a for a, _ in hits}))
    wide = {a for a in mine - window for b in window - mine if opposed(a, b)}
    f["opposites_window"] = float(len(wide))
    un = {t.word for t in pair.claim.content} ^ {t.word for t in pair.nearest.content}
    f["opposites_on"] = float(any(f"on{w}" in un for w in un))


def _all_stems(text: Text) -> frozenset[str]:
    return frozenset(stem(t.word) for t in text.tokens if t.word[0].isalpha())


def _substitutions(pair: _Pair, found: Comparison) -> None:
    """Word for word against the nearest line: what stands in the place of what."""
    mine = [t.stem or t.word for t in pair.claim.tokens if t.word[0].isalnum()]
    theirs = [t.stem or t.word for t in pair.nearest.tokens if t.word[0].isalnum()]
    content = {t.stem for t in (*pair.claim.tokens, *pair.nearest.tokens) if t.stem}
    matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    far = small = added = dropped = 0.0
    for tag, a, b, c, d in matcher.get_opcodes():
        left, right = [s for s in mine[a:b] if s in content], [s for s in theirs[c:d] if s in content]
        if tag == "replace" and left and right and len(left) <= 3 and len(right) <= 4:
            far += sum(max((known_likeness(x, y) for y in right), default=0.0) < FOUND for x in left)
        elif tag in ("replace", "insert") and not right:
            added += len(left)
        if tag == "replace" and not left and not right:
            small += 1
        dropped += len(right) if not left else 0
    f = found.features
    ratio = matcher.ratio()
    f["order_ratio"] = ratio
    f["replaced_far"] = far
    f["replaced_far_literal"] = far * max(0.0, ratio - 0.5)
    f["replaced_small"] = small
    f["inserted"] = added
    f["dropped"] = min(dropped, 12.0)
    longest = matcher.find_longest_match(0, len(mine), 0, len(theirs)).size
    f["longest"] = longest / max(1, len(mine))


def _roles(pair: _Pair, found: Comparison) -> None:
    f = found.features
    mine = pair.claim.roles
    lines = [pair.lines[k] for k in pair.window]
    # What the sentence says in the very words of the evidence has no roles to compare.
    plain = pair.claim.folded.strip()
    compared = [] if any(plain in line.folded for line in lines) else lines[:2]
    swapped = moved = exchanged = preposition = 0
    order = 1.0
    for line in compared:
        theirs = line.roles
        match = {s: m for s in mine if (m := _counterpart(s, theirs)) is not None}
        if len(match) < 2:
            continue
        pairs = [(mine[s], theirs[m]) for s, m in match.items()]
        swapped += any(a == "A" != b for a, b in pairs) and any(a != "A" == b for a, b in pairs)
        for role in {a for a, _ in pairs if a != "P"}:
            exchanged += any(a == role != b for a, b in pairs) and any(a != role == b for a, b in pairs)
        moved += sum(a != b for a, b in pairs)
        preposition += sum(a not in "AP" and b not in "AP" and a != b for a, b in pairs)
        order = min(order, _order(pair.claim, line, match))
    literal = max(0.0, f["cover_line"] - 0.7)
    f["roles_swapped"] = float(swapped)
    f["roles_exchanged"] = float(exchanged)
    f["exchanged_literal"] = exchanged * literal
    f["scrambled"] = (1 - order) * literal
    f["roles_moved"] = float(moved)
    f["prepositions_moved"] = float(preposition)
    f["order"] = order
    f["passive_differs"] = float((" door " in pair.claim.folded) != (" door " in pair.nearest.folded))
    agents = [s for s, r in mine.items() if r == "A"]
    their_agents = [s for line in lines for s, r in line.roles.items() if r == "A"]
    actors, their_actors = [s for s in agents if s in ACTOR_STEMS], [s for s in their_agents if s in ACTOR_STEMS]
    f["agent_lost"] = float(bool(agents) and bool(their_agents) and not _any_alike(agents, their_agents))
    f["actor_replaced"] = float(bool(actors) and bool(their_actors) and not _any_alike(actors, their_actors))
    said = [s for s, r in mine.items() if r == "volgens"]
    sources = [s for line in lines for s, r in line.roles.items() if r == "volgens" or (r == "A" and "said" in line.channels)]
    f["source_lost"] = float(bool(said) and not _any_alike(said, sources))
    f["said_dropped_literal"] = f["said_dropped"] * max(0.0, f["cover_line"] - 0.6)


def _order(claim: Text, line: Text, match: Mapping[str, str]) -> float:
    """The share of pairs of words that stand in the same order in both."""
    places = {t.stem: i for i, t in reversed(list(enumerate(line.tokens))) if t.stem}
    order = [places[m] for s in dict.fromkeys(t.stem for t in claim.tokens if t.stem) if (m := match.get(s)) in places]
    pairs = [(x, y) for i, x in enumerate(order) for y in order[i + 1 :]]
    return sum(x < y for x, y in pairs) / len(pairs) if pairs else 1.0


def _any_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    return any(known_likeness(a, b) >= FOUND for a in left for b in right)


def _flags(f: dict[str, float]) -> None:
    """How many signs of a turn there are, and how much was found where there is none."""
    f["flags"] = float(sum(f[name] > 0 for name in FLAGS))
    f["clean_line"] = f["cover_line"] if not f["flags"] else 0.0
    f["clean_window"] = f["cover_window"] if not f["flags"] else 0.0
    f["flags_literal"] = f["flags"] * max(0.0, f["cover_line"] - 0.5)


def _counterpart(word: str, there: Mapping[str, str]) -> str | None:
    if word in there:
        return word
    return next((t for t in there if known_likeness(word, t) >= FOUND), None)


def _directions(pair: _Pair, found: Comparison) -> None:
    f = found.features
    for name, patterns in (("cause", CONNECTIVES), ("order", ORDERINGS), ("comparison", COMPARISONS)):
        mine = _halves(pair.claim.text, patterns)
        theirs = [h for k in pair.window if (h := _halves(pair.lines[k].text, patterns))]
        f[f"{name}_turned"] = 0.0
        f[f"{name}_made"] = float(mine is not None and not theirs)
        if mine and theirs:
            straight = max(_both(mine, t) for t in theirs)
            crossed = max(_both(mine, (t[1], t[0])) for t in theirs)
            f[f"{name}_turned"] = crossed - straight


def _halves(text: str, patterns: Sequence[tuple[str, bool]]) -> tuple[Text, Text] | None:
    """What comes first (the cause, the earlier) and what comes second."""
    folded = fold(text)
    for pattern, first_before in patterns:
        match = re.search(pattern, folded)
        if not match:
            continue
        before, after = read(folded[: match.start()]), read(folded[match.end() :])
        if not before.content and "," in folded[match.end() :]:
            # "Omdat A, B": the half that belongs to the connective ends at the comma.
            inner, outer = folded[match.end() :].split(",", 1)
            before, after = read(outer), read(inner)
        return (before, after) if first_before else (after, before)
    return None


def _both(a: tuple[Text, Text], b: tuple[Text, Text]) -> float:
    return sum(_likeness_share(x, y) for x, y in zip(a, b, strict=True)) / 2


def _likeness_share(a: Text, b: Text) -> float:
    if not a.content:
        return 0.0
    return sum(any(known_likeness(t.stem, o.stem) >= FOUND for o in b.content) for t in a.content) / len(a.content)
