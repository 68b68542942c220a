"""Text in, unit vectors out, whichever model is chosen. Knows prompts and fingerprints; the models themselves are in encoder.py."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelError
from ingest.hashed_words import HashedModel, shipped_model
from ingest.settings import OUR_MODEL, OUR_WEIGHTS, EmbeddingSettings

Vectors = npt.NDArray[np.float32]

# Prompts that models want and do not all define themselves; matched on a part of the name. (query, passage)
KNOWN_PROMPTS: dict[str, tuple[str, str]] = {
    "e5-": ("query: ", "passage: "),
    "arctic-embed": ("query: ", ""),
    "bge-m3": ("", ""),
    "embeddinggemma": ("task: search result | query: ", "title: none | text: "),
    "qwen3-embedding": ("Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:", ""),
}
BATCH = 64


class Embedder:
    """A loaded model. Vectors are float32 with length one; `fingerprint` names model, weights and prompts.

    Has the methods that LangChain's stores ask of an embedding model, without its base class, which takes long to import.
    """

    def __init__(self, settings: EmbeddingSettings | None = None, *, may_download: bool = False) -> None:
        """Load the model that the settings name, or the one that ships.

        Raises ModelError when it is neither a folder, nor in the local cache, nor (with `may_download`) to be fetched.
        """
        self.settings = settings or EmbeddingSettings()
        self.name = self.settings.model or "reisgenoot"
        self._place = self.settings.model or str(OUR_MODEL)
        self._may_download = may_download
        if self._place == str(OUR_MODEL) and not OUR_MODEL.is_dir():
            raise ModelError("Het meegeleverde model ontbreekt; maak het met: python -m ingest train")
        self._ours = (Path(self._place) / OUR_WEIGHTS).exists()
        self.dimension = _dimension(Path(self._place)) if self._ours else int(self._model.get_embedding_dimension() or 0)
        self.query_prompt, self.passage_prompt = self._prompts()
        self.fingerprint = self._fingerprint()

    def warm(self) -> None:
        """Load what the first text would have to wait for."""
        self.encode_passages(["opwarmen"])

    def encode_queries(self, texts: list[str]) -> Vectors:
        """Vectors for questions, shape (texts, dimension)."""
        return self._encode(texts, self.query_prompt)

    def encode_passages(self, texts: list[str]) -> Vectors:
        """Vectors for what is to be found, shape (texts, dimension)."""
        return self._encode(texts, self.passage_prompt)

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for one question."""
        return [float(x) for x in self.encode_queries([text])[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for many passages."""
        return [[float(x) for x in row] for row in self.encode_passages(texts)]

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        if self._ours:
            found = self._own_model.encode([prompt + text for text in texts] if prompt else texts)
        else:
            vectors = self._model.encode(
                texts,
                prompt=prompt or "",
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            found = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(found, axis=1)
        if not np.all(np.isfinite(lengths)) or np.any(lengths < 0.5):
            raise ModelError(
                f"Model {self.name!r} geeft voor een tekst een lege vector; kies een ander model (REISGENOOT_EMBEDDING_MODEL)."
            )
        return found

    @cached_property
    def _model(self) -> Any:
        """Loaded when it is first needed: that takes seconds, and a build in which nothing changed needs no vectors."""
        from ingest.encoder import load_model

        return load_model(self._place, may_download=self._may_download)

    @cached_property
    def _own_model(self) -> HashedModel:
        place = Path(self._place)
        return shipped_model() if place == OUR_MODEL else HashedModel(place)

    def _prompts(self) -> tuple[str, str]:
        own = {} if self._ours else {k: v for k, v in (self._model.prompts or {}).items() if v}
        known = next((p for part, p in KNOWN_PROMPTS.items() if part in self.name.lower()), ("", ""))
        query = own.get("query", known[0])
        passage = own.get("passage") or own.get("document") or own.get("corpus") or known[1]
        chosen = self.settings
        return (
            query if chosen.query_prompt is None else chosen.query_prompt,
            passage if chosen.passage_prompt is None else chosen.passage_prompt,
        )

    def _fingerprint(self) -> str:
        digest = hashlib.sha256(f"{self.query_prompt}\0{self.passage_prompt}\0{self.dimension}".encode())
        if self._ours:
            digest.update((Path(self._place) / OUR_WEIGHTS).read_bytes())
        else:
            for key, tensor in sorted(self._model.state_dict().items()):
                digest.update(key.encode() + tensor.detach().cpu().float().numpy().tobytes()[:4_000_000])
        return f"{Path(self.name).name}-{self.dimension}-{digest.hexdigest()[:12]}"


def _dimension(folder: Path) -> int:
    return int(json.loads((folder / "config.json").read_text(encoding="utf-8"))["dimension"])
