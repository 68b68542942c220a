"""The settings of the doors, read once from the environment or a `.env` file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant import environment


@dataclass(frozen=True)
class DoorSettings:
    """`keys` is the file with API keys; without it only this computer comes in."""

    keys: Path | None = None

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "DoorSettings":
        """Read REISGENOOT_API_KEYS."""
        env = environment() if values is None else values
        named = env.get("API_KEYS", "")
        return cls(keys=Path(named) if named else None)
