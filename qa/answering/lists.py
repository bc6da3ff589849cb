"""Questions for a list: the sentences that list most, whole, also where the list runs on."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.quotes import Quote
from qa.text.enumerations import enumerations, goes_on, items

# What two sentences of one paragraph have between them at most.
_GAP = 2
_FEWEST_ITEMS = 3


def listing(good: Sequence[Quote], ranked: Sequence[Quote]) -> list[Quote]:
    """Of sentences that answer about as well, the one that lists most, with what it goes on with.

    A sentence beside it that goes on with the list, or is a list itself, belongs to it.

    Args:
        good: sentences that answer, best first.
        ranked: all sentences of the passages.
    """
    runs = [_run(quote, ranked) for quote in good]
    # The first of those that list as many is the best one.
    return max(runs, key=lambda run: sum(items(longest(quote).short) for quote in run))


def longest(quote: Quote) -> Quote:
    """The quote with its longest enumeration as the words that answer, where it has one."""
    listed = [quote.answering_with(start, end) for start, end in enumerations(quote.text)]
    return max(listed, key=lambda one: items(one.short), default=quote)


def _run(quote: Quote, ranked: Sequence[Quote]) -> list[Quote]:
    if not enumerations(quote.text):
        return [quote]
    own = [one for one in ranked if one.passage.article_id == quote.passage.article_id]
    before = [one for one in own if 0 <= quote.start - one.end <= _GAP and _lists(one)]
    behind = [
        one
        for one in own
        if 0 <= one.start - quote.end <= _GAP and (_lists(one) or goes_on(one.text))
    ]
    return [*before[:1], quote, *behind[:1]]


def _lists(quote: Quote) -> bool:
    return items(longest(quote).short) >= _FEWEST_ITEMS
