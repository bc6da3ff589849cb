"""What every embedding model can do, and how a setting's value becomes one."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.settings import SHIPPED_EMBEDDING_MODEL

Vectors = NDArray[np.float32]
_REMEDY = (
    "set QA_EMBEDDING_MODEL to a sentence-transformers folder, or leave it unset for the "
    "shipped model"
)
_REMEDY_OFFLINE = _REMEDY + "; QA_OFFLINE=false lets hub names be downloaded"
# Modules after which a static embedding is still the plain mean of its rows.
_HARMLESS = {"Normalize"}


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


def load_embedding_model(name: str, *, offline: bool = True) -> EmbeddingModel:
    """The model in a folder or, by its hub name, in the local cache or on the hub.

    Args:
        name: a sentence-transformers folder or a hub name such as ``org/model``.
        offline: never reach for the network.

    Raises:
        ModelError: there is no such model, or its files cannot be used.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        if is_static(folder):
            from qa.embedding.static import StaticModel, shipped_model

            shipped = folder.resolve() == SHIPPED_EMBEDDING_MODEL
            return shipped_model() if shipped else StaticModel(folder)
    elif folder.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1:
        raise ModelError(f"embedding model {name}: no such folder", _REMEDY)
    from qa.embedding.transformer import SentenceTransformerModel

    remedy = _REMEDY_OFFLINE if offline else _REMEDY
    return SentenceTransformerModel(str(folder) if folder.is_dir() else name, offline, remedy)


def is_static(folder: Path) -> bool:
    """Whether the folder holds a ``StaticEmbedding`` and nothing that changes its vectors."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        in_root = modules[0]["path"] == ""
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return in_root and kinds[0] == "StaticEmbedding" and set(kinds[1:]) <= _HARMLESS
