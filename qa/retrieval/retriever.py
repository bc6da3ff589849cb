"""The retriever: from a question to scored passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.embedding.load import shipped_model
from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.candidates import Candidate, looked_at, nearness, propose
from qa.retrieval.features import match
from qa.retrieval.grouping import group, spread
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.recency import prefer_recent
from qa.retrieval.relevance import RELEVANT, relevance
from qa.retrieval.rerank import Reranker
from qa.retrieval.window import narrowed
from qa.text.periods import asks_for_latest, period_of

Mode = Literal["hybrid", "dense", "lexical"]
# How many chunks the dense side looks at sentence by sentence when it ranks alone.
_READ_CLOSELY = 200
# A cross-encoder takes about 0.1 s a pair on two cores.
_RERANKED = 20
# How many passages are looked through for copies of a story.
_GROUPED = 40
# News of a time is also published soon after it: a far better passage from outside is kept.
_FAR_LESS = 0.8


@dataclass(frozen=True)
class Retriever:
    """Hybrid search over one index: candidates of both sides, scored, grouped, spread.

    A ``reranker``, where there is one, has the last word on the best of them.
    """

    index: Index
    reranker: Reranker | None = None

    def search(
        self,
        query: Query,
        *,
        k: int = 8,
        filters: Filters | None = None,
        mode: Mode = "hybrid",
    ) -> list[Passage]:
        """The ``k`` best passages, best first; copies of a story stand behind one of them.

        ``dense`` and ``lexical`` give one side's own ranking, for measurements.
        """
        if mode != "hybrid":
            ids = self.one_sided(query, mode, k=k, filters=filters)
            found = looked_at(query, ids, nearness(query, ids))
            by_place = {(p.article_id, p.start): p for p in scored(query, found, len(found))}
            return [by_place[one.article.id, one.chunk.start] for one in found]
        ranked = self._within_period(query, k, filters, self._ranked(query, k, filters))
        if asks_for_latest(query.text):
            ranked = prefer_recent(ranked)
        articles = list({passage.article_id for passage in ranked})
        return spread(group(ranked, self.index.store.signatures(articles)), k)

    def _ranked(self, query: Query, k: int, filters: Filters | None) -> list[Passage]:
        """The best candidates, best first: enough to group and spread."""
        candidates = propose(query, filters, k)
        # The newest report may stand far down.
        enough = len(candidates) if asks_for_latest(query.text) else max(_GROUPED, 2 * k)
        ranked = scored(query, candidates, enough)
        if self.reranker:
            ranked = self.reranker.rerank(query.text, ranked[: max(_RERANKED, k)])
        return ranked

    def _within_period(
        self, query: Query, k: int, filters: Filters | None, ranked: list[Passage]
    ) -> list[Passage]:
        """Only what was published in the time that the question names, if that may answer.

        The time may be that of an event, reported or recalled later: where its own articles
        are irrelevant, or far less relevant than others, it is no filter.
        """
        period = period_of(query.text, query.today)
        narrower = narrowed(filters, period) if period else None
        if narrower is None or not ranked:
            return ranked
        inside = self._ranked(query, k, narrower)
        least = max(RELEVANT, _FAR_LESS * ranked[0].score)
        return inside if inside and inside[0].score >= least else ranked

    def one_sided(
        self, query: Query, mode: Mode, *, k: int, filters: Filters | None = None
    ) -> list[int]:
        """The ids of the ``k`` best chunks of one side by its own ranking.

        The dense side ranks by two granularities where the index is embedded with the shipped
        model, and by whole chunks otherwise.
        """
        if mode == "lexical":
            words = query.own_wording.search
            found = self.index.lexical(lambda side: side.search(words, k, filters))
            return [chunk for chunk, _ in found]
        nearest = self.index.search_dense(query.vector, max(_READ_CLOSELY, k), filters)
        ids = [chunk for chunk, _ in nearest]
        if self.index.model is shipped_model():
            near = nearness(query, ids)
            ids = sorted(near, key=lambda chunk: -near[chunk].combined)
        return ids[:k]


def scored(query: Query, candidates: Sequence[Candidate], k: int) -> list[Passage]:
    """The ``k`` candidates of the highest relevance as passages, best first."""
    if not candidates:
        return []
    crosses = [query.crosses(candidate.article.language) for candidate in candidates]
    scores = relevance(match(query, candidates), np.array(crosses))
    best = np.argsort(-scores, kind="stable")[:k]
    return [_passage(candidates[place], float(scores[place])) for place in best]


def _passage(candidate: Candidate, score: float) -> Passage:
    chunk, article = candidate.chunk, candidate.article
    return Passage(
        article_id=article.id,
        title=article.title,
        text=article.body[chunk.start : chunk.end],
        start=chunk.start,
        end=chunk.end,
        published=article.published,
        url=article.url,
        source=article.source,
        category=article.category,
        score=round(score, 4),
    )
