"""Which days a question is about: "in March 2023", 去年四月, "since last week".

Nothing is guessed where a wrong guess would hide the answer: what may be no time at all,
times to come, and two times that are no range name no period.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qa.text.folding import fold, well_formed
from qa.text.period_tokens import Mark, marks
from qa.text.relative_days import Span, last_of_month

_YEARS = range(1900, 2101)
_LEAP_CYCLE = 8
_DAY = timedelta(days=1)
# How far around a time the words stand that say how it is meant.
_AROUND = 40


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
    text = _flat(question)
    try:
        named = {one for one in _periods(text, today) if one is not None}
    except (ValueError, OverflowError):  # one of the times does not exist
        return None
    return next((one for one in named if all(map(one.covers, named))), None)


# -- what the words around a time say ---------------------------------------------------------

Relation = Literal["in", "since", "before", "after", "until", "aside"]
_LEADS: dict[str, Relation] = {
    **dict.fromkeys("in on during throughout from between within over of through".split(), "in"),
    **dict.fromkeys(("since",), "since"),
    **dict.fromkeys(("before", "prior to"), "before"),
    **dict.fromkeys(("after",), "after"),
    **dict.fromkeys(("until", "till", "up to"), "until"),
    **dict.fromkeys("by than versus vs every each except excluding".split(), "aside"),
    **dict.fromkeys(
        ("as of", "as in", "than in", "compared to", "compared with", "compare to", "compare with"),
        "aside",
    ),
}
_TIME_LEADS = frozenset(
    "in during since before after until till throughout from between through".split()
)
# Which words make a time of what is none without them: "march", "march 21", "2023".
_WANTED = {
    "month": _TIME_LEADS,
    "day": _TIME_LEADS - {"in"} | {"on", "of"},
    "year": _TIME_LEADS | {"of"},
}
_LEAD = re.compile(
    rf"(?:^|[^\w'])(?P<lead>{'|'.join(sorted(_LEADS, key=len, reverse=True))})"
    r"(?P<filler>(?: the)?(?: years?| months? of)?) $",
    re.ASCII,
)
_CHINESE_LEAD = re.compile(
    r"(?P<aside>(?:截至|截止|比|较|除|每|到|至)[了在]?)$"
    r"|(?P<since>(?<!来)从|(?<![来亲独各擅])自从?) ?$"
)
# What may stand between a month and what goes on from there.
_ENDS = "(?:份|初|底|末|[上中下]旬)?"
_CLAUSE_END = r"(?=$|[ ,。?!、;的有曾已就才又再])"
_TAIL = re.compile(
    rf"{_ENDS}度? ?(?:"
    r"(?P<since>以来|至今(?![年天日晚早春夏秋冬周月])|迄今|起(?![至到诉来草义步点初因源])"
    r"|到现在|到目前|到今天|onwards?\b|or later\b|and (?:after|later|beyond)\b"
    r"|(?:to|until|till|through) (?:now|date|(?:the )?present)\b)"
    rf"|(?P<before>以前|之前|or earlier\b)|(?P<short_before>前{_CLAUSE_END})"
    rf"|(?P<after>以后|之后)|(?P<short_after>后(?![续勤台卫悔果援世面半期备代来疫院]))"
    r"|(?P<aside>同期|相比|比(?=$|[ ,。?!较起])))"
)
_TAILS: dict[str, Relation] = {
    **dict.fromkeys(("since",), "since"),
    **dict.fromkeys(("before", "short_before"), "before"),
    **dict.fromkeys(("after", "short_after"), "after"),
    **dict.fromkeys(("aside",), "aside"),
}


def _relation(text: str, group: Sequence[Mark]) -> Relation:
    """How the question is about a time; ``aside`` where it is not."""
    tail = _TAIL.match(text, group[-1].end)
    if tail and tail.lastgroup:
        # 2000年前 is also two thousand years ago.
        only_year = group[-1].months is None and group[-1].span is None
        return "aside" if only_year and "short" in tail.lastgroup else _TAILS[tail.lastgroup]
    before = text[max(0, group[0].start - _AROUND) : group[0].start]
    if chinese := _CHINESE_LEAD.search(before):
        # 从 is "since" alone and "from" before a range.
        alone = len(group) == 1 and group[0].names_one
        return "aside" if chinese["aside"] else "since" if alone else "in"
    lead = _LEAD.search(before)
    return _LEADS[lead["lead"]] if lead else "in"


def _is_time(text: str, mark: Mark) -> bool:
    """Whether a mark is a time, by its form or by the words before it."""
    if mark.form == "sure":
        return True
    lead = _LEAD.search(text[max(0, mark.start - _AROUND) : mark.start])
    # "After the May 4th" goes on with "movement".
    return lead is not None and lead["lead"] in _WANTED[mark.form] and lead["filler"] != " the"


# -- from marks to periods --------------------------------------------------------------------

_RANGE = re.compile(
    rf"{_ENDS} ?(?:[-~–—]|\b(?:to|until|till|through)\b|起?(?:直?到|至)) ?(?:the )?", re.ASCII
)
_LIST = re.compile(
    rf"{_ENDS}(?: ?[、和与及或]|,? (?:and|or)\b|,? ?&) ?(?:(?:in|on) )?(?:the )?", re.ASCII
)
_BETWEEN = re.compile(r"(?:\bbetween (?:the )?|介[于乎])$", re.ASCII)


def _periods(text: str, today: date) -> Iterator[Period | None]:
    """The period of each time the question is about; None for one that excludes nothing."""
    for group in _groups(text, marks(text, today)):
        relation = _relation(text, group)
        if relation == "aside":
            continue
        if relation in ("before", "after") and group[-1].edge:
            raise ValueError("the end of a time begins on no certain day")
        yield _seen_from(_related(relation, *_span_of(text, group, today)), today)


def _groups(text: str, found: Sequence[Mark]) -> Iterator[Sequence[Mark]]:
    """The times among the marks; the two ends of a range or a short list together."""
    i = 0
    while i < len(found):
        group = found[i : i + 1]
        if i + 1 < len(found):
            between = text[found[i].end : found[i + 1].start]
            if _RANGE.fullmatch(between) or _LIST.fullmatch(between):
                group = found[i : i + 2]
        i += len(group)
        if any(_is_time(text, mark) for mark in group):
            yield group


def _span_of(text: str, group: Sequence[Mark], today: date) -> Span:
    if len(group) == 1:
        return _dated(group[0], today)
    one, other = group
    start, end = _ends(one, other, today)
    if start[0] > end[0] or start[1] > end[1]:
        raise ValueError("the range runs backwards")
    # "In 2019 and 2023" asks about two times, "between 2019 and 2023" about one.
    apart = end[0] > start[1] + _DAY and _LIST.fullmatch(text[one.end : other.start])
    if apart and not _BETWEEN.search(text[: one.start]):
        raise ValueError("two times")
    return start[0], end[1]


def _ends(one: Mark, other: Mark, today: date) -> tuple[Span, Span]:
    """The days of both ends, where one takes the year from the other."""
    if one.year is None and one.span is None and other.year is not None:
        end = _days_in(other, other.year)
        start = _days_in(one, other.year)
        return (start if start[0] <= end[0] else _days_in(one, other.year - 1)), end
    start = _dated(one, today)
    if other.year is not None or other.span is not None:
        return start, _dated(other, today)
    end = _days_in(other, start[0].year)
    return start, (end if end[1] >= start[1] else _days_in(other, start[0].year + 1))


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


# -- the newest state -------------------------------------------------------------------------

_SO_MUCH = r"(?:的|这)?[\d一二两三四五六七八九十半数]+ ?个?(?:小时|天|日|周|星期|礼拜|月|年)"
_NEAREST = re.compile(r"[离距][^,。?!]{0,15}最近")
_NEWEST = re.compile(
    r"(?<!\bat )(?<!\bat the )(?<!\bat the very )\blatest\b(?! (?:possible|date|time|by)\b)"
    r"|\b(?:newest|most recent|currently|right now|at the moment)\b"
    r"|\bcurrent (?:state|status|situation)\b|最新"
    rf"|最近(?!{_SO_MUCH}|几个?[月年]|的?(?:地铁|车站|医院|机场|距离|邻))"
    r"|近况|(?<![出发呈表体实显])现状|(?<![附将接临靠])近[日期](?!限)"
    r"|(?<![项节题栏科])目前(?![往景来])|(?<![适相])当前|现在的?(?:情况|进展|怎么?样|如何)",
    re.ASCII,
)


def asks_for_latest(question: str) -> bool:
    """Whether a question asks, by its wording, for the newest that is known."""
    return _NEWEST.search(_NEAREST.sub(" ", _flat(question))) is not None


def _flat(question: str) -> str:
    return " ".join(fold(well_formed(question)).replace("’", "'").split())
