"""Units of numbers, as far as they tell numbers apart: 12% is not 12 km."""

from __future__ import annotations

import re

_NAMES = {
    "%": "%|per ?cents?|percentage points?|个?百分点",
    "km": "km|kilomet(?:re|er)s?|公里|千米",
    "mile": "miles?|英里",
    "m": "m|met(?:re|er)s?|米(?!舒)|公尺",
    "cm": "cm|centimet(?:re|er)s?|厘米|公分",
    "kg": "kg|kilos?|kilogram(?:me)?s?|公斤|千克",
    "ton": "tons?|tonnes?|公?吨",
    "degree": "degrees?|℃|°c|摄氏度|度(?!假|过)",
    "hour": "hours?|个?(?:半)?小时|个?钟头",
    "minute": "minutes?|分钟",
    "day": "days?|天",
    "week": "weeks?|个?星期|周(?!年)",
    "month": "months?|个月",
    "year": "years?|周年|年(?![代级])",
    "dollar": (
        "(?:u\\.?s\\.? ?|hong kong |hk |taiwan )?dollars?|cents?"
        "|美元|美金|港元|港币|澳元|加元|usd|hkd"
    ),
    "yuan": "yuan|renminbi|rmb|人民币",
    "yuan/dollar": "元(?!首|老|素|旦|月|年)",
    "euro": "euros?|欧元",
    "pound": "pounds?|英镑",
    "yen": "yen|日元|日圆",
    "rouble": "rou?bles?|卢布",
    "won": "won|韩元",
}  # fmt: skip
_PREFIXES = {"us$": "dollar", "hk$": "dollar", "$": "dollar", "€": "euro", "£": "pound"} | {
    "¥": "yuan", "人民币": "yuan", "rmb": "yuan", "港币": "dollar",
}  # fmt: skip
_NUMBERED = {f"u{n}": name for n, name in enumerate(_NAMES)}


def _ending(names: str) -> str:
    ways = names.split("|")
    # A Latin unit is a whole word, "m" is no beginning of "men".
    return (
        names
        if not names[0].isascii()
        else "|".join(
            rf"{way}(?![a-z])" if way[-1].isascii() and way != "%" else way for way in ways
        )
    )


UNIT = re.compile(
    r"(?: ?-? ?)(?:[多余几] ?)?(?:"
    + "|".join(rf"(?P<u{n}>{_ending(names)})" for n, names in enumerate(_NAMES.values()))
    + ")"
)
PREFIX = "|".join(re.escape(each) + " ?" for each in sorted(_PREFIXES, key=len, reverse=True))


def unit_of(match: re.Match[str]) -> str:
    """The name of the unit that ``UNIT`` has matched."""
    return _NUMBERED[next(name for name, text in match.groupdict().items() if text)]


def prefix_unit(prefix: str) -> str:
    """The unit that stands before a number: ``$`` is a dollar."""
    return _PREFIXES[prefix.strip()]


def compatible(one: str | None, other: str | None) -> bool:
    """Whether numbers with these units may be the same.

    Percents always say so, and a share (a third, 三分之一) may be one; other units may be left
    out, or worded in a way that is not known.
    """
    if "share" in (one, other):
        return {one, other} <= {"share", "%", None}
    if "%" in (one, other):
        return one == other
    if one is None or other is None or one == other:
        return True
    return "yuan/dollar" in (one, other) and {one, other} <= {"yuan/dollar", "yuan", "dollar"}
