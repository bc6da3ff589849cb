"""The retriever: from a question to scored passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np

from qa.articles.model import Article
from qa.embedding.load import shipped_model
from qa.index.filters import Filters, check_filters
from qa.index.index import Index
from qa.index.store import StoredChunk
from qa.retrieval.candidates import Candidate, Reach, looked_at, nearness, propose
from qa.retrieval.features import match
from qa.retrieval.grouping import group, spread
from qa.retrieval.passage import Passage, check_passages
from qa.retrieval.query import Query
from qa.retrieval.recency import prefer_recent
from qa.retrieval.relevance import RELEVANT, relevance
from qa.retrieval.rerank import Reranker
from qa.retrieval.subject import Subject
from qa.retrieval.window import narrowed
from qa.text.periods import Period

Mode = Literal["hybrid", "dense", "lexical"]
# How many chunks the dense side looks at sentence by sentence when it ranks alone.
_READ_CLOSELY = 200
# A cross-encoder takes about 0.1 s a pair on two cores.
_RERANKED = 20
# News of a time is also published soon after it: a far better passage from outside is kept.
_FAR_LESS = 0.8
# Where any news will do, all answer alike; some are copies of others.
_ANY_SCORE = 0.5
_ANY_SPARE = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Passages, best first, and whether the search could have found more."""

    passages: list[Passage]
    cut: bool

    @property
    def best(self) -> float:
        """The highest score, 0 for none."""
        return self.passages[0].score if self.passages else 0.0


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

        Raises:
            QuestionError: ``k`` is no whole number from 1 to ``MAX_PASSAGES``.
            FilterError: ``filters`` are none.
        """
        check_passages(k)
        check_filters(filters)
        if mode != "hybrid":
            ids = self.one_sided(query, mode, k=k, filters=filters)
            found = looked_at(query, ids, nearness(query, ids))
            by_place = {(p.article_id, p.start): p for p in scored(query, found)}
            return [by_place[one.article.id, one.chunk.start] for one in found]
        subject = Subject.of(query)
        if subject.anything and (news := self._newest(subject, k, filters)):
            return news
        reach = Reach.of(k)
        passages, cut = self._page(subject, k, filters, reach)
        if len(passages) < k and cut:
            passages, _ = self._page(subject, k, filters, reach.deeper())
        return passages

    def _page(
        self, subject: Subject, k: int, filters: Filters | None, reach: Reach
    ) -> tuple[list[Passage], bool]:
        """The best passages, grouped and spread, and whether more could have been found."""
        found = self._within_period(subject, filters, reach)
        ranked = found.passages
        if subject.newest:
            ranked = prefer_recent(ranked, subject.asked.today)
        return spread(self._grouped(ranked), k), found.cut

    def _within_period(self, subject: Subject, filters: Filters | None, reach: Reach) -> _Ranking:
        """Only what was published in the time that the question names, if that may answer.

        The time may be that of an event, reported or recalled later: where its own articles
        are irrelevant, or far less relevant than others, it is no filter. Then its words count
        like all others, so that what was never reported is not answered from another time.
        """
        whole = self._ranked(subject.asked, filters, reach)
        narrower = narrowed(filters, subject.period) if subject.period else None
        if narrower is None:
            return whole
        inside = self._ranked(subject.about, narrower, reach)
        # An article that says "last week" too says it of another week.
        looks_back = 0.0 if subject.from_today else whole.best
        if inside.best < max(RELEVANT, _FAR_LESS * looks_back):
            return whole
        outside = self._ranked(subject.about, filters, reach)
        if inside.best < _FAR_LESS * outside.best:
            return whole
        recalled = looks_back and _recalls(whole.passages[0], outside, subject.period)
        return whole if recalled and inside.best < whole.best else inside

    def _ranked(self, query: Query, filters: Filters | None, reach: Reach) -> _Ranking:
        """The candidates, best first."""
        proposal = propose(query, filters, reach)
        ranked = scored(query, proposal.candidates)
        if self.reranker:
            # No copy is worth the time that a cross-encoder takes.
            different = self._grouped(ranked)[: max(_RERANKED, reach.wanted)]
            ranked = self.reranker.rerank(query.text, different)
        return _Ranking(ranked, proposal.cut)

    def _newest(self, subject: Subject, k: int, filters: Filters | None) -> list[Passage]:
        """The beginnings of the newest articles of the time that the question names."""
        today = subject.asked.today
        until = Period(None, today + _DAY if today < date.max else today)
        window = narrowed(filters, subject.period or until)
        if window is None:
            return []
        newest = self.index.chunks(self.index.store.newest(window, _ANY_SPARE * k))
        found = [passage_of(chunk, article, _ANY_SCORE) for chunk, article in newest]
        return self._grouped(found)[:k]

    def _grouped(self, ranked: Sequence[Passage]) -> list[Passage]:
        articles = list({passage.article_id for passage in ranked})
        return group(ranked, self.index.store.signatures(articles))

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


def _recalls(best: Passage, timeless: _Ranking, period: Period | None) -> bool:
    """Whether a passage of another time names the period: its words are no loss to it.

    Args:
        timeless: the ranking by the question without them.
    """
    if best.day and period and period.covers(Period(best.day, best.day)):
        return False
    place = (best.article_id, best.start)
    without = (one.score for one in timeless.passages if (one.article_id, one.start) == place)
    return best.score >= next(without, 0.0)


def scored(query: Query, candidates: Sequence[Candidate]) -> list[Passage]:
    """The candidates as passages, the most relevant first."""
    if not candidates:
        return []
    crosses = [query.crosses(candidate.article.language) for candidate in candidates]
    scores = relevance(match(query, candidates), np.array(crosses))
    return [
        passage_of(candidates[place].chunk, candidates[place].article, float(scores[place]))
        for place in np.argsort(-scores, kind="stable")
    ]


def passage_of(chunk: StoredChunk, article: Article, score: float) -> Passage:
    """A chunk of an article as a passage."""
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
