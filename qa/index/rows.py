"""Rows of the store as what they stand for, and back."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article

ARTICLE_COLUMNS = "id, title, body, url, source, category, published, updated, language"
_NAMES = tuple(ARTICLE_COLUMNS.split(", "))
_VECTOR_TYPE = np.dtype("<f2")
# Holds all of Unicode, a Chinese character in two bytes: Chinese bodies take 46 % of their bytes in
# UTF-8 where compressed UTF-8 takes 56 %, English ones the same in both.
_ENCODING = "gb18030"


def packed(text: str) -> bytes:
    """A body as it is stored."""
    return zlib.compress(text.encode(_ENCODING))


def unpacked(stored: bytes) -> str:
    """The body that ``packed`` made these bytes of."""
    return zlib.decompress(stored).decode(_ENCODING)


def article_of(row: Sequence[Any]) -> Article:
    """The article of a row of ``ARTICLE_COLUMNS``."""
    fields = dict(zip(_NAMES, row, strict=True))
    fields["body"] = unpacked(fields["body"])
    return Article.model_construct(**fields)


def row_of(article: Article) -> list[Any]:
    """An article as a row of ``ARTICLE_COLUMNS``."""
    return [packed(article.body) if name == "body" else getattr(article, name) for name in _NAMES]


def rounded(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors as they would come back from the store."""
    return vectors.astype(_VECTOR_TYPE).astype(np.float32)


def vectors_of(blobs: Sequence[bytes]) -> NDArray[np.float32]:
    """Stored vectors, (n, d)."""
    joined = np.frombuffer(b"".join(blobs), dtype=_VECTOR_TYPE)
    return joined.reshape(len(blobs), -1).astype(np.float32)


def blobs_of(vectors: NDArray[np.float32]) -> list[bytes]:
    """Vectors, (n, d), as they are stored."""
    return [row.tobytes() for row in vectors.astype(_VECTOR_TYPE)]
