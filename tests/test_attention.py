"""The network that sees a sentence and its evidence word by word: what it sees, how it is trained and kept, and what ships."""

from pathlib import Path

import numpy as np
import pytest

from assistant.attention import LINES, LONGEST, WEIGHTS_FILE, Attention, load, shipped, sides
from evals.made_pairs import Pair
from evals.train_attention import seen_of, train_attention
from ingest import shipped_model

PARTNERS = ("scholen", "gemeenten", "ouders", "wijkteams", "besturen", "artsen", "leraren", "raadsleden")
DEEDS = ("betalen", "kiezen", "maken", "zoeken", "bespreken", "meten")
WHATS = ("de opvang", "het plan", "een visie", "hun werk")


def pairs() -> list[Pair]:
    """Who does what, told again in another order; or another does it, or it is denied."""
    found = []
    for n, who in enumerate(PARTNERS):
        for deed in DEEDS:
            for what in WHATS:
                evidence = (f"In dit jaar {deed} {who} {what} samen met partners.",)
                other = PARTNERS[(n + 3) % len(PARTNERS)]
                found += [
                    Pair(f"Samen {deed} {who} {what}.", evidence, True, "near-literal"),
                    Pair(f"Samen {deed} {other} {what}.", evidence, False, "name"),
                    Pair(f"Samen met partners {deed} {who} {what} dit jaar.", evidence, True, "near-literal"),
                    Pair(f"Samen {deed} {who} {what} niet.", evidence, False, "negation"),
                ]
    return found


@pytest.fixture(scope="module")
def learned() -> Attention:
    told = pairs()
    return train_attention(seen_of(told), np.array([p.supported for p in told]))


def test_of_long_evidence_the_lines_that_share_most_are_seen() -> None:
    lines = [f"Zin {n} gaat over iets heel anders dan dit." for n in range(9)]
    claim, evidence = sides("Ouders kiezen de opvang.", [*lines, "De opvang kiezen ouders zelf."])
    assert evidence.words[:5] == ("de", "opvang", "kiezen", "ouders", "zelf")
    assert all(claim.shared)
    assert evidence.shared[:5] == (True, True, True, True, False)
    assert len(evidence.words) <= LINES * 9
    assert len(sides("woord " * 90, lines)[0].words) == LONGEST


def test_what_is_told_again_is_told_from_what_is_turned(learned: Attention) -> None:
    evidence = ["Elk jaar meten scholen het resultaat samen met partners."]
    told = learned.odds("Samen meten scholen het resultaat.", evidence)
    assert told > learned.odds("Samen meten scholen het resultaat niet.", evidence)
    assert told > learned.odds("Samen meten artsen het resultaat.", evidence)


def test_what_is_kept_judges_alike(learned: Attention, tmp_path: Path) -> None:
    learned.save(tmp_path / "network.npz")
    kept = load(tmp_path / "network.npz")
    for pair in pairs()[:40]:
        assert kept.odds(pair.sentence, pair.evidence) == pytest.approx(learned.odds(pair.sentence, pair.evidence), abs=0.15)


def test_training_gives_the_same_again(learned: Attention) -> None:
    told = pairs()
    again = train_attention(seen_of(told), np.array([p.supported for p in told]))
    for pair in told[:8]:
        assert again.odds(pair.sentence, pair.evidence) == pytest.approx(learned.odds(pair.sentence, pair.evidence), abs=1e-3)


def test_without_words_it_says_nothing(learned: Attention) -> None:
    assert learned.odds("", ["Scholen meten."]) == 0.0
    assert learned.odds("Scholen meten.", []) == 0.0
    assert learned.odds("Scholen meten.", ["..."]) == 0.0


def test_the_one_that_ships_stands_on_the_embedding_model_that_ships() -> None:
    """After `ingest train` comes `evals learn-grounding`."""
    with np.load(WEIGHTS_FILE, allow_pickle=False) as arrays:
        assert int(arrays["stands_on"]) == shipped_model().fingerprint
    assert shipped().odds("Scholen kiezen samen.", ["Scholen kiezen samen."]) > shipped().odds(
        "Scholen kiezen niet.", ["Scholen kiezen samen."]
    )
