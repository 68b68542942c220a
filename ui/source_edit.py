"""Adding, removing and rebuilding from the page Bronnen: from files that a visitor sent to a report in HTML. Knows no gradio.

What a visitor sends is not trusted: its name is only shown, and ingest reads its content in a process with limits.
"""

import hashlib
import logging
import queue
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from assistant import (
    EXTENSIONS,
    Assistant,
    IndexLocked,
    Interrupted,
    ProcessFailed,
    ReisgenootError,
    Report,
    add_documents,
    build_index,
    changed_apart,
    remarks,
    remove_documents,
)
from ui import source_edit_texts as words
from ui.markup import bullet_list, esc, tag
from ui.service import Metrics, Turns, WatchedAssistant
from ui.service.errors import ServiceError
from ui.service.logs import reason_of

LOG = logging.getLogger("reisgenoot.ui")
FOLDER = "uploads"
MOST = 20
Step = tuple[str, int, int]
Told = Callable[[Step], None]
_EACH = 0.4


@dataclass
class Keeper:
    """Has the index of one assistant changed, one change at a time in a process of its own, and the assistant take up the new one."""

    assistant: Assistant
    lock: threading.Lock = field(default_factory=threading.Lock)
    turns: Turns = field(default_factory=Turns)
    metrics: Metrics = field(default_factory=Metrics)

    def __post_init__(self) -> None:
        """A stop of the process is told by the turns of the assistant, and what is done counted in its figures, when it has them."""
        if isinstance(self.assistant, WatchedAssistant):
            self.turns, self.metrics = self.assistant.turns, self.assistant.metrics

    @property
    def folder(self) -> Path:
        """Where files that were sent are kept, beside the index that they are in."""
        return self.assistant.index.settings.index / FOLDER

    @property
    def added(self) -> list[tuple[str, str]]:
        """Title and id of every added publication."""
        found = self.assistant.status.documents
        return sorted((d.title, d.id) for d in self.assistant.documents.values() if d.id in found)

    def refresh(self) -> None:
        """Take up a build that a command made; when it cannot be opened, the one that is open stays."""
        try:
            self.assistant.renew()
        except ReisgenootError as fault:
            LOG.warning("the new index cannot be opened: %s", reason_of(fault))

    def add(self, files: Sequence[str]) -> Iterator[str]:
        """Reports while the files are added, then one line for each."""
        if not files or len(files) > MOST:
            yield message(words.TOO_MANY.format(n=MOST) if files else words.NO_FILES, "fout")
            return

        def work(told: Told) -> str:
            names: dict[Path, str] = {}
            new: list[Path] = []
            try:
                for file in map(Path, files):
                    path = self._place_of(file)
                    names[path] = file.name
                    new += [] if path.exists() else [path]
                    shutil.copyfile(file, path)
                report = self._apart(add_documents, told, [str(path) for path in names])
            except (OSError, IndexLocked):  # the library knows none of them yet; after other faults the next build may read them
                for path in new:
                    path.unlink(missing_ok=True)
                raise
            for path in names:
                if path.name in dict(report.failed) or not any(r.path == str(path) for r in report.manifest.documents):
                    path.unlink(missing_ok=True)
            self._count_files(report)
            return _added_html(report, {path.name: name for path, name in names.items()})

        yield from self._run("add", work)

    def remove(self, ids: Sequence[str]) -> Iterator[str]:
        """Reports while publications are taken out."""
        known = {document: title for title, document in self.added}
        chosen = [i for i in ids if i in known]
        if not chosen:
            yield message(words.NONE_CHOSEN, "fout")
            return

        def work(told: Told) -> str:
            files = [self.assistant.document_file(document) for document in chosen]
            self._apart(remove_documents, told, chosen)
            for file in files:
                if file and file.parent == self.folder.resolve():
                    file.unlink(missing_ok=True)
            return _lines((known[document], words.REMOVED) for document in chosen)

        yield from self._run("remove", work)

    def rebuild(self) -> Iterator[str]:
        """Reports while the index is made from the cards and the publications as they are now."""

        def work(told: Told) -> str:
            report = self._apart(build_index, told)
            return tag("p", esc(words.REBUILT if report.changed else words.REBUILT_NOT))

        yield from self._run("rebuild", work)

    def _place_of(self, sent: Path) -> Path:
        """Where its copy goes, under a name of ours: letters and digits of the name that was given, and a mark of its content if that is taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = re.sub(r"[^a-z0-9]+", "-", sent.stem.casefold()).strip("-")[:60] or "publicatie"
        with sent.open("rb") as file:
            mark = hashlib.file_digest(file, "sha256").hexdigest()[:8]
        suffix = sent.suffix.lower() if sent.suffix.lower() in EXTENSIONS else ".pdf"
        target = self.folder.resolve() / f"{stem}{suffix}"
        if target.exists():
            target = target.with_name(f"{stem}-{mark}{suffix}")
        return target

    def _count_files(self, report: Report) -> None:
        for outcome, files in (("added", report.added), ("unchanged", report.unchanged), ("failed", report.failed)):
            self.metrics.files.labels(outcome).inc(len(files))
        for name, reason in report.failed:
            LOG.warning("a publication was not taken: %s: %s", name, reason)

    def _apart(self, change: Callable[..., Report], told: Told, *arguments: object) -> Report:
        return changed_apart(change, self.assistant.index.settings, arguments, told, lambda: self.turns.stopping)

    def _run(self, change: str, work: Callable[[Told], str]) -> Iterator[str]:
        """Reports of work that another thread follows: whoever closes the page lets go of the reports, and the work goes on."""
        told: queue.SimpleQueue[Step | str] = queue.SimpleQueue()
        threading.Thread(target=lambda: told.put(self._changed(change, lambda: work(told.put))), name="index change").start()
        report = busy()
        yield report
        while True:
            try:
                step = told.get(timeout=_EACH)
            except queue.Empty:  # the same once more: a closed page can only be let go where something is reported
                yield report
                continue
            report = step if isinstance(step, str) else busy(step)
            yield report
            if isinstance(step, str):
                return

    def _changed(self, change: str, work: Callable[[], str]) -> str:
        """One change, counted and taken up; how it ended. Raises nothing: perhaps nobody listens any more, and the log has what failed."""
        with self.lock:
            begun, outcome = monotonic(), "fault"
            try:
                with self.turns.change():
                    shown = work()
                self.assistant.renew()
                outcome = "done"
            except ReisgenootError as fault:
                LOG.error("changing the index failed: %s", reason_of(fault), exc_info=fault, extra=_details(change, fault))
                return message(_visible(fault), "fout")
            except Exception as fault:  # as in chat.py: the visitor reads a line, the log has it all, the old index still serves
                LOG.exception("changing the index failed", extra=_details(change, fault))
                return message(words.UNKNOWN, "fout")
            finally:
                self.metrics.change_seconds.observe(monotonic() - begun)
                self.metrics.changes.labels(change, outcome).inc()
        return tag("div", tag("strong", esc(words.READY)) + shown, "melding gelukt", role="status")


def _details(change: str, fault: Exception) -> dict[str, dict[str, str]]:
    return {"details": {"change": change, "fault": type(fault).__name__}}


def _visible(fault: ReisgenootError) -> str:
    """What an editor reads of it, without the places of the server that most faults of the index name."""
    if isinstance(fault, IndexLocked):
        return words.LOCKED
    if isinstance(fault, ProcessFailed):
        return words.DIED
    return words.FAULT.format(reason=fault) if isinstance(fault, Interrupted | ServiceError) else words.UNKNOWN


def busy(step: Step | None = None) -> str:
    """What is being done."""
    told = words.STEP.format(what=step[0], n=step[1], total=step[2]) if step else words.BUSY + " …"
    bar = f'<progress max="{step[2]}" value="{step[1]}" aria-label="{esc(step[0])}"></progress>' if step else ""
    return tag(
        "div", tag("span", "", "stippen", aria_hidden="true") + tag("span", esc(told)) + bar, "melding bezig-met", role="status"
    )


def message(text: str, css: str) -> str:
    """One line."""
    return tag("div", tag("p", esc(text)), f"melding {css}", role="alert")


def _added_html(report: Report, names: dict[str, str]) -> str:
    by_id = {r.document.id: r for r in report.manifest.documents}
    found = [by_id[i] for i in report.added if i in by_id]
    lines: list[tuple[str, ...]] = [(r.document.title, _told(r.document.pages, r.passages), *remarks(r)) for r in found]
    lines += [(by_id[i].document.title if i in by_id else i, words.UNCHANGED) for i in report.unchanged]
    lines += [(names.get(name, name), words.FAILED.format(reason=reason)) for name, reason in report.failed]
    return _lines(lines)


def _told(pages: int, passages: int) -> str:
    return words.ADDED.format(pages=pages, passages=passages)


def _lines(lines: Iterable[tuple[str, ...]]) -> str:
    """A name, what happened to it, and what else is to be told."""
    return bullet_list(
        (f"{tag('strong', esc(name))}: {esc(what)}{bullet_list(map(esc, more))}" for name, what, *more in lines), "verslag"
    )
