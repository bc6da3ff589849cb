"""Which days a question is about: "in March 2023", 去年四月, "since last week".

Nothing is guessed where a wrong guess would hide the answer: what may be no time at all,
times to come, and two times that are no range name no period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from qa.text.cutting import flat, tidied, without
from qa.text.period_tokens import Mark, marks
from qa.text.period_words import Named, Relation, named_times
from qa.text.relative_days import Span, last_of_month

_YEARS = range(1900, 2101)
_LEAP_CYCLE = 8
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both inclusive; None where that side is open."""

    first: date | None
    last: date | None

    def covers(self, other: Period) -> bool:
        """Whether every day of the other one is a day of this one."""
        begins = (self.first or date.min) <= (other.first or date.min)
        return begins and (other.last or date.max) <= (self.last or date.max)


def period_of(question: str, today: date) -> Period | None:
    """The one period that a question names, in English or Chinese, or None.

    A day or month without a year is the most recent one that began by ``today``; "last week"
    and the like are counted from it, weeks from Monday. Of a year and a day in it the year
    counts. Times that begin after ``today``, and those that something is compared with, do
    not: nothing was published in the first, and the second is not asked about.
    """
    return _one_of([period for period, _ in _asked_about(flat(question), today)])


def without_time(question: str, today: date) -> str:
    """The question without the words that name its period: "What was said?".

    Unchanged where it names none. What an article was published in it seldom says.
    """
    found = _asked_about(flat(question), today)
    if _one_of([period for period, _ in found]) is None:
        return question
    return without(tidied(question), [(time.start, time.end) for _, time in found])


def counts_from_today(question: str, today: date) -> bool:
    """Whether a question names its period only by "last week" and the like.

    In an article these words mean another time than in the question.
    """
    found = _asked_about(flat(question), today)
    return bool(found) and all(mark.counted for _, time in found for mark in time.marks)


def _asked_about(text: str, today: date) -> list[tuple[Period, Named]]:
    """The times that the question is about, without those that exclude nothing."""
    try:
        periods = [
            (_period(time, today), time)
            for time in named_times(text, marks(text, today))
            if time.relation != "aside"
        ]
    except (ValueError, OverflowError):  # one of the times does not exist
        return []
    return [(period, time) for period, time in periods if period is not None]


def _one_of(periods: Sequence[Period]) -> Period | None:
    """The one that all others lie in, or what lies between two that are open."""
    widest = next((one for one in periods if all(map(one.covers, periods))), None)
    if widest or not periods:
        return widest
    firsts = [one.first for one in periods if one.first and not one.last]
    lasts = [one.last for one in periods if one.last and not one.first]
    both = firsts and lasts and len(firsts) + len(lasts) == len(periods)
    return Period(max(firsts), min(lasts)) if both and max(firsts) <= min(lasts) else None


# -- from marks to periods ----------------------------------------------------------------------


def _period(time: Named, today: date) -> Period | None:
    """The days of a time; None for one that excludes nothing."""
    if time.relation in ("before", "after") and time.marks[-1].edge:
        raise ValueError("the end of a time begins on no certain day")
    first, last = _span_of(time, today)
    if time.week and time.marks[0].kind == "day" and first == last:
        first -= first.weekday() * _DAY
        last = first + 6 * _DAY
    return _seen_from(_related(time.relation, first, last), today)


def _span_of(time: Named, today: date) -> Span:
    spans = _spans(time.marks, today)
    for one, other in pairwise(spans):
        if one[0] > other[0] or one[1] > other[1]:
            raise ValueError("the range runs backwards")
        # "In 2019 and 2023" asks about two times, "between 2019 and 2023" about one.
        if other[0] > one[1] + _DAY and not (time.ranged or time.between):
            raise ValueError("two times")
    return spans[0][0], spans[-1][1]


def _spans(times: Sequence[Mark], today: date) -> list[Span]:
    """The days of each end of a range or each member of a list; one lends the others its year."""
    known = (n for n, mark in enumerate(times) if mark.year is not None or mark.span is not None)
    start = next(known, 0)
    spans = [_dated(times[start], today)]
    for mark in reversed(times[:start]):
        if times[start].year is None:
            spans.insert(0, _dated(mark, today))
            continue
        days = _days_in(mark, spans[0][0].year)
        before = days[0] <= spans[0][0]
        spans.insert(0, days if before else _days_in(mark, spans[0][0].year - 1))
    for mark in times[start + 1 :]:
        if mark.year is not None or mark.span is not None:
            spans.append(_dated(mark, today))
            continue
        days = _days_in(mark, spans[-1][0].year)
        after = days[1] >= spans[-1][1]
        spans.append(days if after else _days_in(mark, spans[-1][0].year + 1))
    return spans


def _dated(mark: Mark, today: date) -> Span:
    """The days of a mark; one without a year is the latest that begins by ``today``."""
    if mark.span is not None:
        return mark.span
    if mark.year is not None:
        return _days_in(mark, mark.year)
    for year in range(today.year, today.year - _LEAP_CYCLE - 1, -1):
        try:
            days = _days_in(mark, year)
        except ValueError:  # 29 February, in most years
            continue
        if days[0] <= today:
            return days
    raise ValueError("no year has such a day")


def _days_in(mark: Mark, year: int) -> Span:
    if mark.months is None:
        return date(year, 1, 1), date(year, 12, 31)
    first, last = mark.months
    if mark.days is not None:
        days = date(year, first, mark.days[0]), date(year, last, mark.days[1])
        if days[0] > days[1]:
            raise ValueError("the range runs backwards")
        return days
    return date(year, first, 1), last_of_month(date(year + (last < first), last, 1))


def _related(relation: Relation, first: date, last: date) -> Period:
    if not (first.year in _YEARS and last.year in _YEARS):
        raise ValueError("outside the years that news is from")
    return {
        "since": Period(first, None),
        "before": Period(None, first - _DAY),
        "after": Period(last + _DAY, None),
        "until": Period(None, last),
    }.get(relation, Period(first, last))


def _seen_from(period: Period, today: date) -> Period | None:
    """The period, or None where it excludes nothing or all that can have been published."""
    to_come = period.first is not None and period.first > today
    all_past = period.first is None and period.last is not None and period.last >= today
    return None if to_come or all_past else period
