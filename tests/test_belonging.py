"""Which sentence opens an answer and which belong in it: what is learned from, the features, and what an answer makes of it."""

import json
from pathlib import Path

import pytest

from assistant import Assistant, edited
from assistant.belonging import opener, rows, shipped, suits, weigh
from assistant.dual_encoder import shipped as shipped_encoder
from assistant.entry_lines import leans, says_little

ANSWERS = Path(__file__).parents[1] / "evals" / "answers" / "tuning.jsonl"
ASKED = "Hoe voorkomen we dat alles van één persoon afhangt?"


def test_the_answers_of_editors_name_sentences_of_their_cards(assistant: Assistant) -> None:
    lines = [json.loads(line) for line in ANSWERS.read_text(encoding="utf-8").splitlines()]
    told = {e.id: set(assistant.sentences(e)) for e in assistant.entries()}
    lost = [x["question"] for x in lines for card, text in (*x["first"], *x["good"]) if text not in told[card]]
    assert len(lines) > 1_000
    assert len(lost) <= 0.01 * len(lines), lost


def test_every_weight_belongs_to_a_feature(assistant: Assistant) -> None:
    question = assistant.reader.read(ASKED)
    made = rows(question, assistant.find(ASKED), assistant.aligner)
    suited = suits(question.text, [(entry.id, line.text) for entry, line, _ in made], shipped_encoder())
    assert not any(row.keys() & own.keys() for (*_, row), own in zip(made, suited, strict=True))
    for weights in shipped().values():
        assert all(weights.keys() == row.keys() | own.keys() | {"bias"} for (*_, row), own in zip(made, suited, strict=True))


def test_the_opening_can_be_read_alone(assistant: Assistant) -> None:
    found = assistant.find(ASKED)
    weighed = weigh(assistant.reader.read(ASKED), found, assistant.aligner)
    assert [w.chance for w in weighed] == sorted((w.chance for w in weighed), reverse=True)
    first = opener(weighed, found[0].entry)
    assert first
    assert not says_little(first.line.text)
    assert not leans(first.line.text)
    assert weigh(assistant.reader.read(ASKED), [], assistant.aligner) == []
    assert opener([], found[0].entry) is None


def test_what_is_learned_from_an_answer(assistant: Assistant) -> None:
    found = assistant.find(ASKED)
    entry = found[0].entry
    first, second, *_ = assistant.sentences(entry)
    made = edited(assistant, ASKED, {(entry.id, first)}, {(entry.id, second)}, {entry.id}, "x")
    assert (sum(made.opens), sum(made.belongs)) == (1, 2)
    assert len(made.rows) == len(assistant.sentences(entry))


@pytest.mark.parametrize("asked", [ASKED, "Wat is een OOGO?", "Wie betaalt de jeugdhulp op school?", "Wat regelt artikel 18a WPO?"])
def test_every_citation_carries_a_sentence(assistant: Assistant, asked: str) -> None:
    answer = assistant.answer(asked)
    used = [n for sentence in answer.sentences for n in sentence.cites]
    assert {c.n for c in answer.citations} == set(used)
    assert list(dict.fromkeys(used)) == [c.n for c in answer.citations], "numbers run on as the text is read"


def test_an_abbreviation_is_written_out_when_it_is_asked(assistant: Assistant) -> None:
    first = assistant.answer("Wat is een OOGO?").blocks[0].sentences[0]
    assert first.text.lower().startswith("oogo staat voor op overeenstemming gericht overleg")
    assert first.cites
