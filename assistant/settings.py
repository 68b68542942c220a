"""The settings of the assistant, read once from the environment or a `.env` file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest import IngestSettings, environment


@dataclass(frozen=True)
class ModelSettings:
    """The chat model, in LangChain's `provider:name`; empty means that answers are composed from the sources."""

    name: str = ""
    url: str = ""
    key: str = field(default="", repr=False)
    timeout: float = 60.0


@dataclass(frozen=True)
class AssistantSettings:
    """Where the index is, which model writes, if any, and the folder that keeps a receipt of every answer, if any."""

    ingest: IngestSettings = field(default_factory=IngestSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    receipts: Path | None = None

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "AssistantSettings":
        """Read REISGENOOT_MODEL, _MODEL_URL, _MODEL_KEY, _RECEIPTS and what ingest reads."""
        env = environment() if values is None else values
        model = ModelSettings(name=env.get("MODEL", ""), url=env.get("MODEL_URL", ""), key=env.get("MODEL_KEY", ""))
        receipts = Path(env["RECEIPTS"]) if "RECEIPTS" in env else None
        return cls(ingest=IngestSettings.from_environment(env), model=model, receipts=receipts)
