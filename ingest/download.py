"""Fetches the documents that sources.toml names into corpus/documents/, and keeps a record of each in downloads.json.

A document is fetched again only when the site says that it changed; one that broke off goes on where it stopped. Web pages are
reported, not kept. Knows nothing of sockets (see ingest.fetch), nor of what is in a PDF.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.cards import ID
from ingest.downloads import FAILED, GONE, NEW, PAGE, REFUSED, RENEWED, SAME, Record, Records
from ingest.errors import DownloadError, StorageError
from ingest.fetch import Fetcher, Reply
from ingest.schema import Corpus

PDF_TYPES = ("application/pdf", "application/x-pdf", "application/octet-stream", "binary/octet-stream", "application/download", "")
PAGE_TYPES = ("text/html", "application/xhtml+xml")
PDF_START = b"%PDF-"
TRIES = 2
# The longest wait that a site can ask for (Retry-After) before the second try.
MAX_WAIT = 30.0

Progress = Callable[[Sequence[str], str], Iterator[str]]


def addresses(corpus: Corpus, ids: Sequence[str] = ()) -> dict[str, str]:
    """Document id -> web address: those that are asked for, or all. Raises DownloadError for an unknown id."""
    known = {d.id: d.url for d in corpus.documents.values() if d.url} | {x.id: x.url for x in corpus.linked}
    for asked in ids:
        if asked not in known:
            near = [x for x in known if asked.lower() in x] or list(known)
            shown = ", ".join(near[:10]) + (" …" if len(near) > 10 else "")
            raise DownloadError(f"sources.toml heeft geen document {asked!r} met een webadres; wel: {shown}")
    return {key: known[key] for key in dict.fromkeys(ids or known)}


def download(wanted: Mapping[str, str], folder: Path, fetcher: Fetcher, progress: Progress) -> dict[str, Record]:
    """Fetch these documents (id -> address) into the folder, one by one; what came of each.

    Raises StorageError when the folder cannot be written, and DownloadError when downloads.json cannot be read.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        records = Records(folder)
        done = {}
        for document_id in progress(list(wanted), "Documenten ophalen"):
            done[document_id] = _one(document_id, wanted[document_id], folder, fetcher, records)
            records.put(document_id, done[document_id])
        return done
    except OSError as fault:
        raise StorageError(f"De map {folder} is niet te schrijven: {fault.strerror}") from fault


def _one(document_id: str, url: str, folder: Path, fetcher: Fetcher, records: Records) -> Record:
    """One document, with a second try when that may help."""
    if not ID.fullmatch(document_id):
        return Record(url, FAILED, "het id is geen bestandsnaam: alleen kleine letters, cijfers en streepjes", checked=_now())
    known, fault = Record(url), DownloadError("niet geprobeerd")
    for number in range(TRIES):
        if number:
            time.sleep(max(fetcher.limits.backoff, min(fault.wait, MAX_WAIT)))
        known = _trusted(records.get(document_id, url), folder)
        try:
            return _try(document_id, known, folder, fetcher, records)
        except DownloadError as tried:
            fault = tried
            if not fault.again:
                _part(folder, document_id).unlink(missing_ok=True)
                break
    kept = replace(known, partial=records.get(document_id, url).partial)
    return replace(kept, outcome=fault.outcome, reason=fault.reason, moved="", checked=_now())


def _trusted(record: Record, folder: Path) -> Record:
    """The record, without the file when that is no longer there as it came."""
    if record.file and _sha256(folder / record.file) == record.sha256:
        return record
    return Record(record.url, partial=record.partial)


def _try(document_id: str, known: Record, folder: Path, fetcher: Fetcher, records: Records) -> Record:
    part = _part(folder, document_id)
    have = part.stat().st_size if part.exists() and known.partial else 0
    with fetcher.get(known.url, _conditions(known, have)) as reply:
        seen = replace(known, outcome=SAME, reason="", moved=reply.moved, checked=_now(), partial="")
        if reply.status == 304 and known.file:
            return seen
        if reply.status == 416:
            part.unlink(missing_ok=True)
        _check_status(reply, have)
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in PAGE_TYPES:
            return replace(seen, outcome=PAGE, reason="is nu een webpagina; de PDF blijft bewaard" if known.file else "")
        if kind not in PDF_TYPES:
            raise DownloadError(f"is van een andere soort: {kind}")
        etag, modified = _validator(reply, "etag"), _validator(reply, "last-modified")
        strong = modified if not etag or etag.startswith("W/") else etag
        records.put(document_id, replace(known, partial=strong))
        _receive(reply, part, have if reply.status == 206 else 0, fetcher.limits.size)
    sha256 = _sha256(part)
    size = part.stat().st_size
    came = replace(seen, etag=etag, modified=modified)
    if sha256 == known.sha256:
        part.unlink()
        return came
    target = folder / f"{document_id}.pdf"
    os.replace(part, target)
    return replace(came, outcome=RENEWED if known.file else NEW, file=target.name, sha256=sha256, size=size, fetched=_now())


def _conditions(known: Record, have: int) -> dict[str, str]:
    """Ask for the rest of what broke off, or only for what changed."""
    if have:
        return {"Range": f"bytes={have}-", "If-Range": known.partial}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in conditions.items() if value and known.file}


def _check_status(reply: Reply, have: int) -> None:
    status = reply.status
    if status in (404, 410):
        raise DownloadError(f"bestaat niet meer ({status})", GONE)
    if status in (401, 403, 451):
        raise DownloadError(f"de site geeft geen toegang ({status})", REFUSED)
    if status >= 500 or status in (408, 416, 429):
        asked = reply.headers.get("retry-after", "")
        raise DownloadError(f"de site geeft fout {status}", again=True, wait=float(asked) if asked.isdecimal() else 0.0)
    if status != 200 and not (status == 206 and have):
        raise DownloadError(f"de site antwoordt met {status}")


def _receive(reply: Reply, part: Path, have: int, limit: int) -> None:
    """The body, appended to the first `have` bytes of the part."""
    if have and not reply.headers.get("content-range", "").startswith(f"bytes {have}-"):
        part.unlink()
        raise DownloadError("de site stuurt een ander stuk dan gevraagd", again=True)
    too_large = DownloadError(f"is groter dan {limit / 1024**2:g} MB")
    announced = reply.headers.get("content-length", "")
    if announced.isdecimal() and have + int(announced) > limit:
        raise too_large
    with part.open("ab" if have else "wb") as file:
        size, start = have, part.read_bytes()[:1024] if have else b""
        for block in reply.body:
            size += len(block)
            if size > limit:
                raise too_large
            file.write(block)
            if len(start) < 1024:
                start += block[: 1024 - len(start)]
                _check_start(start, done=False)
    _check_start(start, done=True)


def _check_start(start: bytes, *, done: bool) -> None:
    if PDF_START not in start and (done or len(start) >= 1024):
        raise DownloadError("is geen PDF, al zegt de site van wel" if start else "is leeg")


def _validator(reply: Reply, name: str) -> str:
    value = reply.headers.get(name, "")
    return value if value.isascii() else ""


def _part(folder: Path, document_id: str) -> Path:
    return folder / f"{document_id}.part"


def _sha256(path: Path) -> str:
    """The checksum of a file; empty when it is not there."""
    with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
