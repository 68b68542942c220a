"""`python -m evals tune`: trains the dual encoder and fits what puts evidence and sentences in order, what belongs in an answer, and which
route fits.

Learns from the answerable questions of the writers (evals/answerability, evals/sentences), from answers of editors and from the tuning
part; never reads the untouched part. Prints how often the first piece of evidence is right, for each writer under models that saw none
of that writer's questions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from evals.tune_routes import QUESTIONS, tune_routes
from evals.tune_sentences import BROAD, all_marked, marked, tune_sentences

WRITTEN = Path(__file__).parent / "answerability" / "tuning.jsonl"
# `why` of a question that was written beside a page: `reisgids-2025 p. 12, 13`.
PAGES = re.compile(r"([a-z-]+-20\d\d) p\. ?([\d, -]+)")
BEFORE = {"odds": 1.0}


@dataclass(frozen=True)
class Learned:
    """Questions with their pages, answers of editors, what the dual encoder learns from all of it, and for each writer one that saw nothing
    of that writer, whose questions others learn from.
    """

    asked: Sequence[Labelled]
    answers: Sequence[EditorsAnswer]
    choices: Sequence[Choice]
    encoders: Mapping[str, DualEncoder]


def learned(assistant: Assistant, folder: Path = FOLDER) -> Learned:
    """Trains the encoders, which takes minutes. Raises InputFault."""
    asked, answers = labelled(assistant, folder), list(editors_answers())
    of_sentences = list(all_marked())
    choices = choices_of(assistant, of_sentences, answers, asked)
    written = [(str(told["writer"]), str(told["question"])) for file in (WRITTEN, QUESTIONS) for _, told in json_lines(file)]
    told = [*((x.writer, x.question) for x in asked), *((x.writer, x.question) for x in answers), *written]
    told += [(x.writer, x.question) for x in of_sentences]
    return Learned(asked, answers, choices, encoders_without(choices, told))


def tune(folder: Path = FOLDER) -> list[str]:
    """Lines that tell what was gained. Raises ReisgenootError."""
    assistant = Assistant.open(AssistantSettings.from_environment())
    of = learned(assistant, folder)
    suitings = suitings_of(assistant, of.encoders)
    found = [pieces_of(assistant, x, suiting=suitings[x.writer]) for x in of.asked]
    told = ["writer          questions  first right before  after, held out"]
    for group in groups_of(p.writer for p in found):
        held_out = learn_reranking([p for p in found if p.writer not in group])
        for writer in sorted(group):
            theirs = [p for p in found if p.writer == writer]
            told.append(f"{writer:15} {len(theirs):9}  {first_right(theirs, BEFORE):18.3f}  {first_right(theirs, held_out):15.3f}")
    save_reranking(learn_reranking(found))
    # What belongs in an answer is learned with the order of sentences, and with the order of evidence, that it will meet.
    told += ["", *tune_sentences(assistant), ""]
    told += [*tune_answers(assistant, of.answers, _broad(assistant), of.encoders, suitings), ""]
    save_dual_encoder(train_dual_encoder(of.choices))
    return [*told, *tune_routes(assistant, suitings)]


def _broad(assistant: Assistant) -> list[EditorsAnswer]:
    """Each broad question as an answer from its card alone, of whoever wrote it."""
    every = tuple(e.id for e in assistant.entries())
    return [
        EditorsAnswer(of.question, _of_card(of.card, of.best), _of_card(of.card, of.also), every, of.writer) for of in marked(BROAD)
    ]


def _of_card(card: str, texts: Sequence[str]) -> frozenset[tuple[str, str]]:
    return frozenset((card, text) for text in texts)


def labelled(assistant: Assistant, folder: Path = FOLDER) -> Sequence[Labelled]:
    """Every question of which is known on which page its answer stands."""
    found = [
        Labelled(q.text, frozenset((g.document, p) for g in q.gold for p in g.pages), "", "tuning")
        for q in load_questions("tuning", folder)
        if q.gold
    ]
    cards = {e.id: frozenset((s.document, p) for s in e.sources for p in s.pages) for e in assistant.entries()}
    for _, values in json_lines(WRITTEN):
        card, pages = str(values.get("card") or ""), PAGES.match(str(values.get("why", "")))
        if not values["answerable"] or not (card in cards or pages):
            continue
        if card in cards:
            where = cards[card]
        else:
            assert pages is not None
            where = frozenset((pages[1], int(p)) for p in re.findall(r"\d+", pages[2]))
        found.append(Labelled(str(values["question"]), where, card if card in cards else "", str(values["writer"])))
    broad = (of for of in marked(BROAD) if of.card in cards)
    return [*found, *(Labelled(of.question, cards[of.card], of.card, of.writer) for of in broad)]
