"""Numbers that a text states, in digits and in words, English and Chinese.

1.2万, 12,000 and "twelve thousand" are one number, 百分之十二, 12% and "12 per cent" one share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qa.text.folding import fold
from qa.text.number_words import (
    ENGLISH_NUMBER,
    HAN_NUMBER,
    SCALE,
    english_value,
    han_value,
    scale_of,
)
from qa.text.units import PREFIX, UNIT, compatible, prefix_unit, unit_of

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<clock>(?<![\d:.])\d{{1,2}}:\d\d(?![\d:])|\d{{1,2}} ?[时点]\d{{1,2}}分)"
    rf"|(?P<part>(?P<whole>{_DIGITS}|{HAN_NUMBER})分之(?P<share>{_DIGITS}|{HAN_NUMBER}))"
    rf"|(?P<halved>一半|半数|过半|\bhalf(?: of)?(?= (?:the|its|their|that|of|a|all)\b))"
    rf"|(?P<tenths>(?P<full>\d|[一二两三四五六七八九])成(?P<rest>[一二三四五六七八九半])?(?![功立员为果本长就都]))"
    rf"|(?P<prefix>{PREFIX})?(?P<digits>(?<![\d.,])(?<![a-z])(?<![a-z]-){_DIGITS})"
    rf"(?P<scale> ?(?:{SCALE}))?(?P<more>\d{{1,4}} ?万)?"
    rf"|(?P<han>{HAN_NUMBER})"
    rf"|(?P<english>{ENGLISH_NUMBER})"
)
# 数百 and "hundreds of" are no numbers, 十几 is none either.
_VAGUE_BEFORE, _VAGUE_AFTER = re.compile(r"[数几好上成]$"), re.compile(r"^(?:几|数|上下)")
_MEASURE = re.compile(
    r" ?(?:多|余)? ?[个名位次条辆架艘座只头匹间家所项届岁天年月日周倍成册部份件户票场宗起步轮批"
    r"类种层级期段颗枚张辑幅首支队组块]"
)
# Two of these are seldom counted out in the source: 两国元首 are two presidents by name.
_PAIRS = re.compile(
    r"^ ?(?:国|岸|地|人(?!次)|者|会|军|院|方|边|厢|"
    r"(?:countries|sides|nations|leaders|presidents|parties|governments|states|capitals|men)\b)"
)
_ROUND = 1e-9


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``text[start:end]``, its unit included.

    Attributes:
        values: what it may mean: "a third" is 3 or 1/3.
        unit: "%", "m", "dollar" and so on (see ``qa.text.units``), or None.
        sure: it surely counts or measures something; 四 in 四川 and "one" do not.
        digits: how many digits of it are told, for numbers that were rounded.
    """

    start: int
    end: int
    values: frozenset[float]
    unit: str | None
    sure: bool
    digits: int

    def agrees(self, other: Number) -> bool:
        """Whether the other states this number, or one that it is rounded from."""
        if not compatible(self.unit, other.unit):
            return False
        return any(
            abs(mine - its) <= _ROUND * max(1.0, abs(mine)) or self._rounds(mine, its)
            for mine in self.values
            for its in other.values
        )

    def _rounds(self, mine: float, its: float) -> bool:
        if self.digits < 2 or mine == int(mine) < 1000 or not its:
            return False
        return float(f"{its:.{self.digits - 1}e}") == mine


def numbers(text: str) -> list[Number]:
    """The numbers of a text, in order; none overlaps another."""
    folded = fold(text)
    return [found for match in _NUMBER.finditer(folded) for found in _read(match, folded)]


def _read(match: re.Match[str], text: str) -> Iterator[Number]:
    groups = {name: found for name, found in match.groupdict().items() if found}
    start, end = match.span()
    unit = UNIT.match(text, end)
    name = unit_of(unit) if unit else None
    if "prefix" in groups:
        name = name if name not in (None, "m") else prefix_unit(groups["prefix"])
    values = _values(groups)
    if groups.keys() & {"part", "tenths", "halved"} or (len(values) > 1 and "english" in groups):
        name = "share"
    if not values:
        return
    sure = _is_sure(groups, text, start, end, name)
    if "digits" in groups and unit and unit.group() == "m":  # "5.6m": metres or millions
        values, name = values | {value * 1e6 for value in values}, None
    stop = unit.end() if unit else end
    told = re.sub(r"\D", "", groups.get("digits", "")).strip("0")
    yield Number(start, stop, values, name, sure, len(told))


def _values(groups: dict[str, str]) -> frozenset[float]:
    if "clock" in groups:
        hour, minute = (int(n) for n in re.findall(r"\d+", groups["clock"]))
        return frozenset({hour + minute / 100, hour + 12 + minute / 100})
    if "halved" in groups:
        return frozenset({50.0, 0.5})
    if "part" in groups:
        whole, share = _plain(groups["whole"]), _plain(groups["share"])
        return frozenset({100 * share / whole}) if whole and share is not None else frozenset()
    if "tenths" in groups:
        rest = groups.get("rest", "0")
        tenths = _plain(groups["full"]) or 0.0
        return frozenset({10 * tenths + (5.0 if rest == "半" else _plain(rest) or 0.0)})
    if "digits" in groups:
        value = float(groups["digits"].replace(",", "")) * scale_of(groups.get("scale", ""))
        more = groups.get("more", "")
        return frozenset({value + float(more.rstrip("万 ")) * 1e4 if more else value})
    if "han" in groups:
        han = han_value(groups["han"])
        return frozenset() if han is None else frozenset({han})
    return english_value(groups["english"])


def _plain(text: str) -> float | None:
    return float(text.replace(",", "")) if text[0].isdigit() else han_value(text)


def _is_sure(groups: dict[str, str], text: str, start: int, end: int, unit: str | None) -> bool:
    if groups.keys() & {"clock", "part", "tenths", "halved"}:
        return True
    pair = _PAIRS.match(text[end:])
    if "digits" in groups:
        return (
            text[end : end + 1].isascii() is False
            or not text[end : end + 1].isalpha()
            or bool(unit)
        )
    word = groups.get("han") or groups["english"]
    if "han" in groups:
        vague = _VAGUE_BEFORE.search(text[:start]) or _VAGUE_AFTER.match(text[end:])
        if vague or word in "一〇零" or (pair and word in "两二"):
            return False
        if word[0] in "万亿千百" or (len(word) == 1 and text[start - 1 : start] == "第"):
            return False
        return len(word) > 1 or bool(unit or _MEASURE.match(text[end:]))
    plural = text[end : end + 1] == "s"
    return not (
        plural or word in ("one", "a half", "half", "first", "second") or (pair and word == "two")
    )
