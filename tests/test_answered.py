"""The network that says whether the cards answer a question: what it sees, and what ships."""

from dataclasses import replace

import numpy as np
import pytest

from assistant import Assistant, Turn, answerable_signs, with_odds
from assistant.answered import LONGEST_TOLD, WEIGHTS_FILE, asked_sides, odds, shipped
from assistant.refusal import confidence
from assistant.suiting import TOLD
from evals.train_answered import Answered, networks_without, train_answered
from ingest import shipped_model

PLACES = ("Tilburg", "Almere", "Utrecht", "Leiden", "Gouda", "Zwolle", "Breda", "Emmen")
TOLD_OF = ("De proef duurde drie jaar.", "De gemeente betaalde de helft.", "Ouders kozen zelf een coach.")


def found() -> list[Answered]:
    """Of every place it is told how long, who paid and who chose; nobody says what it was called or when it stopped."""
    every = []
    for n, place in enumerate(PLACES):
        lines = [f"{place} {text}" for text in TOLD_OF]
        writer = "ab"[n % 2]
        for asked in ("Hoe lang duurde de proef in {}?", "Wie betaalde in {} de helft?", "Wie kozen in {} een coach?"):
            every.append(Answered(asked.format(place), True, writer, asked_sides(asked.format(place), lines)))
        for asked in ("Hoe heette de proef in {}?", "Wanneer stopte de proef in {}?", "Wie sprak in {} ouders aan?"):
            every.append(Answered(asked.format(place), False, writer, asked_sides(asked.format(place), lines)))
    return every * 8


def test_what_is_seen_are_the_words_of_both_and_which_are_shared() -> None:
    asked, told = asked_sides("Hoe lang duurde de proef?", ["Tilburg De proef duurt drie jaar."])
    assert asked.words == ("hoe", "lang", "duurde", "de", "proef")
    assert asked.shared[3:] == (True, True)
    assert told.words[0] == "tilburg"
    assert not told.shared[0]
    assert len(asked_sides("Hoe?", ["woord " * 300])[1].words) == LONGEST_TOLD


def test_what_is_told_is_told_from_what_only_looks_so() -> None:
    network = train_answered(found())
    sure = [network.odds_of(*a.seen) for a in found() if a.answerable]
    assert np.mean(sure) > np.mean([network.odds_of(*a.seen) for a in found() if not a.answerable]) + 1


def test_nobody_is_judged_by_a_network_that_knows_the_questions() -> None:
    every = found()
    networks = networks_without(every)
    assert networks.keys() == {"a", "b"}
    assert networks["a"] is not networks["b"]
    without = train_answered([a for a in every if a.writer == "b"])
    assert networks["a"].odds_of(*every[0].seen) == pytest.approx(without.odds_of(*every[0].seen), abs=1e-3)


def test_the_lines_are_the_sentences_that_suit_best(assistant: Assistant) -> None:
    lines = assistant.search.suiting.of("Hoe lang liep de proef met de wijkteams?").lines
    assert len(set(lines)) == len(lines) == TOLD


def test_the_odds_are_one_of_the_signs(assistant: Assistant) -> None:
    signs = answerable_signs(assistant, "Wat is een OOGO?")
    assert signs.features["answered"] == 0.0
    assert with_odds(signs, shipped()).features["answered"] == pytest.approx(shipped().odds_of(*signs.seen) / 10)
    assert with_odds(replace(signs, added=True), shipped()).features["answered"] == 0.0


def test_in_a_conversation_the_last_question_is_judged(assistant: Assistant) -> None:
    long = "Wij zijn een kleine gemeente en zoeken al een hele tijd naar goede voorbeelden van samenwerking " * 3
    turns = [Turn(f"{long}; wat deed Tilburg met zorg in onderwijstijd?", cited=("tilburg-zorg-in-onderwijstijd",))]
    chances = []
    for asked in ("En wie deden daar mee?", "En hoe heette de wethouder daar?"):
        question = assistant.reader.read(asked, turns)
        found = assistant.search.reordered(question, assistant.search.candidates(question))
        chances.append(confidence(question, found, assistant.search.suiting))
    assert chances[0] != pytest.approx(chances[1], abs=0.02)


def test_without_words_it_says_nothing() -> None:
    assert odds("", ["Scholen meten."]) == 0.0
    assert odds("Wie meet?", []) == 0.0


def test_the_one_that_ships_stands_on_the_embedding_model_that_ships() -> None:
    """After `ingest train` comes `evals learn-refusal`."""
    with np.load(WEIGHTS_FILE, allow_pickle=False) as arrays:
        assert int(arrays["stands_on"]) == shipped_model().fingerprint
