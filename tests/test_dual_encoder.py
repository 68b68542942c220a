"""Which sentence answers in the respect that is asked: what the towers see, how they are trained and kept, and what ships."""

from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.belonging import suits
from assistant.dual_encoder import DualEncoder, features, load, shipped
from evals.tune_dual_encoder import Choice, train_dual_encoder

WHY, HOW = "Omdat bibliotheken elkaar nog niet kennen.", "Begin met een gesprek met bibliotheken."
SUBJECTS = ("scholen", "opvang", "gemeenten", "wijkteams", "jongerenwerk", "ouders", "besturen", "partners", "leraren", "artsen")


def choices() -> list[Choice]:
    """Questions on many subjects, of which only the way in which they ask tells what answers."""
    found = []
    for s in SUBJECTS:
        lines = (WHY.replace("bibliotheken", s), HOW.replace("bibliotheken", s))
        found += [Choice(f"Waarom helpt dat {s}?", lines, {0: 1.0}), Choice(f"Hoe beginnen {s} ermee?", lines, {1: 1.0})]
    return found * 20


@pytest.fixture(scope="module")
def learned() -> DualEncoder:
    return train_dual_encoder(choices())


def test_a_text_is_seen_as_words_stems_and_pairs() -> None:
    assert features("Wie betaalt? Wie?") == [
        "wie", "betaalt", "wie*", "betal*", "^ wie", "wie betaalt", "betaalt wie", "wie $",
    ]  # fmt: skip
    assert features("") == ["^ $"]


@pytest.mark.parametrize(("question", "right"), [("Waarom helpt dat bibliotheken?", 0), ("Hoe beginnen raadsleden ermee?", 1)])
def test_the_respect_that_is_asked_counts_also_for_a_new_subject(learned: DualEncoder, question: str, right: int) -> None:
    scores = learned.scores(question, [WHY, HOW])
    assert int(scores.argmax()) == right
    assert abs(float(scores[0] - scores[1])) > 0.5


def test_training_gives_the_same_again(learned: DualEncoder) -> None:
    again = train_dual_encoder(choices())
    assert np.allclose(again.questions.vectors, learned.questions.vectors, atol=1e-5)


def test_what_is_kept_scores_alike(learned: DualEncoder, tmp_path: Path) -> None:
    learned.save(tmp_path / "model.npz")
    kept = load(tmp_path / "model.npz")
    assert dict(kept.questions.features) == dict(learned.questions.features)
    asked = "Waarom helpt dat ouders?"
    assert np.allclose(kept.scores(asked, [WHY, HOW]), learned.scores(asked, [WHY, HOW]), atol=0.1)


def test_a_text_of_which_nothing_is_known_counts_for_nothing(learned: DualEncoder) -> None:
    assert not learned.questions.of("xyz").any()
    assert learned.scores("xyz", ["qqq", "zzz"]).tolist() == [0.0, 0.0]
    assert learned.scores("Waarom?", []).tolist() == []


def test_shares_are_of_all_sentences_and_of_those_of_an_entry(learned: DualEncoder) -> None:
    lines = [("a", WHY), ("a", HOW), ("b", HOW)]
    found = suits("Waarom helpt dat ouders?", lines, learned)
    assert sum(np.exp(row["suits of all"]) for row in found) == pytest.approx(1.0, abs=1e-5)
    assert sum(np.exp(row["suits of its entry"]) for row in found[:2]) == pytest.approx(1.0, abs=1e-5)
    assert found[2]["suits of its entry"] == pytest.approx(0.0, abs=1e-6)
    assert suits("Waarom?", [], learned) == []


def test_the_one_that_ships_knows_the_questions_of_the_cards(assistant: Assistant) -> None:
    """Known questions are what it learned from, so this only shows that it is the one of these cards."""
    right = asked = 0
    for entry in assistant.entries("insight")[:40]:
        texts = assistant.sentences(entry)
        for question, named in zip(entry.questions, entry.answered_by, strict=True):
            if named:
                asked += 1
                right += str(int(shipped().scores(question, texts).argmax())) in named
    assert asked > 1_000
    assert right / asked > 0.6
