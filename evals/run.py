"""`python -m evals run`: asks the questions, keeps the results and prints the figures with their 95 % intervals."""

import math
import platform
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from evals.asking import ask_all
from evals.metrics import Estimate, reliability, separation
from evals.questions import FOLDER as QUESTIONS
from evals.questions import load_questions
from evals.results import FOLDER, Results, Row, digest, figures, group_figures, make_row, route_chances
from evals.scorers import ANSWERABLE, UNANSWERABLE
from evals.subject import Ask

COLUMNS = (
    "recall@5", "MRR", "cited", "first cited", "page exact", "citation precision", "facts", "route top-1", "answered", "refused",
)  # fmt: skip
SHORT = {"first cited": "first", "page exact": "page", "citation precision": "precision", "route top-1": "route@1"}


def run_suite(ask: Ask, part: str, limit: int = 0, folder: Path = QUESTIONS) -> Results:
    """Ask the questions of a part (the first `limit` of each kind of set, when given) and judge the answers."""
    questions = load_questions(part, folder)
    if limit:
        questions = tuple(q for flag in (True, False) for q in [q for q in questions if q.answerable is flag][:limit])
    rows = tuple(make_row(question, outcome) for question, outcome in ask_all(questions, ask))
    return dated(part, digest(questions), rows)


def dated(part: str, fingerprint: str, rows: tuple[Row, ...]) -> Results:
    """The rows as results of here and now."""
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    return Results(datetime.now().astimezone().isoformat(timespec="seconds"), part, machine, fingerprint, rows)


def keep(results: Results, folder: Path = FOLDER) -> Path:
    """Save under its part and time, and as `latest.json`; gives the path of the first."""
    path = folder / f"{results.part}-{results.made[:19].replace(':', '')}.json"
    results.save(path)
    results.save(folder / "latest.json")
    return path


def table(results: Results) -> str:
    """Everything that is printed: the figures of the whole run, the groups, and what needs attention."""
    return "\n\n".join(block for block in (_whole(results.rows), _groups(results.rows), _remarks(results.rows)) if block)


def _whole(rows: Sequence[Row]) -> str:
    found = figures(rows)
    lines = [f"{'figure':<20}{'mean':>8}  {'95 % interval':<16}{'n':>5}"]
    for name in dict.fromkeys((*ANSWERABLE, *UNANSWERABLE)):
        if name in found:
            e = found[name]
            lines.append(f"{name:<20}{number(e.mean):>8}  {f'[{number(e.low)}-{number(e.high)}]':<16}{e.n:>5}")
    return "\n".join(lines)


def _groups(rows: Sequence[Row]) -> str:
    groups = group_figures(rows)
    counts = {name: max((e.n for e in found.values()), default=0) for name, found in groups.items()}
    lines = [f"{'group':<31}{'n':>4} {'recall@5 with interval':>22}" + "".join(f"{SHORT.get(c, c):>10}" for c in COLUMNS[1:])]
    for name, found in groups.items():
        cells = "".join(f"{number(found[c].mean) if c in found else '':>10}" for c in COLUMNS[1:])
        lines.append(f"{name:<31}{counts[name]:>4} {_interval(found.get('recall@5')):>22}{cells}")
    return "\n".join(lines)


def _remarks(rows: Sequence[Row]) -> str:
    """Times, how well the chance to be answered tells the two kinds of question apart, how true that of a route is, the chance level of the
    route, and crashes.
    """
    times = sorted(row.scores["seconds"] or 0.0 for row in rows if "seconds" in row.scores)
    asked = [row for row in rows if not row.error]
    lines = []
    if times:
        late = times[min(len(times) - 1, int(len(times) * 0.95))]
        lines.append(f"answer time: median {median(times) * 1000:.0f} ms, 95th percentile {late * 1000:.0f} ms")
    auc = separation([r.sure for r in asked if r.answerable], [r.sure for r in asked if not r.answerable])
    if not math.isnan(auc):
        lines.append(f"the chance that the sources answer tells answerable from unanswerable: AUC {auc:.3f} (chance .500)")
    routed = [row for row in asked if row.gold_routes]
    if routed:
        best = max(sum(route in row.gold_routes for row in routed) for route in range(1, 10)) / len(routed)
        lines.append(f"route top-1 of always naming the commonest route: {number(best)}")
        lines += [f"route said with chance {b.said:.2f} (n {b.n}): right {b.right:.2f}" for b in reliability(route_chances(routed))]
    lines += [f"CRASHED, not scored: {row.id}: {row.error}" for row in rows if row.error]
    return "\n".join(lines)


def _interval(value: Estimate | None) -> str:
    return f"{number(value.mean)} [{number(value.low)}-{number(value.high)}]" if value else ""


def number(value: float) -> str:
    """Three digits, without a zero before the point."""
    return f"{value:.3f}".removeprefix("0") if value < 1 else f"{value:.3g}" if value >= 10 else f"{value:.3f}"
