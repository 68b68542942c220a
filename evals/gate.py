"""Holds a run against the baseline: a figure may not drop by more than its interval, one of few questions by less. Knows nothing of how
figures are made.
"""

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.errors import BaselineFault
from evals.metrics import Estimate
from evals.results import Figures, Results, figures
from evals.scorers import GATED

# The interval of so few questions lets nearly all of them go: of fewer than the first one may fall, of fewer than the second none.
FEW, SINGLE = 30, 10
BASELINE = Path(__file__).parent / "baseline.json"


def write_baseline(results: Results, path: Path = BASELINE, gated: Collection[str] = GATED) -> None:
    """Keep the gated figures of this run as what later runs are held against. Raises BaselineFault."""
    if results.crashed:
        raise BaselineFault(f"{len(results.crashed)} vragen liepen vast; daarvan komt geen baseline")
    values = {
        "part": results.part,
        "made": results.made,
        "questions": results.digest,
        "figures": {name: _rounded(e) for name, e in figures(results.rows).items() if name in gated},
    }
    try:
        path.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    except OSError as fault:
        raise BaselineFault(f"{path}: kan niet worden geschreven ({fault.strerror})") from fault


def compare(results: Results, path: Path = BASELINE) -> list[str]:
    """What is wrong with this run, one line each; nothing when it passes. Raises BaselineFault when it cannot be compared."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        part, questions = values["part"], values["questions"]
        before = {name: Estimate(**e) for name, e in values["figures"].items()}
    except OSError as fault:
        raise BaselineFault(f"{path}: geen baseline ({fault.strerror}); maak er een met --baseline in plaats van --gate") from fault
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BaselineFault(f"{path}: geen geldige baseline ({fault})") from fault
    if (part, questions) != (results.part, results.digest):
        raise BaselineFault(f"{path}: gemaakt van andere vragen; maak een nieuwe met --baseline in plaats van --gate")
    crashes = [f"{row.id} liep vast: {row.error}" for row in results.crashed]
    return crashes + drops(before, figures(results.rows))


def drops(before: Figures, now: Figures) -> list[str]:
    """The figures that fell too far or are gone."""
    found = []
    for name, old in before.items():
        new = now.get(name)
        if new is None:
            found.append(f"{name}: niet meer gemeten (was {old.mean:.3f})")
        elif new.mean < old.mean - allowed(old):
            found.append(f"{name}: {new.mean:.3f}, was {old.mean:.3f} en mag niet onder {old.mean - allowed(old):.3f}")
    return found


def allowed(old: Estimate) -> float:
    """How far a figure may drop: to the low end of its interval, and at least by one question (a perfect score has no interval); one of few
    questions by one or none.
    """
    if old.n < FEW:
        return (1 / old.n if old.n >= SINGLE else 0.0) + 1e-9
    return max(old.mean - old.low, 1 / old.n) + 1e-9


def _rounded(value: Estimate) -> dict[str, Any]:
    return {key: round(v, 4) if isinstance(v, float) else v for key, v in asdict(value).items()}
