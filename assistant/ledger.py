"""What a language model used today, and whether it is better left alone for a while. On disk, shared by all processes on one index.

SQLite, since several processes add at the same time; each call opens the file and closes it again. When the file cannot be written and
no budget is set, answers go on without the books.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.model_faults import LASTING, unavailable

IN_A_ROW = 3
"""After so many faults one after the other the model is left alone."""
ALONE, ALONE_LASTING = 60.0, 300.0
"""Seconds; the second after a fault that will not pass by itself."""
BUSY = 5.0
TABLES = """
CREATE TABLE IF NOT EXISTS use (day TEXT, model TEXT, answers INTEGER, tokens INTEGER, euros REAL, PRIMARY KEY (day, model));
CREATE TABLE IF NOT EXISTS faults (model TEXT PRIMARY KEY, row INTEGER, until REAL, kind TEXT);
"""


@dataclass(frozen=True)
class Used:
    """Of one day: calls, tokens in and out together, and euros as far as the price is known."""

    answers: int = 0
    tokens: int = 0
    euros: float = 0.0


@dataclass(frozen=True)
class Ledger:
    """The books of one model. `tokens` and `euros` are the most of one day, 0 for no limit; `price` euros a million tokens, in and out."""

    file: Path
    model: str
    tokens: int = 0
    euros: float = 0.0
    price: tuple[float, float] = (0.0, 0.0)

    def allow(self) -> None:
        """Nothing when the model may be asked. Raises ModelUnavailable when today's budget is used or the model is left alone.

        Calls that are under way are not in the books yet, so the last answers of a day may go a little over the budget.
        """
        try:
            self._allow()
        except ModelUnavailable as fault:
            # Without a budget the books are a help; with one they are a must.
            if fault.kind != "ledger" or self.tokens or self.euros:
                raise

    def _allow(self) -> None:
        used = self.used()
        if (self.tokens and used.tokens >= self.tokens) or (self.euros and used.euros >= self.euros):
            raise unavailable("budget")
        with self._open() as books:
            found = books.execute("SELECT until FROM faults WHERE model = ?", (self.model,)).fetchone()
            until = float(found[0]) if found else 0.0
            if until > time.time():
                raise unavailable("paused")
            if until:
                # The time is over: one asks, and until that is known the others wait a little longer.
                books.execute("UPDATE faults SET until = ? WHERE model = ?", (time.time() + ALONE / 4, self.model))

    def undisturbed(self) -> bool:
        """Whether there is budget left and nothing is known against the model; asking this uses up no try, as `allow` may."""
        try:
            used = self.used()
            with self._open() as books:
                row = books.execute("SELECT until FROM faults WHERE model = ?", (self.model,)).fetchone()
        except ModelUnavailable:
            return not (self.tokens or self.euros)
        spent = (self.tokens and used.tokens >= self.tokens) or (self.euros and used.euros >= self.euros)
        return not spent and not (row and row[0])

    def used(self) -> Used:
        """What was used today. Raises ModelUnavailable when the file cannot be used."""
        with self._open() as books:
            row = books.execute(
                "SELECT answers, tokens, euros FROM use WHERE day = ? AND model = ?", (date.today().isoformat(), self.model)
            ).fetchone()
        return Used(*row) if row else Used()

    def add(self, tokens_in: int, tokens_out: int) -> None:
        """Write down what one call used."""
        euros = (tokens_in * self.price[0] + tokens_out * self.price[1]) / 1e6
        with suppress(ModelUnavailable), self._open() as books:
            books.execute(
                "INSERT INTO use VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET "
                "answers = answers + 1, tokens = tokens + excluded.tokens, euros = euros + excluded.euros",
                (date.today().isoformat(), self.model, tokens_in + tokens_out, euros),
            )

    def went_well(self) -> None:
        """The model answered: what went wrong before no longer counts."""
        with suppress(ModelUnavailable), self._open() as books:
            books.execute("DELETE FROM faults WHERE model = ?", (self.model,))

    def went_wrong(self, fault: ModelUnavailable) -> None:
        """Count a fault; after some in a row, or one that lasts, the model is left alone, as long as it asks when it asks that."""
        alone = max(fault.retry_after, ALONE_LASTING if fault.kind in LASTING else ALONE)
        enough = 1 if fault.kind in LASTING or fault.retry_after else IN_A_ROW
        with suppress(ModelUnavailable), self._open() as books:
            books.execute(
                "INSERT INTO faults VALUES (?, 1, 0, ?) ON CONFLICT DO UPDATE SET row = row + 1, kind = excluded.kind",
                (self.model, fault.kind),
            )
            books.execute("UPDATE faults SET until = ? WHERE model = ? AND row >= ?", (time.time() + alone, self.model, enough))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=BUSY)) as books, books:
                books.executescript(TABLES)
                yield books
        except (sqlite3.Error, OSError):
            raise unavailable("ledger") from None
