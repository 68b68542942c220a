"""Which sentence of a card answers a question: fits the order of sentences and writes assistant/sentences.json; part of `python -m evals tune`.

Learns from questions that were written for sentences of a card (evals/sentences; the broad ones as someone asks who does not know the
card), and from those that were written for a whole card with a few words of the answer (evals/answerability), where one or two sentences
hold these words. Never reads the untouched part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from assistant import Assistant, Entry, Pieces, first_right, learn_reranking, save_sentence_order, sentences_of
from evals.errors import InputFault
from evals.groups import groups_of
from evals.questions import json_lines
from evals.words import stems

FOR_SENTENCES = Path(__file__).parent / "sentences" / "tuning.jsonl"
BROAD = FOR_SENTENCES.with_name("broad.jsonl")
FOR_CARDS = Path(__file__).parent / "answerability" / "tuning.jsonl"
# What a sentence counts for that says the same as the one a question was written for.
ALSO = 0.5
# A question for a whole card is used when a sentence holds this share of the words of its answer, and no more than so many do.
HOLDS, FEW = 0.6, 2
# Questions for a card ask for its main point as often as people do, those for a sentence do not: each of the former counts three times.
OFTEN = 3
NOW = {"similarity": 1.0, "overlap": 0.8, "leans": -0.25, "says_little": -0.4, "amount": 0.25, "year": 0.25, "gist": 0.1}


def tune_sentences(assistant: Assistant) -> list[str]:
    """Lines that tell how often the first sentence is right, for each writer under a model that saw none of that writer's questions."""
    cards = {e.id: e for e in assistant.entries() if e.kind != "passage"}
    found = {"for_sentence": list(_for_sentences(assistant, cards)), "for_card": list(_for_cards(assistant, cards))}
    told = ["writer          questions  first sentence right by rule  learned, held out"]
    for group in groups_of(p.writer for of in found.values() for p in of):
        learned = learn_reranking(_weighed({kind: [p for p in of if p.writer not in group] for kind, of in found.items()}))
        for kind, writer in product(found, sorted(group)):
            if theirs := [p for p in found[kind] if p.writer == writer]:
                told.append(f"{writer:15} {len(theirs):9}  {first_right(theirs, NOW):28.3f}  {first_right(theirs, learned):17.3f}")
    save_sentence_order(learn_reranking(_weighed(found)))
    return told


def _weighed(found: dict[str, list[Pieces]]) -> list[Pieces]:
    return found["for_sentence"] + found["for_card"] * OFTEN


@dataclass(frozen=True)
class Marked:
    """A question that was written for one sentence of a card: that sentence, and those that say the same."""

    card: str
    question: str
    best: tuple[str, ...]
    also: tuple[str, ...]
    writer: str


def marked(file: Path) -> Iterator[Marked]:
    """Each line of a file. Raises InputFault."""
    for where, told in json_lines(file):
        try:
            yield Marked(str(told["card"]), str(told["question"]), _texts(told["best"]), _texts(told["also"]), str(told["writer"]))
        except (KeyError, TypeError) as fault:
            raise InputFault(f"{where}: {fault!r}") from fault


def all_marked() -> Iterator[Marked]:
    """Those that were written for one sentence, and the broad ones."""
    yield from marked(FOR_SENTENCES)
    yield from marked(BROAD)


def _texts(told: object) -> tuple[str, ...]:
    if not isinstance(told, list):
        raise TypeError(f"{told!r} is geen lijst")
    return tuple(map(str, told))


def _for_sentences(assistant: Assistant, cards: dict[str, Entry]) -> Iterator[Pieces]:
    for told in all_marked():
        # A card that was reworded since has no such sentence any more.
        if card := cards.get(told.card):
            right = {**dict.fromkeys(told.also, ALSO), **dict.fromkeys(told.best, 1.0)}
            pieces = sentences_of(assistant, told.question, card, right, told.writer)
            if pieces.right.any():
                yield pieces


def _for_cards(assistant: Assistant, cards: dict[str, Entry]) -> Iterator[Pieces]:
    for _, told in json_lines(FOR_CARDS):
        card, answer = cards.get(str(told.get("card") or "")), set(stems(str(told.get("why", ""))))
        if not card or not told["answerable"] or not answer:
            continue
        shares = {text: len(answer & set(stems(text))) / len(answer) for text in assistant.sentences(card)}
        most = max(shares.values(), default=0.0)
        right = {text: 1.0 for text, share in shares.items() if share == most}
        if most >= HOLDS and len(right) <= FEW:
            yield sentences_of(assistant, str(told["question"]), card, right, str(told["writer"]))
