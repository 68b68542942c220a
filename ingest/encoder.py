"""The models that turn text into vectors, weigh a claim or put texts in order. The only file that imports sentence-transformers.

`HashedWords` is the project's own model (see `ingest.hashed_words`) as a module of sentence-transformers, in which it is trained.
Loading this file takes seconds; embedding.py puts it off until a text is to be embedded.
"""

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelError
from ingest.hashed_words import Features
from ingest.settings import OUR_WEIGHTS

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule, Normalize

Vectors = npt.NDArray[np.float32]


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
        self._features = Features(buckets)

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        """Token rows of all texts in one flat tensor, with the offset at which each text starts."""
        rows, starts = self._features.flat([(prompt or "") + text for text in inputs])
        return {"input_ids": torch.frombuffer(rows, dtype=torch.int64), "offsets": torch.frombuffer(starts, dtype=torch.int64)}

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
        np.save(Path(output_path) / OUR_WEIGHTS, self.embedding.weight.detach().numpy().astype(np.float16))

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", *_: Any, **__: Any) -> "HashedWords":
        """Reads what `save` wrote."""
        folder = Path(model_name_or_path) / subfolder
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = np.load(folder / OUR_WEIGHTS, allow_pickle=False).astype(np.float32)
        return cls(config["buckets"], config["dimension"], torch.from_numpy(weights))


def new_model(buckets: int, dimension: int) -> tuple[HashedWords, SentenceTransformer]:
    """An untrained model of ours: the module to train and the whole to save."""
    module = HashedWords(buckets, dimension)
    return module, SentenceTransformer(modules=[module, Normalize()], device="cpu")


def load_model(name: str, *, may_download: bool) -> SentenceTransformer:
    """A model by folder or name. Raises ModelError when it cannot be had."""
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    offline = Path(name).is_dir() or not may_download
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
        self._model = _cross_encoder(name, "de toets op bewijs", may_download=may_download)
        config = self._model.config
        labels = {str(label).lower(): int(n) for n, label in (config.id2label if config and config.id2label else {}).items()}
        self._single = len(labels) == 1
        if not self._single and "entailment" not in labels:
            raise ModelError(f"Model {name!r} heeft geen label 'entailment', maar: {', '.join(labels)}.")
        self._entailed = labels.get("entailment", 0)

    def supports(self, premise: str, claim: str) -> float:
        """The probability that the claim follows from the premise."""
        activation = torch.nn.Sigmoid() if self._single else torch.nn.Softmax(dim=-1)
        scores = np.asarray(
            self._model.predict([(premise, claim)], activation_fn=activation, show_progress_bar=False, convert_to_numpy=True),
            dtype=float,
        ).reshape(-1)
        return float(scores[0 if self._single else self._entailed])


class CrossEncoderReranker:
    """A model that reads a question and a text together and says how well they fit, such as BGE reranker v2-m3, for who installs one.

    It must have one output.
    """

    def __init__(self, name: str, *, may_download: bool = False) -> None:
        """Load the model of this folder or name.

        Raises ModelError when it is neither a folder, nor in the local cache, nor (with `may_download`) to be fetched; and when it has
        more than one output.
        """
        self.name = name
        self._model = _cross_encoder(name, "de volgorde", may_download=may_download)
        if self._model.num_labels != 1:
            raise ModelError(f"Model {name!r} voor de volgorde heeft {self._model.num_labels} uitkomsten in plaats van één.")

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """For each text how well it fits, on a scale of the model's own; higher is better."""
        if not texts:
            return []
        found = self._model.predict([(question, text) for text in texts], show_progress_bar=False, convert_to_numpy=True)
        return [float(score) for score in np.asarray(found, dtype=float).reshape(-1)]


def _cross_encoder(name: str, purpose: str, *, may_download: bool) -> CrossEncoder:
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", local_files_only=Path(name).is_dir() or not may_download)
    except (OSError, ValueError, ImportError, KeyError, RuntimeError) as fault:
        raise ModelError(f"Model {name!r} voor {purpose} is niet te laden: {type(fault).__name__}. Geef een map.") from fault
    return model
