"""The two derived sides of an index: how each is opened, filled from the store, and looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from qa.index import lexical, vectors
from qa.index.derived import Derived
from qa.index.inspection import inspect
from qa.index.lexical import LexicalIndex
from qa.index.store import Store
from qa.index.vectors import VectorIndex


def dense_side(
    folder: Path, store: Store, *, fingerprint: str, dimension: int, url: str | None
) -> Derived[VectorIndex]:
    """The vectors of the chunks in Chroma.

    Args:
        fingerprint, dimension: of the embedding model.
        url: of a Chroma server; embedded in ``folder`` where there is none.
    """
    name = (store.meta("uuid") or "")[:12]

    def fill(side: VectorIndex, first: int, last: int | None) -> None:
        for ids, rows in store.iter_vectors(vectors.BATCH, first, last):
            side.add(ids, rows)

    def probe(side: VectorIndex) -> None:
        vector = np.zeros(dimension, np.float32)
        vector[0] = 1.0
        side.probe(vector)

    return Derived(
        folder,
        "chroma",
        f"{vectors.FORMAT}.{fingerprint}.{url or 'embedded'}",
        store,
        partial(VectorIndex, name=name, url=url),
        fill,
        probe,
        inspect=lambda where: url is not None or inspect(where, dimension),
        habits=vectors.HABITS,
    )


def lexical_side(folder: Path, store: Store) -> Derived[LexicalIndex]:
    """The terms of the chunks in tantivy."""

    def fill(side: LexicalIndex, first: int, last: int | None) -> None:
        if last is not None:  # a catch-up that was cut short may have added some already
            side.remove(range(first, last + 1))
        for chunk, article in store.iter_chunks(first, last):
            side.add(chunk, article)

    return Derived(folder, "lexical", lexical.STAMP, store, LexicalIndex, fill, LexicalIndex.count)
