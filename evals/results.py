"""A run of the suite as data: one row a question, its figures with intervals, and the file it is kept in.

Rows of the untouched part keep scores only, no texts: what nobody can read, nobody can tune on.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evals.conversations import Step
from evals.errors import InputFault
from evals.metrics import Estimate, estimate
from evals.questions import Place, Question
from evals.reply import Crash, Reply
from evals.scorers import judge

FOLDER = Path(__file__).parent / "results"
GROUPS = ("style", "kind", "document", "type")
Figures = dict[str, Estimate]


@dataclass(frozen=True)
class Row:
    """What became of one question. `scores` has None where a scorer could not judge, and nothing at all after a crash; `sure` is the chance
    that the assistant gave an answer, `route_sure` its first route.
    """

    id: str
    part: str
    answerable: bool
    groups: dict[str, str]
    scores: dict[str, float | None] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    gold_routes: tuple[int, ...] = ()
    routes: tuple[int, ...] = ()
    route_sure: float = 0.0
    sure: float = 0.0
    error: str = ""
    texts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """A whole run: when and on what it was made, a digest of its questions, and the rows."""

    made: str
    part: str
    machine: str
    digest: str
    rows: tuple[Row, ...]

    @property
    def crashed(self) -> tuple[Row, ...]:
        """The questions that ended in a fault."""
        return tuple(row for row in self.rows if row.error)

    def save(self, path: Path) -> None:
        """Write as JSON. Raises InputFault when that cannot be done."""
        groups = {name: {f: asdict(e) for f, e in found.items()} for name, found in group_figures(self.rows).items()}
        whole = {**asdict(self), "figures": groups}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(_finite(whole), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as fault:
            raise InputFault(f"{path}: kan niet worden geschreven ({fault.strerror})") from fault

    @classmethod
    def load(cls, path: Path) -> "Results":
        """Read what `save` wrote. Raises InputFault."""
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            rows = tuple(Row(**{**r, "gold_routes": tuple(r["gold_routes"]), "routes": tuple(r["routes"])}) for r in values["rows"])
            return cls(values["made"], values["part"], values["machine"], values["digest"], rows)
        except OSError as fault:
            raise InputFault(f"{path}: kan niet worden gelezen ({fault.strerror}); draai eerst python -m evals run") from fault
        except (ValueError, KeyError, TypeError) as fault:
            raise InputFault(f"{path}: geen resultaat van python -m evals run ({fault})") from fault


def make_row(question: Question, outcome: Reply | Crash) -> Row:
    """Judge one outcome."""
    groups = {name: str(getattr(question, name)) for name in GROUPS if getattr(question, name)}
    if isinstance(outcome, Crash):
        return Row(question.id, question.part, question.answerable, groups, gold_routes=question.routes, error=outcome.error)
    scores = judge(question, outcome)
    open_part = question.part == "tuning"
    return Row(
        id=question.id,
        part=question.part,
        answerable=question.answerable,
        groups=groups,
        scores={name: score.value for name, score in scores.items()},
        reasons={name: score.reason for name, score in scores.items() if score.reason} if open_part else {},
        gold_routes=question.routes,
        routes=outcome.routes,
        route_sure=outcome.route_sure,
        sure=outcome.sure,
        texts=_texts(question, outcome) if open_part else {},
    )


def figures(rows: Iterable[Row]) -> Figures:
    """Every figure over these rows; a value of None is left out."""
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.scores.items():
            if value is not None:
                values.setdefault(name, []).append(value)
    return {name: estimate(found) for name, found in values.items()}


def group_figures(rows: Sequence[Row]) -> dict[str, Figures]:
    """Figures of all rows and of each part (when there are several), style, kind, document and type, as `style: paraphrase`."""
    groups: dict[str, list[Row]] = {"all": list(rows)}
    several = len({row.part for row in rows}) > 1
    for row in rows:
        for name, value in {**({"part": row.part} if several else {}), **row.groups}.items():
            groups.setdefault(f"{name}: {value}", []).append(row)
    order = {name: place for place, name in enumerate(("all", "part", *GROUPS))}
    return {name: figures(groups[name]) for name in sorted(groups, key=lambda n: (order[n.split(":")[0]], n))}


def digest(questions: Iterable[Question | Step]) -> str:
    """A fingerprint of a set of questions, or of turns of conversations, whatever their order."""
    lines = sorted(json.dumps(asdict(q), ensure_ascii=False, sort_keys=True) for q in questions)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _texts(question: Question, reply: Reply) -> dict[str, Any]:
    return {
        "question": question.text,
        "gold": [_place(p) for p in question.gold],
        "why": question.why,
        "answer": reply.answer,
        "refused": reply.refused,
        "citations": [{"n": c.n, "id": c.id, "place": _place(c.place), "quote": " … ".join(c.quotes)} for c in reply.citations],
        "retrieved": [{"id": e.id, "places": [_place(p) for p in e.places], "score": round(e.score, 3)} for e in reply.retrieved],
    }


def _place(place: Place) -> str:
    return f"{place.document} p. {', '.join(map(str, place.pages))}"


def _finite(value: Any) -> Any:
    """JSON has no NaN: write null."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def route_chances(rows: Iterable[Row]) -> list[tuple[float, bool]]:
    """For each question on a route that named one: the chance with which the first was named, and whether it is right."""
    return [(row.route_sure, row.routes[0] in row.gold_routes) for row in rows if row.gold_routes and row.routes and not row.error]
