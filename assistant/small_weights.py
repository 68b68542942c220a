"""Learned vectors as they are kept: each number as one byte, every column on a scale of its own, with the texts that they stand for."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

# Numbers are kept as whole ones up to this.
STEPS = 127
Array = npt.NDArray[np.float32]


def packed(name: str, texts: Sequence[str], vectors: Array) -> dict[str, npt.NDArray[np.generic]]:
    """Arrays for one file; `vectors` has shape (rows, dimension), of which the last rows are those of the texts."""
    scale = np.maximum(np.abs(vectors).max(axis=0), 1e-9) / STEPS
    return {
        f"{name}_features": np.frombuffer("\n".join(texts).encode(), dtype=np.uint8),
        f"{name}_scale": scale.astype(np.float32),
        f"{name}_vectors": np.round(vectors / scale).astype(np.int8),
    }


def unpacked(name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> tuple[list[str], Array]:
    """The texts and the vectors that `packed` made arrays of."""
    vectors: Array = arrays[f"{name}_vectors"] * arrays[f"{name}_scale"]
    return arrays[f"{name}_features"].tobytes().decode().split("\n"), vectors
