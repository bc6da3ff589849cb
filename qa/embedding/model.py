"""What every embedding model can do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class EmbeddingModel(Embeddings):
    """Turns texts into unit vectors whose dot product is their likeness.

    Attributes:
        name: the folder or hub name it was loaded from.
        dimension: length of the vectors.
        fingerprint: a hash of weights and tokenizer: vectors of two models may be compared
            only if it is the same; it does not depend on the machine or the folder.
    """

    name: str
    dimension: int
    fingerprint: str

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, (n, dimension), each of length 1.

        A text that holds nothing to embed gives a row of zeros.
        """

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Like ``encode``, for questions; differs where a model has a prompt for them."""
        return self.encode(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's form of ``encode``."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """LangChain's form of ``encode_queries`` for one question."""
        row: list[float] = self.encode_queries([text])[0].tolist()
        return row
