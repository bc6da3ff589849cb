"""What the words around a time say: since it, before it, not in it, the week of it.

Text is read as ``qa.text.cutting.flat`` makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from qa.text.period_tokens import Mark

Relation = Literal["in", "since", "before", "after", "until", "aside"]

# How far around a time the words stand that say how it is meant.
_AROUND = 40


@dataclass(frozen=True, slots=True)
class Named:
    """One time of a text: a mark, the two ends of a range, or a list.

    Attributes:
        start, end: where it stands, with the words that say how it is meant.
        relation: how the text is about it; ``aside`` where it is not.
        ranged: the marks are the two ends of a range.
        between: they are two, and what lies between them is meant too.
        week: the week around a day is meant.
    """

    marks: Sequence[Mark]
    start: int
    end: int
    relation: Relation
    ranged: bool
    between: bool
    week: bool


# -- which marks belong together ----------------------------------------------------------------

_ENDS = "(?:份|初|底|末|[上中下]旬)?"
_RANGE = re.compile(
    rf"{_ENDS} ?(?:[-~–—]|\b(?:to|until|till|through)\b|(?:以来|起)?(?:直?到|至)) ?(?:the )?",
    re.ASCII,
)
_LIST = re.compile(
    rf"{_ENDS}(?: ?[、和与及或]|,? (?:and|or)\b|,? ?&) ?(?:(?:in|on) )?(?:the )?", re.ASCII
)
_COMMA = re.compile(r", (?:the )?")
# A number that may be one more day, month or year of a list, but of which nothing says so.
_ANOTHER = re.compile(
    r"(?:,| and| or|、|和|与|及) ?\d{1,4}(?:st|nd|rd|th)?"
    r"(?= ?(?:$|[?.;!、和与及]|,(?!\d)|and\b|or\b))",
    re.ASCII,
)


def named_times(text: str, marks: Sequence[Mark]) -> Iterator[Named]:
    """The times among the marks, in order.

    Raises:
        ValueError: one of them is a list of which nobody can say where it ends.
    """
    i = 0
    while i < len(marks):
        count, ranged = _together(text, marks[i:])
        group = marks[i : i + count]
        i += count
        if any(_is_time(text, mark) for mark in group):
            if _ANOTHER.match(text, group[-1].end):
                raise ValueError("the list goes on")
            yield _named(text, group, ranged=ranged)


def _together(text: str, found: Sequence[Mark]) -> tuple[int, bool]:
    """How many of the first marks are one time, and whether they are the ends of a range."""
    count = 1
    for place, (one, other) in enumerate(pairwise(found), start=2):
        between = text[one.end : other.start]
        if place == 2 and _RANGE.fullmatch(between):
            return 2, True
        if _LIST.fullmatch(between):
            count = place
        # A comma also stands before what has to do with the whole: "in 2022, March 21 was ...".
        elif not (_COMMA.fullmatch(between) and one.kind == other.kind):
            break
    return count, False


# -- how they are meant -------------------------------------------------------------------------

_LEADS: dict[str, Relation] = {
    **dict.fromkeys("in on during throughout from between within over of through".split(), "in"),
    **dict.fromkeys(("since", "in or after", "on or after", "in or since", "on or since"), "since"),
    **dict.fromkeys(("before", "prior to"), "before"),
    **dict.fromkeys(("after",), "after"),
    **dict.fromkeys(("until", "till", "up to", "in or before", "on or before"), "until"),
    **dict.fromkeys("by than versus vs every each except excluding outside near".split(), "aside"),
    **dict.fromkeys(
        ("as of", "as in", "than in", "compared to", "compared with", "compare to", "compare with"),
        "aside",
    ),
}
_TIME_LEADS = frozenset(
    "in during since before after until till throughout from between through".split()
) | {lead for lead in _LEADS if " or " in lead}
# Which words make a time of what is none without them: "march", "march 21", "2023".
_WANTED = {
    "month": _TIME_LEADS,
    "day": _TIME_LEADS - {"in"} | {"on", "of"},
    "year": _TIME_LEADS | {"of"},
}
_ANY_LEAD = "|".join(sorted(_LEADS, key=len, reverse=True))
_LEAD = re.compile(
    rf"(?:^|[^\w'])(?P<lead>{_ANY_LEAD})(?P<filler>(?: the)?(?: years?| months? of?)?) $", re.ASCII
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|except|excluding|outside(?: of)?|than|unlike|instead of)|n't) "
    r"(?:(?:in|on|during|from|of) )?(?:the )?$",
    re.ASCII,
)
_ABOUT = re.compile(
    r"\b(?:about|around|circa|ca\.?|c\.|roughly|approximately|nearly|almost)(?: the)? $", re.ASCII
)
_WEEK = re.compile(
    r"(?:\bthe )?\bweek (?:of|beginning|starting|from)(?: on)?(?: [a-z]+day,?)?(?: the)? $",
    re.ASCII,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,? $", re.ASCII)
_CHINESE_LEAD = re.compile(
    r"(?P<aside>(?:截至|截止|比|较|除|每|到|至)[了在]?|(?<![南北东西中亚是])非|(?<!是)不[是在])$"
    r"|(?P<since>(?<!来)从|(?<![来亲独各擅])自从?) ?$"
    r"|(?P<in>(?<![现存实正])在|于) ?$"
)
# What may stand between a month and what goes on from there.
_CLAUSE_END = r"(?=$|[ ,。?!、;的有曾已就才又再])"
_TAIL = re.compile(
    rf"{_ENDS}度? ?(?:"
    r"(?P<since>以来|至今(?![年天日晚早春夏秋冬周月])|迄今|起(?![至到诉来草义步点初因源])"
    r"|到现在|到目前|到今天|onwards?\b|or later\b|and (?:after|later|beyond)\b"
    r"|(?:to|until|till|through) (?:now|date|(?:the )?present)\b)"
    r"|(?P<aside>同期|相比|比(?=$|[ ,。?!较起])|前后|左右|[以之除]外)"
    rf"|(?P<before>以前|之前|or earlier\b)|(?P<short_before>前{_CLAUSE_END})"
    rf"|(?P<after>以后|之后)|(?P<short_after>后(?![续勤台卫悔果援世面半期备代来疫院]))"
    r"|(?P<week>(?:[当那该这]|所在的?)(?:一|个|一个)?(?:周|星期|礼拜)(?![一二三四五六日天末年边围]))"
    r"|(?P<in>期间))"
)
_TAILS: dict[str, Relation] = {
    "since": "since", "before": "before", "short_before": "before", "after": "after",
    "short_after": "after", "aside": "aside", "week": "in", "in": "in",
}  # fmt: skip
_BETWEEN = re.compile(r"(?:\bbetween (?:the )?|介[于乎])$", re.ASCII)


def _named(text: str, group: Sequence[Mark], *, ranged: bool) -> Named:
    first, last = group[0].start, group[-1].end
    between = _before(_BETWEEN, text, first) is not None
    week = _before(_WEEK, text, first)
    start, relation = _led(text, week.start() if week else first, group)
    tail = _TAIL.match(text, last)
    meant = (tail and tail.lastgroup) or "in"
    if _TAILS[meant] != "in":
        # 2000年前 is also two thousand years ago.
        only_year = group[-1].kind == "year" and "short" in meant
        relation = "aside" if only_year else _TAILS[meant]
    # "Since March 20 until April 2" has an end.
    if ranged and relation in ("since", "until"):
        relation = "in"
    end = tail.end() if tail else last
    return Named(group, start, end, relation, ranged, between, bool(week) or meant == "week")


def _led(text: str, start: int, group: Sequence[Mark]) -> tuple[int, Relation]:
    """Where the words before a time begin, and how it is meant by them."""
    if weekday := _before(_WEEKDAY, text, start):
        start = weekday.start()
    if _before(_DENIED, text, start) or (_before(_ABOUT, text, start) and _is_vague(text, group)):
        return start, "aside"
    if chinese := _before(_CHINESE_LEAD, text, start):
        # 从 is "since" alone and "from" before a range.
        since = chinese["since"] and len(group) == 1 and group[0].names_one
        return chinese.start(), "aside" if chinese["aside"] else "since" if since else "in"
    lead = _before(_LEAD, text, start)
    return (lead.start("lead"), _LEADS[lead["lead"]]) if lead else (start, "in")


def _is_vague(text: str, group: Sequence[Mark]) -> bool:
    """Whether "about" before a time means that it is not exact, not that it is the subject."""
    counted = text[: group[-1].end].endswith(" ago")
    return (group[0].span is None or counted) and not text.startswith("'s", group[-1].end)


def _is_time(text: str, mark: Mark) -> bool:
    """Whether a mark is a time, by its form or by the words before it."""
    if mark.form == "sure":
        return True
    lead = _before(_LEAD, text, mark.start)
    # "After the May 4th" goes on with "movement".
    if lead is not None and lead["lead"] in _WANTED[mark.form] and lead["filler"] != " the":
        return True
    return mark.kind == "day" and _before(_WEEK, text, mark.start) is not None


def _before(words: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """The words where they stand right before a place in the text."""
    return words.search(text, max(0, end - _AROUND), end)
