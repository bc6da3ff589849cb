"""What a question takes for granted: its names, dates and numbers, and whether they stand there.

"Why did X visit Beijing?" is not answered by a passage that knows of no visit to Beijing.
"""

from __future__ import annotations

from datetime import date

from qa.answering.names import places_in
from qa.answering.verdicts import known_dates, missing_dates
from qa.retrieval.passage import Passage
from qa.text.periods import Period, counts_from_today, period_of
from qa.text.places import stands
from qa.text.stated_dates import StatedDate, stated_dates


def missing_places(question: str, passage: Passage) -> list[str]:
    """The countries and cities of a question that stand nowhere in a passage or above it."""
    source = f"{passage.title}\n{passage.source or ''}\n{passage.text}"
    return [place.name for place in places_in(question) if not stands(place.name, source)]


def is_misdated(question: str, passage: Passage, today: date) -> bool:
    """Whether the question names a month or year that stands nowhere in a passage.

    Nor is it the one in which the passage was published.
    """
    named = any(map(_is_named, stated_dates(question, today)))
    return named and any(map(_is_named, missing_dates(question, [passage], today)))


def gives_other_date(question: str, passage: Passage, sentence: str, today: date) -> bool:
    """Whether a sentence of a passage dates what it tells otherwise than the question does."""
    asked = [one for one in stated_dates(question, today) if _is_named(one)]
    known = list(known_dates(passage, sentence, today))
    told = any(_is_named(one) for one in known if one.end)  # else it is the day of publication
    return bool(asked) and told and not any(one.agrees(other) for one in asked for other in known)


def is_of_another_time(question: str, passage: Passage, today: date) -> bool:
    """Whether a passage has nothing of the time that a question asks about.

    That is a month or year that it does not name, or days such as "last week" on none of which
    it was published.
    """
    period = period_of(question, today) if counts_from_today(question, today) else None
    if period and passage.day:
        return not period.covers(Period(passage.day, passage.day))
    return is_misdated(question, passage, today)


def _is_named(one: StatedDate) -> bool:
    """Whether a date is a month or year, not counted from today."""
    return one.span is None and bool(one.year or one.month)
