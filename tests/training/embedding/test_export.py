"""What is stored in 8 bits comes back within half a level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from qa.embedding.static import StaticModel
from training.embedding.export import export, quantize


def test_rows_come_back_within_half_a_level() -> None:
    rows = np.random.default_rng(3).standard_normal((50, 8)).astype(np.float32)
    rows *= np.geomspace(1e-3, 10, 50, dtype=np.float32)[:, None]
    levels, scales = quantize(rows)
    assert levels.dtype == np.int8
    assert np.all(np.abs(levels * scales[:, None] - rows) <= 0.5001 * scales[:, None])


def test_a_row_of_zeros_stays_one() -> None:
    levels, scales = quantize(np.zeros((2, 4), np.float32))
    assert not levels.any()
    assert np.isfinite(scales).all()


@pytest.mark.slow
def test_both_readers_see_the_same_rows(small_tokenizer: Tokenizer, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    rows = np.random.default_rng(5).standard_normal((6, 4)).astype(np.float32)
    rows[0] = 0
    export(tmp_path, small_tokenizer, rows)
    texts = ["bridge", "大橋 ferry", "", "zzz"]
    plain = SentenceTransformer(str(tmp_path), device="cpu").encode(texts)
    np.testing.assert_allclose(plain, StaticModel(tmp_path).encode(texts), atol=1e-6)
    assert not plain[2:].any()
