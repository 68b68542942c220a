"""What known questions say of the sentences that answer them."""

import json
import re
from dataclasses import astuple
from pathlib import Path

import pytest
from toy_corpus import write_corpus

from assistant import Assistant
from assistant.known_questions import Votes, bare
from ingest import CorpusError, load_corpus


def test_every_known_question_names_what_the_card_has(assistant: Assistant) -> None:
    cards = [e for e in assistant.entries() if e.kind not in ("passage", "term")]
    named = lost = 0
    for card in cards:
        sentences = len(assistant.aligner.texts(card)) - len(card.articles)
        there = {str(n) for n in range(sentences)} | {f"a{n}" for n in range(len(card.articles))}
        assert len(card.answered_by) == len(card.questions)
        named += sum(map(bool, card.answered_by))
        lost += sum(name not in there for names in card.answered_by for name in names)
    assert named > 24_000
    assert lost == 0, "sentences were taken out of cards, so the numbers behind them in corpus/questions.jsonl are another's now"


def test_a_known_question_that_is_asked_itself_votes_for_what_answers_it(assistant: Assistant) -> None:
    right = []
    for card in [e for e in assistant.entries() if e.kind == "case"][:30]:
        for asked, names in zip(card.questions, card.answered_by, strict=True):
            if names and names[0].isdigit():
                texts = assistant.aligner.texts(card)
                votes = assistant.aligner.known.of_sentences(assistant.reader.read(asked), card, len(texts))
                shares = [v.first_of_few for v in votes]
                right.append(shares.index(max(shares)) == int(names[0]))
    assert len(right) > 500
    assert sum(right) / len(right) > 0.9


def test_a_known_question_in_these_very_words_brings_its_card_first(assistant: Assistant) -> None:
    cards = [e for e in assistant.entries() if e.kind in ("case", "insight") and e.questions][::15]
    found = {e.id: assistant.find(e.questions[-1].upper() + " ??", limit=1)[0].entry for e in cards}
    assert len(found) > 30
    # Some questions are known questions of more cards than one.
    asked = {e.id: bare(e.questions[-1]) for e in cards}
    assert [i for i, first in found.items() if asked[i] not in map(bare, first.questions)] == []


def test_a_known_question_can_name_an_article_of_a_law(assistant: Assistant) -> None:
    law = assistant.entry("wpo")
    asked, names = next((q, n) for q, n in zip(law.questions, law.answered_by, strict=True) if n and n[0].startswith("a"))
    texts = assistant.aligner.texts(law)
    votes = assistant.aligner.known.of_sentences(assistant.reader.read(asked), law, len(texts))
    best = max(range(len(texts)), key=lambda n: votes[n].first_of_few)
    assert texts[best].startswith("Artikel ")
    assert best == len(texts) - len(law.articles) + int(names[0][1:])


def test_shares_add_up_and_distances_are_none_or_less(assistant: Assistant) -> None:
    card = assistant.entry("tilburg-zorg-in-onderwijstijd")
    asked = assistant.reader.read("Wie koopt de zorg in?")
    votes = assistant.aligner.known.of_sentences(asked, card, len(assistant.aligner.texts(card)))
    assert sum(v.first_of_many for v in votes) <= 1.0001
    assert all(v.of_few >= v.first_of_few and v.first_behind <= v.behind <= 0 for v in votes)
    assert max(v.behind for v in votes) > -0.5


def test_where_no_question_names_a_sentence_nothing_is_voted(assistant: Assistant) -> None:
    term = next(e for e in assistant.entries() if e.kind == "term")
    assert assistant.aligner.known.of_sentences(assistant.reader.read("Wat is dat?"), term, 2) == [Votes(), Votes()]
    assert set(astuple(Votes())) == {0.0}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"questions": ["Wie?", "Wat?"], "answered_by": ["0"]}, "2 vragen, maar answered_by heeft er 1"),
        ({"questions": ["Wie?"], "answered_by": ["zin 3"]}, "String should match pattern"),
    ],
)
def test_what_names_nothing_is_told_with_its_line(tmp_path: Path, line: dict[str, object], message: str) -> None:
    folder = write_corpus(tmp_path / "corpus")
    card = next(folder.glob("cases/*.md")).stem
    (folder / "questions.jsonl").write_text(json.dumps({"card": card, **line}) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"questions\.jsonl:1: .*{re.escape(message)}"):
        load_corpus(folder)
