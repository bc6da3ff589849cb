"""The moment that a field of a record states, in whatever form programs and people write it.

Words are read by ``qa.text.dates`` and ``qa.text.relative_days``; here are the forms that are
dates only because the field is one (20230510, 1683710400), and what no article's date can be.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa.text.dates import parse_moment
from qa.text.folding import fold
from qa.text.relative_days import relative_days

# What programs write where they know no date: the zeros of Unix, of SQL Server and of Excel.
_PLACEHOLDERS = frozenset(
    {date(1, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1900, 1, 1), date(1970, 1, 1)}
)
_EARLIEST = date(1700, 1, 1)
# Zones apart, and papers that are dated to the next day.
_AHEAD = timedelta(days=2)
# A clock that stands before this code was written is wrong, and nothing is refused by it.
_WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)

_BARE_NUMBER = re.compile(r"[+-]?\d{1,20}(?:\.\d*)?(?:e[+]?\d{1,2})?", re.IGNORECASE)
_COMPACT = re.compile(
    r"((?:1[6-9]|20)\d\d)([01]\d)([0-3]\d)(?:[T\s_-]?([0-2]\d)([0-5]\d)([0-5]\d)?)?(?:\.\d+)?\s*(.*)"
)
# Seconds since 1970 from 1973 on; milliseconds, microseconds and nanoseconds by their size.
_EPOCH_UNITS = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (1e8, 1.0))
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_SHORT_OFFSET = re.compile(r"(:\d\d(?:[.,]\d+)?\s?[+-]\d\d)$")
_ZONE_REMARK = re.compile(r"\s*(?:\([^()]*\)|\[[\w/+-]*\])\s*$")
_AMBIGUOUS = re.compile(r"\d{1,2}[-/]\d{1,2}[-/]\d{2,4}\b")
_AGO = re.compile(
    r"(?:about |约)?(\d{1,4}|an?|one|半)\s*个?\s*"
    r"(sec(?:ond)?|min(?:ute)?|h(?:ou)?r|秒钟?|分钟?|小时|钟头)s?\s*(?:ago|之?前)"
)
_AGO_UNITS = {"s": 1, "秒": 1, "m": 60, "分": 60, "h": 3600, "小": 3600, "钟": 3600}
_JUST_NOW = frozenset({"just now", "now", "刚刚", "刚才"})
_LONGEST = 200


class NotADateError(ValueError):
    """Why a value is no date that an article can have; one clause."""


def field_moment(
    value: object, *, timezone: str, seen: datetime | None = None, now: datetime | None = None
) -> str:
    """The moment that a field states, as ISO 8601 with an offset, to the second.

    Args:
        value: text, a number (a day such as 20230510, or seconds, milliseconds, microseconds or
            nanoseconds since 1970), a date or a datetime.
        timezone: IANA name of the zone of times that state none.
        seen: when the page was fetched; without it "3 hours ago" is not understood.
        now: today's moment, of which two days later is the future; by default the clock's.

    Raises:
        NotADateError: not understood, or no date that an article can have.
    """
    moment = _moment(value, timezone, seen)
    if reason := impossible(moment, now=now):
        raise NotADateError(reason)
    return moment.isoformat(timespec="seconds")


def impossible(moment: datetime, *, now: datetime | None = None) -> str | None:
    """Why no article can be of this moment, or None."""
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:
        return "is outside the calendar"
    for day in (moment.date(), in_utc.date()):
        if day in _PLACEHOLDERS and (day == moment.date() or in_utc.time() == time()):
            return f"stands for no date ({day} is what programs write where they know none)"
    if moment.date() < _EARLIEST:
        return f"is before {_EARLIEST.year}"
    latest = max(now or datetime.now(UTC), _WRITTEN) + _AHEAD
    return "is in the future" if in_utc > latest else None


def _moment(value: object, timezone: str, seen: datetime | None) -> datetime:
    zone = ZoneInfo(timezone)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(), tzinfo=zone)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_number(float(value), timezone)
    if not isinstance(value, str):
        raise NotADateError("is not a date")
    text = value.strip()
    if _BARE_NUMBER.fullmatch(text):
        if (compact := _COMPACT.fullmatch(text)) and len(text) in (12, 14):
            return _of_compact(compact, timezone)
        return _of_number(float(text), timezone)
    return _of_text(text, timezone, seen)


def _of_number(number: float, timezone: str) -> datetime:
    if 1e7 <= number < 1e8 and number == int(number):
        compact = _COMPACT.fullmatch(str(int(number)))
        if compact is None:
            raise NotADateError("is not a date")
        return _of_compact(compact, timezone)
    if number == 0:
        return datetime(1970, 1, 1, tzinfo=UTC)
    for least, unit in _EPOCH_UNITS:
        if least <= number < least * 1e3:
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(number / unit))
    if 1000 <= number <= 2999:
        raise NotADateError("states a year and no day")
    raise NotADateError("is not a date")


def _of_compact(match: re.Match[str], timezone: str) -> datetime:
    year, month, day, hour, minute, second, rest = match.groups()
    clock = f" {hour}:{minute}:{second or '00'}" if hour else ""
    return _of_words(f"{year}-{month}-{day}{clock} {rest}".strip(), timezone, None)


def _of_text(text: str, timezone: str, seen: datetime | None) -> datetime:
    if len(text) > _LONGEST:
        raise NotADateError("is not a date")
    if compact := _COMPACT.fullmatch(text):
        return _of_compact(compact, timezone)
    text = _SHORT_OFFSET.sub(r"\1:00", _ZONE_REMARK.sub("", text))
    if _ISO.match(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))
    return _of_words(text, timezone, seen)


def _of_words(text: str, timezone: str, seen: datetime | None) -> datetime:
    moment = parse_moment(text, timezone=timezone)
    if moment is None and (local := _counted_back(text, timezone, seen)):
        return local
    if moment is None:
        raise NotADateError(_why_not(text))
    return moment


def _counted_back(text: str, timezone: str, seen: datetime | None) -> datetime | None:
    """The moment of "3 hours ago", 昨天 09:30: counted from when the page was seen.

    Raises:
        NotADateError: nobody knows when that was.
    """
    folded = fold(text).strip()
    ago = _AGO.fullmatch(folded)
    reference = seen or datetime.now(ZoneInfo(timezone))
    local = reference.astimezone(ZoneInfo(timezone))
    try:
        spans = [one for one in relative_days(folded, local.date()) if one[2][0] == one[2][1]]
    except (OverflowError, ValueError):
        return None
    if not spans and (today := re.search(r"\btoday\b", folded)):
        # In a question this may mean nowadays; in a date field it does not.
        spans = [(today.start(), today.end(), (local.date(), local.date()))]
    if not (ago or spans or folded in _JUST_NOW):
        return None
    if seen is None:
        raise NotADateError("counts from a day that is not stated")
    if folded in _JUST_NOW:
        return local
    if ago:
        number = {"a": 1.0, "an": 1.0, "one": 1.0, "半": 0.5}.get(ago[1]) or float(ago[1])
        return local - timedelta(seconds=number * _AGO_UNITS[ago[2][0]])
    start, end, (day, _) = spans[0]
    midnight = datetime.combine(day, time(), tzinfo=local.tzinfo)
    rest = (text.strip()[:start] + text.strip()[end:]).strip(" ,，")
    return parse_moment(rest, timezone=timezone, base=midnight) if rest else midnight


def _why_not(text: str) -> str:
    if _AMBIGUOUS.match(text):
        return "is not a date in one reading only: day and month can be exchanged"
    return "is not a date"
