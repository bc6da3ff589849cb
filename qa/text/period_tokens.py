"""The times that a question names, each on its own: "March 20 to 22", 去年四月, "Q1 2023".

Text is read as ``qa.text.folding.fold`` makes it, with single blanks. ``qa.text.periods``
judges the words around the times and puts them together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

# Months and Chinese numbers are written and read here as on date lines.
from qa.text.date_tokens import HAN_DIGITS, HAN_NUMERAL, MONTH, han_number, month_of, read_day
from qa.text.relative_days import Span, relative_days

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """One time as it stands in a text; what is not named is None.

    Attributes:
        start, end: where in the text it stands.
        form: "sure", or "year", "month" or "day" where other words must say that it is one.
        months, days: the first and the last one, the same where one is named; last months
            before the first are in the following year.
        span: first and last day of a time that is counted from today.
        edge: it is the beginning, middle or end of something.
        counted: it is counted from today.
    """

    start: int
    end: int
    form: str
    year: int | None = None
    months: Pair | None = None
    days: Pair | None = None
    span: Span | None = None
    edge: bool = False
    counted: bool = False

    @property
    def kind(self) -> str:
        """How much of a date is named."""
        if self.span is not None:
            return "span"
        return "day" if self.days else "month" if self.months else "year"

    @property
    def names_one(self) -> bool:
        """Whether one day, month or year is named, not a first and a last."""
        return all(pair is None or pair[0] == pair[1] for pair in (self.months, self.days))


# No such months: a time that nothing can be made of, such as winter, of which a year has two.
_NONSENSE: Pair = (0, 0)

# -- parts of a year ------------------------------------------------------------------------

_QUARTERS: dict[int, Pair] = {n: (3 * n - 2, 3 * n) for n in (1, 2, 3, 4)}
_HALVES: dict[int, Pair] = {1: (1, 6), 2: (7, 12)}
_SEASONS: dict[str, Pair] = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": _NONSENSE}
_SEASON_NAMES = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_EDGES: dict[str, Pair] = {
    **dict.fromkeys(("early", "beginning", "start", "初"), (1, 4)),
    **dict.fromkeys(("mid", "middle"), (4, 9)),
    **dict.fromkeys(("late", "end", "底", "末"), (9, 12)),
}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "4th": 4}
_ENGLISH_PARTS: dict[str, Pair] = {
    **{f"q{n}": months for n, months in _QUARTERS.items()},
    **{f"h{n}": months for n, months in _HALVES.items()},
    **{f"{name} quarter": _QUARTERS[n] for name, n in _ORDINALS.items()},
    **dict.fromkeys(("fourth quarter", "last quarter", "final quarter"), _QUARTERS[4]),
    **{f"{name} half": _HALVES[n] for name, n in _ORDINALS.items() if n <= 2},
    **{name: _SEASONS[season] for name, season in _SEASON_NAMES.items()},
    **{name: months for name, months in _EDGES.items() if name.isascii()},
}
_CHINESE_PARTS: dict[str, Pair] = {
    **{f"q{n}": months for n, months in _QUARTERS.items()},
    **{f"{digit}季": _QUARTERS[n] for n in _QUARTERS for digit in (n, HAN_DIGITS[n])},
    **dict.fromkeys(("首季",), (1, 3)),
    **dict.fromkeys(("上半年", "前半年", "前两季", "首两季"), (1, 6)),
    **dict.fromkeys(("前三季", "首三季"), (1, 9)),
    **dict.fromkeys(("下半年", "后半年"), (7, 12)),
    **{f"{name}{end}": months for name, months in _SEASONS.items() for end in "季天"},
    **{name: months for name, months in _EDGES.items() if not name.isascii()},
}


def _any_of(names: dict[str, Pair]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


# -- English --------------------------------------------------------------------------------

_TO = r" ?(?:[-~–—]|\b(?:to|until|till|through|and)\b) ?"
_NO_BC = r"(?! ?b\.?c(?:\b|\.?e\b))"
_BARE_YEAR = rf"(?<![\w$€£¥.,#/])(?P<year>\d{{4}})(?![\w%]|[.,:/]\d|[-–]\d\d?(?!\d)){_NO_BC}"
_OF_YEAR = rf"(?: ?,? (?:of )?(?:the year )?|-)(?:{_BARE_YEAR}|(?P<relative>last|this|next) year\b)"
_ONE_DAY = r"(?<![\d.])(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)"
# Of 3, 4 and 5 the first and the last.
_MORE_DAYS = r"(?:, (?:the )?\d{1,2}(?:st|nd|rd|th)?(?=,| and\b))*,?"
_DAYS = rf"(?:{_ONE_DAY.format('day0')}{_MORE_DAYS}{_TO}(?:the )?)?{_ONE_DAY.format('day')}"
_NAME = rf"(?P<month>\b{MONTH})"
_EDGE = "early|mid|late|(?:beginning|start|middle|end) of"
# What may be is no month, what is counted no year: "may have", "in 2000 words".
_NO_MODAL = r"(?!may (?:be|have|not|never|also|well|i|we|you|he|she|it|they)\b)"
_COUNTED = (
    r"(?: (?:people|men|women|children|dollars|yuan|percent|km|kg|thousand|million|billion"
    r"|sq|square|cubic|ft|feet|mph)\b"
    r"| (?!(?:was|is|as|does|has|this|its|versus|always|across|besides|perhaps)\b)[a-z]+s\b)"
)
_NO_COUNT = rf"(?!{_COUNTED}|{_TO}\d[\d,]*{_COUNTED})"
_NOT_HIS = r"(?<!\btheir )(?<!\b(?:his|her|its|our) )"
_ENGLISH = (
    ("sure", r"(?<![\d.])(?P<year>\d{4})(?P<_>[-/.])(?P<month>\d\d?)(?P=_)(?P<day>\d\d?)(?![\d.])"),
    ("sure", rf"(?:\bthe )?{_DAYS}(?: of)? {_NAME}{_OF_YEAR}"),
    ("sure", rf"{_NAME} (?:the )?{_DAYS}{_OF_YEAR}"),
    ("day", rf"(?:\bthe )?{_DAYS}(?: of)? {_NAME}(?! \d)"),
    ("day", rf"{_NAME} (?:the )?{_DAYS}{_NO_COUNT}"),
    ("sure", rf"\b(?P<part>{_any_of(_ENGLISH_PARTS)})\b{_OF_YEAR}"),
    ("sure", r"(?<!\w)(?P<year>\d{4}) ?(?P<part>[qh][1-4])\b"),
    ("sure", rf"\b(?P<part>{_EDGE})[ -]{_NAME}(?:{_OF_YEAR}|(?! \d))"),
    ("sure", rf"{_NAME}{_OF_YEAR}(?! be\b)"),
    ("sure", rf"(?<!\bthe )\b(?P<near>last|next|this(?! march)) {_NAME}(?! \d)"),
    ("month", rf"(?<!before )(?<!after ){_NO_MODAL}{_NAME}(?! \d)"),
    ("month", rf"{_NAME}(?= ?(?:$|[?.,;!]))"),
    ("sure", rf"{_NOT_HIS}\b(?P<relative>last|this|next) year\b(?! (?:of|as|in office)\b)"),
    # The 1980's are ten years.
    ("sure", rf"{_BARE_YEAR}(?<!0)(?='s\b)"),
    ("year", rf"{_BARE_YEAR}(?!'s\b){_NO_COUNT}"),
)

# -- Chinese --------------------------------------------------------------------------------

_BIS = r" ?[-~–—至到和与及、] ?"
_NUMBER = rf"(?:\d{{1,2}}|{HAN_NUMERAL}{{1,3}})"
_YEARS_OFF = {
    "last": -1, "this": 0, "next": 1,
    "大前年": -3, "前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2,
}  # fmt: skip
_OUR_ERA = "(?<!元前)(?<!元前 )(?<!纪前)"
# Other words are cut off: 失去年轻人, 以前年份; 二千年历史 is how long something lasts.
_NIAN = (
    rf"(?:(?:(?:中华)?民国 ?(?P<roc>\d{{1,3}})|(?<![\d.]){_OUR_ERA}(?P<year>\d{{4}})"
    rf"|(?<!{HAN_NUMERAL})(?P<han_year>[○零{HAN_DIGITS}]{{4}})) ?年(?![级代]|的?历史|之久)"
    r"|(?P<relative>大前年|(?<![以之目大])前年|(?<![过失])去年|(?<![当如])今年|明年"
    r"|(?<![以之])后年)(?![轻龄级]))"
)
_FROM_MONTH = rf"(?<!\d)(?P<month0>{_NUMBER}) ?月?份?(?:、 ?{_NUMBER} ?月?份?)*{_BIS}"
_YUE = rf"(?P<month>{_NUMBER}) ?月"
_FROM_DAY = rf"(?P<day0>{_NUMBER}) ?[日号]?(?:、 ?{_NUMBER} ?[日号]?)*{_BIS}"
_RI = rf"(?:{_FROM_DAY})?(?P<day>{_NUMBER}) ?[日号](?![线楼馆])"
_PART = (
    rf"(?:年?第?(?P<part>{_any_of(_CHINESE_PARTS)})度?(?!中[学生]|[级选次代奥运残]|特律|达沃斯))"
)
# 同年3月 is in a year that is told elsewhere, 第3月 and 三月党 are no dates.
_NO_YEAR = r"(?<![\d.年个第-])(?<!年的)"
_NO_NAME = "(?![龄薪票租刊球饼天党花]|革命|风暴|危机|政变|起义|攻势)"
_SAID = "份|初|底|末|[上中下]旬|以来|以前|之前|以后|之后|期间|至今"
_CHINESE = (
    ("sure", rf"{_NIAN}度?(?:的? ?(?:{_FROM_MONTH})?{_YUE}(?:份| ?{_RI})?|的?{_PART})?"),
    # The first ones of 2022至2023年 and 2021、2022和2023年.
    ("sure", rf"(?<![\d.]){_OUR_ERA}(?P<year>\d{{4}})(?=(?:{_BIS}\d{{4}})+ ?年)"),
    ("sure", rf"{_NO_YEAR}(?<!{HAN_NUMERAL}){_YUE} ?{_RI}"),
    ("sure", rf"{_NO_YEAR}(?=\d){_FROM_MONTH}(?=\d){_YUE}份?{_NO_NAME}"),
    ("sure", rf"{_NO_YEAR}(?=\d){_YUE}{_NO_NAME}份?"),
    # 三月 and 十月 are names of much else, so it must be said that a time is meant.
    ("sure", rf"(?<=[在于自从])(?={HAN_NUMERAL}){_YUE}{_NO_NAME}份?"),
    ("sure", rf"{_NO_YEAR}(?<!{HAN_NUMERAL})(?={HAN_NUMERAL}){_YUE}(?={_SAID})份?"),
)

_NUMBERS_ONLY = re.compile(r"(?<![\d./-])\d\d?([-/.])\d\d?\1\d{4}(?![\d/-])", re.ASCII)
# What stands first is taken where two overlap: full dates before their parts.
_FORMS = tuple((form, re.compile(pattern, re.ASCII)) for form, pattern in (*_CHINESE, *_ENGLISH))


# One answer asks five times, and more, for the times in the question and in each passage.
@lru_cache(maxsize=1024)
def marks(text: str, today: date) -> tuple[Mark, ...]:
    """The times in a text, in order; none overlaps another.

    Raises:
        OverflowError, ValueError: one of them lies outside the calendar.
    """
    found = [
        Mark(a, b, "sure", span=span, counted=True) for a, b, span in relative_days(text, today)
    ]
    found += [_numeric(match) for match in _NUMBERS_ONLY.finditer(text)]
    for form, pattern in _FORMS:
        found += [_read(form, match, today) for match in pattern.finditer(text)]
    chosen: list[Mark] = []
    for mark in found:
        if all(mark.end <= other.start or other.end <= mark.start for other in chosen):
            chosen.append(mark)
    return tuple(sorted(chosen, key=lambda mark: mark.start))


def _numeric(match: re.Match[str]) -> Mark:
    """3/21/2023, where it is certain which number is the month."""
    try:
        day = read_day("date_num", match.group())
    except ValueError:
        day = None
    if day is None:
        return Mark(match.start(), match.end(), "sure", months=_NONSENSE)
    return Mark(match.start(), match.end(), "sure", span=(day, day))


def _read(form: str, match: re.Match[str], today: date) -> Mark:
    groups = {name: text for name, text in match.groupdict().items() if text}
    part = groups.get("part", "").removesuffix(" of")
    try:
        months = _pair(groups, "month") or _ENGLISH_PARTS.get(part) or _CHINESE_PARTS.get(part)
        days = _pair(groups, "day")
        year = _year(groups, months, today)
    except ValueError:
        year, months, days = None, _NONSENSE, None
    counted = not groups.keys().isdisjoint(("relative", "near"))
    return Mark(
        match.start(), match.end(), form, year, months, days, edge=part in _EDGES, counted=counted
    )


def _pair(groups: dict[str, str], name: str) -> Pair | None:
    """The numbers of ``name0`` and ``name``, where the first may be left out."""
    if name not in groups:
        return None
    last = _number(groups[name])
    return (_number(groups[f"{name}0"]) if f"{name}0" in groups else last), last


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return month_of(text) if text.isascii() else han_number(text)


def _year(groups: dict[str, str], months: Pair | None, today: date) -> int | None:
    if "year" in groups:
        return int(groups["year"])
    if "roc" in groups:
        return int(groups["roc"]) + 1911
    if "han_year" in groups:
        first = read_day("date_han", f"{groups['han_year']}年一月一日")
        return first.year if first else None
    if "relative" in groups:
        return today.year + _YEARS_OFF[groups["relative"]]
    if "near" in groups and months:
        # "Last March" is over, "next March" has not begun.
        other_year = {"last": months[0] >= today.month, "next": months[0] <= today.month}
        near = groups["near"]
        return today.year + _YEARS_OFF[near] * other_year.get(near, False)
    return None
