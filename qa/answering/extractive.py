"""The extractive answer: the words that answer, and the sentences that say so, cited."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.answer import Answer
from qa.answering.enumerations import whole_enumeration
from qa.answering.markdown import escape
from qa.answering.phrases import day, phrases
from qa.answering.quotes import Quote, ReadPassage, rank_quotes
from qa.reading.question import asked
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query

_MOST_QUOTES = 4
# A further sentence is quoted where it is this likely to answer, against the best one.
_NEARLY_AS_GOOD = 0.2
# The words that answer are given apart from their sentence where they are this sure.
_SURE = 0.05


def extractive_answer(
    query: Query, read_for: Sequence[ReadPassage], *, notice: str | None = None
) -> Answer:
    """Quote the sentences of the passages that answer best, at most four.

    ``read_for`` must not be empty; whether they are good enough is decided before.
    """
    ranked = rank_quotes(query, read_for)
    chosen = _choose(ranked)
    lines = _lines(chosen, query)
    if short := _short_answer(query, ranked[0]):
        lines.insert(0, f"**{escape(short)}** [{chosen.index(ranked[0]) + 1}]")
    return Answer(
        text="\n\n".join(lines),
        answered=True,
        language=query.language,
        mode="extractive",
        citations=tuple(quote.citation(number) for number, quote in enumerate(chosen, start=1)),
        passages=tuple(one.passage for one in read_for),
        notice=notice,
    )


def _short_answer(query: Query, best: Quote) -> str | None:
    """The words of the best sentence that answer, where that is sure enough."""
    if best.short_chance < _SURE or not best.short:
        return None
    if "list" not in asked(query.text):
        return best.short
    start = best.text.find(best.short)
    first, last = whole_enumeration(best.text, start, start + len(best.short))
    return best.text[first:last]


def _choose(ranked: Sequence[Quote]) -> list[Quote]:
    """The best quotes, those of one article together and in its own order."""
    floor = ranked[0].chance * _NEARLY_AS_GOOD
    chosen = [quote for quote in ranked[:_MOST_QUOTES] if quote.chance >= floor]
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
