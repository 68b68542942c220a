"""`python -m evals tune`: fits what puts evidence and sentences in order, what belongs in an answer, and which route fits.

Learns from the answerable questions of the writers (evals/answerability) and the tuning part; never reads the untouched part. Prints
how often the first piece of evidence is right, for each writer under a model that saw none of that writer's questions.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from assistant import (
    Assistant,
    AssistantSettings,
    DualEncoder,
    Labelled,
    first_right,
    learn_reranking,
    pieces_of,
    save_dual_encoder,
    save_reranking,
)
from evals.groups import groups_of
from evals.questions import FOLDER, json_lines, load_questions
from evals.tune_answers import EditorsAnswer, editors_answers, tune_answers
from evals.tune_dual_encoder import Choice, choices_of, encoders_without, suitings_of, train_dual_encoder
from evals.tune_routes import tune_routes
from evals.tune_sentences import BROAD, FOR_SENTENCES, marked, tune_sentences

WRITTEN = Path(__file__).parent / "answerability" / "tuning.jsonl"
# `why` of a question that was written beside a page: `reisgids-2025 p. 12, 13`.
PAGES = re.compile(r"([a-z-]+-20\d\d) p\. ?([\d, -]+)")
BEFORE = {"odds": 1.0}


def tune(folder: Path = FOLDER) -> list[str]:
    """Lines that tell what was gained. Raises ReisgenootError."""
    assistant = Assistant.open(AssistantSettings.from_environment())
    asked, answers = labelled(assistant, folder), list(editors_answers())
    choices = all_choices(assistant, asked, answers)
    encoders = encoders_without(choices, [*(x.writer for x in asked), *(a.writer for a in answers)])
    suitings = suitings_of(assistant, encoders)
    found = [pieces_of(assistant, x, suiting=suitings[x.writer]) for x in asked]
    told = ["writer          questions  first right before  after, held out"]
    for group in groups_of(p.writer for p in found):
        held_out = learn_reranking([p for p in found if p.writer not in group])
        for writer in sorted(group):
            theirs = [p for p in found if p.writer == writer]
            told.append(f"{writer:15} {len(theirs):9}  {first_right(theirs, BEFORE):18.3f}  {first_right(theirs, held_out):15.3f}")
    save_reranking(learn_reranking(found))
    told += ["", *tune_answers(assistant, answers, encoders, suitings), ""]
    save_dual_encoder(train_dual_encoder(choices))
    return [*told, *tune_sentences(assistant), "", *tune_routes(assistant, suitings)]


def all_choices(assistant: Assistant, asked: Sequence[Labelled], answers: Sequence[EditorsAnswer]) -> list[Choice]:
    """What the dual encoder learns from."""
    return choices_of(assistant, [*marked(FOR_SENTENCES), *marked(BROAD)], answers, asked)


def left_out_encoders(assistant: Assistant) -> dict[str, DualEncoder]:
    """For each writer a dual encoder that saw nothing of that writer, for what else is learned from the questions."""
    asked, answers = labelled(assistant), list(editors_answers())
    return encoders_without(all_choices(assistant, asked, answers), [*(x.writer for x in asked), *(a.writer for a in answers)])


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
    for of in marked(BROAD):
        if of.card in cards:
            where = frozenset((s.document, p) for s in cards[of.card].sources for p in s.pages)
            found.append(Labelled(of.question, where, of.card, of.writer))
    return found
