"""Two granularities and late interaction, from the stored granules of chunks.

A question is answered by a sentence and understood from its passage: a chunk is looked at
whole and sentence by sentence. And each word of the question should have a match: its best
cosine with any token of a sentence, as in ColBERT's MaxSim (Khattab and Zaharia, 2020). The
weight of a word is the length of its vector: training makes the rows of telling tokens long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.embedding.static import StaticModel
from qa.index.granules import Granules

# Of the whole chunk, beside its best sentence. On the development sets of the embedding model
# the sum ranks better than either alone, across languages and within them.
WHOLE_WEIGHT = 0.5
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Cosines:
    """How near chunks are to a question.

    Attributes:
        whole: cosine with each chunk, (chunks,).
        best: the highest cosine with a sentence of each chunk, headlines left out, (chunks,).
    """

    whole: Floats
    best: Floats

    @classmethod
    def of(cls, granules: Granules, vector: Floats, model: StaticModel) -> Cosines:
        """Compare chunks with the vector of a question, (d,), of length 1."""
        (dots,) = _products(granules, vector[None, :], model).T
        sums = granules.of_sentences(dots)
        whole: Floats = granules.of_chunks(sums) / _no_zeros(granules.whole_norms)
        sentences: Floats = sums / _no_zeros(granules.norms)
        sentences[granules.chunk_starts()] = 0
        return cls(whole, granules.best_of_chunks(sentences))


def word_matches(granules: Granules, words: Floats, model: StaticModel) -> Floats:
    """The best cosine of each word with any token of each sentence, (sentences, w), 0 to 1.

    Args:
        words: unit vectors, (w, d).
    """
    return granules.best_of_sentences(_products(granules, words, model, by_length=True))


def _products(
    granules: Granules, vectors: Floats, model: StaticModel, *, by_length: bool = False
) -> Floats:
    """Products of each token's row, or its direction, with some vectors, (tokens, vectors)."""
    used = np.zeros(len(model.row_lengths), np.bool_)
    used[granules.ids] = True
    # Passages share most of their tokens: each is multiplied once.
    distinct = np.flatnonzero(used)
    products = model.rows(distinct.astype(np.int32)) @ vectors.T
    if by_length:
        products /= _no_zeros(model.row_lengths[distinct])[:, None]
    place = np.cumsum(used) - 1
    gathered: Floats = products[place[granules.ids]]
    return gathered


def _no_zeros(lengths: Floats) -> Floats:
    """Lengths to divide by."""
    return np.where(lengths > 0, lengths, np.float32(1))
