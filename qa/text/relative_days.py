"""Days that are counted from today: "last week", "two years ago", 上周三, 最近兩個月.

Text is read as ``qa.text.folding.fold`` makes it. Weeks start on Monday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from qa.text.number_words import CARDINAL, counted

Span = tuple[date, date]
_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日天"

_DAYS_OFF = {
    "day before yesterday": -2, "last night": -1, "yesterday": -1, "today": 0, "tonight": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1,
    "大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2,
}  # fmt: skip
_STEPS = {
    "last": -1, "this": 0, "next": 1,
    "上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2,
}  # fmt: skip
_UNITS = {
    "小时": "hour", "钟头": "hour", "天": "day", "日": "day", "周": "week", "星期": "week",
    "礼拜": "week", "月": "month", "年": "year",
}  # fmt: skip

# 98年前 is before 1998.
_MOST_YEARS_AGO = 50

_DIGITS = r"\d{1,3}(?:,\d{3})+|\d{1,6}"
# The end of a number is another number: 1,100, 1.5, "two or three", 十几.
_COUNT = rf"(?<![\d.,-])(?<!\bor )(?<!\bto )(?P<count>{_DIGITS}|\b(?:a )?couple of|{CARDINAL})"
_HAN_NUMERALS = "〇零一二两三四五六七八九十百千"
_UNIT = r"(?P<unit>hour|day|week|month|year)s?"
# 上周一 is a Monday, 上周一名 is "one ... last week".
_WEEKDAY = (
    r"(?P<weekday>[一二三四五六](?![个名位人家场次起条只架艘辆宗件项间度成合万千百十])"
    r"|[日天](?![本文气元圆]))?"
)
_HAN_COUNT = rf"(?P<count>{_DIGITS}|[{_HAN_NUMERALS}]+)"
# What belongs to someone or something is another stretch of time: "the last week of the war".
_OWN = r"(?! (?:of|as|before|after|in office)\b)"
_NOT_HIS = r"(?<!\btheir )(?<!\b(?:his|her|its|our) )(?<!\bmy )"
# "How long did it last three days ago": the verb has none of these before it.
_AT_LAST = (
    r"(?:\bpast|(?:^|(?<=\bthe )|(?<=\bthese )|(?<=\bin )|(?<=\bover )|(?<=\bduring )"
    r"|(?<=\bwithin )|(?<=\bfor )|(?<=\bfrom )|(?<=[,;:] ))last)"
)
# 今天的中国 is the China of our days.
_OF_THE_DAY = "的(?!新闻|消息|头条|天气|会议)"
# "Which temples still stand today?" means nowadays; USA Today and Russia Today are newspapers.
_NEWS = re.compile(
    r"\b(?:news|new|headlines?|stories|did|was|were|ha[sd]|have|said|happen\w*|today's)\b"
)
_NOWADAYS = re.compile(
    r"\b(?:still|always|exist\w*)\b"
    r"|\b(?:is|are|known|used|of|even|usa|russia|china|india) today\b(?!')"
)


def relative_days(text: str, today: date) -> Iterator[tuple[int, int, Span]]:
    """Where such days are named in the text, and the first and the last of them.

    Raises:
        OverflowError, ValueError: they lie outside the calendar.
    """
    for pattern, read in _FORMS:
        for match in pattern.finditer(text):
            if match.group() == "today" and (not _NEWS.search(text) or _NOWADAYS.search(text)):
                continue
            if (span := read(match, today)) is not None:
                yield match.start(), match.end(), span


def _day(match: re.Match[str], today: date) -> Span:
    day = today + _DAYS_OFF[match["day"]] * _DAY
    # What happened last night is in today's news.
    at_night = match.group() == "last night" or match.group().endswith(("晚", "夜"))
    return day, today if at_night and day < today else day


def _step(match: re.Match[str], today: date) -> Span:
    """The week or month before, at or after today's; or one day of that week."""
    groups = match.groupdict()
    step = _STEPS[match["step"]]
    if match["unit"] in ("month", "月"):
        first = _months_off(today.replace(day=1), step)
        return first, last_of_month(first)
    monday = today + (7 * step - today.weekday()) * _DAY
    if weekday := groups.get("weekday"):
        day = monday + min(_WEEKDAYS.index(weekday), 6) * _DAY
        return day, day
    return monday, monday + 6 * _DAY


def _window(match: re.Match[str], today: date) -> Span | None:
    """So much time up to today, the day it began on included."""
    unit = _UNITS.get(match["unit"], match["unit"])
    if match.groupdict().get("half"):
        back = {"year": _months_off(today, -6), "month": today - 15 * _DAY}
        return back.get(unit, today - _DAY), today
    number = _number(match["count"])
    return None if number is None else (_back(today, unit, number), today)


def _ago(match: re.Match[str], today: date) -> Span | None:
    """That day, or the whole week, month or year."""
    number = _number(match["count"])
    unit = _UNITS.get(match["unit"], match["unit"])
    if number is None or (unit == "year" and number > _MOST_YEARS_AGO):
        return None
    day = _back(today, unit, number)
    if unit == "year":
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    if unit == "month":
        return day.replace(day=1), last_of_month(day)
    monday = day - day.weekday() * _DAY
    return (monday, monday + 6 * _DAY) if unit == "week" else (day, day)


def _number(count: str) -> int | None:
    if not count:
        return 1
    return 2 if count.endswith("couple of") else counted(count)


def _back(today: date, unit: str, count: int) -> date:
    if unit in ("month", "year"):
        return _months_off(today, -count * (12 if unit == "year" else 1))
    if unit == "hour":
        return today - -(-count // 24) * _DAY
    return today - count * (7 if unit == "week" else 1) * _DAY


def _months_off(day: date, months: int) -> date:
    """The same day of another month, or that month's last where it is shorter."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + (day.day - 1) * _DAY, last_of_month(first))


def last_of_month(day: date) -> date:
    """The last day of the month that the day is in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


_Read = Callable[[re.Match[str], date], Span | None]
_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern, re.ASCII), read)
    for pattern, read in (
        (r"\b(?P<day>day before yesterday)\b", _day),
        (r"\b(?P<day>yesterday|tonight|tomorrow|last night)\b", _day),
        (r"\b(?P<day>this (?:morning|afternoon|evening))\b", _day),
        (r"\b(?P<day>today)\b(?!'s (?!news|headlines|stories|weather))", _day),
        (rf"{_NOT_HIS}\b(?P<step>last|this|next) (?P<unit>week|month)(?:end)?\b{_OWN}", _step),
        (rf"\b{_AT_LAST} {_COUNT} {_UNIT}\b{_OWN}", _window),
        (rf"{_NOT_HIS}\bpast (?P<count>)(?P<unit>day|week|month|year)\b{_OWN}", _window),
        (rf"{_COUNT} (?P<unit>day|week|month|year)s? ago\b", _ago),
        (
            r"(?P<day>大前|(?<![以之目大天])前|昨|(?<!即使在)今|明|(?<![以之])后)天"
            rf"(?![文然]|{_OF_THE_DAY})",
            _day,
        ),
        (
            r"(?P<day>昨|今|明|(?<![以之目])前)日"
            rf"(?!头条|俄罗斯|美国|[本元报]|{_OF_THE_DAY})",
            _day,
        ),
        (r"(?P<day>昨|今|明)[晚夜晨早](?!报)", _day),
        (
            r"(?<![晚早马以网身海路手地场界史世天])(?P<step>上上|上)个?(?P<unit>周|星期|礼拜)"
            rf"{_WEEKDAY}(?![边围恩转杰星岁密刊]|期(?![货权末间待望]))",
            _step,
        ),
        (
            r"(?<![日基成根版文原书资])(?P<step>本|这|下下|下)个?(?P<unit>周|星期|礼拜)"
            rf"{_WEEKDAY}(?![边围期恩转杰岁密刊年])",
            _step,
        ),
        (
            r"(?<![晚海水山日基以])(?P<step>上上|上|本|这|下)个?(?P<unit>月)(?![亮球饼光台票])",
            _step,
        ),
        (
            rf"(?:最近|过去|(?<![将接附靠临亲新远])近)(?:的|这)?(?:{_HAN_COUNT}|(?P<half>半)) ?个?"
            r"(?P<unit>小时|钟头|天|日|周|星期|礼拜|月|年)(?![级然龄])",
            _window,
        ),
        (
            rf"(?<![\d.,第之以最万亿几数{_HAN_NUMERALS}]){_HAN_COUNT}"
            r"个?(?P<unit>天|周|星期|礼拜|(?<=个)月|年)(?:之|以)?前(?!线|后|夕)",
            _ago,
        ),
    )
)
