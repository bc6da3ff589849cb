"""The retriever: from a question to scored passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.embedding.static import StaticModel
from qa.index.filters import Filters
from qa.index.index import Index
from qa.retrieval.alignment import with_neighbours
from qa.retrieval.fusion import reciprocal_rank_fusion
from qa.retrieval.granularity import Found, Granules, by_two_granularities
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.relevance import Features, relevance
from qa.retrieval.rerank import Reranker

Mode = Literal["hybrid", "dense", "lexical"]
# How many chunks each side proposes, and how many of the fused list are scored.
_CANDIDATES = 50
_SCORED = 40
# How many chunks the dense side looks at sentence by sentence when it ranks alone.
_READ_CLOSELY = 200
# A cross-encoder takes about 0.1 s a pair on two cores.
_RERANKED = 20


@dataclass(frozen=True)
class Retriever:
    """Hybrid search over one index: candidates of both sides, fused, then scored.

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
        """The ``k`` best passages, best first.

        ``dense`` and ``lexical`` give one side's own ranking, for measurements: the dense side
        alone ranks by two granularities where its model is fast enough (see ``granularity``).
        """
        found = self.candidates(query, k=k, filters=filters, mode=mode)
        if mode != "hybrid":
            found = found[:k]
        features = match(query, found)
        scored = [_passage(query, *pair) for pair in zip(found, features, strict=True)]
        if mode != "hybrid":
            return scored
        scored.sort(key=lambda passage: -passage.score)
        if self.reranker:
            scored = self.reranker.rerank(query.text, scored[: max(_RERANKED, k)])
        return scored[:k]

    def candidates(
        self,
        query: Query,
        *,
        k: int = _SCORED,
        filters: Filters | None = None,
        mode: Mode = "hybrid",
    ) -> list[Found]:
        """What the sides propose, before it is scored; at least ``k`` where there are.

        Both sides are fused; the dense side alone is ranked by two granularities.
        """
        model = self.index.model
        if mode == "dense" and isinstance(model, StaticModel):
            nearest = self.index.search_dense(query.vector, max(_READ_CLOSELY, k), filters)
            found = self.index.chunks([chunk for chunk, _ in nearest])
            return by_two_granularities(model, query.vector, found)[: max(_SCORED, k)]
        rankings = self._rankings(query, max(_CANDIDATES, k), filters, mode)
        return self.index.chunks(reciprocal_rank_fusion(rankings)[: max(_SCORED, k)])

    def _rankings(
        self, query: Query, depth: int, filters: Filters | None, mode: Mode
    ) -> list[list[int]]:
        rankings: list[Sequence[tuple[int, float]]] = []
        if mode != "lexical":
            rankings.append(self.index.search_dense(query.vector, depth, filters))
        if mode != "dense":
            weighted = [(term, 1.0) for term in query.terms]
            rankings.append(self.index.search_lexical(weighted, depth, filters))
        return [[chunk for chunk, _ in ranking] for ranking in rankings]


def _passage(query: Query, found: Found, features: Features) -> Passage:
    chunk, article = found
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
        score=round(relevance(features, crosses=query.crosses(article.language)), 4),
    )


def match(query: Query, found: Sequence[Found]) -> list[Features]:
    """The match features of a question and each chunk."""
    granules = Granules.of(found)
    sentences = granules.sentences
    # One call for all texts: encoding is several times faster in a batch.
    cosines = query.similarities([*granules.wholes, *sentences])
    whole_cosines, sentence_cosines = cosines[: len(found)], cosines[len(found) :]
    alignments = query.alignments(sentences)
    covered = query.words.coverage
    features = []
    for i, whole in enumerate(granules.wholes):
        first, inside = granules.headline(i), granules.inside(i)
        # The headline is searched like a sentence: what it names holds for all sentences.
        under_headline = np.maximum(alignments[inside], alignments[first])
        features.append(
            Features(
                passage_cosine=float(whole_cosines[i]),
                sentence_cosine=float(sentence_cosines[inside].max(initial=0.0)),
                passage_coverage=query.coverage(whole),
                sentence_coverage=max(
                    (query.coverage(f"{sentences[first]}\n{s}") for s in sentences[inside]),
                    default=0.0,
                ),
                passage_alignment=float(covered(with_neighbours(under_headline)).max(initial=0.0)),
                sentence_alignment=float(covered(under_headline).max(initial=0.0)),
            )
        )
    return features
