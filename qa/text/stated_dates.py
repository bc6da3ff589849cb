"""Dates that a text states, and whether another text states them too.

三月二十一日, March 21 and 2023-03-21 are one date, and 昨日 is one where it is known when the
text was published. Only what both sides name is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qa.text.folding import fold
from qa.text.period_tokens import Mark, marks

_HALF_YEAR = 183
_DAY = timedelta(days=1)
_LONGEST_SPAN = 31
# Words that make a month of "may" and "march", which are also verbs.
_MONTH_LEADS = re.compile(r"(?:\b(?:in|since|by|from|until|till|of|during|before|after)|-) $")
_DAY_ALONE = re.compile(
    r"(?<![\d.第])(?P<zh>\d{1,2}) ?[日号](?![线楼馆])|\bthe (?P<en>\d{1,2})(?:st|nd|rd|th)\b"
)
# 2000 people are no year.
_NO_COUNT = (
    r"(?! ?(?:[个名位人件辆艘架座只条家间吨米元块台套户]|people|men|women|children|dollars|yuan)"
    r"| (?!(?:was|is|as|has|does|this|its)\b)[a-z]+s\b)"
)
_YEAR_ALONE = re.compile(r"(?<![\w.,$€£¥])(?:19|20)\d\d(?![\w%]|[.,]\d)" + _NO_COUNT)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = re.compile(
    rf"\b(?P<en>{'|'.join(_WEEKDAYS)})s?\b|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?![月边围])"
)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as far as it is named, at ``text[start:end]``; what is not named is None.

    Attributes:
        span: first and last day where it is a stretch of time (a week, a quarter).
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    span: tuple[date, date] | None = None

    def agrees(self, other: StatedDate) -> bool:
        """Whether the other names this one, or something that this one lies within."""
        if self.span:
            return other.span == self.span or _inside(other, self.span)
        if self.weekday is not None:
            return self.weekday in (other.weekday, _weekday(other))
        if other.span:
            return _inside(self, other.span)
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine is None or mine == its for mine, its in pairs)


def stated_dates(text: str, reference: date) -> list[StatedDate]:
    """The dates of a text, in order; those that are counted from today, from ``reference``."""
    folded = fold(text)
    try:
        found = [
            one
            for mark in marks(folded, reference)
            if _is_date(text, folded, mark)
            for one in _dates(mark)
        ]
    except (ValueError, OverflowError):  # one of them lies outside the calendar
        found = []
    taken = [(one.start, one.end) for one in found]
    for one in (*_alone(folded), *_weekdays(folded)):
        if all(one.end <= start or end <= one.start for start, end in taken):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def with_year(dates: Sequence[StatedDate], reference: date) -> list[StatedDate]:
    """The same dates, those without a year or month in those nearest to ``reference``."""
    return [_in_nearest_year(one, reference) for one in dates]


def _is_date(text: str, folded: str, mark: Mark) -> bool:
    if mark.form == "year":
        return _YEAR_ALONE.match(folded, mark.start) is not None
    if mark.form != "month":
        return True
    # "May" and "March" with a capital, after a word such as "in" or before one of a date.
    leads = _MONTH_LEADS.search(folded, 0, mark.start) is not None
    verb = folded[mark.start : mark.end] in ("may", "march", "mar")
    return text[mark.start].isupper() and (leads or not verb)


def _dates(mark: Mark) -> Iterator[StatedDate]:
    """The first and the last day of a mark, or the stretch of time that it is."""
    if mark.span:
        yield _of_span(mark.start, mark.end, mark.span)
        return
    months, days = mark.months or (None, None), mark.days or (None, None)
    if mark.months and months[0] != months[1] and days == (None, None):
        # A part of a year: its months are not all named.
        yield StatedDate(mark.start, mark.end, mark.year)
        return
    for month, day in dict.fromkeys(zip(months, days, strict=True)):
        # 11/09/2022 - 00:30 holds no month 0.
        if (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31):
            yield StatedDate(mark.start, mark.end, mark.year, month, day)


def _of_span(start: int, end: int, span: tuple[date, date]) -> StatedDate:
    first, last = span
    if first == last:
        return StatedDate(start, end, first.year, first.month, first.day)
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return StatedDate(start, end, first.year, first.month)
    return StatedDate(start, end, span=span)


def _alone(folded: str) -> Iterator[StatedDate]:
    for match in _DAY_ALONE.finditer(folded):
        day = int(match["zh"] or match["en"])
        if 1 <= day <= 31:
            yield StatedDate(match.start(), match.end(), day=day)
    for match in _YEAR_ALONE.finditer(folded):
        yield StatedDate(match.start(), match.end(), int(match.group()))


def _weekdays(folded: str) -> Iterator[StatedDate]:
    for match in _WEEKDAY.finditer(folded):
        number = _WEEKDAYS.index(match["en"]) if match["en"] else "一二三四五六日".find(match["zh"])
        yield StatedDate(match.start(), match.end(), weekday=6 if number < 0 else number)


def _weekday(one: StatedDate) -> int | None:
    if one.year is None or one.month is None or one.day is None:
        return None
    try:
        return date(one.year, one.month, one.day).weekday()
    except ValueError:
        return None


def _inside(one: StatedDate, span: tuple[date, date]) -> bool:
    first, last = span
    if (last - first).days > _LONGEST_SPAN:
        return one.month is None and one.day is None and one.year in (first.year, last.year)
    if one.day is None:
        return one.month in (first.month, last.month) and one.year in (None, first.year, last.year)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return any(
        one.day == day.day and one.month in (None, day.month) and one.year in (None, day.year)
        for day in days
    )


def _in_nearest_year(one: StatedDate, reference: date) -> StatedDate:
    if one.year is not None or (one.month is None and one.day is None):
        return one
    if one.month is None:
        # News of the 22nd tells of the 6日 of this month, that of the 2nd of the 29日 before.
        month = reference if (one.day or 0) <= reference.day else reference.replace(day=1) - _DAY
        return StatedDate(one.start, one.end, month.year, month.month, one.day)
    day = min(one.day or 15, 28)
    years = (reference.year + off for off in (0, -1, 1))
    near = (y for y in years if abs((date(y, one.month, day) - reference).days) <= _HALF_YEAR)
    return StatedDate(one.start, one.end, next(near, reference.year), one.month, one.day)
