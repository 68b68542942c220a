"""`python -m evals tune`: fits the re-ranker (assistant/reranking.json) and the order of sentences, and tells how often a first route is right.

Learns from the answerable questions of the writers (evals/answerability) and the tuning part; never reads the untouched part. Prints
how often the first piece of evidence is right, for each writer under a model that saw none of that writer's questions.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import mean

from assistant import (
    Assistant,
    AssistantSettings,
    Labelled,
    first_right,
    learn_reranking,
    pieces_of,
    save_reranking,
)
from evals.questions import FOLDER, json_lines, load_questions
from evals.tune_sentences import tune_sentences

WRITTEN = Path(__file__).parent / "answerability" / "tuning.jsonl"
# `why` of a question that was written beside a page: `reisgids-2025 p. 12, 13`.
PAGES = re.compile(r"([a-z-]+-20\d\d) p\. ?([\d, -]+)")
BEFORE = {"odds": 1.0}
# Questions of two writers with the route that fits best; 0 when none does. What the votes count for was chosen on them.
ROUTES = Path(__file__).parent / "routes" / "tuning.jsonl"
STEPS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 1.01)


def tune(folder: Path = FOLDER) -> list[str]:
    """Lines that tell what was gained. Raises ReisgenootError."""
    assistant = Assistant.open(AssistantSettings.from_environment())
    found = [pieces_of(assistant, x) for x in labelled(assistant, folder)]
    told = ["writer          questions  first right before  after, held out"]
    for writer in sorted({p.writer for p in found}):
        theirs = [p for p in found if p.writer == writer]
        held_out = learn_reranking([p for p in found if p.writer != writer])
        told.append(f"{writer:15} {len(theirs):9}  {first_right(theirs, BEFORE):18.3f}  {first_right(theirs, held_out):15.3f}")
    save_reranking(learn_reranking(found))
    return [*told, "", *tune_sentences(assistant), "", *routes_told(assistant)]


def routes_told(assistant: Assistant) -> list[str]:
    """How often the first route is right for each share of the votes that it has: what `RouteChoice.sure` goes by."""
    asked = [(str(v["question"]), int(str(v["route"]))) for _, v in json_lines(ROUTES)]
    tried = [(c[0].share, c[0].number == route) for question, route in asked if route and (c := assistant.fitting_routes(question))]
    told = ["share of the votes  questions  first route right"]
    for low, high in pairwise(STEPS):
        right = [ok for share, ok in tried if low <= share < high]
        if right:
            told.append(f"{low:.1f} to {min(high, 1):.1f}         {len(right):9}  {mean(right):17.3f}")
    return told


def labelled(assistant: Assistant, folder: Path = FOLDER) -> Sequence[Labelled]:
    """Every question of which is known on which page its answer stands."""
    found = [
        Labelled(q.text, frozenset((g.document, p) for g in q.gold for p in g.pages), "", "tuning")
        for q in load_questions("tuning", folder)
        if q.gold
    ]
    cards = {e.id: e for e in assistant.entries()}
    for _, values in json_lines(WRITTEN):
        card, pages = str(values.get("card") or ""), PAGES.match(str(values.get("why", "")))
        if not values["answerable"] or not (card in cards or pages):
            continue
        if card in cards:
            where = frozenset((s.document, p) for s in cards[card].sources for p in s.pages)
        else:
            assert pages is not None
            where = frozenset((pages[1], int(p)) for p in re.findall(r"\d+", pages[2]))
        found.append(Labelled(str(values["question"]), where, card if card in cards else "", str(values["writer"])))
    return found
