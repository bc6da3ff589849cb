"""A small embedding model, and a package that carries it, for tests of systems."""

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models

from training.embedding.export import export
from training.embedding.tokenizer import normalizer, pre_tokenizer

# Knows the words of the English articles in tests/evals/beir.py and nothing else.
PIECES = ["<unk>", "▁harbour", "▁ferry", "▁captain", "▁clock", "▁clocks", "▁museum"]
ROWS = [[0, 0], [1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]


def write_model(folder: Path) -> Path:
    """A static sentence-transformers folder with vectors of two numbers; returns it."""
    scores = [(piece, -1.0) for piece in PIECES]
    tokenizer = Tokenizer(models.Unigram(scores, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    export(folder, tokenizer, np.array(ROWS, dtype=np.float32))
    return folder


def write_package(site: Path, name: str) -> Path:
    """A package that carries the model and must not be imported; returns the model's folder."""
    package = site / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('imported')\n", encoding="utf-8")
    return write_model(package / "model")
