"""Signs that a sentence turns what its evidence says: negation, certainty, amount, direction, who does what, who says so.

Each function adds features to a `Comparison`; none of them judges.
"""

import difflib
import re
from collections.abc import Mapping, Sequence

from assistant.lexicon import ACTORS, CHANNELS, COMPARISONS, CONNECTIVES, ORDERINGS
from assistant.meaning import known_likeness, opposed
from assistant.pairing import FOUND, Comparison, Pairing
from assistant.reading import Text, read
from ingest import fold, stem

# Turning words by what a change of them does, and pairs of which one in place of the other is another claim.
GROUPS = {
    "strength": frozenset("must all only proven law forever first direct least most_of most".split()),
    "hedge": frozenset("should can doubt want try said some few if about".split()),
    "polarity": frozenset("up down good bad before after until since stop start free others despite".split()),
    "link": frozenset("cause if despite also done".split()),
}
HEDGES = frozenset("should can doubt want try said".split())
RIVALS = (
    ("up", "down"), ("before", "after"), ("good", "bad"), ("least", "most_of"), ("since", "until"), ("start", "stop"), ("cause", "despite"),
)  # fmt: skip
ACTOR_STEMS = frozenset(stem(w) for w in ACTORS)


def add_turns(pair: Pairing, found: Comparison) -> None:
    """All features of this file."""
    for add in (_negation, _channels, _opposites, _substitutions, _roles, _directions):
        add(pair, found)


def _negation(pair: Pairing, found: Comparison) -> None:
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
    f["negation_loose"] = float(
        len([m for m in pair.claim.denied if m and theirs and not any(_share(m, t) for t in window.denied)])
    )
    # What the evidence denies stands in the sentence, undenied.
    f["negation_escaped"] = float(any(len(t & pair.claim.stems) >= 2 and not any(_share(t, m) for m in mine) for t in theirs))


def _share(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a & b) or any(known_likeness(x, y) >= FOUND for x in a for y in b)


def _channels(pair: Pairing, found: Comparison) -> None:
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


def _opposites(pair: Pairing, found: Comparison) -> None:
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


def _substitutions(pair: Pairing, found: Comparison) -> None:
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


def _roles(pair: Pairing, found: Comparison) -> None:
    f = found.features
    mine = pair.claim.roles
    lines = [pair.lines[k] for k in pair.window]
    # What the sentence says in the very words of the evidence has no roles to compare.
    plain = pair.claim.folded.strip()
    compared = [] if any(plain in line.folded for line in lines) else [pair.nearest]
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


def _counterpart(word: str, there: Mapping[str, str]) -> str | None:
    if word in there:
        return word
    return next((t for t in there if known_likeness(word, t) >= FOUND), None)


def _directions(pair: Pairing, found: Comparison) -> None:
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
