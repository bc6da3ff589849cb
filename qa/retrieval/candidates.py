"""Candidates: what both sides propose for a question, before it is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from qa.articles.model import Article
from qa.index.filters import Filters
from qa.index.granules import Granules
from qa.index.lexical import LexicalIndex
from qa.index.store import StoredChunk
from qa.retrieval.coverage import Wording
from qa.retrieval.interaction import WHOLE_WEIGHT
from qa.retrieval.query import Query
from qa.text.language import is_chinese

Found = tuple[StoredChunk, Article]
# How many chunks each search proposes, and how many of each side are then scored closely.
_PROPOSED = 100
_KEPT = 40


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of a question with a chunk: with the whole, and with its best sentence."""

    whole: float
    sentence: float

    @property
    def combined(self) -> float:
        """The dense side's own score."""
        return self.sentence + WHOLE_WEIGHT * self.whole


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that may answer.

    Attributes:
        granules: the chunk's, packed.
        lexical: its BM25 score for the question as articles of its language word it.
    """

    chunk: StoredChunk
    article: Article
    granules: bytes
    nearness: Nearness
    lexical: float


def propose(query: Query, filters: Filters | None, k: int = 0) -> list[Candidate]:
    """The best chunks of both sides, in no order; at least ``k`` where there are.

    The dense side ranks those it finds, and those the lexical side finds, by whole chunk and
    best sentence; the lexical side searches each language with its own wording. The best of
    either stay: one side's opinion does not push out what only the other can see.
    """
    depth, kept = max(_PROPOSED, k), max(_KEPT, k)
    nearest = query.index.search_dense(query.vector, depth, filters)
    lexical: dict[int, float] = {}
    shares: dict[int, float] = {}
    for chinese, wording in query.wordings():
        found = dict(_search(query, wording, depth, filters, chinese))
        lexical |= found
        # Scores in two languages compare only as shares of what each could reach.
        shares |= {chunk: score / wording.highest for chunk, score in found.items()}
    near = nearness(query, [*(chunk for chunk, _ in nearest), *lexical])
    dense = sorted(near, key=lambda chunk: -near[chunk].combined)
    best = sorted(lexical, key=lambda chunk: -shares[chunk])
    return looked_at(query, list(dict.fromkeys([*dense[:kept], *best[:kept]])), near, lexical)


def nearness(query: Query, ids: Sequence[int]) -> dict[int, Nearness]:
    """How near those of the chunks that exist are to the question."""
    packed = query.index.store.granules(list(dict.fromkeys(ids)))
    granules = Granules.unpack(list(packed.values()))
    cosines = query.interaction.cosines(granules)
    rows = zip(packed, cosines.whole.tolist(), cosines.best.tolist(), strict=True)
    return {chunk: Nearness(whole, best) for chunk, whole, best in rows}


def looked_at(
    query: Query,
    ids: Sequence[int],
    near: Mapping[int, Nearness],
    lexical: Mapping[int, float] = MappingProxyType({}),
) -> list[Candidate]:
    """Those of the chunks that exist as candidates, in the same order.

    Args:
        near: how near they are to the question.
        lexical: their BM25 scores, as far as they are known.
    """
    found = query.index.chunks(ids)
    packed = query.index.store.granules([chunk.id for chunk, _ in found])
    unknown = [pair for pair in found if pair[0].id not in lexical]
    known = {**lexical, **_scores(query, unknown)}
    return [
        Candidate(chunk, article, packed[chunk.id], near[chunk.id], known.get(chunk.id, 0.0))
        for chunk, article in found
        if chunk.id in packed and chunk.id in near
    ]


def _search(
    query: Query, wording: Wording, depth: int, filters: Filters | None, chinese: bool
) -> list[tuple[int, float]]:
    def search(side: LexicalIndex) -> list[tuple[int, float]]:
        return side.search(wording.search, depth, filters, chinese=chinese)

    return query.index.lexical(search)


def _scores(query: Query, found: Sequence[Found]) -> dict[int, float]:
    """The lexical scores of chunks that the lexical side did not propose."""
    scores: dict[int, float] = {}
    for chinese, wording in query.wordings():
        ids = [chunk.id for chunk, article in found if is_chinese(article.language) == chinese]
        scores |= query.index.lexical(partial(LexicalIndex.scores, words=wording.search, ids=ids))
    return scores
