"""The nearest chunks: as the dense side says, or by comparing the vectors themselves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from qa.index.basis import WIDER
from qa.index.chunk_vectors import ChunkVectors
from qa.index.filters import Filters
from qa.index.vectors import VectorIndex

Hits = list[tuple[int, float]]
# Asks the dense side something.
Ask = Callable[[Callable[[VectorIndex], Hits]], Hits]
_EXACT = 5_000
# How many times as many chunks as asked for are looked at before a filter is enumerated.
_SPARE = 4
_MOST_MORE = 2_000


def nearest_chunks(
    ask: Ask,
    vectors: ChunkVectors,
    vector: NDArray[np.float32],
    k: int,
    filters: Filters | None = None,
) -> Hits:
    """The ``k`` nearest chunks as ``(chunk id, cosine similarity)``, best first.

    Args:
        vector: of length 1, (d,).
    """
    if filters is None:
        return _nearest(ask, vectors, vector, k)
    # Most filters let many articles through: then the best of them are among the nearest.
    close = _nearest(ask, vectors, vector, _SPARE * k)
    passing = vectors.store.passing([chunk for chunk, _ in close], filters)
    found = [pair for pair in close if pair[0] in passing]
    if len(found) >= k:
        return found[:k]
    subset = vectors.store.chunk_ids(filters)
    if len(subset) <= _EXACT:
        # HNSW under a narrow filter misses much; a few thousand are compared one by one.
        return vectors.nearest(subset, vector, k)
    return _nearest(ask, vectors, vector, k, subset)


def _nearest(
    ask: Ask,
    vectors: ChunkVectors,
    vector: NDArray[np.float32],
    k: int,
    known: list[int] | None = None,
) -> Hits:
    """As the dense side says; where it holds less than the vectors, of more than ``k``."""
    whole = True

    def search(side: VectorIndex) -> Hits:
        nonlocal whole
        whole = side.basis is None
        return side.search(vector, k if whole else min(WIDER * k, k + _MOST_MORE), known)

    found = ask(search)
    return found if whole else vectors.nearest([chunk for chunk, _ in found], vector, k)
