"""The evaluation suite: questions, scorers, intervals, gate and report. The front door.

Names are brought in on first use: the measuring libraries are an extra that the loader of questions does not need.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.errors import BaselineFault, EvalsError, InputFault
    from evals.gate import compare, write_baseline
    from evals.metrics import Estimate, estimate
    from evals.questions import Place, Question, load_questions
    from evals.reply import Reply, read_answer
    from evals.report import write_report
    from evals.results import Results, Row
    from evals.run import run_suite
    from evals.scorers import Score, judge

_HOME = {
    "errors": ("BaselineFault", "EvalsError", "InputFault"),
    "gate": ("compare", "write_baseline"),
    "metrics": ("Estimate", "estimate"),
    "questions": ("Place", "Question", "load_questions"),
    "reply": ("Reply", "read_answer"),
    "report": ("write_report",),
    "results": ("Results", "Row"),
    "run": ("run_suite",),
    "scorers": ("Score", "judge"),
}

__all__ = [
    "BaselineFault", "Estimate", "EvalsError", "InputFault", "Place", "Question", "Reply", "Results", "Row", "Score", "compare",
    "estimate", "judge", "load_questions", "read_answer", "run_suite", "write_baseline", "write_report",
]  # fmt: skip


def __getattr__(name: str) -> object:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"evals.{module}"), name)
    raise AttributeError(f"module 'evals' has no attribute {name!r}")
