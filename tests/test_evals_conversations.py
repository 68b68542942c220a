"""Conversations of the suite: their loader, what is asked and scored of each follow-up, and the files that ship."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from evals_cases import EDE, NEWS, TILBURG, answer
from test_evals_questions import authored, documents, folded

from assistant import Answer, Assistant, Filters, Turn
from evals.__main__ import main
from evals.conversations import FOLDER, Conversation, load_conversations
from evals.converse import ALONE, BASELINE, HELD, TOGETHER, first_sentence, keep_both, run_conversations, table_of
from evals.errors import InputFault
from evals.gate import compare, write_baseline
from evals.questions import PARTS, Place, load_questions
from evals.reply import read_answer
from evals.results import Results, digest, figures
from evals.subject import Talk
from ui.conversation import Conversation as Shown
from ui.conversation import Exchange

OPENING: dict[str, Any] = {
    "question": "Wat doet Tilburg?",
    "standalone": "Wat doet Tilburg?",
    "gold": [{"document": "gids", "pages": [27]}],
    "facts": ["collectief"],
    "first": ["koopt"],
}
FOLLOW_UP = {
    **OPENING,
    "question": "en waar?",
    "standalone": "Waar koopt Tilburg zorg in?",
    "facts": ["chol", "Éde"],
    "first": ["3 scholen"],
}
UNTOLD: dict[str, Any] = {
    "question": "wat kost dat?", "standalone": "Wat kost de pilot?", "gold": [], "facts": [], "first": [], "type": "near-miss", "why": "x",
}  # fmt: skip
TALK = {"id": "c1", "turns": [OPENING, FOLLOW_UP, UNTOLD]}
FIRST = answer(("Tilburg koopt zorg collectief in.", TILBURG), ("Ede ook.", EDE), retrieved=(TILBURG,))
TOLD = answer(("De pilot liep op 3 Scholen.", TILBURG), retrieved=(EDE, TILBURG))
WRONG = answer(("Ede stelde een regisseur aan.", EDE), retrieved=(EDE,))
NOTHING = answer(retrieved=(NEWS,))


def write(folder: Path, *lines: object, part: str = "tuning") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{part}.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    return folder


class Scripted:
    """Answers by question, and keeps what it was asked; an answer of None is a crash."""

    def __init__(self, **changed: Answer | None) -> None:
        self.answers = {
            "Wat doet Tilburg?": FIRST, "en waar?": WRONG, "Waar koopt Tilburg zorg in?": TOLD, "wat kost dat?": WRONG,
            "Wat kost de pilot?": NOTHING, **changed,
        }  # fmt: skip
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def __call__(self, question: str, history: Sequence[Turn]) -> Answer:
        self.asked.append((question, tuple(history)))
        found = self.answers[question]
        if found is None:
            raise ValueError("stuk")
        return found


def run(folder: Path, talk: Talk, *lines: object) -> dict[str, Results]:
    return run_conversations(talk, "tuning", write(folder, *(lines or (TALK,))))


def test_a_conversation_is_read_with_its_turns(tmp_path: Path) -> None:
    [one] = load_conversations("tuning", write(tmp_path, TALK))
    assert (one.id, one.part, [step.question.id for step in one.steps]) == ("c1", "tuning", ["c1.1", "c1.2", "c1.3"])
    assert one.steps[1].question.gold == (Place("gids", (27,)),)
    assert (one.steps[1].standalone, one.steps[1].first) == ("Waar koopt Tilburg zorg in?", ("3 scholen",))
    assert [step.question.answerable for step in one.steps] == [True, True, False]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"feit": []}, "onbekende sleutel 'feit'; toegestaan: question, standalone, gold, facts, first, type, why"),
        ({"question": " "}, "question is ' '; verwacht tekst"),
        ({"standalone": 3}, "standalone is 3; verwacht tekst"),
        ({"first": "x"}, "first is 'x'; verwacht een lijst"),
        ({"facts": [3]}, "facts is 3; verwacht tekst"),
        ({"gold": ["gids"]}, "gold bevat 'gids'; verwacht een object"),
        ({"gold": [{"document": "gids", "pages": [0]}]}, "pages bevat 0"),
        ({"gold": []}, "gold is leeg; dat mag alleen bij een beurt met type en why"),
        ({"first": []}, "first is leeg"),
        ({"type": "near-miss"}, "sleutel 'why' ontbreekt"),
        ({"type": "near-miss", "why": "x"}, "een beurt met een type heeft hier een lege lijst"),
        ({"type": "ver weg", "why": "x", "gold": [], "facts": [], "first": []}, "type is 'ver weg'; toegestaan: current-amount"),
    ],
)
def test_a_fault_names_file_line_turn_and_value(tmp_path: Path, change: dict[str, object], message: str) -> None:
    folder = write(tmp_path, TALK, {"id": "c2", "turns": [OPENING, {**FOLLOW_UP, **change}]})
    with pytest.raises(InputFault) as caught:
        load_conversations("tuning", folder)
    assert str(caught.value).startswith(f"{folder / 'tuning.jsonl'}:2, beurt 2: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({**TALK, "title": "x"}, ":1: onbekende sleutel 'title'; toegestaan: id, turns"),
        ({"id": "c1"}, ":1: sleutel 'turns' ontbreekt"),
        ({"id": "c1", "turns": [OPENING]}, ":1: turns heeft er 1; een gesprek heeft minstens 2 beurten"),
        ({"id": "c1", "turns": [OPENING, "x"]}, ":1, beurt 2: verwacht een object, niet str"),
        (
            {"id": "c1", "turns": [{k: v for k, v in OPENING.items() if k != "first"}, OPENING]},
            "beurt 1: sleutel 'first' ontbreekt",
        ),
    ],
)
def test_a_line_that_is_no_conversation(tmp_path: Path, line: object, message: str) -> None:
    with pytest.raises(InputFault) as caught:
        load_conversations("tuning", write(tmp_path, line))
    assert message in str(caught.value)


def test_ids_are_once_over_both_parts_and_none_is_a_fault(tmp_path: Path) -> None:
    write(write(tmp_path, TALK), TALK, part="untouched")
    assert len(load_conversations("untouched", tmp_path)) == 1
    with pytest.raises(InputFault, match="id 'c1' komt twee keer voor"):
        load_conversations("all", tmp_path)
    with pytest.raises(InputFault, match="geen gesprekken gevonden"):
        load_conversations("tuning", write(tmp_path))


def test_follow_ups_are_scored_in_the_conversation_and_alone(tmp_path: Path) -> None:
    found = run(tmp_path, Scripted())
    assert [[row.id for row in found[way].rows] for way in (TOGETHER, ALONE)] == [["c1.2", "c1.3"]] * 2
    means = {way: {name: e.mean for name, e in figures(found[way].rows).items()} for way in (TOGETHER, ALONE)}
    wanted = ("recall@5", "cited", "first cited", "first sentence", "facts", "wrongly refused", "refused")
    assert [means[TOGETHER][name] for name in wanted] == [0, 0, 0, 0, 0.5, 0, 0]
    assert [means[ALONE][name] for name in wanted] == [1, 1, 1, 1, 0.5, 0, 1]
    assert found[TOGETHER].rows[0].reasons["first sentence"] == "begint met: Ede stelde een regisseur aan."
    assert (found[TOGETHER].rows[0].reasons["facts"], found[ALONE].rows[0].reasons["facts"]) == ("mist: chol", "mist: Éde")
    assert [found[way].rows[0].texts["question"] for way in (TOGETHER, ALONE)] == ["en waar?", "Waar koopt Tilburg zorg in?"]


def test_a_refusal_counts_as_no_answer(tmp_path: Path) -> None:
    row = run(tmp_path, Scripted(**{"en waar?": NOTHING}))[TOGETHER].rows[0]
    assert [row.scores[name] for name in ("first sentence", "facts", "cited", "answered", "wrongly refused")] == [0, 0, 0, 0, 1]


def test_only_the_first_sentence_is_held_against_first(tmp_path: Path) -> None:
    step = load_conversations("tuning", write(tmp_path, TALK))[0].steps[1]
    late = read_answer(answer(("Ede ook.", EDE), ("Op 3 scholen.", TILBURG)))
    assert [first_sentence(step, reply).value for reply in (late, read_answer(TOLD))] == [0, 1]


def test_the_history_is_that_of_the_interface(tmp_path: Path) -> None:
    talk = Scripted()
    run(tmp_path, talk)
    shown = Shown()
    for question, told in [("Wat doet Tilburg?", FIRST), ("en waar?", WRONG), ("wat kost dat?", WRONG)]:
        assert (question, shown.history) in talk.asked
        shown = shown.with_answer(Exchange(question, Filters(), (), told))
    assert {history for question, history in talk.asked if question in (FOLLOW_UP["standalone"], UNTOLD["standalone"])} == {()}


def test_a_crash_is_never_a_zero_and_ends_its_conversation(tmp_path: Path) -> None:
    other = {"id": "c2", "turns": [OPENING, {**FOLLOW_UP, "question": "Waar koopt Tilburg zorg in?"}]}
    found = run(tmp_path, Scripted(**{"en waar?": None}), TALK, other)
    assert {row.id: row.error for row in found[TOGETHER].rows} == {
        "c1.2": "ValueError: stuk", "c1.3": "niet gesteld: c1.2 liep vast: ValueError: stuk", "c2.2": "",
    }  # fmt: skip
    assert (figures(found[TOGETHER].rows)["recall@5"].mean, figures(found[TOGETHER].rows)["recall@5"].n) == (1, 1)
    assert not found[ALONE].crashed
    assert "VASTGELOPEN, niet meegeteld (in het gesprek): c1.2: ValueError: stuk" in table_of(found)


def test_a_crash_of_the_opening_question_is_told_by_what_follows(tmp_path: Path) -> None:
    found = run(tmp_path, Scripted(**{"Wat doet Tilburg?": None}))
    assert {row.error for row in found[TOGETHER].rows} == {"niet gesteld: c1.1 liep vast: ValueError: stuk"}
    assert "recall@5" not in figures(found[TOGETHER].rows)
    assert ["juiste", "bladzijde", "genoemd", "-", "1.000", "[1.000-1.000]", "0/1"] in [
        line.split() for line in table_of(found).splitlines()
    ]


def test_the_table_has_both_ways_with_intervals(tmp_path: Path) -> None:
    lines = table_of(run(tmp_path, Scripted())).splitlines()
    assert lines[0].split() == "deel tuning, vervolgvragen in het gesprek los gevraagd n".split()
    assert [line.rsplit(maxsplit=1)[-1] for line in lines[1:]] == ["1"] * 7
    assert lines[-1].split()[4:] == [".000", "[.000-.000]", "1.000", "[1.000-1.000]", "1"]


def test_results_are_kept_for_a_report_without_texts_of_the_untouched_part(tmp_path: Path) -> None:
    write(write(tmp_path / "in", TALK), {**TALK, "id": "k1"}, part="untouched")
    found = run_conversations(Scripted(), "untouched", tmp_path / "in")
    paths = keep_both(found, tmp_path / "uit")
    assert {way: Results.load(path) for way, path in paths.items()} == found
    assert all(not row.texts and not row.reasons for results in found.values() for row in results.rows)
    assert (
        main(["report", "--results", str(paths[TOGETHER]), "--before", str(paths[ALONE]), "--out", str(tmp_path / "x.html")]) == 0
    )
    assert "first sentence" in (tmp_path / "x.html").read_text(encoding="utf-8")


def test_the_gate_holds_the_follow_ups_in_their_conversation(tmp_path: Path) -> None:
    good, baseline = Scripted(**{"en waar?": TOLD, "wat kost dat?": NOTHING}), tmp_path / "baseline.json"
    talks = [{**TALK, "id": f"c{n}"} for n in range(4)]
    before = run(tmp_path / "in", good, *talks)[TOGETHER]
    write_baseline(before, baseline, HELD)
    assert set(json.loads(baseline.read_text(encoding="utf-8"))["figures"]) == set(HELD)
    assert compare(before, baseline) == []
    faults = compare(run(tmp_path / "in", Scripted(), *talks)[TOGETHER], baseline)
    assert {fault.split(":")[0] for fault in faults} == {"recall@5", "cited", "first cited", "first sentence", "refused"}


@pytest.mark.parametrize("arguments", [["--gate", "--baseline"], ["--gate", "--part", "untouched"], ["--part", "geheim"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["conversations", *arguments])
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_real_conversation(assistant: Assistant, tmp_path: Path) -> None:
    one = json.loads((FOLDER / "tuning.jsonl").read_text(encoding="utf-8").splitlines()[0])
    found = run_conversations(assistant.answer, "tuning", write(tmp_path, one))
    assert not [row for results in found.values() for row in results.rows if row.error]
    assert figures(found[TOGETHER].rows)["recall@5"].mean == 1


# The conversations that ship.

SHIPPED = load_conversations("all")
STEPS = [step for one in SHIPPED for step in one.steps]


def alone(conversations: Sequence[Conversation], part: str) -> set[str]:
    """What is asked in a part, in words that need no conversation: a `wie betaalt dat?` may be asked in two."""
    return {folded(step.standalone) for one in conversations if one.part == part for step in one.steps}


def test_both_parts_ship_and_are_as_large_as_promised() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{part}.jsonl" for part in PARTS}
    follow_ups = {part: [step for one in SHIPPED if one.part == part for step in one.steps[1:]] for part in PARTS}
    assert len(follow_ups["tuning"]) >= 120
    assert len(follow_ups["untouched"]) >= 45
    assert all(sum(not step.question.answerable for step in steps) >= 5 for steps in follow_ups.values())


def test_no_question_is_in_both_parts_or_in_the_other_questions_or_learned_from() -> None:
    tuning, untouched = (alone(SHIPPED, part) for part in PARTS)
    others = {folded(question.text) for question in load_questions("all")}
    known = others | authored().keys()
    shared = (
        len(tuning & untouched),
        len(tuning & known),
        len(untouched & known),
    )  # numbers: no text of the untouched part is shown
    assert shared == (0, 0, 0)


def test_the_gold_pages_exist() -> None:
    pages = documents()
    gold = [(step.question.id, place) for step in STEPS for place in step.question.gold]
    assert [(name, place) for name, place in gold if max(place.pages) > pages.get(place.document, 0)] == []


def test_the_shipped_baseline_is_of_the_shipped_conversations() -> None:
    shipped = json.loads(BASELINE.read_text(encoding="utf-8"))
    asked = [step for one in load_conversations("tuning") for step in one.steps]
    assert (shipped["part"], shipped["questions"]) == ("tuning", digest(asked)), "make a new one: evals conversations --baseline"
    assert set(shipped["figures"]) == set(HELD)
