"""`python -m evals speed`: Reisgenoot beside BM25 alone and LangChain's tutorial pipeline, in one run over the same texts.

Each system runs in a process of its own, so that its memory is its own. Reisgenoot's time is that of a complete answer, checked and
cited; the others only search. What could not take part is named, with the reason.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.errors import InputFault
from evals.metrics import first_right
from evals.questions import Question, load_questions
from evals.reply import Evidence, read_answer
from evals.rivals import LeftOut, Search, bm25, read_texts, tutorial
from evals.scorers import is_right
from evals.subject import corpus_folder, open_assistant

SYSTEMS = {"reisgenoot": "Reisgenoot", "bm25": "BM25 alleen", "langchain": "LangChain-les"}
CALLERS = (1, 8, 32)
ASKED = 160


@dataclass(frozen=True)
class Load:
    """Times of a question while this many ask at once, in milliseconds, and questions a second."""

    callers: int
    median_ms: float
    late_ms: float
    per_second: float


@dataclass(frozen=True)
class Measure:
    """What was measured of one system; `left_out` says why when nothing was. `start_mb` is what any process has at its start."""

    system: str
    left_out: str = ""
    start_mb: float = 0.0
    build_seconds: float = 0.0
    build_mb: float = 0.0
    asking_mb: float = 0.0
    recall_at_5: float = 0.0
    loads: tuple[Load, ...] = ()


def compare_systems(documents: Path | None, model: str, limit: int) -> str:
    """Measure all systems one after the other and lay the figures side by side."""
    if documents and not any(documents.glob("*.pdf")):
        raise InputFault(f"{documents}: geen PDF's gevonden")
    found = []
    for system in SYSTEMS:
        print(f"meten: {SYSTEMS[system]} …", file=sys.stderr, flush=True)
        command = ["evals", "speed", "--only", system, "--tutorial-model", model]
        command += ["--documents", str(documents)] if documents else []
        command += ["--limit", str(limit)] if limit else []
        found.append(_read(system, _process(command)))
    return table(found, documents)


def measure_one(system: str, documents: Path | None, model: str, limit: int) -> str:
    """Measure one system in this process; JSON."""
    if system not in SYSTEMS:
        raise InputFault(f"onbekend systeem {system!r}; bekend: {', '.join(SYSTEMS)}")
    questions = [q for q in load_questions("tuning") if q.answerable][: limit or None]
    start_mb = _peak_mb()
    with TemporaryDirectory(prefix="reisgenoot-speed-") as folder:
        try:
            search, build_seconds, build_mb = _built(system, documents, model, Path(folder))
        except LeftOut as fault:
            return json.dumps(asdict(Measure(system, left_out=str(fault))))
        loads = tuple(_load(search, questions, callers) for callers in CALLERS)
        hits = [first_right(is_right(q, e.kind, e.id, e.places) for e in list(search(q.text))[:5]) for q in questions]
    recall = sum(hit is not None for hit in hits) / len(hits)
    found = Measure(system, "", start_mb, build_seconds, build_mb or _peak_mb(), _peak_mb(), recall, loads)
    return json.dumps(asdict(found))


def _built(system: str, documents: Path | None, model: str, folder: Path) -> tuple[Search, float, float]:
    """The system ready to ask, how long that took, and the memory of its build when that was another process."""
    start = perf_counter()
    if system != "reisgenoot":
        texts = read_texts(corpus_folder(), documents)
        search = bm25(texts) if system == "bm25" else tutorial(texts, model)
        return search, perf_counter() - start, 0.0
    for command in (["build"], ["add", str(documents)]) if documents else (["build"],):
        done = _process(["ingest", *command], REISGENOOT_INDEX=str(folder))
        if done.returncode:
            raise LeftOut(f"de index kon niet worden gemaakt: {_last_line(done)}")
    seconds, memory = perf_counter() - start, _peak_mb(resource.RUSAGE_CHILDREN)
    ask = open_assistant(folder)

    def answer(question: str) -> Sequence[Evidence]:
        return read_answer(ask(question)).retrieved

    return answer, seconds, memory


def _load(search: Search, questions: Sequence[Question], callers: int) -> Load:
    texts = [questions[n % len(questions)].text for n in range(ASKED)]

    def timed(text: str) -> float:
        start = perf_counter()
        search(text)
        return 1000 * (perf_counter() - start)

    timed(texts[0])
    start = perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        times = sorted(pool.map(timed, texts))
    return Load(callers, median(times), times[int(0.95 * len(times))], len(times) / (perf_counter() - start))


def _peak_mb(who: int = resource.RUSAGE_SELF) -> float:
    """Highest memory in use so far; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(who).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _read(system: str, done: subprocess.CompletedProcess[str]) -> Measure:
    try:
        values = json.loads(done.stdout.splitlines()[-1])
        return Measure(**{**values, "loads": tuple(Load(**load) for load in values["loads"])})
    except (IndexError, ValueError, TypeError, KeyError):
        return Measure(system, left_out=f"liep vast: {_last_line(done)}")


def _process(arguments: Sequence[str], **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, text=True, check=False)


def _last_line(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip().splitlines() or ["zonder melding"])[-1]


def table(measures: Sequence[Measure], documents: Path | None = None) -> str:
    """The figures side by side, and what was left out."""
    columns = "".join(f"{f'{c} vragers: mediaan / p95 ms (per s)':>40}" for c in CALLERS)
    lines = [f"{'systeem':<14}{'start MB':>9}{'bouwen s':>9}{'bouwen MB':>10}{'vragen MB':>10}{'recall@5':>9}{columns}"]
    for m in measures:
        if not m.left_out:
            loads = "".join(f"{f'{x.median_ms:.1f} / {x.late_ms:.1f} ({x.per_second:.0f})':>40}" for x in m.loads)
            memory = f"{m.start_mb:>9.0f}{m.build_seconds:>9.1f}{m.build_mb:>10.0f}{m.asking_mb:>10.0f}"
            lines.append(f"{SYSTEMS[m.system]:<14}{memory}{m.recall_at_5:>9.3f}{loads}")
    lines += [f"niet gemeten: {SYSTEMS[m.system]}: {m.left_out}" for m in measures if m.left_out]
    lines.append("Reisgenoot geeft een heel antwoord met bronnen; de andere twee zoeken alleen. Vragen van het deel tuning.")
    lines.append("MB is het hoogste geheugengebruik van het proces; start MB heeft elk proces al door de pakketten die het laadt.")
    pages = f"en de pagina's van de PDF's in {documents}" if documents else "alleen; PDF's doen mee met --documents MAP"
    lines.append(f"Teksten: de kaarten {pages}.")
    return "\n".join(lines)
