"""What a question is about, apart from the time that it names.

An article of last week does not say that it is of last week: the words for a time choose among
articles by their dates, and only the other words are looked for in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.retrieval.passage import Passage
from qa.retrieval.query import Query
from qa.text.any_news import asks_for_any_news, asks_for_news, without_news_words
from qa.text.newest import asks_for_latest, without_newest
from qa.text.periods import Period, counts_from_today, period_of, without_time
from qa.text.terms import has_content


@dataclass(frozen=True)
class Subject:
    """A question taken apart.

    Attributes:
        query: the question.
        period: the time.
        from_today: it is named only by words such as "last week".
        newest: whether it asks for the newest that is known.
        anything: whether any news will do, of that time or the newest that there are.
    """

    query: Query
    period: Period | None
    from_today: bool
    newest: bool
    anything: bool

    @cached_property
    def asked(self) -> Query:
        """The question without words for the newest."""
        text = without_newest(self.query.text)
        return _said(self.query, without_news_words(text) if self.newest else text)

    @cached_property
    def about(self) -> Query:
        """The same without the words for a time; ``asked`` where it names no time."""
        if not self.period:
            return self.asked
        timeless = without_time(self.query.text, self.query.today)
        return _said(self.query, without_news_words(without_newest(timeless)))

    def is_news(self, passages: Sequence[Passage]) -> bool:
        """Whether passages are such news as the question asks for, where any will do."""
        days = [passage.day for passage in passages]
        wanted = self.period
        return (
            self.anything
            and bool(days)
            and all(day and (not wanted or wanted.covers(Period(day, day))) for day in days)
        )

    @classmethod
    def of(cls, query: Query) -> Subject:
        """Take a question apart."""
        period = period_of(query.text, query.today)
        newest = asks_for_latest(query.text)
        if not (period or newest):
            any_news = asks_for_news(query.text)
            return cls(query, None, from_today=False, newest=False, anything=any_news)
        timeless = without_time(query.text, query.today)
        return cls(
            query,
            period,
            counts_from_today(query.text, query.today),
            newest,
            asks_for_any_news(timeless),
        )


def _said(query: Query, text: str) -> Query:
    """The question in other words; as it is where these say nothing."""
    if text == query.text or not has_content(text):
        return query
    return Query.statement(text, query.index, language=query.language, today=query.today)
