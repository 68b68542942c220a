"""The embedding model: text in, unit vectors out. The only file that imports sentence-transformers.

`HashedWords` is the project's own model, a module that sentence-transformers loads: the mean of one learned vector per word stem
and per character n-gram of 4 and 5 letters, found by hashing (the idea of fastText, Bojanowski et al. 2017, arXiv 1607.04606).
Any other sentence-transformers model goes through the same `Embedder`.
"""

import hashlib
import json
import logging
import os
import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from ingest.dutch import content_words, stem
from ingest.errors import ModelError
from ingest.settings import EmbeddingSettings

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule, Normalize

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = Path(__file__).parent / "model"
# Prompts that models want and do not all define themselves; matched on a part of the name. (query, passage)
KNOWN_PROMPTS: dict[str, tuple[str, str]] = {
    "e5-": ("query: ", "passage: "),
    "arctic-embed": ("query: ", ""),
    "bge-m3": ("", ""),
    "embeddinggemma": ("task: search result | query: ", "title: none | text: "),
    "qwen3-embedding": ("Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:", ""),
}
BATCH = 64


class HashedWords(InputModule):
    """Bag of hashed word stems and character n-grams with learned vectors.

    `buckets` rows of `dimension` floats; row 0 stands for text without any word, so that no text gets a zero vector.
    """

    config_keys: list[str] = ["buckets", "dimension"]  # noqa: RUF012 (the base class reads it so)

    def __init__(self, buckets: int, dimension: int, weights: torch.Tensor | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.buckets, self.dimension = buckets, dimension
        self.embedding = torch.nn.EmbeddingBag(buckets, dimension, mode="sum")
        if weights is None:
            torch.nn.init.normal_(self.embedding.weight, std=0.1)
        else:
            self.embedding.weight.data = weights.to(torch.float32)
        self._features = lru_cache(maxsize=200_000)(self._hash)

    def ids(self, text: str) -> list[int]:
        """Rows that the text consists of; never empty."""
        found = [i for word in content_words(text) for i in self._features(word)]
        return found or [0]

    def _hash(self, word: str) -> tuple[int, ...]:
        marked = f"<{word}>"
        grams = [marked[i : i + n] for n in (4, 5) for i in range(len(marked) - n + 1)]
        features = [f"s {stem(word)}", f"s {stem(word)} 2", f"w {word}", *grams]
        return tuple(1 + zlib.crc32(f.encode()) % (self.buckets - 1) for f in features)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Token rows of all texts in one flat tensor, with the offset at which each text starts."""
        rows = [self.ids((prompt or "") + text) for text in inputs]
        offsets = np.cumsum([0] + [len(r) for r in rows[:-1]])
        return {"input_ids": torch.tensor([i for r in rows for i in r]), "offsets": torch.from_numpy(offsets)}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        """Adds `sentence_embedding`, shape (texts, dimension)."""
        features["sentence_embedding"] = self.embedding(features["input_ids"], features["offsets"])
        return features

    @property
    def max_seq_length(self) -> float:
        """There is no limit."""
        return float("inf")

    def get_embedding_dimension(self) -> int:
        """Length of a vector."""
        return self.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Writes the configuration and the weights as float16."""
        self.save_config(output_path)
        np.save(Path(output_path) / "weights.npy", self.embedding.weight.detach().numpy().astype(np.float16))

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_: Any, **__: Any) -> "HashedWords":
        """Reads what `save` wrote."""
        folder = Path(model_name_or_path) / subfolder
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = np.load(folder / "weights.npy", allow_pickle=False).astype(np.float32)
        return cls(config["buckets"], config["dimension"], torch.from_numpy(weights))


class Embedder(Embeddings):
    """A loaded model. Vectors are float32 with length one; `fingerprint` names model, weights and prompts."""

    def __init__(self, settings: EmbeddingSettings | None = None, *, may_download: bool = False) -> None:
        """Load the model that the settings name, or the one that ships.

        Raises ModelError when it is neither a folder, nor in the local cache, nor (with `may_download`) to be fetched.
        """
        self.settings = settings or EmbeddingSettings()
        self.name = self.settings.model or "reisgenoot"
        self._model = _load(self.settings.model or str(DEFAULT_MODEL), may_download)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.query_prompt, self.passage_prompt = self._prompts()
        self.fingerprint = self._fingerprint()

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
        vectors = self._model.encode(
            texts, prompt=prompt or "", batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        found: Vectors = np.asarray(vectors, dtype=np.float32)
        lengths = np.linalg.norm(found, axis=1)
        if not np.all(np.isfinite(lengths)) or np.any(lengths < 0.5):
            raise ModelError(
                f"Model {self.name!r} geeft voor een tekst een lege vector; kies een ander model (REISGENOOT_EMBEDDING_MODEL)."
            )
        return found

    def _prompts(self) -> tuple[str, str]:
        own = {k: v for k, v in (self._model.prompts or {}).items() if v}
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
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode() + tensor.detach().cpu().to(torch.float32).numpy().tobytes()[:4_000_000])
        return f"{Path(self.name).name}-{self.dimension}-{digest.hexdigest()[:12]}"


def new_model(buckets: int, dimension: int) -> tuple[HashedWords, SentenceTransformer]:
    """An untrained model of ours: the module to train and the whole to save."""
    module = HashedWords(buckets, dimension)
    return module, SentenceTransformer(modules=[module, Normalize()], device="cpu")


def _load(name: str, may_download: bool) -> SentenceTransformer:
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    if name == str(DEFAULT_MODEL) and not DEFAULT_MODEL.is_dir():
        raise ModelError("Het meegeleverde model ontbreekt; maak het met: python -m ingest train")
    folder = Path(name)
    if (folder / "weights.npy").exists():
        # Ours: put together here, so that sentence-transformers need not run code that a model folder names.
        return SentenceTransformer(modules=[HashedWords.load(name), Normalize()], device="cpu")
    offline = folder.is_dir() or not may_download
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=offline)
    except (OSError, ValueError, ImportError, KeyError, RuntimeError) as fault:
        first = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        raise ModelError(
            f"Model {name!r} is niet te laden: {first} Geef een map of een naam die al in de lokale cache staat (REISGENOOT_EMBEDDING_MODEL)."
        ) from fault


class CrossEncoderEntailment:
    """A model for textual entailment, such as a multilingual mDeBERTa trained on XNLI, for who installs one: how surely a claim follows.

    It must name one of its labels `entailment`, or have one output only.
    """

    def __init__(self, name: str, *, may_download: bool = False) -> None:
        """Load the model of this folder or name.

        Raises ModelError when it is neither a folder, nor in the local cache, nor (with `may_download`) to be fetched; and when none of
        its labels is entailment.
        """
        self.name = name
        try:
            self._model = CrossEncoder(name, device="cpu", local_files_only=Path(name).is_dir() or not may_download)
        except (OSError, ValueError, ImportError, KeyError, RuntimeError) as fault:
            raise ModelError(f"Model {name!r} voor de toets op bewijs is niet te laden: {type(fault).__name__}. Geef een map.") from fault
        labels = {str(label).lower(): int(n) for n, label in (self._model.config.id2label or {}).items()}
        self._single = len(labels) == 1
        if not self._single and "entailment" not in labels:
            raise ModelError(f"Model {name!r} heeft geen label 'entailment', maar: {', '.join(labels)}.")
        self._entailed = labels.get("entailment", 0)

    def supports(self, premise: str, claim: str) -> float:
        """The probability that the claim follows from the premise."""
        activation = torch.nn.Sigmoid() if self._single else torch.nn.Softmax(dim=-1)
        scores = np.asarray(
            self._model.predict([(premise, claim)], activation_fn=activation, show_progress_bar=False, convert_to_numpy=True), dtype=float
        ).reshape(-1)
        return float(scores[0 if self._single else self._entailed])
