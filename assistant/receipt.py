"""A receipt of an answer: what was asked, what was found, who wrote it, how each sentence was judged, and by which versions.

Plain data that is saved as JSON, and that `replay` holds against a new answer. The question is kept with personal data masked; of who
asked there is at most a pseudonym, by which receipts can be removed on request.
"""

import hashlib
import json
import logging
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant import prompts
from assistant.answer import Answer, Turn
from assistant.errors import ReceiptError
from assistant.grounding import Checker
from assistant.privacy import masked
from ingest import Entry, Filters, Index, written_whole

LOG = logging.getLogger("reisgenoot.receipts")
FORMAT = 1
LARGEST = 5_000_000
# The names of receipts and of drafts that a crash left, by the moment they were made; the folder may hold other files.
OURS = re.compile(r"\.?(?P<made>\d{4}-\d\d-\d\dT\d{6})-[0-9a-f]{8}\.json(\.[0-9a-f]{8}\.deel)?")
MADE = "%Y-%m-%dT%H%M%S"
Receipt = dict[str, Any]


def receipt_of(
    index: Index, checker: Checker, answer: Answer, history: Sequence[Turn], filters: Filters, without: Sequence[str],
    seconds: Mapping[str, float], by: str = "",
) -> Receipt:  # fmt: skip
    """The receipt of a complete answer; `seconds` tells how long each step took, `by` is the pseudonym of who asked."""
    citations = {c.n: c for c in answer.citations}
    verdicts = [(b.kind, s, checker.check(s, citations) if s.cites else None) for b in answer.blocks for s in b.sentences]
    return {
        "receipt": FORMAT,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "question": masked(answer.question),
        "history": [
            {"question": masked(t.question), "cited": list(t.cited), "keys": list(t.keys), "told": list(t.told)} for t in history
        ],
        "filters": {name: list(values) for name, values in asdict(filters).items()},
        "without": list(without),
        "read_as": masked(answer.resolved),
        "answer": answer.markdown,
        "refused": answer.refused,
        "routes": list(answer.routes),
        "warnings": list(answer.warnings),
        "sentences": [
            {"text": s.text, "block": kind, "cites": list(s.cites), "supported": v and v.supported, "reason": v.reason if v else ""}
            for kind, s, v in verdicts
        ],
        "citations": [
            {"n": c.n, "id": c.entry.id, "document": c.document.id, "pages": list(c.pages), "sha256": entry_sum(c.entry)}
            for c in answer.citations
        ],
        "evidence": [{"id": r.entry.id, "score": round(r.score, 6), "sha256": entry_sum(r.entry)} for r in answer.retrieved],
        "writer": {"model": answer.model, "prompts": prompts_sum()} if answer.model else {"model": "", "prompts": ""},
        "seconds": {**{name: round(value, 4) for name, value in seconds.items()}, "total": round(answer.seconds, 4)},
        "versions": versions(index),
        **({"by": by} if by else {}),
    }


def versions(index: Index) -> dict[str, str]:
    """What an answer of this index depends on besides the question: the code, the corpus, the models of the index."""
    m = index.manifest
    return {
        "reisgenoot": _version(), "code": code_sum(), "corpus": m.inputs, "index": m.build, "embedding": m.fingerprint,
        "analyser": m.analyser, "chunker": m.chunker,
    }  # fmt: skip


def entry_sum(entry: Entry) -> str:
    """The sha256 of all that an entry says, in hexadecimals."""
    return _sum(json.dumps(asdict(entry), ensure_ascii=False, sort_keys=True).encode("utf-8"))


@cache
def prompts_sum() -> str:
    """The sha256 of the words that a language model is given, its first twelve hexadecimals."""
    found = {name: value.text for name, value in vars(prompts).items() if isinstance(value, prompts.Prompt)}
    return _sum(json.dumps(found, sort_keys=True).encode("utf-8"))[:12]


@cache
def code_sum() -> str:
    """The sha256 of the code and the weights of assistant and ingest, its first twelve hexadecimals."""
    here = Path(__file__).parent
    files = [
        p for folder in (here, here.parent / "ingest") for p in sorted(folder.glob("*")) if p.suffix in (".py", ".json", ".npz")
    ]
    return _sum(b"".join(p.name.encode() + b"\0" + p.read_bytes() for p in files))[:12]


class ReceiptFolder:
    """The folder in which receipts are kept, one file each, for the owner alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, receipt: Receipt) -> Path | None:
        """Save a receipt; None when that was not possible: the answer goes on, and the log says why."""
        name = f"{receipt['time'][:19].replace(':', '')}-{secrets.token_hex(4)}.json"
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            with written_whole(self.path / name, private=True) as out:
                out.write(json.dumps(receipt, ensure_ascii=False, indent=1).encode())
        except (OSError, UnicodeEncodeError) as fault:
            LOG.warning(
                "a receipt was not kept in %s: %s", self.path, fault.strerror if isinstance(fault, OSError) else fault.reason
            )
            return None
        return self.path / name

    def expire(self, days: int, now: datetime | None = None) -> int:
        """Remove receipts of more than so many days ago; how many. Raises OSError."""
        oldest = ((now or datetime.now(UTC)) - timedelta(days=days)).strftime(MADE)
        return _removed([path for path, made in self._all() if made < oldest])

    def forget(self, by: str) -> int:
        """Remove the receipts of who has this pseudonym; how many. Raises OSError."""
        return _removed([path for path, _ in self._all() if by and _by(path) == by])

    def _all(self) -> Iterator[tuple[Path, str]]:
        for path in sorted(self.path.iterdir()) if self.path.is_dir() else ():
            if found := OURS.fullmatch(path.name):
                yield path, found["made"]


def read_receipt(path: Path) -> Receipt:
    """What `keep` saved. Raises ReceiptError when the file is not that."""
    try:
        if path.stat().st_size > LARGEST:
            raise ReceiptError(f"{path} is te groot voor een bon (meer dan {LARGEST} bytes).")
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise ReceiptError(f"{path} is niet te lezen: {fault.strerror}.") from fault
    except ValueError as fault:
        raise ReceiptError(f"{path} is geen bon: geen JSON.") from fault
    if not isinstance(raw, dict) or raw.get("receipt") != FORMAT:
        raise ReceiptError(f"{path} is geen bon van deze versie (verwacht wordt receipt {FORMAT}).")
    for name, kind in _NEEDED.items():
        if not isinstance(raw.get(name), kind):
            raise ReceiptError(f"{path} is geen goede bon: {name!r} ontbreekt of heeft een verkeerde waarde.")
    return raw


_NEEDED: dict[str, type] = {
    "question": str, "history": list, "filters": dict, "without": list, "answer": str, "refused": bool, "sentences": list,
    "evidence": list, "writer": dict, "versions": dict,
}  # fmt: skip


def _by(path: Path) -> str:
    """The pseudonym in a receipt; empty when there is none, or no receipt any more."""
    try:
        raw = json.loads(path.read_bytes())
    except (ValueError, FileNotFoundError):
        return ""
    return str(raw.get("by", "")) if isinstance(raw, dict) else ""


def _removed(paths: Sequence[Path]) -> int:
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _version() -> str:
    try:
        return version("reisgenoot")
    except PackageNotFoundError:
        return "?"
