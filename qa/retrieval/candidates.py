"""Candidates: what both sides propose for a question, before it is scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from qa.text.language import Family, family

Found = tuple[StoredChunk, Article]
# How many chunks each search proposes, and how many of each side are then scored closely.
_PROPOSED = 100
_KEPT = 40
# How many of these one article may be: a live blog has hundreds of chunks on its subject.
_PER_ARTICLE = 5
_DEEPER = 5
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a search looks.

    Attributes:
        wanted: how many passages are asked for.
        proposed: how many chunks each side proposes.
        kept: how many of each side are then scored closely.
        per_article: how many of these one article may be.
    """

    wanted: int
    proposed: int
    kept: int
    per_article: int

    @classmethod
    def of(cls, k: int) -> Reach:
        """Far enough for ``k`` passages, mostly."""
        return cls(k, max(_PROPOSED, k), max(_KEPT, k), _PER_ARTICLE)

    def deeper(self) -> Reach:
        """Where copies of one story, or chunks of one article, have pushed out all else."""
        more = (_DEEPER * each for each in (self.proposed, self.kept, self.per_article))
        return Reach(self.wanted, *more)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of a question with a chunk: with the whole, and with its best sentence.

    Attributes:
        granules: what they were worked out from, packed.
    """

    whole: float
    sentence: float
    granules: bytes

    @property
    def combined(self) -> float:
        """The dense side's own score."""
        return self.sentence + WHOLE_WEIGHT * self.whole


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that may answer.

    Attributes:
        lexical: its BM25 score for the question as articles of its language word it.
    """

    chunk: StoredChunk
    article: Article
    nearness: Nearness
    lexical: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What both sides propose, in no order; ``cut`` says whether there would have been more."""

    candidates: list[Candidate]
    cut: bool


def propose(query: Query, filters: Filters | None, reach: Reach | None = None) -> Proposal:
    """The best chunks of both sides.

    The dense side ranks by whole chunks; the lexical side searches each language with its own
    wording. The best of either stay: one side's opinion does not push out what only the other
    can see.
    """
    reach = reach or Reach.of(0)
    nearest = _nearest(query, filters, reach.proposed)
    lexical, shares, most = _by_terms(query, filters, reach.proposed)
    known = query.index.store.chunks(list({*nearest, *lexical}))
    dense = _best(nearest, known, reach)
    best = _best(sorted(lexical, key=lambda chunk: -shares[chunk]), known, reach)
    chosen = list(dict.fromkeys([*dense, *best]))
    cut = len(chosen) < len(known) or reach.proposed in (len(nearest), most)
    return Proposal(looked_at(query, chosen, nearness(query, chosen), lexical, known), cut)


def _nearest(query: Query, filters: Filters | None, depth: int) -> list[int]:
    """What the dense side finds: vectors say nothing of languages that are none of ours."""
    if query.language == "other":
        return []
    found = [chunk for chunk, _ in query.index.search_dense(query.vector, depth, filters)]
    if "other" not in query.index.languages():
        return found
    foreign = query.index.store.passing(found, Filters(language="other"))
    return [chunk for chunk in found if chunk not in foreign]


def _by_terms(
    query: Query, filters: Filters | None, depth: int
) -> tuple[dict[int, float], dict[int, float], int]:
    """What the lexical side finds: scores, shares of the highest, and the most in a language."""
    lexical: dict[int, float] = {}
    shares: dict[int, float] = {}
    most = 0
    for kind, wording in query.wordings():
        found = dict(_search(query, wording, depth, filters, kind))
        lexical |= found
        # Scores in two languages compare only as shares of what each could reach. (What was
        # indexed since the question was worded may reach more than could be known.)
        highest = max(wording.highest, *found.values(), _TINY) if found else _TINY
        shares |= {chunk: score / highest for chunk, score in found.items()}
        most = max(most, len(found))
    return lexical, shares, most


def _best(ranked: Iterable[int], known: Mapping[int, StoredChunk], reach: Reach) -> list[int]:
    """The first of the chunks that still exist, without what is too much of one article."""
    kept: list[int] = []
    taken = Counter[str]()
    for chunk in ranked:
        article = known[chunk].article_id if chunk in known else None
        if article is None or taken[article] >= reach.per_article:
            continue
        taken[article] += 1
        kept.append(chunk)
        if len(kept) == reach.kept:
            break
    return kept


def nearness(query: Query, ids: Sequence[int]) -> dict[int, Nearness]:
    """How near those of the chunks that exist are to the question."""
    packed = query.index.store.granules(list(dict.fromkeys(ids)))
    granules = Granules.unpack(list(packed.values()))
    cosines = query.interaction.cosines(granules)
    rows = zip(packed.items(), cosines.whole.tolist(), cosines.best.tolist(), strict=True)
    return {chunk: Nearness(whole, best, blob) for (chunk, blob), whole, best in rows}


def looked_at(
    query: Query,
    ids: Sequence[int],
    near: Mapping[int, Nearness],
    lexical: Mapping[int, float] = MappingProxyType({}),
    known: Mapping[int, StoredChunk] | None = None,
) -> list[Candidate]:
    """Those of the chunks that exist as candidates, in the same order.

    Args:
        near: how near they are to the question.
        lexical: their BM25 scores, as far as they are known.
        known: the chunks, where they have been read.
    """
    store = query.index.store
    chunks = store.chunks(ids) if known is None else known
    articles = store.articles(list({chunks[i].article_id for i in ids if i in chunks}))
    found = [
        (chunks[i], articles[chunks[i].article_id])
        for i in ids
        if i in chunks and chunks[i].article_id in articles
    ]
    unknown = [pair for pair in found if pair[0].id not in lexical]
    scores = {**lexical, **_scores(query, unknown)}
    return [
        Candidate(chunk, article, near[chunk.id], scores.get(chunk.id, 0.0))
        for chunk, article in found
        if chunk.id in near
    ]


def _search(
    query: Query, wording: Wording, depth: int, filters: Filters | None, kind: Family
) -> list[tuple[int, float]]:
    def search(side: LexicalIndex) -> list[tuple[int, float]]:
        return side.search(wording.search, depth, filters, kind=kind)

    return query.index.lexical(search)


def _scores(query: Query, found: Sequence[Found]) -> dict[int, float]:
    """The lexical scores of chunks that the lexical side did not propose."""
    scores: dict[int, float] = {}
    for kind, wording in query.wordings():
        ids = [chunk.id for chunk, article in found if family(article.language) == kind]
        scores |= query.index.lexical(partial(LexicalIndex.scores, words=wording.search, ids=ids))
    return scores
