"""Quotes: the sentences of passages that match a question or a statement best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.answer import Citation
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.sentences import sentence_spans

# A sentence's score is the plain sum of its three match measures, and these shares of the
# best neighbour's (names often stand one sentence before) and of its passage's relevance.
_NEIGHBOUR, _PASSAGE = 0.25, 0.5


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of an article: ``text == article.body[start:end]``; higher score is better."""

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
    aligned = query.words.coverage(query.alignments(texts))
    own = [
        float(cosine) + float(alignment) + query.coverage(text)
        for text, cosine, alignment in zip(texts, query.similarities(texts), aligned, strict=True)
    ]
    quotes = []
    for i, (start, end) in enumerate(spans):
        around = max([*own[max(0, i - 1) : i], *own[i + 1 : i + 2]], default=0.0)
        score = own[i] + _NEIGHBOUR * around + _PASSAGE * passage.score
        quotes.append(Quote(passage, passage.start + start, passage.start + end, texts[i], score))
    return quotes
