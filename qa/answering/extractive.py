"""The extractive answer: the words that answer, and the sentences that say so, cited."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.answer import Answer
from qa.answering.markdown import escape
from qa.answering.phrases import day, phrases
from qa.answering.quotes import Quote, ReadPassage, rank_quotes
from qa.reading.question import asked
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.enumerations import goes_on, whole_enumeration

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
    ranked = rank_quotes(read_for)
    whole = _whole_answer(query, ranked)
    chosen = _choose(ranked, whole)
    lines = _lines(chosen, query)
    if whole[0].short_chance >= _SURE:
        places = [chosen.index(quote) + 1 for quote in whole]
        words = [escape(_words(query, quote)) for quote in whole]
        pairs = zip(words, places, strict=True)
        lines.insert(0, " ".join(f"**{text}** [{number}]" for text, number in pairs))
    return Answer(
        text="\n\n".join(lines),
        answered=True,
        language=query.language,
        mode="extractive",
        citations=tuple(quote.citation(number) for number, quote in enumerate(chosen, start=1)),
        passages=tuple(one.passage for one in read_for),
        notice=notice,
    )


def _whole_answer(query: Query, ranked: Sequence[Quote]) -> list[Quote]:
    """The best sentence, and for a list also the next one where it goes on with it."""
    best = ranked[0]
    if "list" not in asked(query.text):
        return [best]
    own = (quote for quote in ranked if quote.passage.article_id == best.passage.article_id)
    following = min((q for q in own if q.start >= best.end), key=lambda q: q.start, default=None)
    return [best, following] if following and goes_on(following.text) else [best]


def _words(query: Query, quote: Quote) -> str:
    """The words of a sentence that answer."""
    if "list" not in asked(query.text):
        return quote.short
    start = quote.text.find(quote.short)
    first, last = whole_enumeration(quote.text, start, start + len(quote.short))
    return quote.text[first:last]


def _choose(ranked: Sequence[Quote], whole: Sequence[Quote]) -> list[Quote]:
    """The best quotes, those of one article together and in its own order."""
    floor = ranked[0].chance * _NEARLY_AS_GOOD
    good = [quote for quote in ranked if quote.chance >= floor and quote not in whole]
    chosen = [*whole, *good][:_MOST_QUOTES]
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
