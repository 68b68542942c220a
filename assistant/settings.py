"""The settings of the assistant, read once from the environment or a `.env` file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.cross_encoders import CrossEncoderSettings
from assistant.errors import ModelSettingError
from ingest import IngestSettings, environment

LEDGER = "taalmodel.sqlite"


@dataclass(frozen=True)
class ModelSettings:
    """The chat model, in LangChain's `provider:name`; empty means that answers are composed from the sources.

    `wait` is the longest silence and `timeout` the longest answer, both in seconds; `rewrite` how many seconds a follow-up question may
    wait to be rewritten, 0 for never. `tokens` and `euros` are what may be used on one
    day (0: no limit), `price` what a million tokens cost in euros, in and out. `place` tells where the model runs, when its address
    does not. `ledger` is the file in which use and faults are kept; None keeps neither.
    """

    name: str = ""
    url: str = ""
    key: str = field(default="", repr=False)
    key_file: Path | None = None
    place: str = ""
    wait: float = 12.0
    timeout: float = 28.0
    rewrite: float = 2.0
    tokens: int = 0
    euros: float = 0.0
    price: tuple[float, float] = (0.0, 0.0)
    ledger: Path | None = None


@dataclass(frozen=True)
class AssistantSettings:
    """Where the index is, which model writes, if any, the folder that keeps a receipt of every answer, if any, and cross-encoders, if any."""

    ingest: IngestSettings = field(default_factory=IngestSettings)
    model: ModelSettings = field(default_factory=ModelSettings)
    receipts: Path | None = None
    cross_encoders: CrossEncoderSettings = field(default_factory=CrossEncoderSettings)

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "AssistantSettings":
        """Read REISGENOOT_MODEL, those that start with REISGENOOT_MODEL_, REISGENOOT_RECEIPTS, _RERANKER, _ENTAILMENT and what ingest reads.

        Raises ModelSettingError on a value that is no fitting number.
        """
        env = environment() if values is None else values
        ingest = IngestSettings.from_environment(env)
        file = env.get("MODEL_KEY_FILE", "")
        model = ModelSettings(
            name=env.get("MODEL", ""),
            url=env.get("MODEL_URL", ""),
            key=env.get("MODEL_KEY", ""),
            key_file=Path(file) if file else None,
            place=env.get("MODEL_PLACE", ""),
            wait=_seconds(env, "MODEL_WAIT", ModelSettings.wait),
            timeout=_seconds(env, "MODEL_TIMEOUT", ModelSettings.timeout),
            rewrite=_rewrite(env),
            tokens=int(_number(env, "MODEL_TOKENS", 0.0)),
            euros=_number(env, "MODEL_EUROS", 0.0),
            price=_price(env.get("MODEL_PRICE", "")),
            ledger=ingest.index / LEDGER,
        )
        cross = CrossEncoderSettings(env.get("RERANKER", ""), env.get("ENTAILMENT", ""))
        return cls(ingest, model, Path(env["RECEIPTS"]) if "RECEIPTS" in env else None, cross)


def _number(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "")
    value = _float(text) if text else default
    if value is None:
        raise ModelSettingError(f"REISGENOOT_{name}={text!r} is geen getal vanaf 0, zoals 20 of 0.5.")
    return value


def _seconds(env: Mapping[str, str], name: str, default: float) -> float:
    value = _number(env, name, default)
    if not 0.05 <= value <= 600:
        raise ModelSettingError(f"REISGENOOT_{name}={env[name]!r} ligt niet tussen 0.05 en 600 seconden.")
    return value


def _rewrite(env: Mapping[str, str]) -> float:
    """0 is a choice here: never."""
    return _seconds(env, "MODEL_REWRITE", ModelSettings.rewrite) if _number(env, "MODEL_REWRITE", ModelSettings.rewrite) else 0.0


def _price(text: str) -> tuple[float, float]:
    """`0.5/1.5`: euros for a million tokens in, and out."""
    parts = [_float(part) for part in text.split("/")] if text else [0.0, 0.0]
    if len(parts) != 2 or parts[0] is None or parts[1] is None:
        raise ModelSettingError(
            f"REISGENOOT_MODEL_PRICE={text!r}: schrijf de prijs in euro’s van een miljoen tokens als IN/UIT, zoals 0.5/1.5."
        )
    return parts[0], parts[1]


def _float(text: str) -> float | None:
    """A number from 0; None for anything else, also for `nan` and `inf`."""
    plain = text.strip().replace(",", ".")
    return float(plain) if plain.replace(".", "", 1).isdecimal() else None
