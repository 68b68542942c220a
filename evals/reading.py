"""`python -m evals reading`: how fast PDFs become an index, beside LangChain's loader, splitter and store, in one run over the same files.

Each system runs in processes of its own, from their start to their end, with the same embedding model, and for Reisgenoot without the
cards, which the other does not have. Reisgenoot then reads the folder again, first unchanged, then with one file in a hundred changed;
the other has no such step and would start anew. Knows nothing of what is in the index.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from evals.errors import EvalsError
from evals.made_reports import PER_FILE, card_sentences, make_reports
from evals.rivals import langchain_index
from evals.subject import corpus_folder

# Looking takes time that is the measured processes' as well.
EVERY = 1.0
OURS, OTHER = "Reisgenoot, alles nieuw", "LangChain (PyPDFLoader, splitter, Chroma), alles nieuw"
AGAIN, CHANGED = "Reisgenoot, niets veranderd", "Reisgenoot, 1 % van de bestanden veranderd"
# What a corpus without cards consists of.
BARE = {"sources.toml": "document = []\nlink = []\n", "terms.toml": "term = []\n", "places.toml": ""}


@dataclass(frozen=True)
class Run:
    """One run: seconds from start to end, those that its processes computed, and the most megabytes that they held together."""

    what: str
    seconds: float
    computed: float
    mb: float


def compare_reading(pages: int) -> str:
    """Make so many pages, read them with both, and give a table in Markdown. Raises EvalsError when one of the runs fails."""
    sentences = card_sentences(corpus_folder())
    with TemporaryDirectory(prefix="reisgenoot-lezen-") as place:
        folder = Path(place)
        print(f"{pages} pagina's maken …", file=sys.stderr, flush=True)
        make_reports(folder / "pdf", pages, sentences)
        bare_corpus(folder / "corpus")
        runs = [_ours(OURS, folder), _other(folder), _ours(AGAIN, folder)]
        files = -(-pages // PER_FILE)
        make_reports(folder / "pdf", PER_FILE * max(1, files // 100), sentences, seed=1)
        runs.append(_ours(CHANGED, folder))
    return table(runs, pages)


def bare_corpus(folder: Path) -> None:
    """A corpus without cards."""
    folder.mkdir()
    for name, text in BARE.items():
        (folder / name).write_text(text, encoding="utf-8")


def read_as_langchain(folder: Path) -> str:
    """Index the PDFs of `folder`/pdf in this process; JSON with the number of pages and pieces."""
    pages, pieces = langchain_index(sorted((folder / "pdf").glob("*.pdf")), folder / "langchain")
    return json.dumps({"pages": pages, "pieces": pieces})


def _ours(what: str, folder: Path) -> Run:
    settings = {"REISGENOOT_CORPUS": str(folder / "corpus"), "REISGENOOT_INDEX": str(folder / "index")}
    return measured(what, ["ingest", "add", str(folder / "pdf")], settings)


def _other(folder: Path) -> Run:
    return measured(OTHER, ["evals", "reading", "--only", str(folder)], {})


def measured(what: str, arguments: Sequence[str], settings: dict[str, str]) -> Run:
    """Run `python -m` with these arguments and settings. Raises EvalsError when it does not end well."""
    print(f"{what} …", file=sys.stderr, flush=True)
    start = perf_counter()
    with (
        TemporaryDirectory() as place,
        (Path(place) / "uit").open("w+", encoding="utf-8") as out,
        subprocess.Popen([sys.executable, "-m", *arguments], env={**os.environ, **settings}, stdout=out, stderr=out) as process,
    ):
        most, used = 0.0, dict[int, float]()
        while process.poll() is None:
            most = max(most, _look(process.pid, used))
            with suppress(subprocess.TimeoutExpired):  # the end is seen at once, not at the next look
                process.wait(EVERY)
        seconds = perf_counter() - start
        out.seek(0)
        said = (out.read().strip().splitlines() or [""])[-1]
    if process.returncode:
        raise EvalsError(f"{what}: gestopt met status {process.returncode}: {said}")
    return Run(what, seconds, sum(used.values()), most)


def _look(pid: int, used: dict[int, float]) -> float:
    """The megabytes of a process and all that it started, what they share divided among them where the system tells that.

    The seconds that each has computed go into `used`; of what ended between two looks, the last are missed.
    """
    try:
        import psutil
    except ImportError as fault:
        raise EvalsError("psutil is niet geïnstalleerd; pip install 'psutil>=7,<8'") from fault

    found = 0
    with suppress(psutil.NoSuchProcess):
        whole = psutil.Process(pid)
        for process in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                memory, times = process.memory_full_info(), process.cpu_times()
                used[process.pid] = times.user + times.system
                found += getattr(memory, "pss", memory.rss)
    return found / 1024**2


def table(runs: Sequence[Run], pages: int) -> str:
    """The runs in a table in Markdown, each beside LangChain's."""
    other = next(run.seconds for run in runs if run.what == OTHER)
    lines = [
        "| | seconden | rekentijd | pagina's per seconde | MB hoogstens | keer zo snel als LangChain |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {run.what} | {run.seconds:.1f} | {run.computed:.1f} | {pages / run.seconds:.0f} | {run.mb:.0f} | {other / run.seconds:.1f} |"
        for run in runs
    ]
    told = "Van het begin tot het einde van elk proces, op dezelfde bestanden, met hetzelfde inbeddingsmodel en zonder de kaarten."
    return "\n".join([*lines, "", f"{pages} pagina's, {PER_FILE} per bestand, {os.cpu_count()} kernen. {told}"])
