"""A network small enough to train in a test."""

from __future__ import annotations

import numpy as np
import pytest

from qa.reading.packed import PackedRows
from training.reader.dataset import Item
from training.reader.network import ReaderNetwork, Sizes

PIECES = 24


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(hidden=32, layers=1, heads=2, inner=32, positions=32, epsilon=1e-6)


@pytest.fixture
def network(sizes: Sizes) -> ReaderNetwork:
    import torch

    torch.manual_seed(0)
    return ReaderNetwork(sizes)


@pytest.fixture
def word() -> PackedRows:
    rng = np.random.default_rng(0)
    nibbles = rng.integers(0, 256, (PIECES, 1, 16), np.uint8)
    return PackedRows(nibbles, np.full((PIECES, 1), 0.02, np.float16))


@pytest.fixture
def items() -> list[Item]:
    """The piece 9 answers wherever it stands; passages without it do not answer."""
    rng = np.random.default_rng(1)
    found = []
    for number in range(48):
        ids = rng.integers(10, PIECES, 12).astype(np.int32)
        at = np.array([4 + number % 7] if number % 3 else [], np.int32)
        ids[at] = 9
        found.append(Item("made", False, ids, at, at, at))
    return found
