"""Static embeddings without torch: a tokenizer, a matrix, and the mean of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.embedding.model import EmbeddingModel, Vectors
from qa.errors import ModelError
from qa.text.folding import well_formed

TokenIds = NDArray[np.int32]
_TEXTS_AT_ONCE = 1024
_TEXTS_IN_THREADS, _CHARACTERS_IN_THREADS = 32, 600
_TEXTS_KEPT = 8_192
# The keys that sentence-transformers writes, and those that it also reads (model2vec's): rows
# in a small integer type, which token takes which row, and a factor for each token.
_WHOLE, _ROWS, _MAPPING, _FACTORS = "embedding.weight", "embeddings", "mapping", "weights"
_REMEDY = "restore the folder, or set QA_EMBEDDING_MODEL to a whole sentence-transformers folder"


class StaticModel(EmbeddingModel):
    """A ``StaticEmbedding`` folder of sentence-transformers, read with numpy alone.

    Gives the vectors of ``SentenceTransformer(folder).encode(...)``, normalised, to 1e-5 for
    texts of ordinary length (of a folder stored in float16, once it is made ``.float()``). The
    same input gives the same bits whatever stands beside it in a batch.

    Raises:
        ModelError: a file of the folder is missing or cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        self.name = str(folder)
        weights = _read(folder / "model.safetensors")
        tokenizer = _read(folder / "tokenizer.json")
        try:
            matrix = _matrix(load(weights))
        # safetensors raises its own error type, which it does not export for typing.
        except Exception as error:  # noqa: BLE001
            raise ModelError(f"{folder / 'model.safetensors'}: {error}", _REMEDY) from None
        try:
            self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        # tokenizers raises bare Exception.
        except Exception as error:  # noqa: BLE001
            raise ModelError(f"{folder / 'tokenizer.json'}: {error}", _REMEDY) from None
        self._tokenizer.no_padding()
        self._matrix: Vectors = matrix
        if self._tokenizer.get_vocab_size() > len(self._matrix):
            raise ModelError(f"{folder}: more tokens than rows in the matrix", _REMEDY)
        self.dimension = int(self._matrix.shape[1])
        digest = hashlib.sha256(hashlib.sha256(weights).digest())
        digest.update(hashlib.sha256(tokenizer).digest())
        self.fingerprint = "static-" + digest.hexdigest()[:24]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, (n, dimension), each of length 1, or 0 for a text without tokens."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            ids = self._ids(texts[start : start + _TEXTS_AT_ONCE])
            self._add_rows(ids, vectors[start : start + len(ids)])
        norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        norms[norms == 0] = 1
        vectors /= norms[:, None]
        return vectors

    def token_ids(self, texts: Sequence[str]) -> list[TokenIds]:
        """The token ids of each text, in reading order."""
        return [
            np.asarray(ids, dtype=np.int32)
            for start in range(0, len(texts), _TEXTS_AT_ONCE)
            for ids in self._ids(texts[start : start + _TEXTS_AT_ONCE])
        ]

    def placed_tokens(self, text: str) -> list[tuple[int, int, int]]:
        """The tokens of a text as ``(id, start, end)`` in its characters, in reading order."""
        found = self._tokenizer.encode(well_formed(text), add_special_tokens=False)
        return [(token, *place) for token, place in zip(found.ids, found.offsets, strict=True)]

    def rows(self, ids: TokenIds) -> Vectors:
        """The tokens' rows as trained, (n, dimension): their lengths are their weights."""
        return self._matrix[ids]

    @cached_property
    def row_lengths(self) -> Vectors:
        """The Euclidean length of each token's row, (tokens,)."""
        lengths: Vectors = np.sqrt(np.einsum("ij,ij->i", self._matrix, self._matrix))
        return lengths

    def token_text(self, token_id: int) -> str:
        """The token as it stands in the vocabulary (folded); empty for an id out of range."""
        return self._tokenizer.id_to_token(token_id) or ""

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        # encode_batch_fast leaves out character offsets, which nothing here needs; for the words
        # of a question, handing them out to threads takes longer than cutting them.
        try:
            if len(texts) < _TEXTS_IN_THREADS and sum(map(len, texts)) < _CHARACTERS_IN_THREADS:
                return [self._ids_of_short(text) for text in texts]
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        except TypeError:  # a lone surrogate, which no UTF-8 can hold
            return self._ids([well_formed(text) for text in texts])
        return [encoding.ids for encoding in encodings]

    @cached_property
    def _ids_of_short(self) -> Callable[[str], list[int]]:
        """The ids of one text, kept: a question and its words are cut several times, each time
        keeping other threads from running. Not to be changed by who gets them.
        """

        @lru_cache(maxsize=_TEXTS_KEPT)
        def ids(text: str) -> list[int]:
            return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

        return ids

    def _add_rows(self, texts: list[list[int]], into: Vectors) -> None:
        """Write the sum of each text's rows; a mean's direction is that of the sum."""
        # A product with ones, text by text: six times as fast as np.add.reduceat, and free
        # of what stands beside the text.
        for vector, ids in zip(into, texts, strict=True):
            if ids:
                rows = self._matrix.take(ids, axis=0)
                np.matmul(np.ones(len(ids), dtype=np.float32), rows, out=vector)


def _matrix(tensors: Mapping[str, NDArray[Any]]) -> Vectors:
    """A row a token, as 32-bit floats.

    Raises:
        KeyError: there are no rows under any known name.
        ValueError: they do not make a matrix of numbers.
    """
    if _WHOLE in tensors:
        rows = np.ascontiguousarray(tensors[_WHOLE], dtype=np.float32)
    else:
        rows = tensors[_ROWS]
        rows = (rows[tensors[_MAPPING]] if _MAPPING in tensors else rows).astype(np.float32)
        if _FACTORS in tensors:
            rows *= tensors[_FACTORS].astype(np.float32).reshape(len(rows), 1)
    if rows.ndim != 2 or not rows.shape[1] or not np.isfinite(rows).all():
        raise ValueError(f"no matrix of numbers, but shape {rows.shape}")
    return rows


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ModelError(f"embedding model file {path}: {reason}", _REMEDY) from None
