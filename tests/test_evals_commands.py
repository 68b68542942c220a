"""The command line of the suite: wrong use is status 2, wrong input one clear line and status 1."""

import json
from pathlib import Path

import pytest

from evals.__main__ import main


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run", "--part", "geheim"],
        ["run", "--limit", "0"],
        ["run", "--gate", "--baseline"],
        ["run", "--gate", "--part", "untouched"],
        ["run", "--baseline", "--limit", "3"],
        ["answer", "--questions", "x.jsonl"],
        ["ground", "--out", "x.jsonl"],
    ],
)
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["answer", "--questions", "{folder}/weg.jsonl", "--out", "{folder}/u.jsonl"], "weg.jsonl: kan niet worden gelezen"),
        (
            ["answer", "--questions", "{folder}/stuk.jsonl", "--out", "{folder}/u.jsonl"],
            "stuk.jsonl:1: sleutel 'question' ontbreekt",
        ),
        (["ground", "--pairs", "{folder}/stuk.jsonl", "--out", "{folder}/u.jsonl"], "stuk.jsonl:1: sleutel 'sentence' ontbreekt"),
        (["report", "--results", "{folder}/stuk.jsonl"], "geen resultaat van"),
        (["run", "--questions", "{folder}"], "geen vragen gevonden"),
        (["speed", "--documents", "{folder}"], "geen PDF's gevonden"),
    ],
)
def test_wrong_input(arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "stuk.jsonl").write_text(json.dumps({"id": "a"}), encoding="utf-8")
    assert main([argument.format(folder=tmp_path) for argument in arguments]) == 1
    [line] = capsys.readouterr().err.strip().splitlines()
    assert line.startswith("Fout: ")
    assert message in line
