"""The vectors of chunks: of the shipped embedding model they are what the granules give.

The vector of a text is the sum of its tokens' rows, made one long, and the granules of a chunk are
its token ids: to store it as well would double them. Those of other models are stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.embedding.load import shipped_model
from qa.index.crowds import highest
from qa.index.granules import chunk_tokens, sums_of_runs
from qa.index.rows import rounded, vectors_of
from qa.index.store import Store, VectorRow

Floats = NDArray[np.float32]
# Ids in one statement.
_AT_ONCE = 10_000


class ChunkVectors:
    """The vectors of the chunks in a store, of length 1, as float16 holds them."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def each(
        self, batch: int, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[list[int], Floats]]:
        """Chunk ids and vectors (shape ``(n, d)``, n up to ``batch``), by chunk id."""
        for rows in self.store.iter_vector_rows(batch, first, last):
            yield [row[0] for row in rows], _vectors(rows)

    def of(self, ids: Sequence[int]) -> tuple[list[int], Floats]:
        """Those of the chunks that exist, and their vectors, shape ``(n, d)``."""
        rows = self._rows(ids)
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        return [row[0] for row in rows], _vectors(rows)

    def nearest(self, ids: Sequence[int], vector: Floats, k: int) -> list[tuple[int, float]]:
        """The ``k`` of the chunks with the highest cosines with a vector of length 1, best first.

        Args:
            vector: (d,).
        """
        rows = self._rows(ids)
        if not rows:
            return []
        derived = not any(row[1] for row in rows)
        cosines = _products(rows, vector) if derived else _vectors(rows) @ vector
        return highest([row[0] for row in rows], cosines, k)

    def _rows(self, ids: Sequence[int]) -> list[VectorRow]:
        parts = range(0, len(ids), _AT_ONCE)
        return [row for at in parts for row in self.store.vector_rows(ids[at : at + _AT_ONCE])]


def _vectors(rows: Sequence[VectorRow]) -> Floats:
    if any(vector for _, vector, _ in rows):
        return vectors_of([vector for _, vector, _ in rows])
    ids, lengths, norms = chunk_tokens([blob for _, _, blob in rows])
    made = np.zeros((len(rows), shipped_model().dimension), np.float32)
    own = np.split(ids.astype(np.int32), np.cumsum(lengths)[:-1])
    for vector, ids_of_one, norm in zip(made, own, norms, strict=True):
        if norm > 0:
            # As a product with ones: summing the rows in the other direction is slower.
            ones = np.full(len(ids_of_one), 1 / norm, np.float32)
            np.matmul(ones, shipped_model().rows(ids_of_one), out=vector)
    return rounded(made)


def _products(rows: Sequence[VectorRow], vector: Floats) -> Floats:
    """The cosines without making the vectors: sums of the products of their tokens' rows."""
    ids, lengths, norms = chunk_tokens([blob for _, _, blob in rows])
    # Counted, not sorted: there are a hundred thousand tokens, and forty thousand different ones.
    counts = np.bincount(ids, minlength=1)
    used = np.flatnonzero(counts).astype(np.int32)
    products = np.zeros(len(counts), np.float32)
    products[used] = shipped_model().rows(used) @ vector
    sums = sums_of_runs(products[ids], lengths)
    return np.asarray(sums / np.where(norms > 0, norms, np.float32(1)), np.float32)
