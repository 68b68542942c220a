"""Reads one file as `python -m ingest add` does: in a process of the pool, with its limits."""

import os
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ingest import documents, reader
from ingest.content import Content
from ingest.documents import StoredDocument
from ingest.errors import DocumentError
from ingest.pool import Limits, read_all


def read_file(path: Path, limits: Limits | None = None) -> Content:
    """What `ingest.reader` makes of it. Raises DocumentError."""
    content: Content = _apart(reader.read_file, path, limits)
    return content


def read_document(path: Path) -> StoredDocument:
    """What `ingest.documents` makes of it; no publication is known. Raises DocumentError."""
    stored: StoredDocument = _apart(partial(documents.read_document, known={}), path)
    return stored


def _apart(read: Callable[[Path], Any], path: Path, limits: Limits | None = None) -> Any:
    (outcome,) = read_all([path], partial(_pickled, read=read, search=os.environ["PATH"]), limits)
    if outcome.reason:
        raise DocumentError(path, outcome.reason)
    return pickle.loads(outcome.data)


def _pickled(path: Path, read: Callable[[Path], Any], search: str) -> bytes:
    os.environ["PATH"] = search  # the mother of these processes keeps the one that she began with
    return pickle.dumps(read(path))
