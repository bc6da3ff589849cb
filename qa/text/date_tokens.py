"""The pieces of written dates: days, times of day, zones, labels; each read on its own.

``qa.text.dates`` puts them together to moments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from qa.text.number_words import counted
from qa.text.zones import ZONE_PATTERN

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"[12]\d{3}(?!\d)"
_DAY = r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?"
HAN_DIGITS = "〇一二三四五六七八九"
HAN_NUMERAL = f"[{HAN_DIGITS}十]"
_MORNING, _EVENING = "凌晨|清晨|早上|上午|早", "中午|下午|傍晚|晚上|晚間|晚间|深夜|晚"
_PERIOD = f"(?:{_MORNING}|{_EVENING})?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?![\d:])"
_MINUTES = r"(?:\s*(?:\d{1,2}\s*分?|半|正|整))"
_HALF = r"[ap]\.?m\b\.?"
# A year of the Republic of China. Of three digits it is one without its era too: no paper is of
# the second century.
_ERA = "(?:中華|中华)?民[國国]"
_ROC_YEAR = r"(?<![\d.])1\d{2}"
_HAN_YEAR = f"[○零{HAN_DIGITS}十百]{{1,6}}"
_COMPACT = r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_HAN_MINUTES = f"(?:{HAN_NUMERAL}{{1,3}}分|半|正|整)"
_TIME = "時間|时间|日期"

_HAN_COUNT = re.compile(f"{HAN_NUMERAL}+")
_ROC_EPOCH, _FIRST_YEAR = 1911, 1000

# Every kind of token, the first that fits wins; a group named _x is only referred back to.
_TOKENS = re.compile(
    rf"""
      (?P<date_iso>(?<!\d){_YEAR}(?P<_a>[-/.])\d{{1,2}}(?P=_a)\d{{1,2}}(?!\d|\.\d))
    | (?P<date_zh>(?:{_ERA}\s*\d{{1,3}}|{_ROC_YEAR}|(?<!\d){_YEAR})\s*年
        \s*\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号號])
    | (?P<date_roc>(?:{_ERA}\s*\d{{2,3}}|{_ROC_YEAR})(?P<_c>[-/.])\d{{1,2}}(?P=_c)\d{{1,2}}
        (?!\d|[-/.]\d))
    | (?P<date_han>(?:[○零{HAN_DIGITS}]{{4}}|{_ERA}\s*{_HAN_YEAR})年
        {HAN_NUMERAL}{{1,2}}月{HAN_NUMERAL}{{1,3}}[日号號])
    | (?P<date_compact>{_COMPACT}(?=t\d|\s+\d{{1,2}}:\d))
    | (?P<moment>\b{MONTH}\s+\d{{1,2}},?\s+{_CLOCK}(?:\s*{_HALF})?
        (?:\s*{ZONE_PATTERN})?\s+{_YEAR})
    | (?P<date_dmy2>{_DAY}(?P<_d>[ -]){MONTH}(?P=_d)\d{{2}}(?=\s+\d{{1,2}}:\d|\s*$))
    | (?P<date_dmy>{_DAY}(?:\s+of)?[\s-]+{MONTH},?[\s-]+{_YEAR})
    | (?P<date_mdy>\b{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR})
    | (?P<date_num>(?<!\d)\d{{1,2}}(?P<_b>[-/.])\d{{1,2}}(?P=_b){_YEAR})
    | (?P<short_day>(?<!\d)\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号號]
        |{_DAY}\s+{MONTH}|\b{MONTH}\s*\d{{1,2}}(?:st|nd|rd|th)?(?![\d:]))
    | (?P<time>(?<!\d)(?<!\d:){_PERIOD}\s*{_CLOCK}(?:\s*{_HALF})?
        |{_PERIOD}\s*(?<!\d)\d{{1,2}}\s*[時时點点]{_MINUTES}?(?:\s*\d{{1,2}}\s*秒)?
        |(?:{_MORNING}|{_EVENING}){HAN_NUMERAL}{{1,3}}[時时點点]{_HAN_MINUTES}?
        |(?<=\dt)\d{{4}}(?:\d\d)?(?!\d)
        |(?<!\d)\d{{1,2}}(?:\.\d{{2}})?\s*{_HALF}
        |(?<!\d)\d{{1,2}}\.\d{{2}}(?=\s*(?:gmt|bst|e[sd]?t)\b))
    | (?P<zone>{ZONE_PATTERN})
    | (?P<updated>(?:\b(?:last\s+)?(?:updated|update|modified|edited|revised)\b
        |(?:最後|最后|最近|最新)?(?:更新|修改|修訂|修订))(?:\s*(?:at|on)\b|{_TIME}|於|于)*)
    | (?P<published>(?:\b(?:first\s+|originally\s+)?(?:published|posted|issued|created|released)\b
        |\b(?:publication|publish|release|posting)\s+(?:date|time)\b|\b(?:date|time)(?=\s*:)
        |發佈|發布|发布|發表|发表|刊登|刊出|刊載|出版|上載|上传|建立|(?:{_TIME})(?=\s*:))
        (?:\s*(?:at|on)\b|{_TIME}|於|于)*)
    | (?P<weekday>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?
        |(?:星期|周|週|礼拜|禮拜)[一二三四五六日天])
    | (?P<join>[\s,;:|/()\[\]·•‧–—@、-]+|\b(?:at|on)\b|(?<=\d)t(?=\d)|於)
    | (?P<word>[^\W\d_]+|\d+|.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """The whole of ``text`` cut into (kind, token); ``word`` is what belongs to no date.

    Kinds: date_* and short_day (``read_day``, ``read_short_day``), time (``read_time``),
    zone, published, updated, weekday, join, word.
    """
    for match in _TOKENS.finditer(text):
        for kind, token in match.groupdict().items():
            if kind == "moment" and token is not None:
                yield from _cut_moment(token)
            elif token is not None and not kind.startswith("_"):
                yield kind, token


def _numbers(token: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", token)]


def read_day(kind: str, token: str) -> date | None:
    """The day of a date_* token; None where day and month are ambiguous.

    Raises:
        ValueError: there is no such day.
    """
    if kind == "date_han":
        return _han_day(token)
    numbers = _numbers(token)
    if kind == "date_compact":
        return date(numbers[0] // 10_000, numbers[0] // 100 % 100, numbers[0] % 100)
    if kind == "date_dmy2":
        return date(_full_year(numbers[1]), month_of(token), numbers[0])
    if kind == "date_dmy":
        return date(numbers[-1], month_of(token), numbers[0])
    if kind == "date_mdy":
        return date(numbers[1], month_of(token), numbers[0])
    if kind == "date_num":
        first, second, year_number = numbers
        if "." in token or first > 12 or first == second:
            return date(year_number, second, first)
        return date(year_number, first, second) if second > 12 else None
    year_number, month_number, day_number = numbers
    if "民" in token or year_number < _FIRST_YEAR:
        year_number += _ROC_EPOCH
    return date(year_number, month_number, day_number)


def _han_day(token: str) -> date:
    year, month, day = re.split("[年月日号號]", token.replace("○", "〇").replace("零", "〇"))[:3]
    digits = year.strip().removeprefix("中").lstrip("華华民國国 ")
    if set(digits) & set("十百"):
        number = counted(digits.replace("〇", "零")) or 0
    else:
        number = int("".join(str(HAN_DIGITS.index(c)) for c in digits))
    number += _ROC_EPOCH if digits != year else 0
    return date(number, han_number(month), han_number(day))


def _full_year(number: int) -> int:
    """The year that two digits mean in an e-mail (RFC 2822, 4.3)."""
    return number + (2000 if number < 50 else 1900)


def _cut_moment(token: str) -> Iterator[tuple[str, str]]:
    """The (kind, token) pairs of a ``moment`` token, its day first: May 10 09:30:00 2023."""
    year = token[-4:]
    clock = re.search(_CLOCK + rf"(?:\s*{_HALF})?", token, re.IGNORECASE)
    if clock is None:
        return
    yield "date_mdy", f"{token[: clock.start()].rstrip(' ,')} {year}"
    yield "time", clock.group()
    if where := token[clock.end() : -4].strip():
        yield "zone", where


def read_short_day(token: str) -> tuple[int, int]:
    """Month and day of a short_day token, which has no year.

    Raises:
        ValueError: no year has such a day.
    """
    numbers = _numbers(token)
    month, day = (numbers[0], numbers[1]) if "月" in token else (month_of(token), numbers[0])
    date(2024, month, day)  # a leap year: raises for days that no year has
    return month, day


def month_of(token: str) -> int:
    """The month, 1 to 12, that a text names in English.

    Raises:
        ValueError: it names none.
    """
    name = re.search(MONTH, token, re.IGNORECASE)
    if name is None:
        raise ValueError(token)
    return _MONTHS.index(name.group()[:3].lower()) + 1


def han_number(text: str) -> int:
    """一 to 九十九 as a number; ValueError for anything else."""
    if "十" not in text:
        return HAN_DIGITS.index(text)
    tens, ones = text.split("十")
    return 10 * (HAN_DIGITS.index(tens) if tens else 1) + (HAN_DIGITS.index(ones) if ones else 0)


def read_time(token: str) -> timedelta | None:
    """Time of day of a time token, None if there is none such; 24:00 is the end of the day."""
    if re.fullmatch(r"\d{4}|\d{6}", token):
        token = ":".join(re.findall("..", token))
    if not re.search(r"\d", token):
        token = _HAN_COUNT.sub(lambda match: str(han_number(match.group())), token)
    numbers = _numbers(re.sub(r"(:\d+:\d+)[.,]\d+", r"\1", token))
    hour, minute, second = (*numbers, 0, 0)[:3]
    if "半" in token:
        minute = 30
    half = re.search(r"([ap])\.?m", token, re.IGNORECASE)
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 23 or half.group(1) in "aA" else _span(hour, minute, second)
        hour = hour % 12 + (12 if half.group(1) in "pP" else 0)
    elif re.match(_EVENING, token) and hour < 12 and not (token.startswith("中午") and hour == 11):
        hour += 12
    elif re.match(_MORNING, token) and hour == 12:
        hour = 0
    return _span(hour, minute, second)


def _span(hour: int, minute: int, second: int) -> timedelta | None:
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)
