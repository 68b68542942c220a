"""What is known of each document that was fetched, kept in corpus/documents/downloads.json, and the table that a run ends with.

Fetches nothing itself.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ingest.errors import DownloadError
from ingest.whole_files import written_whole

NEW, RENEWED, SAME, PAGE, GONE, REFUSED, FAILED = "nieuw", "vernieuwd", "onveranderd", "webpagina", "weg", "geweigerd", "mislukt"
# The order of the table.
OUTCOMES = (NEW, RENEWED, PAGE, GONE, REFUSED, FAILED, SAME)
RECORDS = "downloads.json"


@dataclass(frozen=True)
class Record:
    """What is known of one address; dates are ISO, in UTC.

    `file`, `sha256`, `size` and `fetched` tell of the file that is kept, also when the last try failed. `partial` is what the site
    called the version (ETag or Last-Modified) of which a part is kept.
    """

    url: str
    outcome: str = ""
    reason: str = ""
    moved: str = ""
    checked: str = ""
    file: str = ""
    sha256: str = ""
    size: int = 0
    fetched: str = ""
    etag: str = ""
    modified: str = ""
    partial: str = ""

    @property
    def failed(self) -> bool:
        """Whether the document was asked for and could not be had."""
        return self.outcome in (GONE, REFUSED, FAILED)


class Records:
    """The file downloads.json; every change is written at once, in one step."""

    def __init__(self, folder: Path) -> None:
        """Read it. Raises DownloadError when it cannot be read."""
        self.path = folder / RECORDS
        self._all: dict[str, Record] = {}
        try:
            raw: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
            self._all = {key: Record(**value) for key, value in raw.items()}
        except (OSError, ValueError, TypeError, AttributeError) as fault:
            raise DownloadError(f"{self.path} is niet te lezen; verwijder het bestand en begin opnieuw") from fault

    def get(self, document_id: str, url: str) -> Record:
        """What is known of this document at this address."""
        known = self._all.get(document_id)
        return known if known and known.url == url else Record(url)

    def put(self, document_id: str, record: Record) -> None:
        """Keep it."""
        self._all[document_id] = record
        rows = {key: {k: v for k, v in asdict(self._all[key]).items() if v} for key in sorted(self._all)}
        with written_whole(self.path) as out:
            out.write((json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode())


def table(done: Mapping[str, Record]) -> str:
    """What came, what moved and what is gone: a line per document, and the counts. What did not change is only counted."""
    rows = [(key, r) for outcome in OUTCOMES for key, r in done.items() if r.outcome == outcome and (outcome != SAME or r.moved)]
    width = max((len(key) for key, _ in rows), default=0)
    lines = [f"{r.outcome:<11}  {key:<{width}}  {_remark(r)}".rstrip() for key, r in rows]
    counts = [f"{n} {outcome}" for outcome in OUTCOMES if (n := sum(r.outcome == outcome for r in done.values()))]
    moved = sum(bool(r.moved) for r in done.values())
    total = ", ".join(counts) or "niets op te halen"
    return "\n".join(
        [*lines, *([""] if lines else []), total + (f"; {moved} verhuisd: pas sources.toml aan" if moved else "") + "."]
    )


def _remark(record: Record) -> str:
    size = f"{record.size / 1e6:.1f} MB".replace(".", ",") if record.outcome in (NEW, RENEWED) else ""
    kept = f"bewaard van {record.fetched[:10]}" if record.failed and record.file else ""
    moved = f"verhuisd naar {record.moved}" if record.moved else ""
    where = record.url if record.outcome in (PAGE, GONE, REFUSED, FAILED) and not moved else ""
    return "; ".join(x for x in (size, record.reason, kept, moved, where) if x)
