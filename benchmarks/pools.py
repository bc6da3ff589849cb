"""All that both sides propose for a question, measured once: many rankings are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from evals.ranking import distinct_articles
from qa.index.lexical import LexicalIndex
from qa.retrieval.candidates import looked_at, nearness
from qa.retrieval.features import match
from qa.retrieval.grouping import group
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.retrieval.relevance import relevance

# As in qa/retrieval/candidates.py and qa/retrieval/retriever.py where 40 passages are wanted.
PROPOSED, KEPT, GROUPED = 100, 40, 80
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Pool:
    """The chunks that the dense or the lexical side proposes for a question, n in all.

    Attributes:
        articles: id and time of publication of each chunk's article.
        signatures: article id to what copies are known by.
        table: how well they match, (n, measures); see ``qa.retrieval.features``.
        crosses: which are in another language than the question, (n,).
        relevance: by the shipped weights, (n,).
        whole: cosine of question and whole chunk, (n,).
        near: the dense side's own score: whole chunk and best sentence, (n,).
        dense: which the dense side proposed, (n,).
        shares: lexical score as a share of what could be reached, (n,); 0 for those that the
            lexical side did not propose.
    """

    articles: tuple[tuple[str, str | None], ...]
    signatures: Mapping[str, bytes]
    table: Floats
    crosses: Bools
    relevance: Floats
    whole: Floats
    near: Floats
    dense: Bools
    shares: Floats

    @classmethod
    def of(cls, query: Query) -> Pool:
        """Ask both sides."""
        index = query.index
        nearest = {chunk for chunk, _ in index.search_dense(query.vector, PROPOSED)}
        lexical, shares = search_lexical(query)
        near = nearness(query, [*nearest, *lexical])
        candidates = looked_at(query, list(near), near, lexical)
        crosses = np.array([query.crosses(one.article.language) for one in candidates])
        features = match(query, candidates)
        return cls(
            tuple((one.article.id, one.article.published) for one in candidates),
            index.store.signatures(list({one.article.id for one in candidates})),
            features.table().astype(np.float64),
            crosses,
            relevance(features, crosses).astype(np.float64),
            np.array([one.nearness.whole for one in candidates]),
            np.array([one.nearness.combined for one in candidates]),
            np.array([one.chunk.id in nearest for one in candidates]),
            np.array([shares.get(one.chunk.id, 0.0) for one in candidates]),
        )

    @property
    def lexical(self) -> Bools:
        """Which the lexical side proposed, (n,)."""
        return self.shares > 0

    def candidates(
        self, *, dense: bool = True, lexical: bool = True, sentences: bool = False
    ) -> Bools:
        """Which are scored closely, (n,): by default as in ``qa.retrieval.candidates.propose``.

        Args:
            dense, lexical: whether that side proposes.
            sentences: whether the dense side also looks at the best sentence of a chunk, and at
                what the lexical side proposes.
        """
        found = self.lexical & lexical
        near = only(self.dense & dense, self.whole)
        if sentences:
            near = only((self.dense & dense) | found, self.near)
        return _best(near) | _best(only(found, self.shares))

    def ranked(self, scores: Floats) -> list[str]:
        """The articles of the chunks, best first, as a reader finds them; copies right behind.

        Args:
            scores: (n,); minus infinity for those that are left out.
        """
        best = [place for place in np.argsort(-scores, kind="stable") if scores[place] > -np.inf]
        passages = [self._passage(place, float(scores[place])) for place in best[:GROUPED]]
        shown = group(passages, self.signatures)
        stories = ([one.article_id, *(c.article_id for c in one.copies)] for one in shown)
        return distinct_articles(chain.from_iterable(stories))

    def _passage(self, place: int, score: float) -> Passage:
        article, published = self.articles[place]
        return Passage(
            article_id=article, title="", text="", start=0, end=0, published=published, score=score
        )


def search_lexical(query: Query) -> tuple[dict[int, float], dict[int, float]]:
    """What the lexical side proposes: scores, and scores as shares of what could be reached."""
    lexical: dict[int, float] = {}
    shares: dict[int, float] = {}
    for kind, wording in query.wordings():
        search = partial(LexicalIndex.search, words=wording.search, k=PROPOSED, kind=kind)
        found = dict(query.index.lexical(search))
        lexical |= found
        shares |= {chunk: score / max(wording.highest, score) for chunk, score in found.items()}
    return lexical, shares


def only(chosen: Bools, scores: Floats) -> Floats:
    """The scores with those of all others at minus infinity."""
    return np.where(chosen, scores, -np.inf)


def _best(scores: Floats) -> Bools:
    """Which are among the best few of those that are not left out."""
    places = np.argsort(-scores, kind="stable")[:KEPT]
    found = np.zeros(len(scores), np.bool_)
    found[places] = scores[places] > -np.inf
    return found
