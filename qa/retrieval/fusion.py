"""Fusion: one candidate list out of several rankings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def reciprocal_rank_fusion(rankings: Sequence[Sequence[K]], *, constant: int = 60) -> list[K]:
    """Keys of all rankings by the sum of ``1 / (constant + rank)``, best first.

    Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
    rank learning methods", SIGIR 2009. Ties keep the order of the first ranking.
    """
    scores: defaultdict[K, float] = defaultdict(float)
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] += 1.0 / (constant + rank)
    return sorted(scores, key=scores.__getitem__, reverse=True)
