"""The extractive answer: the words that answer, and the sentences that say so, cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa.answering.answer import Answer, ShortAnswer
from qa.answering.markdown import escape
from qa.answering.premises import gives_other_date, is_of_another_time
from qa.answering.quotes import Quote, opening
from qa.messages.catalogue import messages
from qa.messages.wording import day
from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.enumerations import items
from qa.text.language import detect_language
from qa.text.terms import terms

_MOST_QUOTES = 4
# A further sentence is quoted where it is this likely to answer, against the best one, and only
# until one of those quoted answers with this chance.
_NEARLY_AS_GOOD = 0.3
_ENOUGH = 0.9
# Of sentences whose chances are this near, the date that a question names decides.
_ABOUT_AS_GOOD = 0.8
# Sentences that share this much of their words say the same; wires are copied in part.
_SAME = 0.6
# An enumeration of so many items is a list.
_FEWEST_ITEMS = 3


def extractive_answer(query: Query, ranked: Sequence[Quote], words_line: float) -> Answer:
    """Quote the sentences that answer best, at most four.

    Args:
        ranked: best first, at least one; whether it is good enough is decided before.
        words_line: the words that answer are given apart from this probability on.
    """
    good = _good(ranked)
    best = _of_its_date(good, query)
    chosen = _in_order(good, best)
    lines = _lines(chosen, query)
    misdated = _is_misdated(best, query)
    short = None
    if best.short_chance >= words_line and not misdated:
        short = _short_answer(best)
        lines.insert(0, f"**{escape(short.text)}** [{short.citation}]")
    if misdated or is_of_another_time(query.text, best.passage, query.today):
        lines.insert(0, messages(query.answer_language).answer.other_date)
    return Answer(
        text="\n\n".join(lines),
        answered=True,
        kind="list" if short and items(short.text) >= _FEWEST_ITEMS else "answer",
        short_answer=short,
        language=query.answer_language,
        mode="extractive",
        citations=tuple(quote.citation(number) for number, quote in enumerate(chosen, start=1)),
        passages=tuple(dict.fromkeys(quote.passage for quote in ranked)),
    )


def _short_answer(quote: Quote) -> ShortAnswer:
    """Its words, cited by the first citation, which is that quote."""
    return ShortAnswer(
        text=quote.short,
        language=detect_language(quote.passage.text),
        citation=1,
        start=quote.short_start,
        end=quote.short_end,
    )


def news_answer(query: Query, passages: Sequence[Passage]) -> Answer:
    """The first sentences of articles, at most four, in their order: any of them is news."""
    articles = {passage.article_id: passage for passage in reversed(passages)}
    chosen = [opening(passage) for passage in [*articles.values()][::-1][:_MOST_QUOTES]]
    return Answer(
        text="\n\n".join(_lines(chosen, query)),
        answered=True,
        kind="news",
        language=query.answer_language,
        mode="extractive",
        citations=tuple(quote.citation(number) for number, quote in enumerate(chosen, start=1)),
        passages=tuple(passages),
        confidence=chosen[0].chance,
    )


def _good(ranked: Sequence[Quote]) -> list[Quote]:
    """The best sentence and those nearly as good, until it is likely enough that one answers."""
    floor = ranked[0].chance * _NEARLY_AS_GOOD
    good = _distinct([quote for quote in ranked if quote.chance >= floor])
    return list(_enough(good[:_MOST_QUOTES]))


def _of_its_date(good: Sequence[Quote], query: Query) -> Quote:
    """The best quote, or where that gives another date, one about as good of the same article."""
    best = good[0]
    article, floor = best.passage.article_id, _ABOUT_AS_GOOD * best.chance
    alike = [one for one in good if one.passage.article_id == article and one.chance >= floor]
    return next((one for one in alike if not _is_misdated(one, query)), best)


def _is_misdated(quote: Quote, query: Query) -> bool:
    return gives_other_date(query.text, quote.passage, quote.text, query.today)


def _enough(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """The first of the quotes, until it is likely enough that one of them answers."""
    missed = 1.0
    for quote in quotes:
        yield quote
        missed *= 1 - quote.chance
        if missed <= 1 - _ENOUGH:
            return


def _distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """The sentences without those that say again what a better one says."""
    kept: list[tuple[Quote, frozenset[str]]] = []
    for quote in quotes:
        words = frozenset(terms(quote.text))
        if not any(len(words & other) >= _SAME * len(words | other) for _, other in kept):
            kept.append((quote, words))
    return [quote for quote, _ in kept]


def _in_order(quotes: Sequence[Quote], best: Quote) -> list[Quote]:
    """The best one first, then the others of its article in its order, then other articles'."""
    articles = list(dict.fromkeys(one.passage.article_id for one in (best, *quotes)))
    return sorted(
        quotes, key=lambda one: (one != best, articles.index(one.passage.article_id), one.start)
    )


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
    words = messages(query.answer_language).answer
    title = f"{words.quote_open}{escape(passage.title)}{words.quote_close}"
    if not passage.published:
        return words.attribution_undated.format(title=title)
    return words.attribution.format(title=title, date=day(passage.published, query.answer_language))
