"""Asks questions, and writes the answers file and the file of grounding verdicts. Judges nothing.

Whatever goes wrong inside one question is recorded with that question; the others are still asked.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from assistant import written_whole
from evals.errors import InputFault
from evals.questions import Question, json_lines
from evals.reply import Crash, Reply, attempt, read_answer
from evals.subject import Ask, Check

Line = dict[str, Any]
NO_ANSWER: Line = {
    "answer": "", "refused": False, "route": [], "citations": [], "retrieved": [], "warnings": [], "seconds": 0.0,
}  # fmt: skip


def ask_all(questions: Sequence[Question], ask: Ask) -> Iterator[tuple[Question, Reply | Crash]]:
    """Every question with its reply, or with what went wrong. `seconds` is measured here, not taken from the assistant."""
    for question in tqdm(questions, desc="vragen", unit="vraag", leave=False, dynamic_ncols=True, disable=None):
        start = perf_counter()
        outcome = attempt(partial(_reply, ask, question.text))
        if isinstance(outcome, Reply):
            outcome = replace(outcome, seconds=perf_counter() - start)
        yield question, outcome


def _reply(ask: Ask, text: str) -> Reply:
    return read_answer(ask(text))


def write_answers(source: Path, target: Path, open_ask: Callable[[], Ask]) -> int:
    """Answer every line of `source` into `target`, one line each in the same order; gives the number that crashed.

    The assistant is opened once all lines have been found in order. Raises InputFault.
    """
    lines = _read(source, {"id": (str, int), "question": (str,)}, target)
    ask = open_ask()
    return _write(target, (_answer_line(line, ask) for line in _progress(lines)))


def write_verdicts(source: Path, target: Path, check: Check) -> int:
    """Check every line of `source` (`id`, `sentence`, `evidence`) into `target`; gives the number that crashed."""
    lines = _read(source, {"id": (str, int), "sentence": (str,), "evidence": (list,)}, target)
    return _write(target, (_verdict_line(line, check) for line in _progress(lines)))


def _answer_line(line: Line, ask: Ask) -> Line:
    found = attempt(lambda: ask(line["question"]).record(str(line["id"])))
    if isinstance(found, Crash):
        return {"id": line["id"], "question": line["question"], **NO_ANSWER, "error": found.error}
    return {**found, "id": line["id"], "question": line["question"]}


def _verdict_line(line: Line, check: Check) -> Line:
    found = attempt(lambda: check(line["sentence"], line["evidence"]))
    if isinstance(found, Crash):
        return {"id": line["id"], "supported": False, "reason": "niet te beoordelen", "error": found.error}
    return {"id": line["id"], "supported": found[0], "reason": found[1]}


def _read(source: Path, needed: dict[str, tuple[type, ...]], target: Path) -> list[Line]:
    """All lines, checked before the first is answered."""
    if source.resolve() == target.resolve():
        raise InputFault(f"{target}: --out is hetzelfde bestand als de invoer")
    lines = []
    for where, values in json_lines(source):
        for key, types in needed.items():
            if key not in values:
                raise InputFault(f"{where}: sleutel {key!r} ontbreekt; nodig: {', '.join(needed)}")
            if not isinstance(values[key], types) or isinstance(values[key], bool):
                raise InputFault(f"{where}: {key} is {values[key]!r}; verwacht {' of '.join(t.__name__ for t in types)}")
        if "evidence" in needed and not all(isinstance(text, str) for text in values["evidence"]):
            raise InputFault(f"{where}: evidence bevat iets anders dan tekst")
        lines.append(values)
    if not lines:
        raise InputFault(f"{source}: bevat geen regels")
    return lines


def _progress(lines: Sequence[Line]) -> Iterable[Line]:
    return tqdm(lines, desc="regels", unit="regel", leave=False, dynamic_ncols=True, disable=None)


def _write(target: Path, lines: Iterable[Line]) -> int:
    """Half a character, which a question can hold and a file cannot, is written as a question mark."""
    crashed = 0
    try:
        with written_whole(target) as out:
            for line in lines:
                crashed += "error" in line
                out.write((json.dumps(line, ensure_ascii=False) + "\n").encode(errors="replace"))
    except OSError as fault:
        raise InputFault(f"{target}: kan niet worden geschreven ({fault.strerror})") from fault
    return crashed
