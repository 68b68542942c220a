"""From files that a user names to documents in the library: what is new or changed is read, what is gone from a folder goes.

Knows how far each file is; knows nothing of engines, and of reading only that there is a reader.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ingest import schema
from ingest.documents import LEADS_OUT, READER_VERSION, checksum, find_files, read_document, under
from ingest.errors import DocumentError
from ingest.file_names import readable
from ingest.library import FileState, Library, decode, encode
from ingest.pool import Limits, read_all
from ingest.progress import Progress

Known = dict[str, schema.Document]
# So many files may leave the index because their folder is empty or gone; more only when that is said to be meant.
FEW = 5
AWAY = (
    "hier staat niets meer, en de index kent hiervan {n} bestanden. Is een schijf of netwerkmap niet aangekoppeld? "
    "Zijn ze echt weg, herhaal de opdracht dan met --forget"
)


@dataclass
class Added:
    """What came of a run over files: ids of documents, and pairs of a file and why it is not in the index."""

    added: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def compare(library: Library, paths: Sequence[str], progress: Progress, *, forget: bool = False) -> Added:
    """Compare files, folders and patterns with the library; what it does not have waits there to be read.

    What was under a named folder and is no longer there is taken out, after the rest, so that a file that was renamed keeps its
    document. Raises DocumentError when a path names nothing and never did, and, unless told to `forget`, when of many files in one folder
    nothing is left: a disk that is away looks like that.
    """
    known = {f.path: f for f in library.files()}
    found = find_files(paths, known)
    files = found.files
    done = Added()
    gone = _gone(known, paths, [*files, *found.leading_out], forget=forget)
    for folder, others in found.others.items():
        library.pass_over(folder, others)
    for link, reason in found.leading_out.items():
        library.skip(link, reason)
        done.failed.append((readable(link.name), reason))
    library.queue(_new_or_changed(library, known, files, done, progress))
    done.removed += library.forget(gone)
    return done


def read_waiting(library: Library, known: Known, progress: Progress, done: Added, limits: Limits | None = None) -> None:
    """Read what a run before this one left, what another version of the reader cut, and what was queued now.

    A file that cannot be read is told and the rest goes on.
    """
    library.queue((f.path, f.sha256) for f in library.stale() if _still(f.path, f.sha256))
    first: dict[str, Path] = {}
    same: list[tuple[Path, str]] = []
    for file in library.files("waiting", "reading"):
        if library.read_from(file.sha256) or first.setdefault(file.sha256, file.path) != file.path:
            same.append((file.path, file.sha256))
    outcomes = read_all(_marked(library, first.values()), partial(_read_encoded, known=known), limits)
    added: dict[Path, str] = {}
    failed: dict[Path, tuple[str, str]] = {}
    for outcome in progress(outcomes, "Documenten lezen", len(first)):
        if outcome.data:
            added[outcome.path] = library.put(outcome.path, decode(outcome.data))
        else:
            library.mark(outcome.path, "failed" if outcome.failed else "skipped", outcome.reason)
            failed[outcome.path] = (readable(outcome.path.name), outcome.reason)
    # Told in the order of their names, as what was there already, not in that in which reading them ended.
    done.added += [added[path] for path in sorted(added)]
    done.failed += [failed[path] for path in sorted(failed)]
    for path, sha256 in same:
        _alike(library, path, sha256, first.get(sha256), done)


def _read_encoded(path: Path, known: Known) -> bytes:
    """What the reading process does. No path that is to be read is a link, unless somebody put one there since."""
    if path.is_symlink():
        raise DocumentError(path, LEADS_OUT.format(to=readable(str(path.resolve()))))
    return encode(read_document(path, known))


def _marked(library: Library, paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        library.mark(path, "reading")
        yield path


def _new_or_changed(
    library: Library, known: Mapping[Path, FileState], files: Sequence[Path], done: Added, progress: Progress
) -> Iterator[tuple[Path, str]]:
    contents = library.contents()
    for path in progress(files, "Bestanden vergelijken", len(files)):
        try:
            sha256 = checksum(path)
        except DocumentError as fault:
            library.unreadable(path, fault.reason)
            done.failed.append((readable(path.name), fault.reason))
            continue
        kept = known.get(path)
        if kept and kept.sha256 == sha256 and kept.reader == READER_VERSION and kept.state == "skipped":
            done.failed.append((readable(path.name), kept.reason))
        elif kept and kept.sha256 == sha256 == contents.get(kept.document) and kept.state in ("read", "indexed"):
            done.unchanged.append(kept.document)
        elif same := library.read_from(sha256):
            library.same_as(path, sha256, same)
            done.unchanged.append(same)
        else:
            yield path, sha256


def _alike(library: Library, path: Path, sha256: str, read: Path | None, done: Added) -> None:
    """A file with the same content as one that was just read shares its fate; when that one changed meanwhile, it waits."""
    original = library.file(read) if read else None
    if document := library.read_from(sha256):
        library.same_as(path, sha256, document)
        done.unchanged.append(document)
    elif original and original.state in ("skipped", "failed"):
        library.mark(path, original.state, original.reason)
        done.failed.append((readable(path.name), original.reason))


def _gone(known: Mapping[Path, FileState], paths: Sequence[str], files: Sequence[Path], *, forget: bool) -> list[Path]:
    """Known files that one of the paths named and that are not there now. Raises DocumentError when many are, of one folder."""
    there = set(files)
    gone: dict[Path, None] = {}
    for path in (p for p in map(Path, paths) if not p.expanduser().is_file()):
        missed = [file for file in under(path, known) if file not in there]
        if not forget and _emptied(path, missed, files):
            _see_that_none_is_away(path, _lost(missed, known, files), files)
        gone.update(dict.fromkeys(missed))
    return list(gone)


def _see_that_none_is_away(path: Path, lost: Sequence[Path], files: Sequence[Path]) -> None:
    if emptied := _emptied(path, lost, files):
        folder = min(emptied, key=lambda each: len(each.parts))
        raise DocumentError(folder, AWAY.format(n=emptied[folder]))


def _emptied(path: Path, missed: Sequence[Path], files: Sequence[Path]) -> dict[Path, int]:
    """Folders from this one down of which many files are missed while nothing is left in them, and how many."""
    if len(missed) <= FEW:
        return {}
    root = path.expanduser().resolve()
    filled = {folder for file in files for folder in file.parents}
    counts = Counter(folder for file in missed for folder in file.parents if folder.is_relative_to(root) and folder not in filled)
    return {folder: number for folder, number in counts.items() if number > FEW}


def _lost(missed: Sequence[Path], known: Mapping[Path, FileState], files: Sequence[Path]) -> list[Path]:
    """The missed files whose content is not in another file either, so that a folder that was renamed is none that is away."""
    contents: set[str] = set()
    for file in files:
        with contextlib.suppress(DocumentError):
            contents.add(known[file].sha256 if file in known else checksum(file))
    return [file for file in missed if known[file].sha256 not in contents]


def _still(path: Path, sha256: str) -> bool:
    try:
        return checksum(path) == sha256
    except DocumentError:
        return False
