"""Whether a sentence tells again what an answer has told: what is seen, how it is learned, what ships."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant, repeat_sides, repeat_signs
from assistant.repeats import NETWORK_FILE, SENTENCES, TOLD_AGAIN, chance
from evals.errors import InputFault
from evals.learn_repeats import told_sentences
from ingest import shipped_model

TOLD = (
    "Een ambassadeur houdt het doel van de samenwerking in de eigen organisatie onder de aandacht en zet anderen aan om bij te dragen.",
    "Bij de Familieschool in Amsterdam is de zorgcoördinator de ambassadeur van de samenwerking.",
)
AGAIN = (
    "Een ambassadeur wijst de eigen organisatie steeds op het gezamenlijke doel en moedigt anderen aan om daaraan bij te dragen."
)
SHORTER = "Een ambassadeur houdt in de eigen organisatie het doel van de samenwerking onder de aandacht."
NEW = "Kies een ambassadeur die invloed heeft op het bestuur."


def test_the_same_in_other_words_is_told_from_what_is_new() -> None:
    assert chance(SHORTER, TOLD) >= TOLD_AGAIN > chance(NEW, TOLD)
    assert chance(AGAIN, TOLD) > chance(NEW, TOLD) + 0.2
    assert chance(AGAIN, []) == 0.0


def test_the_network_sees_what_shares_most() -> None:
    others = [f"Zin {n} gaat ergens anders over." for n in range(5)]
    _, before = repeat_sides(AGAIN, [*others, *TOLD])
    assert "aandacht" in before.words
    assert len(repeat_sides("woord", others)[1].words) <= SENTENCES * 6


def test_what_is_plainly_seen() -> None:
    seen = repeat_signs("De proef in Tilburg duurde drie jaar.", ["De proef duurde jaren.", "Ouders kozen zelf."])
    assert seen["brings"] == 1.0
    assert 0.0 < seen["said"] < 1.0
    assert repeat_signs("De proef duurde jaren.", ["De proef in Tilburg duurde jaren."])["said"] == 1.0


@pytest.mark.parametrize(
    "asked",
    ["Wat doet een ambassadeur van de samenwerking?", "Waarom zou een gemeente investeren in preventie?", "Wat is een OOGO?"],
)
def test_no_answer_tells_the_same_twice(assistant: Assistant, asked: str) -> None:
    told = [s.text for block in assistant.answer(asked).blocks if block.kind in ("direct", "more") for s in block.sentences]
    assert told
    assert all(chance(told[late], [told[early]]) < 0.55 for early, late in combinations(range(len(told)), 2))


def test_a_faulty_line_names_its_place(tmp_path: Path) -> None:
    file = tmp_path / "antwoorden.jsonl"
    file.write_text('{"question": "Wat?", "sentences": ["Een.", "Twee."], "repeats": []}\n', encoding="utf-8")
    with pytest.raises(InputFault, match=r"antwoorden\.jsonl"):
        list(told_sentences(file))


def test_the_one_that_ships_stands_on_the_embedding_model_that_ships() -> None:
    """After `ingest train` comes `evals learn-repeats`."""
    with np.load(NETWORK_FILE, allow_pickle=False) as arrays:
        assert int(arrays["stands_on"]) == shipped_model().fingerprint
