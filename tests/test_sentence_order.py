"""Which sentence of a card comes first: what is learned from, what the order goes by, and what an answer makes of it."""

import json
from pathlib import Path

import pytest

from assistant import Assistant, sentences_of
from assistant.alignment import shipped
from assistant.entry_lines import says_little

QUESTIONS = Path(__file__).parents[1] / "evals" / "sentences" / "tuning.jsonl"


def test_the_questions_for_sentences_name_sentences_of_their_cards(assistant: Assistant) -> None:
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    told = {e.id: set(assistant.sentences(e)) for e in assistant.entries()}
    lost = [x["question"] for x in lines if not set(x["best"]) & told[x["card"]]]
    assert len(lines) > 2_000
    assert lost == [], "cards were reworded since these questions were written"
    assert len({x["question"] for x in lines}) > 0.99 * len(lines)


@pytest.mark.parametrize(
    ("asked", "card", "says"),
    [
        ("Hoe vaak zijn de jongerenwerkers op school?", "den-bosch-schooljongerenwerk", "elke week"),
        ("Wie betaalt het schooljongerenwerk?", "den-bosch-schooljongerenwerk", "betaalt"),
        ("In welk jaar begon de pilot?", "amersfoort-abc-wijkgerichte-samenwerking", "2004"),
    ],
)
def test_the_sentence_that_answers_comes_first(assistant: Assistant, asked: str, card: str, says: str) -> None:
    lines = assistant.aligner.lines(assistant.reader.read(asked), assistant.entry(card))
    assert says in max(lines, key=lambda x: x.worth).text


def test_every_weight_belongs_to_a_feature(assistant: Assistant) -> None:
    pieces = sentences_of(assistant, "Hoeveel scholen doen mee?", assistant.entry("tilburg-zorg-in-onderwijstijd"), {})
    assert all(row.keys() == shipped().keys() for row in pieces.rows)
    assert not pieces.right.any()


def test_a_sentence_about_the_publication_never_comes_first(assistant: Assistant) -> None:
    card = assistant.entry("amersfoort-abc-wijkgerichte-samenwerking")
    assert any(says_little(text) for text in assistant.sentences(card))
    answer = assistant.answer("Hoe werken organisaties per wijk samen in Amersfoort?")
    assert not says_little(answer.blocks[0].sentences[0].text)


def test_an_answer_does_not_say_the_same_twice(assistant: Assistant) -> None:
    answer = assistant.answer("Hoe zorgen we dat de samenwerking niet van één persoon afhangt?")
    told = [s.text for b in answer.blocks if b.kind in ("direct", "more") for s in b.sentences]
    fragile = [text for text in told if "kwetsbaar" in text]
    assert len(fragile) == 1, fragile
