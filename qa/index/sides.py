"""The two derived sides of an index: how each is opened, filled from the store, and looked at."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from qa.index import lexical, vectors
from qa.index.basis import SAMPLE, Basis, outgrown
from qa.index.chunk_vectors import ChunkVectors
from qa.index.derived import Derived
from qa.index.inspection import inspect
from qa.index.lexical import LexicalIndex
from qa.index.store import Store
from qa.index.vectors import VectorIndex
from qa.processes import Processes

# Chunks from which it pays to fill both sides at once.
MANY = 2_000


class Stopped(Exception):  # noqa: N818 (no error: it was asked for)
    """The filling of a side was given up."""


@dataclass
class Filling:
    """How sides are filled: who helps, who is told, and whether to give up.

    Attributes:
        processes: of which one fills the lexical side, while this one fills the dense one.
        tell: called with the number of chunks that were put into the dense side.
    """

    processes: Processes | None = None
    tell: Callable[[int], None] | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def helped(
        self, processes: Processes | None, tell: Callable[[int], None] | None
    ) -> Iterator[None]:
        """With these to the end of the block."""
        self.processes, self.tell = processes, tell
        try:
            yield
        finally:
            self.processes = self.tell = None

    def can_help(self, count: int) -> bool:
        """Whether another process should put so many chunks into a side."""
        return self.processes is not None and self.processes.are_of_use and count >= MANY


def bring_up_both(
    dense: Derived[VectorIndex], lexical: Derived[LexicalIndex], filling: Filling
) -> None:
    """Bring both sides up; at one time, where much is to be put into them and another helps."""
    behind = dense.store.last_chunk() - min(dense.opened.last_chunk, lexical.opened.last_chunk)
    if not filling.can_help(behind):
        dense.bring_up()
        lexical.bring_up()
        return
    filling.stop.clear()
    with ThreadPoolExecutor(1) as beside:
        filled = beside.submit(dense.bring_up)
        try:
            lexical.bring_up()
            filled.result()
        except BaseException:
            filling.stop.set()
            raise


def dense_side(
    folder: Path,
    store: Store,
    filling: Filling,
    *,
    fingerprint: str,
    dimension: int,
    url: str | None,
) -> Derived[VectorIndex]:
    """The vectors of the chunks in Chroma, those of a large index in fewer directions.

    Args:
        fingerprint, dimension: of the embedding model.
        url: of a Chroma server; embedded in ``folder`` where there is none.
    """
    name = (store.meta("uuid") or "")[:12]

    held = ChunkVectors(store)

    def fill(side: VectorIndex, first: int, last: int | None) -> None:
        count = store.count("chunks")
        if last is None and outgrown(None, dimension, count):
            sample = np.linspace(1, store.last_chunk(), SAMPLE, dtype=np.int64)
            side.reduce(Basis.of(held.of(np.unique(sample).tolist())[1], count))
        for ids, rows in held.each(vectors.BATCH, first, last):
            if filling.stop.is_set():
                raise Stopped
            side.add(ids, rows)
            if filling.tell:
                filling.tell(len(ids))

    def is_outgrown(side: VectorIndex) -> bool:
        return outgrown(side.basis, dimension, store.count("chunks"))

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
        outgrown=is_outgrown,
        habits=vectors.HABITS,
    )


def lexical_side(folder: Path, store: Store, filling: Filling) -> Derived[LexicalIndex]:
    """The terms of the chunks in tantivy."""

    def fill(side: LexicalIndex, first: int, last: int | None) -> None:
        if filling.processes and filling.can_help((last or store.last_chunk()) - first):
            side.commit()  # tantivy lets one write at a time
            filling.processes.call(fill_lexical, (folder, side.folder, first, last))
        else:
            _fill_lexical(side, store, first, last)

    return Derived(folder, "lexical", lexical.STAMP, store, LexicalIndex, fill, LexicalIndex.count)


def fill_lexical(job: tuple[Path, Path, int, int | None]) -> None:
    """Put chunks into a lexical side that nobody else writes to, and commit.

    Args:
        job: folders of the index and of the side, first and last chunk.
    """
    folder, place, first, last = job
    with closing(Store(folder)) as store, closing(LexicalIndex(place)) as side:
        _fill_lexical(side, store, first, last)
        side.commit()


def _fill_lexical(side: LexicalIndex, store: Store, first: int, last: int | None) -> None:
    if last is not None:  # a catch-up that was cut short may have added some already
        side.remove(range(first, last + 1))
    for chunk, article in store.iter_chunks(first, last):
        side.add(chunk, article)
