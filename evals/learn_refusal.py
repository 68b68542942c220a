"""`python -m evals learn-refusal`: fits the bar under which a question is refused and writes it to assistant/refusal.json, and the network
that is asked whether the cards answer to assistant/answered.npz.

Learns from questions that several writers wrote side by side, some that the sources answer and some that only look so, and from the
tuning part, which nobody wrote beside a card and which therefore weighs more. Never reads the untouched part. Prints what
cross-validation says for each writer. `learn-added` fits the bar for documents without cards in the same way.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import Assistant, AssistantSettings, Bar, Signs, answerable_signs, save_answered, with_odds
from evals.errors import InputFault
from evals.questions import json_lines, load_questions
from evals.train_answered import Answered, also_answered, networks_without, train_answered
from evals.tune import learned
from evals.tune_dual_encoder import suitings_of

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "evals" / "answerability" / "tuning.jsonl"
OUT = ROOT / "assistant" / "refusal.json"
# Of the answerable questions that were left out of the fit, so many may be refused; people who ask in words of their own are refused more
# often than these.
REFUSE_AT_MOST = 0.035
# Inverse strength of the penalty, weight of the words beside the features, how often a word must occur, weight of the tuning part.
STRENGTH, WORDS_WEIGH, OFTEN, TUNING_WEIGHS = 0.3, 4.0, 2, 3.0
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question with its signs; `writer` tells who wrote it."""

    text: str
    answerable: bool
    type: str
    writer: str
    signs: Signs


def learn_refusal() -> int:
    """Learn, report, write. Raises ReisgenootError."""
    assistant = Assistant.open(AssistantSettings.from_environment())
    of = learned(assistant)
    suitings = suitings_of(assistant, of.encoders)
    asked = [
        Asked(text, ok, kind, writer, answerable_signs(assistant, text, suitings[writer]))
        for text, ok, kind, writer in written_questions()
    ]
    seen = [Answered(a.text, a.answerable, a.writer, a.signs.seen) for a in asked]
    seen += also_answered(of.choices, suitings, {a.text for a in asked})
    networks = networks_without(seen)
    held_out = [replace(a, signs=with_odds(a.signs, networks[a.writer])) for a in asked]
    network = train_answered(seen)
    fit_bar("cards", held_out, REFUSE_AT_MOST, words=True)
    save_answered(network)
    return 0


def fit_bar(name: str, asked: Sequence[Asked], at_most: float, *, words: bool) -> None:
    """Fit the bar of this name, print what cross-validation says of it, and write it beside the other; with or without single words."""
    held_out = _held_out(asked, words=words)
    bar = _bar(asked, held_out, at_most)
    print(_report(asked, held_out, bar))
    fitted = _fit(asked, words=words)
    told = {
        "features": {n: round(w, 4) for n, w in fitted.features.items()},
        "words": {n: round(w, 3) for n, w in sorted(fitted.words.items())},
        "bias": round(fitted.bias, 4), "bar": round(1 / (1 + float(np.exp(-bar))), 4),
    }  # fmt: skip
    bars = {**json.loads(OUT.read_text(encoding="utf-8")), name: told}
    OUT.write_text(json.dumps(bars, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"geschreven: {OUT.relative_to(ROOT)}, {len(fitted.features)} kenmerken en {len(fitted.words)} woorden en woordparen")


def written_questions() -> list[tuple[str, bool, str, str]]:
    """Text, whether it is answerable, type and writer of all questions to learn from. Raises InputFault.

    Who wrote only answerable ones, for another purpose, tells nothing of the difference.
    """
    found = list[tuple[str, bool, str, str]]()
    for where, values in json_lines(QUESTIONS):
        try:
            found.append((str(values["question"]), bool(values["answerable"]), str(values["type"]), str(values["writer"])))
        except KeyError as fault:
            raise InputFault(f"{where}: {fault} ontbreekt") from fault
    both = {writer for _, ok, _, writer in found if not ok}
    own = [(q.text, q.answerable, q.type or "answerable", "tuning") for q in load_questions("tuning")]
    return [*(q for q in found if q[3] in both), *own]


def _held_out(asked: Sequence[Asked], *, words: bool) -> Matrix:
    """The log odds of each question under a model that saw none of its writer's: of people who ask, none is known."""
    odds = np.zeros(len(asked))
    for writer in sorted({a.writer for a in asked}):
        fitted = _fit([a for a in asked if a.writer != writer], words=words)
        for i, a in enumerate(asked):
            if a.writer == writer:
                odds[i] = fitted.odds(a.signs.features, a.signs.words)
    return odds


def _refused(asked: Sequence[Asked], odds: Matrix, bar: float) -> npt.NDArray[np.bool_]:
    """What would be refused: as `judge` in assistant/refusal.py decides, with even odds for its doubt."""
    before = np.array([a.signs.refused for a in asked])
    against = np.array([a.signs.features["against"] > 0 for a in asked])
    return before | (odds < bar) | (against & (odds < 0.0))


def _bar(asked: Sequence[Asked], odds: Matrix, at_most: float) -> float:
    """The highest bar under which no more than this share of the answerable is refused, whatever refuses it."""
    answerable = np.array([a.answerable for a in asked])
    tried = np.quantile(odds, np.linspace(0.02, 0.7, 400))
    kept = [float(b) for b in tried if _refused(asked, odds, float(b))[answerable].mean() <= at_most]
    return max(kept, default=float(tried[0]))


def _fit(asked: Sequence[Asked], *, words: bool) -> Bar:
    """A logistic model with an L2 penalty on standard scores, with or without the words; its bar is chosen afterwards."""
    model: Any = import_module("sklearn.linear_model")
    sparse: Any = import_module("scipy.sparse")
    names = list(asked[0].signs.features)
    raw = np.array([[a.signs.features[n] for n in names] for a in asked])
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    spread[spread < 1e-9] = 1.0
    counts = Counter(w for a in asked for w in a.signs.words if words)
    number = {w: i for i, w in enumerate(sorted(w for w, n in counts.items() if n >= OFTEN))}
    rows, columns, values = list[int](), list[int](), list[float]()
    for row, a in enumerate(asked):
        there = [number[w] for w in a.signs.words if w in number]
        rows += [row] * len(there)
        columns += there
        values += [WORDS_WEIGH / max(1, len(there)) ** 0.5] * len(there)
    told = sparse.csr_matrix((values, (rows, columns)), shape=(len(asked), len(number)))
    matrix = sparse.hstack([(raw - mean) / spread, told]).tocsr()
    weigh = [TUNING_WEIGHS if a.writer == "tuning" else 1.0 for a in asked]
    logistic = model.LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=3000)
    fitted = logistic.fit(matrix, [a.answerable for a in asked], sample_weight=weigh)
    weights = fitted.coef_[0]
    own = weights[: len(names)] / spread
    bias = float(fitted.intercept_[0] - own @ mean)
    by_word = {w: WORDS_WEIGH * float(weights[len(names) + i]) for w, i in number.items()}
    return Bar(dict(zip(names, map(float, own), strict=True)), by_word, bias)


def _report(asked: Sequence[Asked], odds: Matrix, bar: float) -> str:
    metrics: Any = import_module("sklearn.metrics")
    refused = _refused(asked, odds, bar)
    answerable = np.array([a.answerable for a in asked])
    lines = ["writer            AUC  answerable refused  unanswerable refused"]
    for writer in [*sorted({a.writer for a in asked}), ""]:
        of = np.array([not writer or a.writer == writer for a in asked])
        # Some wrote only answerable questions.
        both = len(set(answerable[of])) == 2
        area = metrics.roc_auc_score(answerable[of], odds[of]) if both else float("nan")
        yes, no = (refused[of & kind].mean() if (of & kind).any() else float("nan") for kind in (answerable, ~answerable))
        lines.append(f"{writer or 'all':14} {area:6.3f}  {yes:18.3f}  {no:20.3f}")
    lines.append("type of the unanswerable: refused")
    for kind in sorted({a.type for a in asked if not a.answerable}):
        of = np.array([a.type == kind and not a.answerable for a in asked])
        lines.append(f"  {kind:16} {refused[of].mean():.3f} of {of.sum()}")
    return "\n".join(lines)
