"""Measures of a ranked list of articles against the relevant ones.

A list of passages is first made a list of distinct articles (``distinct_articles``), so that
nothing here counts an article twice.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence


def distinct_articles(article_ids: Iterable[str]) -> list[str]:
    """The articles of a ranked list of passages, each where it first stands."""
    return list(dict.fromkeys(article_ids))


def first_rank(ranked: Sequence[str], gold: Collection[str]) -> int | None:
    """Rank, from 1, of the first relevant article; None where there is none."""
    return next((rank for rank, each in enumerate(ranked, start=1) if each in gold), None)


def hit(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """1 if a relevant article stands among the first ``k``, else 0."""
    return float(first_rank(ranked[:k], gold) is not None)


def reciprocal_rank(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """1 over the rank of the first relevant article among the first ``k``, else 0."""
    rank = first_rank(ranked[:k], gold)
    return 1 / rank if rank else 0.0


def recall(ranked: Sequence[str], gold: Collection[str], k: int) -> float:
    """The part of the relevant articles that stands among the first ``k``."""
    return len(set(ranked[:k]) & set(gold)) / len(set(gold))


def ndcg(ranked: Sequence[str], gold: Mapping[str, int], k: int) -> float:
    """Normalised discounted cumulative gain of the first ``k``.

    The gain is the grade and the discount log2(rank + 1), as in trec_eval and BEIR. ``gold``
    maps articles to grades of at least 1.
    """
    ideal = _discounted(sorted(gold.values(), reverse=True)[:k])
    return _discounted([gold.get(each, 0) for each in ranked[:k]]) / ideal


def _discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def ranking_measures(ranked: Sequence[str], gold: Mapping[str, int]) -> dict[str, float]:
    """All measures of one query, by their public names.

    Args:
        ranked: distinct article ids, best first, at least 20 where there are as many.
        gold: relevant articles and their grades; not empty.
    """
    return {
        "hit@1": hit(ranked, gold, 1),
        "hit@5": hit(ranked, gold, 5),
        "hit@10": hit(ranked, gold, 10),
        "mrr@10": reciprocal_rank(ranked, gold, 10),
        "ndcg@10": ndcg(ranked, gold, 10),
        "recall@20": recall(ranked, gold, 20),
    }
