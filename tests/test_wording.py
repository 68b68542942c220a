"""Dates, suggestions and apostrophes as a reader sees them."""

import ast
import re
from pathlib import Path

import pytest

from assistant import Assistant, LawDetail, date_in_words

UI = Path(__file__).parents[1] / "ui"
ISO = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.mark.parametrize(
    ("iso", "told"),
    [
        ("2022-08-01", "1 augustus 2022"),
        ("2026-11-30T09:13:41+00:00", "30 november 2026"),
        ("wetteksten, stand 2025-01-01 en 2026-08-01", "wetteksten, stand 1 januari 2025 en 1 augustus 2026"),
        ("2022", "2022"),
        ("12-06", "12-06"),
        ("", ""),
    ],
)
def test_a_date_is_told_in_words(iso: str, told: str) -> None:
    assert date_in_words(iso) == told


def test_what_changed_in_a_law_is_told_with_its_day_and_passes_the_check(assistant: Assistant) -> None:
    answer = assistant.answer("Wat regelt de Wet op het voortgezet onderwijs?")
    assert any("1 augustus 2022" in w for w in answer.warnings)
    listed = assistant.answer("Welke wetten zijn veranderd?")
    assert "(sinds 1 " in listed.markdown
    citations = {c.n: c for c in listed.citations}
    dated = [s for s in listed.sentences if "(sinds 1 augustus 2022)" in s.text]
    assert dated
    assert all(assistant.checker.check(s, citations).supported for s in dated)
    assert not ISO.search("".join((listed.markdown, *answer.warnings)))


def test_questions_to_go_on_with_begin_with_a_capital(assistant: Assistant) -> None:
    asked = ("Mogen school en jeugdhulp gegevens over een gezin delen?", "Hoe maak je samen met scholen een visie?")
    further = [q for question in asked for q in assistant.answer(question).follow_ups]
    assert further
    assert all(q[0] == q[0].upper() for q in further)


def test_the_data_keep_their_dates(assistant: Assistant) -> None:
    details = [e.detail for e in assistant.entries("law") if isinstance(e.detail, LawDetail)]
    assert all(ISO.fullmatch(c.since) for d in details for c in d.changes if len(c.since) == 10)


def test_texts_of_the_interface_have_one_kind_of_apostrophe() -> None:
    faults = []
    for path in sorted(UI.rglob("*texts.py")):
        constants = (n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant))
        faults += [f"{path.name}: {text}" for text in constants if isinstance(text, str) and re.search(r"[a-zA-Z]'s\b", text)]
    assert [fault for fault in faults if "‘" not in fault] == []
