"""Ill-treats an ingester: `python tests/fault_driver.py kill|damage|full TIMES [SEED [copied]]`. Prints what happened as one line of JSON.

With `copied` each build starts from a copy of the one before, as large ones do.

Each step runs in a fork of this process, which holds the loaded model and never opens an engine itself. A file is written in versions:
every page of it says the same number, so that a mixture of old and new would show.
"""

import contextlib
import json
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pdf_maker import paragraph, write_pdf
from toy_corpus import write_corpus

from ingest import build
from ingest.build import add_documents
from ingest.embedding import Embedder
from ingest.errors import ReisgenootError
from ingest.index import Index, current_build
from ingest.settings import IngestSettings
from ingest.verify import verify

FILES, PAGES = 6, 3
FORK = multiprocessing.get_context("fork")


class Yard:
    """A corpus, a folder of PDFs and an index, and the loaded model."""

    def __init__(self, folder: Path) -> None:
        self.pdfs = folder / "pdfs"
        self.pdfs.mkdir()
        self.settings = IngestSettings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
        self.embedder = Embedder()
        self.embedder.encode_passages(["warm"])
        self.versions = dict.fromkeys(range(FILES), 0)
        for number in self.versions:
            self.write(number)

    def write(self, number: int) -> None:
        sentence = f"Stuk{number} versie{self.versions[number]} gaat over zorg op school. "
        write_pdf(self.pdfs / f"stuk{number}.pdf", [paragraph(130, sentence)] * PAGES)

    def edit(self, number: int) -> None:
        self.versions[number] += 1
        self.write(number)

    def add(self) -> str:
        return self._told(lambda: add_documents(self.settings, self.embedder, [str(self.pdfs)]) and "")

    def verify(self) -> str:
        return self._told(lambda: "; ".join(verify(self.settings, self.embedder).left))

    def contents(self) -> dict[str, list[int]]:
        """Document -> the versions that its passages speak of."""
        index = Index.open(self.settings, self.embedder)
        index.dense(self.embedder.encode_queries(["zorg"])[0])
        found: dict[str, list[int]] = {}
        for entry in index.entries("passage"):
            found.setdefault(entry.document, []).extend(n for n in range(1000) if f"versie{n} " in entry.body)
        return {document: sorted(set(versions)) for document, versions in found.items()}

    def _told(self, work: Callable[[], Any]) -> str:
        try:
            return str(work() or "")
        except ReisgenootError as fault:
            return f"{type(fault).__name__}: {fault}"

    def apart(self, work: Callable[[], Any], limit: int = 0) -> "tuple[Any, int]":
        """What the work gives, and how its process ended; None when it gave nothing."""
        ours, theirs = FORK.Pipe(duplex=False)
        process = FORK.Process(target=_answer, args=(work, theirs, limit))
        process.start()
        theirs.close()
        with contextlib.suppress(EOFError):
            answer = ours.recv()
            process.join()
            return answer, process.exitcode or 0
        process.join()
        return None, process.exitcode or 0


def _answer(work: Callable[[], Any], pipe: Any, limit: int) -> None:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    pipe.send(work())


def kill(yard: Yard, times: int, rng: random.Random) -> dict[str, Any]:
    """Kill an ingester at random moments while a reader searches; after each kill every file is wholly old or wholly new."""
    start = time.monotonic()
    yard.apart(yard.add)
    whole = time.monotonic() - start
    script = Path(__file__).with_name("reader_process.py")
    command = [sys.executable, str(script), str(yard.settings.corpus), str(yard.settings.index), ""]
    environment = {**os.environ, "PYTHONPATH": str(script.parents[1])}
    reader = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert reader.stdout is not None
    reader.stdout.readline()
    mixed, unfinished, before = [], 0, dict(yard.versions)
    for _ in range(times):
        yard.edit(rng.randrange(FILES))
        process = FORK.Process(target=yard.add)
        process.start()
        time.sleep(rng.uniform(0, 1.5 * whole))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        found, code = yard.apart(yard.contents)
        allowed = {f"stuk{n}": {before[n], yard.versions[n]} | set(range(before[n], yard.versions[n])) for n in before}
        if code or set(found) != set(allowed) or any(len(v) != 1 or v[0] not in allowed[d] for d, v in found.items()):
            mixed.append(str(found))
        unfinished += any(found[f"stuk{n}"] != [v] for n, v in yard.versions.items()) if found else 1
    told, _ = yard.apart(yard.add)
    after, _ = yard.apart(yard.contents)
    left, _ = yard.apart(yard.verify)
    out, _ = reader.communicate("stop\n", timeout=60)
    return {
        "kills": times, "unfinished": unfinished, "mixed": mixed, "told": told, "left": left,
        "all new": after == {f"stuk{n}": [v] for n, v in yard.versions.items()}, "reader": json.loads(out.splitlines()[-1]),
    }  # fmt: skip


def damage(yard: Yard, times: int, rng: random.Random) -> dict[str, Any]:
    """Damage one file of the index in turn; a reader is told or reads on, and `verify` mends it."""
    yard.apart(yard.add)
    ways: dict[str, Callable[[Path], None]] = {"weg": _gone, "half": _half, "vuil": _dirty}
    outcomes = []
    for number in range(times):
        build = current_build(yard.settings.index)
        files = [p for p in sorted(build.rglob("*")) if p.is_file() and p.stat().st_size and p.suffix != ".lock"]
        files += [yard.settings.index / name for name in ("CURRENT", "library.db", "vectors.db")]
        path = files[number % len(files)]
        way = list(ways)[(number + number // len(files)) % len(ways)]
        ways[way](path)
        seen, read_code = yard.apart(lambda: yard._told(yard.contents))
        left, code = yard.apart(yard.verify)
        again, _ = yard.apart(lambda: yard._told(yard.contents))
        whole = str({f"stuk{n}": [v] for n, v in yard.versions.items()})
        if code or left or again != whole:
            again, code = yard.apart(yard.add)
            again, _ = yard.apart(lambda: yard._told(yard.contents))
        outcomes.append([path.name, way, read_code, str(seen)[:80], code, str(left)[:160], again == whole])
    return {"outcomes": outcomes}


def full(yard: Yard, times: int, rng: random.Random) -> dict[str, Any]:
    """Let files grow no further than some size, as on a full disk; the old index serves on."""
    yard.apart(yard.add)
    before, _ = yard.apart(yard.contents)
    told, kept = [], True
    for _ in range(times):
        yard.edit(rng.randrange(FILES))
        answer, code = yard.apart(yard.add, limit=int(2 ** rng.uniform(10, 17)))
        told.append(f"{code} {answer}")
        now, _ = yard.apart(yard.contents)
        kept = kept and now is not None and all(len(v) == 1 for v in now.values())
    yard.apart(yard.add)
    after, _ = yard.apart(yard.contents)
    left, _ = yard.apart(yard.verify)
    whole = {f"stuk{n}": [v] for n, v in yard.versions.items()}
    return {"told": told, "kept": kept, "all new": after == whole, "left": left, "changed": before != after}


def _gone(path: Path) -> None:
    path.unlink()


def _half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _dirty(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 3)
        file.write(os.urandom(min(4096, path.stat().st_size // 2 + 1)))


def main() -> None:
    fault = {"kill": kill, "damage": damage, "full": full}[sys.argv[1]]
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    if sys.argv[4:] == ["copied"]:
        build.COPIED_FROM = 1
    with TemporaryDirectory(prefix="reisgenoot-faults-") as folder:
        sys.stdout.write(json.dumps(fault(Yard(Path(folder)), int(sys.argv[2]), rng)) + "\n")


if __name__ == "__main__":
    main()
