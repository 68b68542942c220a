"""A sentence beside its evidence: which words stand where, which lines it rests on, and what was found of it. No verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.meaning import Matrix, Meaning, likeness
from assistant.reading import Text, read

FOUND = 0.6  # from this likeness on, a word counts as found
GAIN = 0.08  # a further sentence is looked at when it adds this share of the words
MOST_SENTENCES = 3
MAIN = 0.6  # a sentence with less than this share of what the best one has, is only a bystander
RARE = 7.0  # weight of a word that the corpus hardly has
LEAST_FOUND = 0.15  # below this share of its words in all of the evidence, a sentence is about something else
ONE = "1"  # `een van de drie`, `niet een gemeente`: says how something is put as often as how many there are
PUBLICATIONS = frozenset({"midterm", "reisgids", "notitie", "vng"})  # who says it, which the evidence seldom tells of itself
NEAR = 0.6  # in a sentence that is this near to the evidence, a negation more or less is another claim


@dataclass
class Comparison:
    """The features of a pair, the marks of its changes, and the words for a reason."""

    features: dict[str, float] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    nearest: str = ""
    missing_numbers: tuple[str, ...] = ()
    missing_names: tuple[str, ...] = ()
    missing_words: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    opposites: tuple[str, ...] = ()

    @property
    def fault(self) -> str:
        """Why no score can save this sentence, in Dutch; nothing when one can."""
        f = self.features
        if set(self.missing_numbers) - {ONE}:
            return f"getal niet in het bewijs: {', '.join(self.missing_numbers)}"
        if set(self.missing_names) - PUBLICATIONS:
            return f"naam niet in het bewijs: {', '.join(self.missing_names)}"
        if f["cover_line"] >= NEAR and (f["negation_added"] or (f["negation_escaped"] and f["negation_dropped"])):
            return "ontkenning wijkt af van het bewijs"
        if f["cover_all"] < LEAST_FOUND:
            return f"gaat over iets anders dan het bewijs{self.unfound}"
        return ""

    @property
    def unfound(self) -> str:
        """The words that were missed, to put behind a reason."""
        return f"; niet teruggevonden: {', '.join(self.missing_words)}" if self.missing_words else ""


class Pairing:
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
        shares = self.share(list(range(len(self.mine))))
        kept = []
        for k in sorted(k for k in self.window if shares[k] >= MAIN * shares.max()):
            for clause in self.lines[k].clauses:
                hits = [best[column[t.stem]] >= FOUND for t in clause.content if t.stem in column]
                if sum(hits) >= 2 or (hits and sum(hits) >= len(hits) / 2):
                    kept.append(clause.text)
        return read(", ".join(kept)) if kept else self.nearest

    def text_of(self, lines: Sequence[int]) -> Text:
        """Some lines as one text."""
        return read(" ".join(self.lines[k].text for k in sorted(set(lines))))
