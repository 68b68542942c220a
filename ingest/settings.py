"""The settings of ingest, read once from the environment or a `.env` file. No other file of ingest reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from ingest.errors import SettingError

ROOT = Path(__file__).resolve().parents[1]
PREFIX = "REISGENOOT_"
# The model that ships, and the file by which a model of ours is known.
OUR_MODEL = Path(__file__).parent / "model"
OUR_WEIGHTS = "weights.npy"


def environment() -> dict[str, str]:
    """The settings of this project without their prefix; the process environment wins over `.env`."""
    merged: dict[str, str | None] = {**dotenv_values(Path.cwd() / ".env"), **os.environ}
    return {k.removeprefix(PREFIX): v for k, v in merged.items() if k.startswith(PREFIX) and v}


@dataclass(frozen=True)
class EmbeddingSettings:
    """Which model turns text into vectors, and the prompts that it wants before queries and passages.

    `query_prompt` and `passage_prompt` left at None take what the model is known to need (E5 and its kin) or what the model
    itself defines; an empty string means no prompt.
    """

    model: str = ""
    query_prompt: str | None = None
    passage_prompt: str | None = None


@dataclass(frozen=True)
class IngestSettings:
    """Where the corpus and the index are, and how vectors are made; `leave_out` names publications whose cards do not count."""

    corpus: Path = ROOT / "corpus"
    index: Path = ROOT / "index"
    chroma_url: str = ""
    embedding: EmbeddingSettings = field(default_factory=EmbeddingSettings)
    leave_out: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "IngestSettings":
        """Read REISGENOOT_CORPUS, _INDEX, _CHROMA_URL, _EMBEDDING_MODEL, _QUERY_PROMPT and _PASSAGE_PROMPT.

        Raises SettingError on an address that Chroma's client would not take as it is written.
        """
        env = environment() if values is None else values
        default = cls()
        return cls(
            corpus=Path(env.get("CORPUS", default.corpus)),
            index=Path(env.get("INDEX", default.index)),
            chroma_url=_address_of_server(env.get("CHROMA_URL", "")),
            embedding=EmbeddingSettings(
                model=env.get("EMBEDDING_MODEL", ""),
                query_prompt=env.get("QUERY_PROMPT"),
                passage_prompt=env.get("PASSAGE_PROMPT"),
            ),
        )


def _address_of_server(value: str) -> str:
    """An address with nothing before the host or after the port. It is not told in the fault: a password may be in it."""
    address = value.rstrip("/")
    try:
        parts = urlsplit(address)
        whole = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        whole = False
    if value and (not whole or "@" in parts.netloc or parts.path or parts.query or parts.fragment):
        raise SettingError(
            "REISGENOOT_CHROMA_URL kan zo niet: schrijf http:// of https://, de naam van de server en de poort, zoals "
            "http://chroma:8000, zonder pad, gebruikersnaam of wachtwoord."
        )
    return address
