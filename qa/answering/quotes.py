"""Quotes: the sentences of passages that match a question or a statement best."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.answer import Citation
from qa.answering.reading import read
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.sentences import sentence_spans

_LEAST_RELEVANT = 1e-3


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article: ``text == article.body[start:end]``.

    ``score`` is a log-odds, up to a constant, that it answers: higher is better.
    """

    passage: Passage
    start: int
    end: int
    text: str
    score: float

    def citation(self, number: int, *, verified: bool) -> Citation:
        """The citation with this number whose evidence is this quote."""
        return Citation(
            number=number,
            article_id=self.passage.article_id,
            title=self.passage.title,
            url=self.passage.url,
            source=self.passage.source,
            published=self.passage.published,
            quote=self.text,
            start=self.start,
            end=self.end,
            verified=verified,
        )


def rank_quotes(query: Query, passages: Sequence[Passage]) -> list[Quote]:
    """All sentences of the passages, best match first, each place of an article once."""
    best: dict[tuple[str, int], Quote] = {}
    for passage in passages:
        for quote in _sentences(query, passage):
            key = (passage.article_id, quote.start)
            if key not in best or quote.score > best[key].score:
                best[key] = quote
    return sorted(best.values(), key=lambda quote: -quote.score)


def _sentences(query: Query, passage: Passage) -> list[Quote]:
    spans = sentence_spans(passage.text)
    texts = [passage.text[start:end] for start, end in spans]
    # The reader's odds within a passage, times how likely the passage is at all.
    prior = math.log(max(passage.score, _LEAST_RELEVANT))
    return [
        Quote(passage, passage.start + start, passage.start + end, text, float(odds) + prior)
        for (start, end), text, odds in zip(
            spans, texts, read(query, texts, passage.title), strict=True
        )
    ]
