"""How an index grows: builds one of made-up passages, and measures its size and how fast it is searched. For the person at the keyboard.

The passages are words of the corpus in an order that means nothing, around made-up subjects; the path they take is the real one, from
the library to both engines. Searching is measured in a process of its own.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from ingest import schema
from ingest.build import build_index
from ingest.cards import load_corpus
from ingest.documents import StoredDocument
from ingest.dutch import content_words
from ingest.embedding import Embedder
from ingest.index import Index, current_build
from ingest.lexical import FIELD_WEIGHTS, Filters
from ingest.library import Library
from ingest.lock import locked
from ingest.progress import Progress
from ingest.settings import IngestSettings

PER_DOCUMENT = 50
WORDS = 100
SUBJECTS = 1_000
CALLERS = (1, 8, 32)
ASKED = 200
CANDIDATES = 160


@dataclass(frozen=True)
class Load:
    """Times of one search (embedding the question, vectors, words) with so many asking at once: milliseconds, and searches a second."""

    filtered: str
    callers: int
    median_ms: float
    late_ms: float
    per_second: float


@dataclass(frozen=True)
class Searched:
    """What searching took: seconds to open the index, megabytes at most, and the times."""

    open_seconds: float
    mb: float
    loads: tuple[Load, ...]


def bench(settings: IngestSettings, passages: int, progress: Progress) -> str:
    """Build an index with so many passages in the folder of the settings, which must be new; a report in Markdown."""
    embedder = Embedder(settings.embedding)
    with locked(settings.index), Library(settings.index) as library:
        known = library.passages()
        documents = made_up(settings, passages - known, known // PER_DOCUMENT)
        for stored in progress(documents, "Documenten verzinnen", max(0, passages - known) // PER_DOCUMENT):
            library.put(Path(stored.record.path), stored)
    start = perf_counter()
    report = build_index(settings, embedder, progress)
    seconds, mb = perf_counter() - start, _peak_mb()
    command = [sys.executable, "-m", "ingest", "bench", "--search-only", str(settings.index)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    raw = json.loads(done.stdout)
    searched = Searched(raw["open_seconds"], raw["mb"], tuple(Load(**load) for load in raw["loads"]))
    sizes = {name: _size(current_build(settings.index) / name) for name in ("vectors", "text", "entries.db")}
    lines = [
        f"{report.manifest.entries} stukken, {report.manifest.vectors} vectoren, {report.embedded} nu omgezet",
        f"bouwen: {seconds:.0f} s ({report.manifest.entries / seconds:.0f} stukken/s), {mb:.0f} MB geheugen",
        "schijf: " + ", ".join(f"{name} {size / 1e6:.0f} MB" for name, size in sizes.items()),
        f"openen: {searched.open_seconds:.1f} s; zoeken: {searched.mb:.0f} MB geheugen",
        "",
        "| filter | vragers | mediaan ms | p95 ms | per s |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {x.filtered} | {x.callers} | {x.median_ms:.1f} | {x.late_ms:.1f} | {x.per_second:.0f} |" for x in searched.loads]
    return "\n".join(lines)


def search_only(settings: IngestSettings) -> str:
    """Measure searching in this process; JSON."""
    start = perf_counter()
    index = Index.open(settings, Embedder(settings.embedding))
    index.query_vector("gemeente")
    opened = perf_counter() - start
    documents = sorted(r.document.id for r in index.manifest.documents)
    rng = np.random.default_rng(1)
    fresh = count()

    def one_document() -> Filters:
        return Filters(documents=(documents[next(fresh) * 7919 % len(documents)],))

    filters: dict[str, Callable[[], Filters | None]] = {
        "geen": lambda: None,
        "één document, telkens een ander": one_document,
        "soort praktijkvoorbeeld": lambda: Filters(kinds=("case",)),
        "soort passage (bijna alles)": lambda: Filters(kinds=("passage",)),
    }
    words = list(index.vocabulary)
    loads = []
    for name, make in filters.items():
        for callers in CALLERS:
            questions = [" ".join(rng.choice(words, 8)) for _ in range(ASKED)]
            loads.append(_load(name, callers, index, questions, make))
    return json.dumps(asdict(Searched(opened, _peak_mb(), tuple(loads))))


def _load(name: str, callers: int, index: Index, questions: Sequence[str], make: Callable[[], Filters | None]) -> Load:
    def timed(question: str) -> float:
        start = perf_counter()
        filters = make()
        index.dense(index.query_vector(question), filters, CANDIDATES)
        index.lexical(dict.fromkeys(index.analyser.terms(question), 1.0), FIELD_WEIGHTS, filters, CANDIDATES)
        return 1000 * (perf_counter() - start)

    timed("opwarmen")
    start = perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        times = sorted(pool.map(timed, questions))
    return Load(name, callers, median(times), times[int(0.95 * len(times))], len(times) / (perf_counter() - start))


def made_up(settings: IngestSettings, passages: int, first: int = 0) -> Iterator[StoredDocument]:
    """Documents of made-up passages, numbered from `first`; the same numbers give the same text."""
    corpus = load_corpus(settings.corpus)
    vocabulary = sorted({w for card in corpus.cards for w in content_words(f"{card.title} {card.summary} {card.body}")})
    words = np.array(vocabulary)
    subjects = np.random.default_rng(0).choice(len(words), (SUBJECTS, 40))
    for number in range(first, first + -(-passages // PER_DOCUMENT)):
        rng = np.random.default_rng(number + 1)
        size = min(PER_DOCUMENT, passages - (number - first) * PER_DOCUMENT)
        name = f"verzonnen-{number:06}"
        made = tuple(_passage(name, n + 1, words, subjects[rng.integers(SUBJECTS)], rng) for n in range(size))
        document = schema.Document(name, f"Verzonnen stuk {number}", "niemand", 2026, size, "eigen document", name, sha256=name)
        yield StoredDocument(schema.DocumentRecord(document, f"/{name}.pdf", size), made)


def _passage(
    document: str, page: int, words: "np.ndarray[tuple[int, ...], np.dtype[np.str_]]", subject: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]",
    rng: np.random.Generator,
) -> schema.Passage:  # fmt: skip
    """Half the words are of the subject, half of anything."""
    chosen = np.concatenate([rng.choice(subject, WORDS // 2), rng.integers(len(words), size=WORDS - WORDS // 2)])
    rng.shuffle(chosen)
    text = " ".join(words[chosen]) + "."
    return schema.Passage(f"{document}-p{page}-1", document, page, str(page), (" ".join(words[subject[:3]]),), text, 0, len(text))


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(p.stat().st_size for p in path.rglob("*") if p.is_file())


def _peak_mb() -> float:
    """Highest memory in use so far; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
