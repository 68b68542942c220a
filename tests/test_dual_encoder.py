"""Which sentence answers, also in the respect that is asked: what the towers see, how they are trained and kept, and what ships."""

from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.belonging import suits
from assistant.dual_encoder import MODEL_FILE, DualEncoder, features, load, shipped
from evals.groups import GROUPS, groups_of
from evals.tune_dual_encoder import Choice, encoders_without, train_dual_encoder
from ingest import shipped_model

WHY, HOW = "Omdat bibliotheken elkaar nog niet kennen.", "Begin met een gesprek met bibliotheken."
SUBJECTS = ("scholen", "opvang", "gemeenten", "wijkteams", "jongerenwerk", "ouders", "besturen", "partners", "leraren", "artsen")


def choices() -> list[Choice]:
    """Questions on many subjects, of which only the way in which they ask tells what answers."""
    found = []
    for n, s in enumerate(SUBJECTS):
        lines = (WHY.replace("bibliotheken", s), HOW.replace("bibliotheken", s))
        asked = {0: f"Waarom helpt dat {s}?", 1: f"Hoe beginnen {s} ermee?"}
        found += [Choice(question, lines, {right: 1.0}, writer="abc"[n % 3]) for right, question in asked.items()]
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


def test_the_subject_counts_among_all_sentences(learned: DualEncoder) -> None:
    """Each question chooses among the sentences of all questions that are learned at the same time."""
    lines = [HOW.replace("bibliotheken", s) for s in SUBJECTS]
    right = [int(learned.scores(f"Hoe beginnen {s} ermee?", lines).argmax()) == n for n, s in enumerate(SUBJECTS)]
    assert sum(right) >= len(SUBJECTS) - 1


def test_a_card_is_learned_of_which_no_sentence_is_named() -> None:
    told = {"water": ("Vis zwemt.", "Een eend drijft."), "lucht": ("Een mus vliegt.", "De wind waait.")}
    asked = [
        Choice(f"{word}?", told[of], {})
        for of, words in {"water": "vis eend", "lucht": "mus wind"}.items()
        for word in words.split()
    ]
    encoder = train_dual_encoder(asked * 40)
    for choice in asked:
        of, beside = choice.sentences, next(lines for lines in told.values() if lines != choice.sentences)
        assert encoder.scores(choice.question, of).max() > encoder.scores(choice.question, beside).max()


def test_training_gives_the_same_again(learned: DualEncoder) -> None:
    again = train_dual_encoder(choices())
    assert np.allclose(again.questions.vectors, learned.questions.vectors, atol=1e-5)


def test_every_writer_has_an_encoder_that_saw_nothing_of_that_writer() -> None:
    lines = ("Bijen maken honing.", "Vissen zwemmen.")
    own = [
        Choice(f"Wat doet de bijenkast {word}?", lines, {0: 1.0}, writer="a")
        for word in "een twee drie vier vijf zes zeven acht".split()
    ]
    # What `a` asked, answered by `b`, is not known to the encoder for `a` either.
    answered = [Choice(c.question, lines, {0: 1.0}, writer="b") for c in own[:4]]
    asked = [(c.writer, c.question) for c in (*own, *answered)] + [("c", "Iets anders?")]
    found = encoders_without([*choices(), *own, *answered], asked)
    assert set(found) == set("abc")
    assert "bijenkast" in found["c"].questions.features
    assert "bijenkast" not in found["a"].questions.features


def test_groups_hold_each_writer_once() -> None:
    groups = groups_of("banaan")
    assert sorted(w for group in groups for w in group) == ["a", "b", "n"]
    assert len(groups_of("a")) == 1
    assert len(groups_of("abcdefg")) == GROUPS


def test_what_is_kept_scores_alike(learned: DualEncoder, tmp_path: Path) -> None:
    learned.save(tmp_path / "model.npz")
    kept = load(tmp_path / "model.npz")
    assert dict(kept.questions.features) == dict(learned.questions.features)
    asked = "Waarom helpt dat ouders?"
    assert np.allclose(kept.scores(asked, [WHY, HOW]), learned.scores(asked, [WHY, HOW]), atol=0.1)


def test_no_sentences_have_no_scores(learned: DualEncoder) -> None:
    assert learned.scores("Waarom?", []).tolist() == []
    assert np.isfinite(learned.scores("", ["", "zzz"])).all()


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


def test_the_one_that_ships_stands_on_the_embedding_model_that_ships() -> None:
    """After `ingest train` comes `evals tune`."""
    with np.load(MODEL_FILE, allow_pickle=False) as arrays:
        assert int(arrays["stands_on"]) == shipped_model().fingerprint
