"""The extractive answer: the best sentences, quoted and cited, in a frame that says whence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.answering.answer import Answer
from qa.answering.markdown import escape
from qa.answering.phrases import day, phrases
from qa.answering.quotes import Quote, rank_quotes
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query

_MOST_QUOTES = 3
# A further sentence is quoted where it is at least half as likely to answer as the best one.
_NEARLY_AS_GOOD = math.log(2)


def extractive_answer(
    query: Query, passages: Sequence[Passage], *, notice: str | None = None
) -> Answer:
    """Quote the sentences of the passages that answer best, at most three.

    ``passages`` must not be empty; whether they are good enough is decided before.
    """
    chosen = _choose(rank_quotes(query, passages))
    citations = tuple(
        quote.citation(number, verified=True) for number, quote in enumerate(chosen, start=1)
    )
    return Answer(
        text="\n\n".join(_lines(chosen, query)),
        answered=True,
        language=query.language,
        mode="extractive",
        citations=citations,
        passages=tuple(passages),
        notice=notice,
    )


def _choose(ranked: Sequence[Quote]) -> list[Quote]:
    """The best quotes, those of one article together and in its own order."""
    floor = ranked[0].score - _NEARLY_AS_GOOD
    chosen = [quote for quote in ranked[:_MOST_QUOTES] if quote.score >= floor]
    articles = list(dict.fromkeys(quote.passage.article_id for quote in chosen))
    return sorted(chosen, key=lambda q: (articles.index(q.passage.article_id), q.start))


def _lines(quotes: Sequence[Quote], query: Query) -> list[str]:
    lines: list[str] = []
    previous = None
    for number, quote in enumerate(quotes, start=1):
        if quote.passage.article_id != previous:
            lines.append(_attribution(quote.passage, query))
            previous = quote.passage.article_id
        lines.append(f"> {escape(quote.text)} [{number}]")
    return lines


def _attribution(passage: Passage, query: Query) -> str:
    words = phrases(query.language)
    title = f"{words.quote_open}{escape(passage.title)}{words.quote_close}"
    if not passage.published:
        return words.attribution_undated.format(title=title)
    return words.attribution.format(title=title, date=day(passage.published, query.language))
