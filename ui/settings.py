"""The settings of the interface, read once from the environment or a `.env` file. No other file of ui reads the environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant import IngestSettings, ReisgenootError, environment
from ui import texts

FEEDBACK = "feedback.jsonl"


class SettingsError(ReisgenootError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class UiSettings:
    """Where the page listens, and how many questions it takes at once.

    `parallel` questions are answered at the same time; `queue` more may wait, and who comes after that is told that it is busy.
    `feedback` is the file that judgements about answers are added to.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    parallel: int = 4
    queue: int = 64
    feedback: Path = IngestSettings().index / FEEDBACK

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "UiSettings":
        """Read REISGENOOT_HOST, _PORT, _PARALLEL, _QUEUE and _FEEDBACK. Raises SettingsError on a value that is no fitting number."""
        env = environment() if values is None else values
        default = cls()
        return cls(
            host=env.get("HOST", default.host),
            port=_number(env, "PORT", default.port, 65535),
            parallel=_number(env, "PARALLEL", default.parallel, 64),
            queue=_number(env, "QUEUE", default.queue, 10_000),
            feedback=Path(env.get("FEEDBACK", IngestSettings.from_environment(env).index / FEEDBACK)),
        )


def _number(env: Mapping[str, str], name: str, default: int, high: int) -> int:
    value = env.get(name, str(default))
    if value.isdecimal() and 1 <= int(value) <= high:
        return int(value)
    raise SettingsError(texts.BAD_PORT.removeprefix("Fout: ").format(name=name, value=value, low=1, high=high))
