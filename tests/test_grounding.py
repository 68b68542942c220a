"""The grounding check on clear-cut sentences of every kind, on citations that are not there, and with a model for entailment."""

import json
import math
from pathlib import Path

import pytest
from tiny_models import tiny_model

from assistant.answer import Citation, Sentence
from assistant.changes import BASE, marks_of, odds
from assistant.grounding import WEIGHTS_FILE, Checker, Verdict, check_sentence, comparer, evidence_text
from assistant.meaning import shipped
from assistant.pairing import Pairing
from assistant.reading import read
from assistant.trees import Trees
from ingest import Analyser, CrossEncoderEntailment, Document, Entry, ModelError, Source

EVIDENCE = (
    "De gemeente Tilburg startte in 2021 een pilot met collectieve inkoop van zorg in onderwijstijd. "
    "Drie scholen in Tilburg werken samen met twee zorgaanbieders. "
    "De begeleiders werken op school en hebben geen aparte beschikking nodig. "
    "Volgens de schoolleiders is er meer rust in de klas. "
    "De wethouder adviseert andere gemeenten om klein te beginnen. "
    "Sommige ouders kunnen met vragen terecht bij het wijkteam. "
    "Door de pilot daalt het aantal thuiszitters."
)


def verdict(sentence: str, *evidence: str) -> Verdict:
    return check_sentence(sentence, evidence or (EVIDENCE,))


@pytest.mark.parametrize(
    "sentence",
    [
        "Drie scholen in Tilburg werken samen met twee zorgaanbieders.",
        "Drie scholen in Tilburg werken samen met twee zorgaanbieders. [1]",
        "In Tilburg werken 3 scholen samen met twee zorgaanbieders.",
        "De begeleiders werken op school en hebben geen aparte beschikking nodig.",
        "Volgens de schoolleiders is er meer rust in de klas.",
        "De gemeente Tilburg startte in 2021 een pilot met collectieve inkoop van zorg.",
    ],
)
def test_what_stands_there_is_supported(sentence: str) -> None:
    found = verdict(sentence)
    assert found.supported, found.reason


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Vijf scholen in Tilburg werken samen met twee zorgaanbieders.", "getal niet in het bewijs: 5"),
        ("De gemeente Tilburg startte in 2019 een pilot met collectieve inkoop van zorg.", "getal niet in het bewijs: 2019"),
        ("De gemeente Breda startte in 2021 een pilot met collectieve inkoop van zorg.", "naam niet in het bewijs: breda"),
        ("De begeleiders werken niet op school en hebben een aparte beschikking nodig.", ""),
        ("Drie scholen in Tilburg werken niet samen met twee zorgaanbieders.", "ontkenning"),
        ("Alle ouders moeten met vragen terecht bij het wijkteam.", ""),
        ("De wethouder verplicht andere gemeenten om klein te beginnen.", ""),
        ("Volgens de schoolleiders is er minder rust in de klas.", "‘minder’ tegenover ‘meer’"),
        ("Door de pilot stijgt het aantal thuiszitters.", "‘stijgt’ tegenover ‘daalt’"),
        ("Elke zondag speelt het orkest muziek van Bach in het park.", ""),
        ("De zwembaden openen komende zomer een nieuwe glijbaan.", "iets anders"),
    ],
)
def test_what_was_turned_is_not(sentence: str, reason: str) -> None:
    found = verdict(sentence)
    assert not found.supported
    assert reason in found.reason


def test_the_nearest_sentence_is_given() -> None:
    assert verdict("Vijf scholen in Tilburg werken samen.").nearest.startswith("Drie scholen in Tilburg")


@pytest.mark.parametrize("evidence", [[], [""], ["  \n "], ["..."]])
def test_no_evidence_is_no_support(evidence: list[str]) -> None:
    assert check_sentence("Tilburg startte een pilot.", evidence) == Verdict(False, "er is geen bewijs")


@pytest.mark.parametrize("sentence", ["", "[1]", "En dan is er dit.", "?!"])
def test_a_sentence_without_a_claim_cannot_be_judged(sentence: str) -> None:
    assert not verdict(sentence).supported


def test_several_texts_support_together() -> None:
    sentence = "Drie scholen in Tilburg werken samen met twee zorgaanbieders."
    assert check_sentence(sentence, ["In Ede bestaat een netwerk van regisseurs.", EVIDENCE]).supported
    assert not check_sentence(sentence, ["In Ede bestaat een netwerk van regisseurs."]).supported


def test_the_verdict_is_always_the_same() -> None:
    sentence = "Ouders met vragen zijn welkom bij het wijkteam."
    assert verdict(sentence) == verdict(sentence) == check_sentence(sentence, (EVIDENCE,), Analyser())


def test_the_shipped_file_is_small_and_whole() -> None:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert WEIGHTS_FILE.stat().st_size < 800_000
    trees = Trees.read(data)
    assert 0 < trees.threshold < 1
    assert trees.probability({}) == 0.0, "a feature that is missing is never support"


def test_numbers_and_names_are_read() -> None:
    text = read("In Tilburg kregen 1.250 leerlingen tweeënhalf jaar hulp van de GGD, één op de vijf.")
    assert [n.value for n in text.numbers] == ["1250", "2.5", "1", "5"]
    assert text.names == ("tilburg", "ggd")
    assert read("De raad wordt door de wethouder overtuigd.").roles == {"rad": "P", "wethouder": "A"}


# ---- citations ---------------------------------------------------------------------------------------------------------


class _Index:
    analyser = Analyser()


def entry() -> Entry:
    return Entry("tilburg", "case", "Zorg in onderwijstijd", "", EVIDENCE, (Source("gids", (27,)),))


def citation(number: int) -> Citation:
    return Citation(number, entry(), Document("gids", "Gids", "VNG", 2025, 48, "handreiking"), (27,), ("27",), ())


def checker(entailment: "Answers | None" = None) -> Checker:
    return Checker(_Index(), entailment)  # type: ignore[arg-type]


def test_unknown_markers_are_reported() -> None:
    found = checker().check(Sentence("Drie scholen in Tilburg werken samen.", (1, 7)), {1: citation(1)})
    assert found == Verdict(False, "verwijst naar onbekend bewijs: 7")
    assert checker().check(Sentence("Drie scholen werken samen.", ()), {}) == Verdict(False, "noemt geen bron")


def test_a_citation_supports_by_all_that_its_entry_says() -> None:
    assert evidence_text(entry()).startswith("Zorg in onderwijstijd.\nDe gemeente Tilburg")
    assert (
        checker().check(Sentence("Drie scholen in Tilburg werken samen met twee zorgaanbieders.", (1,)), {1: citation(1)}).supported
    )


# ---- entailment --------------------------------------------------------------------------------------------------------


class Answers:
    """Gives one answer, and keeps what it was asked."""

    def __init__(self, answer: float) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str]] = []

    def supports(self, premise: str, claim: str) -> float:
        self.asked.append((premise, claim))
        return self.answer


@pytest.mark.parametrize(("answer", "supported"), [(0.9, True), (0.2, False), (math.nan, False), (7.0, False), (-1.0, False)])
def test_an_entailment_model_takes_the_place_of_the_trees(answer: float, supported: bool) -> None:
    model = Answers(answer)
    assert checker(model).check_texts("Vaders en moeders vinden gehoor bij het wijkteam. [2]", [EVIDENCE]).supported is supported
    assert model.asked == [(EVIDENCE, "Vaders en moeders vinden gehoor bij het wijkteam.")]


def test_a_number_that_is_not_there_stays_wrong_whatever_the_model_says() -> None:
    model = Answers(1.0)
    assert not checker(model).check_texts("Vijf scholen in Tilburg werken samen.", [EVIDENCE]).supported
    assert model.asked == []


@pytest.mark.parametrize(
    "labels", [["entailment", "neutral", "contradiction"], ["contradiction", "neutral", "ENTAILMENT"], ["LABEL_0"]]
)
def test_a_cross_encoder_gives_a_probability(tmp_path: Path, labels: list[str]) -> None:
    model = CrossEncoderEntailment(tiny_model(tmp_path / "model", labels))
    sure = model.supports("De school helpt ouders.", "De gemeente helpt ouders met vragen.")
    assert 0.0 < sure < 1.0
    assert sure == model.supports("De school helpt ouders.", "De gemeente helpt ouders met vragen.")
    assert isinstance(check_sentence("De school helpt ouders.", ["De school helpt ouders met vragen."], entailment=model), Verdict)


def test_a_cross_encoder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="entailment"):
        CrossEncoderEntailment(tiny_model(tmp_path / "other", ["goed", "slecht"]))
    with pytest.raises(ModelError, match="niet te laden"):
        CrossEncoderEntailment(str(tmp_path / "nergens"))


def test_changes_are_marked_and_add_up() -> None:
    pair = Pairing(
        read("Alle scholen werken samen."), [read("Drie scholen in Tilburg werken samen met aanbieders.")], shipped(), {}
    )
    marks = marks_of(pair)
    assert {"+alle", "-tilburg", "alle scholen"} <= set(marks)
    assert "+scholen" not in marks
    assert odds({BASE: 0.5, "+alle": -2.0}, ("+alle", "-tilburg", "onbekend", "nieuw")) == pytest.approx(0.5 - 2.0 / 2)
    assert odds({}, ()) == 0.0


def test_the_changes_that_ship_know_the_words_that_turn_a_sentence() -> None:
    worth = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["changes"]
    assert worth["+alle"] < 0
    assert BASE in worth


def test_a_line_behind_another_is_literal_and_anything_else_between_them_is_not() -> None:
    evidence = ["Almere (12- en 12+).\nDe gemeente Almere nodigt bij subsidiegesprekken ook schoolleiders uit."]
    verdict = check_sentence(
        "Almere (12- en 12+): De gemeente Almere nodigt bij subsidiegesprekken ook schoolleiders uit.", evidence
    )
    assert verdict.supported
    assert verdict.reason == "staat letterlijk in het bewijs"
    turned = check_sentence(
        "Almere (12- en 12+): De gemeente Almere nodigt bij subsidiegesprekken geen schoolleiders uit.", evidence
    )
    assert turned.reason != verdict.reason
    assert not turned.supported


@pytest.mark.parametrize(
    ("sentence", "hard"),
    [
        ("Volgens de Midterm is er meer rust in de klas.", False),
        ("De begeleiders werken op school, en niet bij één aanbieder.", False),
        ("Volgens het Trimbos is er meer rust in de klas.", True),
        ("Op vier scholen is er meer rust in de klas.", True),
        ("Volgens de Midterm van Breda is er meer rust in de klas.", True),
    ],
)
def test_who_publishes_and_the_word_one_are_weighed_and_no_fault_of_themselves(sentence: str, hard: bool) -> None:
    fault = comparer().compare(sentence, [EVIDENCE]).fault
    assert bool(fault) == hard
