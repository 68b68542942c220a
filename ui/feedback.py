"""Judgements of visitors about answers: one JSON line each, in a file on this computer. Of who it was a pseudonym is kept, never the name."""

import json
import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant import Answer, Assistant, masked
from ui import texts
from ui.service import visitor_of
from ui.service.kept_data import alone, pseudonym

LOG = logging.getLogger("reisgenoot.ui")
GOOD = "goed"
LARGEST = 20_000_000
"""Bytes; a file that has grown so large is full, whoever filled it."""


class FeedbackFile:
    """The file that judgements are added to; `build` tells which index is in use when one is given."""

    def __init__(self, path: Path, build: Callable[[], str] = str) -> None:
        self.path, self.build = path, build
        self._one = threading.Lock()

    def keep(self, answer: Answer, reason: str, name: str = "") -> bool:
        """Add a judgement: `goed` or one of the reasons in texts. False when that was not possible; the log says why.

        `name` is of who signed in; of it a pseudonym is kept, so that the judgement can be removed on request.
        """
        if reason != GOOD and reason not in texts.REASONS:
            return False
        try:
            who = pseudonym(self.path, name)
            line = json.dumps({**self.record(answer, reason), **({"by": who} if who else {})}, ensure_ascii=False)
            with self._one, alone(self.path):
                if self.path.exists() and self.path.stat().st_size > LARGEST:
                    raise OSError(f"the file has more than {LARGEST} bytes")
                with open(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
                    file.write(line + "\n")
        except OSError as fault:
            LOG.warning("a judgement was not kept in %s: %s", self.path, fault)
            return False
        return True

    def pseudonym(self, name: str) -> str:
        """The word for this visitor in all that is kept; empty for who has no name, and where it cannot be made: the log says why."""
        try:
            return pseudonym(self.path, name)
        except OSError as fault:
            LOG.warning("no pseudonym could be made beside %s: %s", self.path, fault)
            return ""

    def record(self, answer: Answer, reason: str) -> dict[str, object]:
        """What is kept: the question with personal data masked, never the conversation; who asked, as a pseudonym, is added by `keep`."""
        return {
            "time": datetime.now(UTC).isoformat(timespec="minutes"),
            "good": reason == GOOD,
            "reason": "" if reason == GOOD else reason,
            "question": masked(answer.question),
            "read_as": masked(answer.resolved),
            "refused": answer.refused,
            "cited": list(dict.fromkeys(c.entry.id for c in answer.citations)),
            "model": answer.model,
            "index": self.build(),
        }


def asked_by(request: Any, assistant: Assistant, pseudonym: Callable[[str], str]) -> str:
    """What a receipt has of who makes this request; empty where no receipts are kept."""
    return pseudonym(visitor_of(request).name) if assistant.receipts else ""
