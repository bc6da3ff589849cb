"""Saves a tokenizer and a matrix as a standard sentence-transformers folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

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
    """Write the folder: the matrix in float16, the tokenizer, and the list of modules."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    save_file({"embedding.weight": matrix.astype(np.float16)}, folder / "model.safetensors")
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write(folder / "modules.json", _MODULES)
    _write(folder / "1_Normalize" / "config.json", {})
    _write(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"},
    )


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
