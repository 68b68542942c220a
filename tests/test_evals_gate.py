"""Results, the gate and the report, over runs of a hand-made assistant."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from evals_cases import EDE, GOOD, REFUSING, TILBURG, answer

from assistant.answer import Answer
from evals.errors import BaselineFault, InputFault
from evals.gate import BASELINE, allowed, compare, drops, write_baseline
from evals.metrics import Estimate
from evals.questions import load_questions
from evals.report import badness, render, write_report
from evals.results import Results, digest, figures, group_figures
from evals.run import keep, run_suite, table
from evals.scorers import GATED

WRONG = answer(("Ede stelde een netwerkregisseur aan.", EDE), retrieved=(EDE,), routes=(2,))
ANSWERABLE = {
    "document": "gids",
    "pages": [27],
    "also": [],
    "kind": "case",
    "style": "sentence",
    "ages": [],
    "route": [5],
    "facts": ["Tilburg"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve answerable and four unanswerable questions in the tuning part, two in the untouched part."""
    made = tmp_path / "vragen"
    made.mkdir()
    asked = [{"id": f"q{n}", "question": f"zorg {n}?", **ANSWERABLE} for n in range(12)]
    wild = [{"id": f"u{n}", "question": f"voetbal {n}?", "type": "out-of-domain", "why": "x"} for n in range(4)]
    kept = [{"id": f"k{n}", "question": f"zorg geheim {n}?", **ANSWERABLE} for n in range(2)]
    for name, lines in {"tuning": asked, "tuning-unanswerable": wild, "untouched": kept}.items():
        (made / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return made


def asks(wrong: int = 0, crash: int = 0) -> Callable[[str], Answer]:
    """An assistant that answers the first `wrong` questions wrongly and crashes on the last `crash`."""

    def ask(question: str) -> Answer:
        number = int(question.split()[-1].rstrip("?"))
        if "zorg" in question and number >= 12 - crash:
            raise ValueError("stuk")
        if "zorg" in question:
            return WRONG if number < wrong else GOOD
        return REFUSING

    return ask


def test_a_run_has_a_row_for_each_question(folder: Path) -> None:
    results = run_suite(asks(wrong=3), "tuning", folder=folder)
    found = figures(results.rows)
    assert len(results.rows) == 16
    assert found["recall@5"].mean == 0.75
    assert found["facts"].mean == 0.75
    assert found["route top-1"].mean == 0.75
    assert found["refused"].n == 4
    assert found["answered"].mean == 1.0
    assert found["page exact"].n == 12
    assert "warned" not in found, "nothing to judge is no figure"


def test_groups(folder: Path) -> None:
    groups = group_figures(run_suite(asks(), "all", folder=folder).rows)
    assert list(groups) == [
        "all",
        "part: tuning",
        "part: untouched",
        "style: sentence",
        "kind: case",
        "document: gids",
        "type: out-of-domain",
    ]
    assert groups["part: untouched"]["recall@5"].n == 2


def test_a_crash_is_never_a_zero(folder: Path) -> None:
    results = run_suite(asks(crash=2), "tuning", folder=folder)
    assert [row.id for row in results.crashed] == ["q10", "q11"]
    assert figures(results.rows)["recall@5"] == Estimate(1.0, 1.0, 1.0, 10)
    assert "CRASHED, not scored: q10: ValueError: stuk" in table(results)


def test_limit(folder: Path) -> None:
    assert [row.id for row in run_suite(asks(), "tuning", 2, folder).rows] == ["q0", "q1", "u0", "u1"]


def test_results_are_kept_without_the_texts_of_the_untouched_part(folder: Path, tmp_path: Path) -> None:
    results = run_suite(asks(wrong=12), "all", folder=folder)
    path = keep(results, tmp_path / "uit")
    assert Results.load(path) == results == Results.load(tmp_path / "uit" / "latest.json")
    written = path.read_text(encoding="utf-8")
    assert "zorg 1?" in written
    assert "geheim" not in written
    assert all(not row.texts and not row.reasons for row in results.rows if row.part == "untouched")


@pytest.mark.parametrize("text", ["", "[]", '{"rows": [{}]}', '{"rows": 3}'])
def test_a_file_that_is_no_result(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFault, match="geen resultaat van"):
        Results.load(path)


def test_the_gate_passes_the_same_run_and_fails_on_a_drop(folder: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    write_baseline(run_suite(asks(wrong=2), "tuning", folder=folder), baseline)
    assert compare(run_suite(asks(wrong=2), "tuning", folder=folder), baseline) == []
    assert compare(run_suite(asks(wrong=3), "tuning", folder=folder), baseline) == [], "one question is within the interval"
    assert compare(run_suite(asks(wrong=0), "tuning", folder=folder), baseline) == []
    faults = compare(run_suite(asks(wrong=9), "tuning", folder=folder), baseline)
    assert any(fault.startswith("recall@5: 0.250, was 0.833 en mag niet onder 0.") for fault in faults)
    assert {fault.split(":")[0] for fault in faults} >= {"MRR", "recall@5", "cited", "facts", "route top-1"}


def test_the_shipped_baseline_is_of_the_shipped_questions() -> None:
    shipped = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert shipped["part"] == "tuning"
    assert shipped["questions"] == digest(load_questions("tuning")), "make a new one: python -m evals run --baseline"
    assert set(shipped["figures"]) <= set(GATED)
    assert set(GATED) - set(shipped["figures"]) == set()


def test_the_gate_fails_on_a_crash(folder: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    write_baseline(run_suite(asks(), "tuning", folder=folder), baseline)
    assert compare(run_suite(asks(crash=1), "tuning", folder=folder), baseline) == ["q11 liep vast: ValueError: stuk"]
    with pytest.raises(BaselineFault, match="1 vragen liepen vast"):
        write_baseline(run_suite(asks(crash=1), "tuning", folder=folder), baseline)


def test_the_gate_fails_on_a_figure_that_is_gone() -> None:
    assert drops({"facts": Estimate(0.9, 0.8, 1.0, 40)}, {}) == ["facts: niet meer gemeten (was 0.900)"]


def test_a_perfect_figure_may_lose_one_question() -> None:
    perfect = Estimate(1.0, 1.0, 1.0, 40)
    assert allowed(perfect) == pytest.approx(1 / 40)
    assert drops({"cited": perfect}, {"cited": Estimate(39 / 40, 0.9, 1.0, 40)}) == []
    assert drops({"cited": perfect}, {"cited": Estimate(38 / 40, 0.9, 1.0, 40)}) != []


@pytest.mark.parametrize(("questions", "may_fall"), [(3, 0), (9, 0), (10, 1), (16, 1), (29, 1)])
def test_the_interval_of_few_questions_lets_none_or_one_of_them_go(questions: int, may_fall: int) -> None:
    half = Estimate(0.5, 0.0, 1.0, questions)
    assert drops({"refused": half}, {"refused": Estimate(0.5 - may_fall / questions, 0.0, 1.0, questions)}) == []
    assert drops({"refused": half}, {"refused": Estimate(0.5 - (may_fall + 1) / questions, 0.0, 1.0, questions)}) != []


def test_every_figure_of_the_baselines_can_fail() -> None:
    for path in (BASELINE, BASELINE.with_name("baseline-conversations.json")):
        for name, value in json.loads(path.read_text(encoding="utf-8"))["figures"].items():
            held = Estimate(**value)
            assert drops({name: held}, {name: Estimate(held.mean / 2, 0.0, 1.0, held.n)}), (path.name, name)


def test_the_gate_refuses_other_questions_and_a_missing_baseline(folder: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.json"
    with pytest.raises(BaselineFault, match="geen baseline"):
        compare(run_suite(asks(), "tuning", folder=folder), baseline)
    write_baseline(run_suite(asks(), "tuning", folder=folder), baseline)
    with pytest.raises(BaselineFault, match="andere vragen"):
        compare(run_suite(asks(), "tuning", 2, folder), baseline)
    baseline.write_text("[]", encoding="utf-8")
    with pytest.raises(BaselineFault, match="geen geldige baseline"):
        compare(run_suite(asks(), "tuning", folder=folder), baseline)


def test_the_report_stands_alone_and_hides_the_untouched_part(folder: Path, tmp_path: Path) -> None:
    results = run_suite(asks(wrong=4, crash=1), "all", folder=folder)
    before = run_suite(asks(wrong=8), "all", folder=folder)
    page = render(results, before)
    assert page.count("<svg") >= 6
    assert "zorg 1?" in page
    assert "geheim" not in page
    assert "eerder" in page
    assert not [word for word in ("<script", "src=", "<link", "@import", "url(") if word in page]
    write_report(results, tmp_path / "nieuw" / "verslag.html")
    with pytest.raises(InputFault, match="kan niet worden geschreven"):
        write_report(results, tmp_path)


def test_the_report_escapes_what_people_wrote(folder: Path) -> None:
    evil = answer(("<script>alert(1)</script>", TILBURG), retrieved=(EDE,))
    page = render(run_suite(lambda _: evil, "tuning", folder=folder))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_worst_answer_is_the_one_that_misses_most(folder: Path) -> None:
    rows = run_suite(asks(wrong=1), "tuning", folder=folder).rows
    assert max(rows, key=badness).id == "q0"
