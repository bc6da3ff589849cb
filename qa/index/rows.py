"""Rows of the store as what they stand for, and back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article

ARTICLE_COLUMNS = "id, title, body, url, source, category, published, updated, language"
_VECTOR_TYPE = np.dtype("<f2")


def article_of(row: Sequence[str]) -> Article:
    """The article of a row of ``ARTICLE_COLUMNS``."""
    names = ARTICLE_COLUMNS.split(", ")
    return Article.model_construct(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]


def vectors_of(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    """Stored vectors, (n, d)."""
    joined = np.frombuffer(b"".join(blobs), dtype=_VECTOR_TYPE)
    return joined.reshape(len(blobs), -1).astype(np.float32)


def blobs_of(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors, (n, d), as they are stored."""
    return [row.tobytes() for row in vectors.astype(_VECTOR_TYPE)]
