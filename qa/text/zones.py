"""Zone words of date lines: ``GMT+8``, ``HKT``, ``北京時間``, ``EDT``."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_HOURS = {
    "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "ict": 7, "wib": 7,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_PLACES = {
    "et": "America/New_York", "ct": "America/Chicago", "pt": "America/Los_Angeles",
    "北京": "Asia/Shanghai", "beijing": "Asia/Shanghai", "香港": "Asia/Hong_Kong",
    "hong kong": "Asia/Hong_Kong", "台北": "Asia/Taipei", "臺北": "Asia/Taipei",
    "台灣": "Asia/Taipei", "taipei": "Asia/Taipei", "新加坡": "Asia/Singapore",
    "東京": "Asia/Tokyo", "东京": "Asia/Tokyo", "日本": "Asia/Tokyo", "london": "Europe/London",
    "倫敦": "Europe/London", "伦敦": "Europe/London", "美東": "America/New_York",
    "美东": "America/New_York", "紐約": "America/New_York", "纽约": "America/New_York",
    "eastern": "America/New_York", "pacific": "America/Los_Angeles",
}  # fmt: skip
_GREENWICH = ("格林威治", "格林尼治", "世界標準", "世界标准", "協調世界", "协调世界")
_LOCAL = ("當地", "当地", "本地")

_CHINESE = "|".join([*(p for p in _PLACES if not p.isascii()), *_GREENWICH, *_LOCAL])
_ENGLISH = "beijing|hong\\ kong|taipei|london|eastern|pacific"
_NO_LETTER_BEFORE = r"(?<![^\W\d_])"
# A pattern for verbose, case-insensitive regular expressions, without groups. An offset west
# of Greenwich must stand where "10:00-12:00" cannot: after seconds, a fraction or a space.
ZONE_PATTERN = (
    rf"(?:{_NO_LETTER_BEFORE}(?:utc|gmt)(?:\s*[+-]\d{{1,2}}(?::?\d{{2}})?)?\b"
    rf"|{_NO_LETTER_BEFORE}(?:{'|'.join(_HOURS)}|cst|et|ct|pt|z)\b"
    rf"|\b(?:{_ENGLISH})\s+(?:standard\s+|daylight\s+)?time\b"
    rf"|(?:{_CHINESE})(?:時間|时间)"
    r"|(?<=\d)\s?[+]\d{2}:?\d{2}(?!\d)|(?<=\d)\s-\d{4}(?!\d)"
    r"|(?:(?<=:\d\d:\d\d)|(?<=t\d\d:\d\d)|(?<=\.\d\d\d)|(?<=\.\d{6})|(?<=\.\d{9}))"
    r"-\d{2}:?\d{2}(?!\d))"
)
_OFFSET = re.compile(r"([+-])(\d{1,2})(?::?(\d{2}))?$")
_LONGEST_OFFSET = timedelta(hours=14)


def zone(word: str, *, default: str) -> tzinfo | None:
    """The time zone that a text matching ``ZONE_PATTERN`` names, or None if it is none.

    ``default`` is the IANA name that "local time" means; it also decides whether CST is
    China's or Chicago's.
    """
    word = " ".join(word.lower().split())
    if offset := _OFFSET.search(word):
        sign, hours, minutes = offset.groups()
        delta = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(delta if sign == "+" else -delta) if delta <= _LONGEST_OFFSET else None
    if word in ("utc", "gmt", "z") or word.startswith(_GREENWICH):
        return UTC
    if word.startswith(_LOCAL):
        return ZoneInfo(default)
    if word == "cst":
        east = datetime(2000, 1, 1, tzinfo=ZoneInfo(default)).utcoffset()
        return ZoneInfo("Asia/Shanghai" if east == timedelta(hours=8) else "America/Chicago")
    if word in _HOURS:
        return timezone(timedelta(hours=_HOURS[word]))
    for place, name in _PLACES.items():
        if word == place or ((len(place) > 2 or not place.isascii()) and word.startswith(place)):
            return ZoneInfo(name)
    return None
