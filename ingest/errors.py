"""Every fault that ingest reports, as one tree.

    ReisgenootError
      x CorpusError        a card, terms.toml or sources.toml is wrong
      x DocumentError      a file that was given cannot be read as a publication
        + DrawingBusy      so many pages are being drawn that this one has to be asked again
      x BackupError        an archive is not ours or not whole
      x DownloadError      an address of sources.toml cannot be fetched
      x SettingError       a setting has a value that cannot be used
      x Interrupted        the process is being stopped
      x ProcessFailed      the process that changed the index ended before it was done
      x ModelError         the embedding model cannot be loaded or answers wrongly
      x IndexFault
        + IndexMissing     there is no index yet
        + IndexMismatch    the index was made by another model or version
        + IndexLocked      another process owns the index
        + IndexBroken      the engines and the manifest do not agree
        + StorageError     the disk is full or cannot be written

The text of an error is meant for the person at the keyboard: what is wrong, where, and what to do. It is Dutch.
"""

from pathlib import Path

from ingest.file_names import readable


def _without_init(kind: type["ReisgenootError"], *arguments: object) -> "ReisgenootError":
    return kind.__new__(kind, *arguments)


class ReisgenootError(Exception):
    """Root of all faults that a user may see; its text is one clear line. It can come from another process, with its cause."""

    def __reduce__(self) -> tuple[object, ...]:
        """Not made anew from its text, as exceptions are: many take something else."""
        return _without_init, (type(self), *self.args), {**self.__dict__, "__cause__": self.__cause__}


class CorpusError(ReisgenootError):
    """A file of the corpus is wrong. Carries every fault found, one line each."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class DocumentError(ReisgenootError):
    """A document cannot be taken in; the rest of the run goes on without it."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, readable(reason)
        super().__init__(f"{readable(path.name)}: {self.reason}")


class DrawingBusy(DocumentError):
    """So many pages are being drawn that this one cannot be now."""


class DownloadError(ReisgenootError):
    """An address was not fetched. `outcome` is the word for it in the report; `again`: a second try may help.

    `wait`: the seconds that the site asks to wait before it.
    """

    def __init__(self, reason: str, outcome: str = "mislukt", *, again: bool = False, wait: float = 0.0) -> None:
        self.reason, self.outcome, self.again, self.wait = reason, outcome, again, wait
        super().__init__(reason)


class BackupError(ReisgenootError):
    """An archive cannot be put back."""


class SettingError(ReisgenootError):
    """A setting of ingest has a value that cannot be used."""


class Interrupted(ReisgenootError):
    """Work on the index was given up, since the process is being stopped."""

    def __init__(self) -> None:
        super().__init__("Afgebroken, want Reisgenoot stopt. Wat gelezen is blijft; de oude index blijft in gebruik.")


class ProcessFailed(ReisgenootError):
    """The process that changed the index was killed, or came upon what nobody expected: a signal, a status or a kind of fault."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Het proces dat de index verandert, is voortijdig gestopt ({why}). De oude index blijft in gebruik; wat gelezen is, komt er "
            "bij de volgende wijziging in."
        )


class ModelError(ReisgenootError):
    """The embedding model cannot be used."""


class IndexFault(ReisgenootError):
    """The index cannot be used as it is."""


class IndexMissing(IndexFault):
    """There is no index at the place that the settings name."""


class IndexMismatch(IndexFault):
    """The index was made with another model, analyser or schema."""


class IndexLocked(IndexFault):
    """Another process has the index open."""


class IndexBroken(IndexFault):
    """Manifest, vectors and text index do not agree."""


class StorageError(IndexFault):
    """The disk refused."""
