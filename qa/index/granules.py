"""Granules: the sentences of a chunk as token ids, kept so that a search need not cut text.

From a question's dot products with the tokens' rows follow, by sums and maxima alone, its
cosine with each sentence and with the whole chunk, and the best match of each of its words.
The lengths of the sums are stored, because they cost more to compute than all the rest.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.articles.model import Article
from qa.chunking.chunker import Chunk
from qa.embedding.static import StaticModel
from qa.errors import ModelError
from qa.text.sentences import sentence_spans

# Bump when the same chunk would be stored otherwise: indexes are then filled anew.
GRANULES_VERSION = 2

_HEADER = struct.Struct("<If")
_INT, _FLOAT, _TOKEN = np.dtype("<u4"), np.dtype("<f4"), np.dtype("<u2")
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Granules:
    """The sentences of some chunks, one after another; each chunk's first is its headline.

    Attributes:
        ids: token ids of all sentences, (tokens,).
        lengths: tokens of each sentence, (sentences,).
        norms: length of the sum of each sentence's rows, (sentences,).
        starts, ends: each sentence's span in the text of its chunk, (sentences,); 0 and 0 for a
            headline.
        counts: sentences of each chunk, headline included, (chunks,).
        whole_norms: length of the sum of all rows of each chunk, (chunks,).
    """

    ids: Ints
    lengths: Ints
    norms: Floats
    starts: Ints
    ends: Ints
    counts: Ints
    whole_norms: Floats

    @classmethod
    def unpack(cls, blobs: Sequence[bytes]) -> Granules:
        """The granules of the chunks that ``pack`` gave these bytes for."""
        heads = [_HEADER.unpack_from(blob) for blob in blobs]
        tables: list[NDArray[np.uint32]] = []
        ids: list[NDArray[np.uint16]] = []
        for (count, _), blob in zip(heads, blobs, strict=True):
            end = _HEADER.size + 16 * count
            tables.append(np.frombuffer(blob, _INT, 4 * count, _HEADER.size).reshape(count, 4))
            ids.append(np.frombuffer(blob, _TOKEN, offset=end))
        table = np.concatenate([np.zeros((0, 4), _INT), *tables])
        return cls(
            np.concatenate([np.zeros(0, _TOKEN), *ids]).astype(np.int64),
            table[:, 0].astype(np.int64),
            np.ascontiguousarray(table[:, 3]).view(_FLOAT).astype(np.float32),
            table[:, 1].astype(np.int64),
            table[:, 2].astype(np.int64),
            np.array([count for count, _ in heads], np.int64),
            np.array([norm for _, norm in heads], np.float32),
        )

    def chunk_starts(self) -> Ints:
        """Where the sentences of each chunk begin, (chunks,)."""
        return np.cumsum(self.counts) - self.counts

    def of_sentences(self, per_token: Floats) -> Floats:
        """Sums over the tokens of each sentence, (sentences, ...); 0 for one without tokens."""
        return sums_of_runs(per_token, self.lengths)

    def best_of_sentences(self, per_token: Floats) -> Floats:
        """Maxima over the tokens of each sentence, at least 0, (sentences, ...)."""
        return _maxima(per_token, self.lengths)

    def of_chunks(self, per_sentence: Floats) -> Floats:
        """Sums over the sentences of each chunk, headline included, (chunks, ...)."""
        return sums_of_runs(per_sentence, self.counts)

    def best_of_chunks(self, per_sentence: Floats) -> Floats:
        """Maxima over the sentences of each chunk, headline included, at least 0."""
        return _maxima(per_sentence, self.counts)


def _maxima(values: Floats, lengths: Ints) -> Floats:
    """Maxima of consecutive runs of rows, and of 0."""
    best = np.zeros((len(lengths), *values.shape[1:]), np.float32)
    filled = lengths > 0
    if filled.any():
        starts = (np.cumsum(lengths) - lengths)[filled]
        best[filled] = np.maximum(np.maximum.reduceat(values, starts, axis=0), 0.0)
    return best


def chunk_tokens(blobs: Sequence[bytes]) -> tuple[Ints, Ints, Floats]:
    """Of packed chunks what their vectors are made of; sentences are not taken apart.

    Returns:
        Token ids of all chunks, (tokens,), how many each has, and its ``whole_norms``, (chunks,).
    """
    heads = [_HEADER.unpack_from(blob) for blob in blobs]
    parts = [
        blob[_HEADER.size + 16 * count :] for (count, _), blob in zip(heads, blobs, strict=True)
    ]
    lengths = np.array([len(part) for part in parts], np.int64) // _TOKEN.itemsize
    ids = np.frombuffer(b"".join(parts), _TOKEN).astype(np.int64)
    return ids, lengths, np.array([norm for _, norm in heads], np.float32)


def sums_of_runs(values: Floats, lengths: Ints) -> Floats:
    """Sums of consecutive runs of rows; 0 for an empty one."""
    totals = np.zeros((len(lengths), *values.shape[1:]), np.float32)
    filled = lengths > 0
    if filled.any():
        totals[filled] = np.add.reduceat(values, (np.cumsum(lengths) - lengths)[filled], axis=0)
    return totals


def pack(articles: Sequence[tuple[Article, Sequence[Chunk]]], model: StaticModel) -> list[bytes]:
    """The granules of each chunk of the articles, in order, for ``Granules.unpack``.

    Raises:
        ModelError: the model has more tokens than the format can number.
    """
    spans: list[list[tuple[int, int]]] = []
    texts: list[str] = []
    for article, chunks in articles:
        for chunk in chunks:
            found = sentence_spans(chunk.text)
            spans.append([(0, 0), *found])
            texts.append(article.headline)
            texts.extend(chunk.text[start:end] for start, end in found)
    # A fifth of the sentences stand in two chunks, and headlines in all of an article.
    places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    ids = model.token_ids(list(places))
    if any(len(one) and int(one.max()) > np.iinfo(_TOKEN).max for one in ids):
        raise ModelError(f"{model.name}: more than 65,536 tokens", "train a smaller vocabulary")
    # As products with ones: summing the rows of a matrix in the other direction is slower.
    sums = np.array([np.ones(len(one), np.float32) @ model.rows(one) for one in ids])
    sums = sums.reshape(-1, model.dimension)
    norms = np.linalg.norm(sums, axis=1).astype(_FLOAT)
    packed: list[bytes] = []
    first = 0
    for found in spans:
        own = [places[text] for text in texts[first : first + len(found)]]
        whole = float(np.linalg.norm(sums[own].sum(axis=0)))
        packed.append(_pack_one(found, [ids[place] for place in own], norms[own], whole))
        first += len(found)
    return packed


def _pack_one(
    spans: Sequence[tuple[int, int]],
    ids: Sequence[NDArray[np.int32]],
    norms: NDArray[np.float32],
    whole: float,
) -> bytes:
    table = np.zeros((len(spans), 4), _INT)
    table[:, 0] = [len(one) for one in ids]
    table[:, 1:3] = spans
    table[:, 3] = norms.view(_INT)
    tokens = np.concatenate(ids).astype(_TOKEN)
    return _HEADER.pack(len(spans), whole) + table.tobytes() + tokens.tobytes()
