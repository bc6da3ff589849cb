"""Crowds: vectors that many others share nearly exactly, kept out of the HNSW graph.

Where thousands of chunks are the same but for a number, as the notices of an office are, the
links of the graph (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
search using HNSW", 2020) all lead from one to the next, and most of the others are reached no
more: with 3,000 equal vectors among 3,500, 987 chunks. So the first few of a crowd go into the
graph and the rest is compared one by one, which takes under a millisecond.

Vectors crowd where the signs of 64 random projections agree (Charikar, "Similarity estimation
techniques from rounding algorithms", 2002).
"""

from __future__ import annotations

import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.index.damage import damage_of

Floats = NDArray[np.float32]
# Crowds of 100 equal vectors are still found in full (M 32, ef_search 400).
LIMIT = 50
_BITS = 64
_SEED = 20261127


class Crowds:
    """The vectors of the chunks that are too many alike, saved in one file.

    Changes are seen by searches, and are lasting, after ``commit``.

    Raises:
        DamagedIndexSideError: the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._codes = Counter[int]()
        self._pending: dict[int, Floats | None] = {}
        # Replaced as a whole, so that a search sees one state.
        self._held: tuple[NDArray[np.int64], Floats] | None = None
        self._planes: Floats | None = None
        if file.exists():
            with damage_of(
                "crowded vectors", OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile
            ):
                self._load()

    def _load(self) -> None:
        with np.load(self._file) as saved:
            codes, counts = saved["codes"], saved["counts"]
            ids, rows = saved["ids"], saved["rows"].astype(np.float32)
        self._codes = Counter(dict(zip(codes.tolist(), counts.tolist(), strict=True)))
        if len(ids) != len(rows):
            raise ValueError("ids and vectors are not of one length")
        self._held = (ids, _unit(rows)) if len(ids) else None

    def take(self, ids: Sequence[int], rows: Floats) -> NDArray[np.bool_]:
        """Keep those of the vectors that crowd, and tell which those are, (n,)."""
        crowded = np.zeros(len(ids), np.bool_)
        for place, code in enumerate(self._code(rows)):
            self._codes[code] += 1
            if self._codes[code] > LIMIT:
                crowded[place] = True
                self._pending[ids[place]] = rows[place]
            else:
                self._pending[ids[place]] = None
        return crowded

    def remove(self, ids: Iterable[int]) -> None:
        """Forget these; others are passed over. How crowded a place was is remembered."""
        self._pending.update(dict.fromkeys(ids))

    def commit(self) -> None:
        """Show and save what was changed."""
        if not self._pending:
            return
        ids, rows = self._held or (np.zeros(0, np.int64), None)
        kept = np.array([i not in self._pending for i in ids.tolist()], np.bool_)
        added = {i: row for i, row in self._pending.items() if row is not None}
        parts = [*([] if rows is None else [rows[kept]]), *(row[None, :] for row in added.values())]
        ids = np.concatenate([ids[kept], np.array(list(added), np.int64)])
        self._held = (ids, _unit(np.concatenate(parts))) if len(ids) else None
        self._pending = {}
        self._save()

    def _save(self) -> None:
        ids, rows = self._held or (np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
        temporary = self._file.with_suffix(".tmp")
        with temporary.open("wb") as file:
            np.savez(
                file,
                ids=ids,
                rows=rows.astype(np.float16),
                codes=np.array(list(self._codes), np.uint64),
                counts=np.array(list(self._codes.values()), np.int64),
            )
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(self._file)

    def ids(self) -> set[int]:
        """The chunks held here."""
        return set(self._held[0].tolist()) if self._held else set()

    def __len__(self) -> int:
        return len(self._held[0]) if self._held else 0

    def vector(self, chunk_id: int) -> Floats | None:
        """The vector of a chunk, of length 1 unless it is zero, or None."""
        ids, rows = self._held or (np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
        place = np.flatnonzero(ids == chunk_id)
        return rows[place[0]] if len(place) else None

    def search(
        self, vector: Floats, k: int, ids: Sequence[int] | None = None, above: float = -np.inf
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest, as ``(chunk id, cosine similarity)``, best first.

        Args:
            ids: only these.
            above: only those that are nearer than this.
        """
        if self._held is None:
            return []
        held, rows = self._held
        cosines = rows @ _unit(vector)
        wanted = cosines > above
        if ids is not None:
            wanted &= np.isin(held, np.array(ids, np.int64))
        return highest(held[wanted].tolist(), cosines[wanted], k)

    def _code(self, rows: Floats) -> list[int]:
        """The signs of the projections of each vector, as one number."""
        if self._planes is None:
            rng = np.random.default_rng(_SEED)
            self._planes = rng.normal(size=(rows.shape[1], _BITS)).astype(np.float32)
        bits = np.packbits(rows @ self._planes > 0, axis=1)
        return [int.from_bytes(row.tobytes(), "big") for row in bits]


def highest(ids: Sequence[int], products: Floats, k: int) -> list[tuple[int, float]]:
    """The ``k`` ids with the highest products, (n,), best first."""
    best = np.argsort(-products, kind="stable")[:k]
    return [(ids[i], float(products[i])) for i in best.tolist()]


def _unit(rows: Floats) -> Floats:
    """Vectors of length 1; zeros stay as they are."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), np.float32)
