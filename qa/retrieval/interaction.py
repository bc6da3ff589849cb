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
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cosines:
    """How near chunks are to a question.

    Attributes:
        whole: cosine with each chunk, (chunks,).
        best: the highest cosine with a sentence of each chunk, headlines left out, (chunks,).
    """

    whole: Floats
    best: Floats


class Interaction:
    """A question, to be compared with the granules of chunks.

    Args:
        vector: its embedding, of length 1, (d,).
        words: those of its words, of length 1, (w, d).
    """

    def __init__(self, vector: Floats, words: Floats, model: StaticModel) -> None:
        self._vectors = np.concatenate([vector[None, :], words])
        self._model = model
        # Passages share most of their tokens: each is multiplied once a question.
        self._products = np.zeros((len(model.row_lengths), len(self._vectors)), np.float32)
        self._known = np.zeros(len(model.row_lengths), np.bool_)

    def cosines(self, granules: Granules) -> Cosines:
        """Compare chunks with the question as a whole."""
        sums = granules.of_sentences(self._of_tokens(granules.ids)[granules.ids, 0])
        whole: Floats = granules.of_chunks(sums) / _no_zeros(granules.whole_norms)
        sentences: Floats = sums / _no_zeros(granules.norms)
        sentences[granules.chunk_starts()] = 0
        return Cosines(whole, granules.best_of_chunks(sentences))

    def word_matches(self, granules: Granules) -> Floats:
        """The best cosine of each word with any token of each sentence, (sentences, w), 0 to 1."""
        ids = granules.ids
        lengths = _no_zeros(self._model.row_lengths[ids])
        return granules.best_of_sentences(self._of_tokens(ids)[ids, 1:] / lengths[:, None])

    def _of_tokens(self, ids: Ints) -> Floats:
        """Products of rows with the question's vectors, (all tokens, 1 + w); of these at least."""
        used = np.zeros_like(self._known)
        used[ids] = True
        new = np.flatnonzero(used & ~self._known)
        self._products[new] = self._model.rows(new.astype(np.int32)) @ self._vectors.T
        self._known[new] = True
        return self._products


def _no_zeros(lengths: Floats) -> Floats:
    """Lengths to divide by."""
    return np.where(lengths > 0, lengths, np.float32(1))
