"""Saves a tokenizer and a matrix as a standard sentence-transformers folder.

Rows are stored as 8-bit integers with a scale each, under the keys that model2vec gave them
and that sentence-transformers reads (``StaticEmbedding.load``). It multiplies them out into
32-bit floats, so half the bytes of float16 also make every reader compute in full precision.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LEVELS = 127
_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


def export(folder: Path, tokenizer: Tokenizer, matrix: NDArray[np.float32]) -> None:
    """Write the folder: the matrix in 8 bits, the tokenizer, and the list of modules."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    levels, scales = quantize(matrix)
    save_file({"embeddings": levels, "weights": scales}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write(folder / "modules.json", _MODULES)
    _write(folder / "1_Normalize" / "config.json", {})
    _write(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"},
    )


def quantize(
    matrix: NDArray[np.float32],
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows as levels from -127 to 127, (n, d), and the size of one level for each, (n,)."""
    scales = (np.abs(matrix).max(axis=1) / _LEVELS).astype(np.float32)
    safe = np.where(scales == 0, np.float32(1), scales)
    return np.rint(matrix / safe[:, None]).astype(np.int8), scales


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
