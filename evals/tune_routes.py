"""Which route fits: fits assistant/routes.json on questions with the route that fits (0: none); part of `python -m evals tune`.

Beside the questions of writers who say which route fits (evals/routes) it learns, with less weight, from those that were written for a
card (evals/answerability), whose route is the first of that card, and from those that are about something else, which have none. Never
reads the untouched part.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from assistant import Assistant, RouteModel, Suiting, route_signs, save_routes
from evals.errors import InputFault
from evals.questions import json_lines

QUESTIONS = Path(__file__).parent / "routes" / "tuning.jsonl"
FOR_CARDS = Path(__file__).parent / "answerability" / "tuning.jsonl"
# What a question for a card counts for: it tells of the matter, not of the wish behind it.
CARDS_WEIGH = 0.1
# Questions that are about something else altogether: no route fits them. They count for less than those of the writers, who know the routes.
FAR_OFF, FAR_OFF_WEIGH = frozenset({"out-of-domain", "other-policy"}), 0.3
# Inverse strength of the penalty, weight of the votes and of the words, and how often a word must occur.
STRENGTH, VOTES_WEIGH, WORDS_WEIGH, OFTEN = 1.0, 3.0, 3.0, 3
ROUTES = 10


@dataclass(frozen=True)
class Asked:
    """A question with the route that fits, others that would do, and what is seen of it."""

    route: int
    also: frozenset[int]
    writer: str
    votes: dict[str, float]
    words: list[str]
    weight: float = 1.0


def tune_routes(assistant: Assistant, suitings: Mapping[str, Suiting]) -> list[str]:
    """Lines that tell how often the right route comes first and among three, for each writer under a model that saw none of theirs;
    `suitings`: for each writer what an encoder that saw none either says of the cards.
    """
    found = _questions(assistant, suitings)
    cards = [*_for_cards(assistant, suitings), *_far_off(assistant, suitings)]
    told = ["writer          questions  first route right  among three  none fits: seen  seen wrongly"]
    chances = np.zeros((len(found), ROUTES))
    for writer in sorted({a.writer for a in found}):
        model = fit([*(a for a in found if a.writer != writer), *cards])
        for i, asked in enumerate(found):
            if asked.writer == writer:
                chances[i] = model.chances(asked.votes, asked.words)
    for writer in [*sorted({a.writer for a in found}), ""]:
        of = [i for i, a in enumerate(found) if not writer or a.writer == writer]
        told.append(_line(writer or "all", [found[i] for i in of], chances[of]))
    save_routes(fit([*found, *cards]))
    return told


def _questions(assistant: Assistant, suitings: Mapping[str, Suiting]) -> list[Asked]:
    found = []
    for where, told in json_lines(QUESTIONS):
        try:
            also = frozenset(map(int, re.findall(r"\d+", str(told["also"]))))
            votes, words = route_signs(assistant, str(told["question"]), suitings[str(told["writer"])])
            found.append(Asked(int(str(told["route"])), also, str(told["writer"]), votes, words))
        except (KeyError, TypeError, ValueError) as fault:
            raise InputFault(f"{where}: {fault!r}") from fault
    return found


def _for_cards(assistant: Assistant, suitings: Mapping[str, Suiting]) -> Iterator[Asked]:
    cards = {e.id: e for e in assistant.entries() if e.kind != "law" and e.routes}
    for _, told in json_lines(FOR_CARDS):
        card = cards.get(str(told.get("card") or ""))
        if card and told["answerable"]:
            votes, words = route_signs(assistant, str(told["question"]), suitings[str(told["writer"])])
            yield Asked(card.routes[0], frozenset(card.routes[1:]), str(told["writer"]), votes, words, CARDS_WEIGH)


def _far_off(assistant: Assistant, suitings: Mapping[str, Suiting]) -> Iterator[Asked]:
    for _, told in json_lines(FOR_CARDS):
        if not told["answerable"] and told.get("type") in FAR_OFF:
            votes, words = route_signs(assistant, str(told["question"]), suitings[str(told["writer"])])
            yield Asked(0, frozenset(), str(told["writer"]), votes, words, FAR_OFF_WEIGH)


def fit(asked: Sequence[Asked]) -> RouteModel:
    """A multinomial logistic model with an L2 penalty."""
    model: Any = import_module("sklearn.linear_model")
    sparse: Any = import_module("scipy.sparse")
    names = sorted({name for a in asked for name in a.votes})
    counts = Counter(w for a in asked for w in a.words)
    number = {w: i for i, w in enumerate(sorted(w for w, n in counts.items() if n >= OFTEN))}
    dense = VOTES_WEIGH * np.array([[a.votes.get(n, 0.0) for n in names] for a in asked])
    rows, columns, values = list[int](), list[int](), list[float]()
    for row, a in enumerate(asked):
        there = [number[w] for w in a.words if w in number]
        rows += [row] * len(there)
        columns += there
        values += [WORDS_WEIGH / max(1, len(there)) ** 0.5] * len(there)
    told = sparse.csr_matrix((values, (rows, columns)), shape=(len(asked), len(number)))
    logistic = model.LogisticRegression(C=STRENGTH, max_iter=2000)
    fitted = logistic.fit(sparse.hstack([dense, told]).tocsr(), [a.route for a in asked], sample_weight=[a.weight for a in asked])
    weights = np.zeros((ROUTES, len(names) + len(number)))
    bias = np.full(ROUTES, -30.0)  # a route that nobody asked for
    weights[fitted.classes_], bias[fitted.classes_] = fitted.coef_, fitted.intercept_
    return RouteModel(
        {n: list(map(float, VOTES_WEIGH * weights[:, i])) for i, n in enumerate(names)},
        {w: list(map(float, WORDS_WEIGH * weights[:, len(names) + i])) for w, i in number.items()},
        list(map(float, bias)),
    )


def _line(writer: str, asked: Sequence[Asked], chances: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> str:
    order = 1 + np.argsort(-chances[:, 1:], axis=1)
    known = [i for i, a in enumerate(asked) if a.route]
    first = np.mean([int(order[i, 0]) in {asked[i].route, *asked[i].also} for i in known])
    three = np.mean([asked[i].route in order[i, :3] for i in known])
    none = chances[:, 0] > RouteModel.none_fits
    without = np.array([not a.route for a in asked])
    seen = f"{none[without].mean() if without.any() else float('nan'):15.3f}  {none[~without].mean():12.3f}"
    return f"{writer:15} {len(asked):9}  {first:17.3f}  {three:11.3f}  {seen}"
