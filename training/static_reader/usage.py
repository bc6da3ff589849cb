"""How tokens are used: vectors of the words that stand beside them.

The embedding model tells what a text is about, and has next to nothing for the words that say
what is asked and how things are said ("who", "by", 月). Tokens with the same neighbours are of
one kind: places, first names, units, verbs of saying. Counts of the neighbours on either side,
as positive pointwise mutual information, are brought to few dimensions by a singular value
decomposition (Levy, Goldberg and Dagan, "Improving distributional similarity with lessons
learned from word embeddings", TACL 2015).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.embedding.static import StaticModel
from training.embedding.data import read_training_text

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

DIMENSIONS = 64
_NEIGHBOURS = 2_500  # the most frequent tokens count as neighbours
# Places beside a token, and what they weigh.
_PLACES = {-2: 0.7, -1: 1.0, 1: 1.0, 2: 0.7}
_FEWEST = 8  # times that a token is seen
_SMOOTHED = 0.75  # Rare neighbours tell less than their share says.
_SPREAD = 0.25  # Power of the singular values that is kept.
_LENGTH, _TINY = 8.0, 1e-6
_SEED = 20261126
_AT_ONCE = 20_000
# Laws say the same things over and over.
_STRIDES = {"law": 6}
_SOURCES = ("parallel", "law", "qa_en", "qa_zh")
Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def usage_texts(data: Path) -> Iterator[str]:
    """Text of both languages, without what the development sets hold.

    Args:
        data: the folder with the training files; the news lie above it.
    """
    text = read_training_text(data.parent)
    for source in text.pairs:
        if source.name in _SOURCES:
            for side in (source.left, source.right):
                yield from list(dict.fromkeys(side))[:: _STRIDES.get(source.name, 1)]
    for group in text.documents:
        if group.name == "news_zh":
            yield from map("".join, group.documents)


def usage_vectors(texts: Iterator[str], model: StaticModel) -> Floats:
    """A row a token of the model, (tokens, 64), of one length; 0 for what is hardly seen."""
    from sklearn.utils.extmath import randomized_svd

    size = len(model.row_lengths)
    stream = _stream(list(texts), model)
    seen = np.bincount(stream, minlength=size + 2)[:size] >= _FEWEST
    parts, values, _ = randomized_svd(
        _neighbours(stream, size)[seen], DIMENSIONS, n_iter=4, random_state=_SEED
    )
    rows = parts * values**_SPREAD
    rows /= rows.std(axis=0)
    rows *= _LENGTH / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _TINY)
    found = np.zeros((size, DIMENSIONS), np.float32)
    found[seen] = rows
    return found


def _stream(texts: list[str], model: StaticModel) -> Ints:
    """The tokens of all texts one after another, each between a beginning and an end."""
    begin, end = len(model.row_lengths), len(model.row_lengths) + 1
    parts = [
        part
        for start in range(0, len(texts), _AT_ONCE)
        for ids in model.token_ids(texts[start : start + _AT_ONCE])
        for part in ([begin], ids, [end])
    ]
    return np.concatenate(parts).astype(np.int32)


def _neighbours(stream: Ints, size: int) -> csr_matrix:
    """What stands at each place beside each token, (tokens, places x neighbours)."""
    from scipy.sparse import csr_matrix, hstack

    frequent = np.argsort(-np.bincount(stream, minlength=size + 2))[:_NEIGHBOURS]
    column = np.full(size + 2, -1)
    column[frequent] = np.arange(len(frequent))
    blocks = []
    for place, weight in _PLACES.items():
        tokens, beside = (
            (stream[-place:], stream[:place]) if place < 0 else (stream[:-place], stream[place:])
        )
        inside = (tokens < size) & (column[beside] >= 0)
        if abs(place) > 1:  # what stands between is no border of two texts
            inside &= stream[1:-1] < size
        ones = np.ones(int(inside.sum()), np.float32)
        at = tokens[inside], column[beside[inside]]
        counts = csr_matrix((ones, at), shape=(size, len(frequent)))
        blocks.append(_informative(counts) * weight)
    return csr_matrix(hstack(blocks))


def _informative(counts: csr_matrix) -> csr_matrix:
    """Positive pointwise mutual information of tokens and neighbours."""
    from scipy.sparse import csr_matrix

    counts.sum_duplicates()
    cells = counts.tocoo()
    by_token = np.asarray(counts.sum(axis=1)).ravel()
    by_neighbour = np.asarray(counts.sum(axis=0)).ravel() ** _SMOOTHED
    by_neighbour /= by_neighbour.sum()
    expected = by_token[cells.row] * by_neighbour[cells.col]
    found = np.maximum(np.log(cells.data / np.maximum(expected, 1e-9)), 0.0)
    kept = csr_matrix((found.astype(np.float32), (cells.row, cells.col)), shape=counts.shape)
    kept.eliminate_zeros()
    return kept
