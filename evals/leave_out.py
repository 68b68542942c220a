"""`python -m evals leave-out`: what is found in a publication that is only added, of which no card, question or term was written.

For each publication an embedding model is trained without its cards and their questions, an index is made of the other cards and of its
PDF, and the questions about it are asked. What was fitted on the tuning questions (the ranking, the bar for refusing) stays as it is, the
dual encoder too, which says nothing of passages without cards.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory

from assistant import (
    Assistant,
    AssistantSettings,
    Embedder,
    EmbeddingSettings,
    Filters,
    IngestSettings,
    ModelSettings,
    add_documents,
    build_index,
    enrich_documents,
)
from evals.asking import ask_all
from evals.errors import InputFault
from evals.own_words import OwnWords
from evals.questions import PARTS, Place, Question, load_questions
from evals.results import Row, figures, make_row
from evals.scorers import is_right

PUBLICATIONS = Path(__file__).parents[2] / "shared" / "bronnen"
INSIDE = (5, 10)
"""Depths at which is looked when the search is limited to the publication, so that the other cards do not compete."""
COLUMNS = {
    "recall@5": "recall@5", "recall@10": "recall@10", **{f"inside@{k}": f"erbinnen@{k}" for k in INSIDE}, "page exact": "bladzijde",
    "answered": "beantwoord",
}  # fmt: skip
PLAIN, ENRICHED = "toegevoegd", "verrijkt"


@dataclass
class Measured:
    """The rows of one publication, as added and as enriched; `enriched` tells how many of its passages were."""

    document: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    enriched: str = ""


def run_leave_out(documents: Sequence[str], part: str, pdfs: Path | None, *, enrich: bool) -> str:
    """A table per part. Raises InputFault when a publication has no questions or no PDF, and what building raises."""
    folder = pdfs or PUBLICATIONS
    questions = [q for q in load_questions(part) if q.answerable]
    wanted = list(documents) or sorted({q.document for q in questions})
    for document in wanted:
        if not any(q.document == document for q in questions):
            known = ", ".join(sorted({q.document for q in questions}))
            raise InputFault(f"over {document!r} zijn geen vragen; wel over: {known}")
        if not (folder / f"{document}.pdf").is_file():
            raise InputFault(f"{folder / f'{document}.pdf'} is er niet; wijs de map met PDF's aan met --documents MAP")
    settings = AssistantSettings.from_environment()
    found = []
    for document in wanted:
        print(f"meten: {document} …", file=sys.stderr, flush=True)
        with TemporaryDirectory(prefix="reisgenoot-leave-out-") as made:
            asked = [q for q in questions if q.document == document]
            found.append(measure(document, folder / f"{document}.pdf", asked, settings, Path(made), enrich=enrich))
    writer = settings.model.name or "geen taalmodel: vragen en termen uit eigen woorden van het stuk (own_words)"
    return "\n\n".join([*(table(found, p) for p in PARTS if part in (p, "all")), *([f"verrijkt door {writer}"] if enrich else [])])


def measure(
    document: str, pdf: Path, questions: Sequence[Question], settings: AssistantSettings, folder: Path, *, enrich: bool
) -> Measured:
    """One publication, with everything that is made for it in `folder`."""
    ingest, embedder = only_added(document, pdf, settings, folder)
    found = Measured(document, {PLAIN: _rows(ingest, embedder, questions)})
    if enrich:
        set_up = bool(settings.model.name)
        writing = AssistantSettings(ingest=ingest, model=settings.model if set_up else ModelSettings())
        report = enrich_documents(writing, (document,), model=None if set_up else OwnWords())
        one = report.documents[0]
        found.enriched = f"{one.done} van {one.passages} stukken verrijkt" + (f"; {report.stopped}" if report.stopped else "")
        build_index(ingest, embedder)
        found.rows[ENRICHED] = _rows(ingest, embedder, questions)
    return found


def only_added(document: str, pdf: Path, settings: AssistantSettings, folder: Path) -> tuple[IngestSettings, Embedder]:
    """An index, made in `folder`, of a publication's PDF and the cards of the others, with a model that was trained on those alone.

    One that was made there before is taken as it is.
    """
    made = (folder / "index" / "CURRENT").exists()
    trained = folder / "model" if made else _train(document, folder / "model")
    ingest = IngestSettings(settings.ingest.corpus, folder / "index", "", EmbeddingSettings(str(trained)), (document,))
    embedder = Embedder(ingest.embedding)
    if not made:
        report = add_documents(ingest, embedder, [str(pdf)])
        if report.failed:
            raise InputFault(f"{pdf}: {report.failed[0][1]}")
        if report.added != (document,):
            raise InputFault(f"{pdf}: is niet de publicatie {document!r} maar een ander stuk")
    return ingest, embedder


def _train(document: str, folder: Path) -> Path:
    """In a process of its own: its memory goes when it is done."""
    command = [sys.executable, "-m", "ingest", "train", "--without", document, "--out", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InputFault(f"{document}: het model kon niet worden getraind: {done.stderr.strip().splitlines()[-1:]}")
    return folder


def _rows(ingest: IngestSettings, embedder: Embedder, questions: Sequence[Question]) -> list[Row]:
    assistant = Assistant.open(AssistantSettings(ingest=ingest), embedder, follow=False)
    rows = [make_row(question, outcome) for question, outcome in ask_all(questions, assistant.answer)]
    return [
        row if row.error else replace(row, scores={**row.scores, **_inside(assistant, question)})
        for row, question in zip(rows, questions, strict=True)
    ]


def _inside(assistant: Assistant, question: Question) -> dict[str, float]:
    found = assistant.find(question.text, Filters(documents=(question.document,)), limit=max(INSIDE))
    right = [
        is_right(question, e.kind, e.id, [Place(s.document, tuple(s.pages)) for s in e.sources]) for e in (r.entry for r in found)
    ]
    return {f"inside@{k}": float(any(right[:k])) for k in INSIDE}


def table(found: Sequence[Measured], part: str) -> str:
    """A line for each publication, one over all questions with intervals, and the mean of the publications."""
    ways = [way for way in (PLAIN, ENRICHED) if any(way in m.rows for m in found)]
    heads = "".join(f"{f'{way}: {head}':>24}" for way in ways for head in COLUMNS.values())
    lines = [f"deel {part}", f"{'publicatie':<24}{'vragen':>7}{heads}"]
    rows = {(m.document, way): [r for r in m.rows.get(way, []) if r.part == part] for m in found for way in ways}
    for m in found:
        values = "".join(f"{_value(rows[m.document, way], name):>24.3f}" for way in ways for name in COLUMNS)
        lines.append(f"{m.document:<24}{len(rows[m.document, ways[0]]):>7}{values}  {m.enriched}".rstrip())
    every = {way: [r for m in found for r in rows[m.document, way]] for way in ways}
    told = "".join(f"{str(e) if (e := figures(every[way]).get(name)) else '-':>24}" for way in ways for name in COLUMNS)
    lines.append(f"{'alle vragen':<24}{len(every[ways[0]]):>7}{told}")
    means = [[v for m in found if not isnan(v := _value(rows[m.document, way], name))] for way in ways for name in COLUMNS]
    lines.append(f"{'gemiddelde publicatie':<31}" + "".join(f"{mean(values or [nan]):>24.3f}" for values in means))
    crashed = sum(bool(r.error) for of in every.values() for r in of)
    return "\n".join([*lines, *([f"vastgelopen: {crashed}"] if crashed else [])])


def _value(rows: Sequence[Row], name: str) -> float:
    """NaN when nothing could be judged."""
    found = figures(rows).get(name)
    return found.mean if found else nan
