"""Which sentence of the evidence opens an answer, and which others belong in it: for each the chance that an editor would choose so.

Two logistic models over what a sentence says of the question, where it stands among the evidence, and what it is beside the foremost
sentence of the best piece; learned from answers that editors put together (`python -m evals tune`, evals/answers), shipped as JSON.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.alignment import Aligner, Line
from assistant.answer import Retrieved
from assistant.asks import KINDS, kinds
from assistant.details import holding_detail
from assistant.dual_encoder import DualEncoder
from assistant.dual_encoder import shipped as shipped_encoder
from assistant.entry_lines import about_the_source, leans, says_little
from assistant.question import Question
from assistant.retrieval import same_words
from ingest import Entry, fold, sentences

WEIGHTS_FILE = Path(__file__).with_name("belonging.json")
MODELS = ("belongs", "opens")
# So many pieces of evidence are looked through.
PIECES = 5
# What the chance to belong counts for beside the chance to open, and by how much a lesser piece must be better to open.
BELONGING_COUNTS, MARGIN = 0.3, 0.15
# With such a chance to belong, a sentence that holds the detail which is asked opens the answer.
LIKELY = 0.2
# `Bestuurders tonen ook ...` comes after something.
ALSO = re.compile(r"(?:[^\s,]+ ){1,3}(?<!dat )ook\b")
# A sentence with so many words of a question for a reason, and none that gives one, says what was asked and not why.
RESTATES = 0.6
GIVES_REASON = re.compile(r"\b(?:omdat|doordat|want|daardoor|waardoor|daarom|zodat|dankzij|wegens|vanwege|om|reden\w*|oorza\w+)\b")
HEADINGS = (
    "wat",
    "hoe",
    "wie",
    "leerpunten",
    "resultaat",
    "waarom",
    "knelpunt",
    "advies",
    "samenwerking",
    "inzicht",
    "mening",
    "geld",
)
CARDS = ("case", "insight", "law", "instrument", "route", "term")


@dataclass(frozen=True)
class Weighed:
    """A sentence of a piece of evidence, and the chance that it belongs in the answer, and that it is the one to open it with.

    `voted`: share of the known questions near that name it; `named`: a known question in these very words does.
    """

    entry: Entry
    line: Line
    chance: float
    opens: float
    voted: float
    named: bool = False


def weigh(question: Question, found: Sequence[Retrieved], aligner: Aligner) -> list[Weighed]:
    """Every sentence of the best evidence, the most fitting first."""
    seen = rows(question, found, aligner)
    if not seen:
        return []
    suited = suits(question.last.text, [(entry.id, line.text) for entry, line, _ in seen], shipped_encoder())
    made = [(entry, line, row | of) for (entry, line, row), of in zip(seen, suited, strict=True)]
    # Every row has its features in the same order.
    names = tuple(made[0][2])
    values = np.array([list(row.values()) for *_, row in made])
    odds = np.clip(values @ _weights(names).T + [shipped()[of]["bias"] for of in MODELS], -60.0, 60.0)
    chances = 1.0 / (1.0 + np.exp(-odds))
    pieces = [] if question.follow_up else [piece.entry for piece in found[:PIECES]]
    named = {e.id: aligner.known.named(question.asked, e, len(aligner.texts(e))) for e in pieces}
    told = [
        Weighed(entry, line, float(belongs), float(opens), row["of_few"], line.order == named.get(entry.id))
        for (entry, line, row), (belongs, opens) in zip(made, chances, strict=True)
    ]
    return sorted(told, key=lambda x: -x.chance)


@lru_cache(maxsize=2)
def _weights(names: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """The weights of these features in each model, shape (models, features)."""
    return np.array([[shipped()[of].get(name, 0.0) for name in names] for of in MODELS])


def opener(weighed: Sequence[Weighed], best: Entry, told: Collection[str] = ()) -> Weighed | None:
    """The sentence to open the answer with: the one that is named for this very question, or of the best evidence, unless another is clearly
    better; None when there are no sentences. What was `told` in the answer before comes last.
    """

    def rank(w: Weighed) -> tuple[bool, bool, bool, float]:
        return (
            not w.named,
            _is_no_opening(w.line),
            w.line.text in told,
            (0.0 if w.entry is best else MARGIN) - w.opens - BELONGING_COUNTS * w.chance,
        )

    return min(weighed, key=rank, default=None)


def with_detail(asked: str, weighed: Sequence[Weighed]) -> Sequence[Weighed]:
    """The sentences that hold the price, time or share that is asked and may well belong in the answer; all when none does."""
    holds = holding_detail(asked, [w.line.text for w in weighed])
    return [w for w, held in zip(weighed, holds, strict=True) if held and w.chance >= LIKELY] or weighed


def restates(asked: str, text: str) -> bool:
    """Whether a sentence only says again what a question wants the reason of."""
    return "why" in kinds(asked) and same_words(text, asked) >= RESTATES and not GIVES_REASON.search(text)


def _is_no_opening(line: Line) -> bool:
    return says_little(line.text) or (line.order > 0 and (leans(line.text) or bool(ALSO.match(line.text))))


def rows(question: Question, found: Sequence[Retrieved], aligner: Aligner) -> list[tuple[Entry, Line, dict[str, float]]]:
    """The features of each sentence of the best evidence but for `suits`, in the order of the evidence."""
    pieces = [(r, aligner.scored(question, r.entry)) for r in found[:PIECES]]
    foremost = min((x for x, _ in pieces[0][1]), key=lambda x: (_is_no_opening(x), -x.worth), default=None) if pieces else None
    if foremost is None:
        return []
    best = found[0].score or 1.0
    places = sorted((x.worth for _, lines in pieces for x, _ in lines), reverse=True)
    asked = kinds(question.asked)
    unasked = float(not about_the_source(question.asked))
    fits = max((x.fit for _, lines in pieces for x, _ in lines), default=0.0)
    of_question = {f"asks {kind}": float(kind in asked) for kind in KINDS} | {
        "asks how to": float("how" in question.intents), "asks a list": float("list" in question.intents),
        "words asked": len(question.own_words) / 10,
    }  # fmt: skip
    told = []
    for rank, (piece, lines) in enumerate(pieces):
        top_worth, top_fit = max((x.worth for x, _ in lines), default=0.0), max((x.fit for x, _ in lines), default=0.0)
        gist, headings = sentences(piece.entry.summary), aligner.headings(piece.entry)
        of_piece = {
            "share": piece.score / best, "score": piece.score, "rank": float(rank), "best": float(rank == 0), "second": float(rank == 1),
            "behind": rank * piece.score / best, "lines": len(lines) / 10, **{k: float(piece.entry.kind == k) for k in CARDS},
        }  # fmt: skip
        for line, row in lines:
            heading = headings.get(line.text, "")
            values = row | of_question | of_piece | _beside(line, foremost, aligner, same_piece=rank == 0)
            values |= {f"under {h}": float(heading.startswith(h)) for h in HEADINGS}
            values |= {
                "worth": line.worth,
                "worth behind": top_worth - line.worth,
                "worth behind all": places[0] - line.worth,
                "among the first": 1 / (1 + places.index(line.worth)),
                "later": float(places.index(line.worth)),
                "fit": line.fit,
                "fit behind": top_fit - line.fit,
                "fit behind all": fits - line.fit,
                "about the source": float(about_the_source(line.text)),
                "about the source unasked": unasked * about_the_source(line.text),
                "like the gist": 0.0 if line.text in gist else max((same_words(line.text, g) for g in gist), default=0.0),
                "asked words": same_words(question.asked, line.text),
                "definite": float(fold(line.text).startswith(("de ", "het ", "een ", "deze ", "dit "))),
            }
            told.append((piece.entry, line, values))
    return told


def suits(question: str, lines: Sequence[tuple[str, str]], encoder: DualEncoder) -> list[dict[str, float]]:
    """How well each sentence, a pair of the id of its entry and its text, answers in the respect that is asked.

    Of itself, as log share among all of them, and among those of its entry.
    """
    if not lines:
        return []
    scores = encoder.scores(question, [text for _, text in lines])
    of_entry = np.zeros_like(scores)
    for entry in dict.fromkeys(entry for entry, _ in lines):
        places = [i for i, (of, _) in enumerate(lines) if of == entry]
        of_entry[places] = _log_shares(scores[places])
    names = ("suits", "suits of all", "suits of its entry")
    return [dict(zip(names, map(float, row), strict=True)) for row in np.column_stack([scores, _log_shares(scores), of_entry])]


def _log_shares(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    behind: npt.NDArray[np.float32] = scores - scores.max()
    behind -= np.log(np.exp(behind).sum())
    return behind


def _beside(line: Line, first: Line, aligner: Aligner, *, same_piece: bool) -> dict[str, float]:
    """What a sentence is beside the foremost one of the best evidence."""
    foremost = same_piece and line.order == first.order
    shared, shares, near = (
        same_words(line.text, first.text),
        same_words(first.text, line.text),
        aligner.likeness(line.text, first.text),
    )
    gap = line.order - first.order
    return {
        "foremost": float(foremost), "worth beside": line.worth - first.worth, "fit beside": line.fit - first.fit,
        "next to it": float(same_piece and gap == 1), "near it": float(same_piece and gap in (-1, 2)),
        "shared": 0.0 if foremost else shared, "shares": 0.0 if foremost else shares,
        "most shared": 0.0 if foremost else max(shared, shares), "alike": 0.0 if foremost else near,
    }  # fmt: skip


@cache
def shipped() -> Mapping[str, Mapping[str, float]]:
    """The weights that ship, each with its bias: `opens` and `belongs`."""
    raw: dict[str, dict[str, float]] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return raw


def forget() -> None:
    """Read the weights anew when they are next needed."""
    shipped.cache_clear()
    _weights.cache_clear()
