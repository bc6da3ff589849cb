"""A small static model, made on the spot, for tests that need known rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from training.embedding.export import export
from training.embedding.tokenizer import normalizer, pre_tokenizer

PIECES = ["<unk>", "▁bridge", "▁harbour", "大桥", "港湾", "▁ferry"]


@pytest.fixture(scope="session")
def small_tokenizer() -> Tokenizer:
    scores = [(piece, -1.0) for piece in PIECES]
    tokenizer = Tokenizer(models.Unigram(scores, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    return tokenizer


@pytest.fixture(scope="session")
def small_matrix() -> np.ndarray:
    matrix = np.zeros((len(PIECES), 4), dtype=np.float32)
    matrix[1:] = [[1, 0, 0, 0], [0, 2, 0, 0], [1, 0, 0, 0], [0, 2, 0, 0], [0, 0, 1, 0]]
    return matrix


@pytest.fixture(scope="session")
def small_folder(
    tmp_path_factory: pytest.TempPathFactory,
    small_tokenizer: Tokenizer,
    small_matrix: np.ndarray,
) -> Path:
    folder = tmp_path_factory.mktemp("small-model")
    export(folder, small_tokenizer, small_matrix)
    return folder
