"""The index folder as one archive, and back. Knows files and checksums; of the index only which build is in use.

What else lies in that folder is about people (accounts, judgements, receipts, keys): it goes along, either way, only when that is asked.
The archive is a tar file. Its first member lists every other with size and sha256; nothing else is taken from it.
"""

import contextlib
import hashlib
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, Any

from ingest.build import switch
from ingest.copying import copy_of_one_moment
from ingest.errors import BackupError, IndexFault, IndexMissing, StorageError
from ingest.index import CURRENT, SCHEMA_VERSION, Manifest, current_build
from ingest.library import FILE as LIBRARY
from ingest.lock import locked
from ingest.settings import IngestSettings
from ingest.vector_cache import FILE as CACHE
from ingest.whole_files import DRAFT, written_whole

CONTENTS = "reisgenoot-backup.json"
FORMAT = 1
LARGEST_CONTENTS = 64 * 1024**2
CHUNK = 1024 * 1024
PREVIOUS = ".vorige"
# What the index is made of, by the first part of a name; `uploads` holds what was added through the interface.
OF_THE_INDEX = ("builds", CURRENT, LIBRARY, CACHE, "uploads")
OF_SQLITE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database has its name with one of these behind it."""
# Belongs to the moment: locks, drafts, and what SQLite keeps beside a database.
PASSING = ("LOCK", ".tmp", DRAFT, ".lock", *OF_SQLITE, ".kapot", PREVIOUS)


@dataclass(frozen=True)
class Restored:
    """What a restore brought back; `rebuild`: the build was made by another version, so it is to be made anew."""

    files: int
    bytes: int
    rebuild: bool


def backup(settings: IngestSettings, target: Path, *, everything: bool = False) -> tuple[int, int]:
    """Write the index in use, the library, the cache and added files to `target`; number of files and bytes.

    With `everything` also what else lies in the folder. `target` appears when it is complete, for its owner alone. Raises IndexMissing,
    IndexLocked or StorageError.
    """
    try:
        with locked(settings.index), TemporaryDirectory(dir=settings.index, prefix="backup-", suffix=".tmp") as work:
            sources = dict(_sources(settings.index, Path(work), everything=everything))
            listed = {name: {"size": path.stat().st_size, "sha256": _checksum(path)} for name, path in sources.items()}
            sizes = [path.stat().st_size for path in sources.values()]
            contents = {"format": FORMAT, "build": current_build(settings.index).name, "files": listed}
            with (
                written_whole(target, private=True) as out,
                tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive,
            ):
                _add_text(archive, CONTENTS, json.dumps(contents, indent=1))
                for name, path in sources.items():
                    archive.add(path, arcname=name, recursive=False)
        return len(sizes), sum(sizes)
    except (OSError, sqlite3.Error) as fault:
        raise StorageError(f"De back-up {target} is niet te schrijven: {_reason(fault)}. De index is niet veranderd.") from fault


def restore(settings: IngestSettings, archive: Path, *, everything: bool = False) -> Restored:
    """Bring back what `backup` wrote. Everything is unpacked and checked first; readers then switch in one step.

    Without `everything` accounts and the like stay as they are, whatever the archive holds: who was removed stays away.
    Files that it replaces stay beside the new ones with `.vorige` behind their name. Raises BackupError when the archive is not whole or
    not ours, IndexLocked or StorageError; the index in use then stays as it was.
    """
    try:
        with locked(settings.index), TemporaryDirectory(dir=settings.index, prefix="terugzetten-", suffix=".tmp") as work:
            folder = Path(work)
            contents = _unpack(archive, folder)
            manifest = Manifest.read(folder / "builds" / contents["build"] / "manifest.json")
            if not everything:
                _leave_out(folder, contents)
            _put_back(settings, folder, contents["build"], manifest)
            sizes = [int(entry["size"]) for entry in contents["files"].values()]
            return Restored(len(sizes), sum(sizes), manifest.schema != SCHEMA_VERSION)
    except (tarfile.TarError, EOFError) as fault:
        raise BackupError(f"{archive} is geen back-up van Reisgenoot of is beschadigd; de index is niet veranderd.") from fault
    except OSError as fault:
        raise StorageError(f"{archive} is niet terug te zetten: {_reason(fault)}. De index is niet veranderd.") from fault


# ---- writing --------------------------------------------------------------------------------------------------------


def _sources(folder: Path, work: Path, *, everything: bool) -> Iterator[tuple[str, Path]]:
    """Name in the archive -> a copy of the file: a reader that opens the index writes a little to it. Of the builds the one in use."""
    build = current_build(folder)
    if not build.is_dir():
        raise IndexMissing(f"De index in {folder} is niet compleet; herstel met: python -m ingest verify")
    inside = sorted(p for p in build.rglob("*") if p.is_file())
    beside = sorted(p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).parts[0] != "builds")
    for number, path in enumerate([*inside, *beside]):
        name = path.relative_to(folder)
        if (everything or _of_the_index(name.as_posix())) and not any(part.endswith(PASSING) for part in name.parts):
            copy = work / str(number)
            copy_of_one_moment(path, copy)
            shutil.copymode(path, copy)
            yield name.as_posix(), copy


def _of_the_index(name: str) -> bool:
    return PurePosixPath(name).parts[0] in OF_THE_INDEX


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    member = tarfile.TarInfo(name)
    data = text.encode()
    member.size = len(data)
    archive.addfile(member, BytesIO(data))


# ---- reading --------------------------------------------------------------------------------------------------------


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Write every listed file below the folder; its list. Raises BackupError for anything that is not as listed."""
    with tarfile.open(archive, "r:") as tar:
        contents = _contents(archive, tar)
        listed: dict[str, dict[str, Any]] = contents["files"]
        needed, free = sum(int(entry["size"]) for entry in listed.values()), shutil.disk_usage(folder).free
        if needed > free:
            raise StorageError(f"Terugzetten vraagt {needed / 1e6:.0f} MB en er is {free / 1e6:.0f} MB vrij op {folder.parent}.")
        seen = set()
        for member in tar:
            if member.name == CONTENTS:
                continue
            entry = listed.get(member.name)
            data = tar.extractfile(member) if member.isreg() else None
            if entry is None or data is None or member.name in seen or member.size != entry["size"]:
                raise BackupError(f"{archive}: {member.name!r} hoort niet in een back-up; de index is niet veranderd.")
            _copy(archive, member.name, data, folder / member.name, str(entry["sha256"]))
            (folder / member.name).chmod(member.mode & 0o644 | 0o600)
            seen.add(member.name)
    if missing := sorted(listed.keys() - seen):
        raise BackupError(f"{archive} is niet compleet: {missing[0]!r} ontbreekt; de index is niet veranderd.")
    return contents


def _contents(archive: Path, tar: tarfile.TarFile) -> dict[str, Any]:
    first = tar.next()
    data = tar.extractfile(first) if first and first.name == CONTENTS and first.size <= LARGEST_CONTENTS else None
    try:
        contents: dict[str, Any] = json.loads(data.read()) if data else {}
        names = [*contents["files"], f"builds/{contents['build']}/manifest.json"]
        whole = all({"size", "sha256"} <= entry.keys() for entry in contents["files"].values())
        if contents["format"] != FORMAT or not whole or names[-1] not in contents["files"]:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupError(f"{archive} is geen back-up van Reisgenoot; de index is niet veranderd.") from fault
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or path.as_posix() != name:
            raise BackupError(f"{archive}: de naam {name!r} wijst buiten de map van de index; de index is niet veranderd.")
    return contents


def _copy(archive: Path, name: str, data: IO[bytes], target: Path, sha256: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while part := data.read(CHUNK):
            digest.update(part)
            file.write(part)
    if digest.hexdigest() != sha256:
        raise BackupError(f"{archive}: {name!r} is beschadigd (de controlesom klopt niet); de index is niet veranderd.")


def _leave_out(folder: Path, contents: dict[str, Any]) -> None:
    """Take out of what was unpacked all that is not of the index."""
    for name in [name for name in contents["files"] if not _of_the_index(name)]:
        (folder / name).unlink()
        del contents["files"][name]


def _put_back(settings: IngestSettings, folder: Path, build: str, manifest: Manifest) -> None:
    """Move what was unpacked to its place; the pointer goes last. When that fails before the pointer, every move is undone."""
    name = build
    while (settings.index / "builds" / name).exists():
        name += "-t"
    replace(manifest, build=name).write(folder / "builds" / build / "manifest.json")
    (folder / CURRENT).unlink(missing_ok=True)
    moved: list[tuple[Path, Path]] = []

    def move(path: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        moved.append((path, target))

    try:
        move(folder / "builds" / build, settings.index / "builds" / name)
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).parts[0] != "builds"):
            target = settings.index / path.relative_to(folder)
            for end in ("", *OF_SQLITE):
                previous = target.with_name(target.name + PREVIOUS + end)
                previous.unlink(missing_ok=True)
                if (old := target.with_name(target.name + end)).exists():
                    move(old, previous)
            move(path, target)
        switch(settings, name)
    except BaseException:
        if not _points_to(settings, name):
            _undo(moved)
        raise


def _points_to(settings: IngestSettings, name: str) -> bool:
    with contextlib.suppress(IndexFault):
        return current_build(settings.index).name == name
    return False


def _undo(moved: Sequence[tuple[Path, Path]]) -> None:
    try:
        for path, target in reversed(moved):
            target.replace(path)
    except OSError as fault:
        raise StorageError(
            f"Het terugzetten brak halverwege af en is niet terug te draaien: {_reason(fault)}. Wat er stond heeft {PREVIOUS} achter "
            "zijn naam; zet de back-up opnieuw terug als de schijf weer werkt."
        ) from fault


def _reason(fault: Exception) -> str:
    return fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
