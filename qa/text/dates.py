"""Dates as news pages write them, in English and Chinese: moments and date lines.

Nothing is guessed: a bare number is no date, a month and a day without a year need a
``base``, and 4/5/2023, which two continents read differently, is not understood.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from qa.text.date_tokens import read_day, read_short_day, read_time, tokens
from qa.text.zones import zone

# A date line is a line, not a paragraph.
_LONGEST_LINE = 200

Label = Literal["published", "updated"]


@dataclass(frozen=True)
class DateLine:
    """What a line says about when an article was published and updated.

    Attributes:
        exact: the line states a time of day or a label such as "Published".
        rest: the words of the line that belong to no date, ``""`` if there are none.
    """

    published: datetime | None
    updated: datetime | None
    exact: bool
    rest: str


@dataclass(frozen=True)
class _Found:
    """One moment of a line while it is put together."""

    day: date | None = None
    short_day: tuple[int, int] | None = None
    clock: timedelta | None = None
    zone: tzinfo | None = None
    label: Label | None = None

    def moment(self, *, default: str, base: datetime | None) -> datetime | None:
        day = self.day
        try:
            if day is None and self.short_day and base:
                day = date(base.year, *self.short_day)
            if day is None and not self.short_day and base:
                day = base.date()
            if day is None:
                return None
            start = datetime.combine(day, time(), tzinfo=self.zone or ZoneInfo(default))
            return start + (self.clock or timedelta())
        except (ValueError, OverflowError):
            return None


def parse_moment(text: str, *, timezone: str, base: datetime | None = None) -> datetime | None:
    """The moment that ``text`` as a whole states, to the second, or None.

    Args:
        text: a date, a date and a time, or (given ``base``) a time or a day alone; labels
            such as "Updated:" and weekdays may stand with it, other words may not.
        timezone: IANA name of the zone of times that state none.
        base: where the year of "4月26日" or the day of "23:33" is taken from.
    """
    if len(text) > _LONGEST_LINE:
        return None
    found, rest = _scan(_flat(text), timezone)
    if rest or len(found) != 1:
        return None
    return found[0].moment(default=timezone, base=base)


def read_date_line(line: str, *, timezone: str, base: datetime | None = None) -> DateLine | None:
    """The dates of a line that may be a date line; the caller judges ``rest``.

    The first unlabelled date is the publication. A time alone ("Updated: 23:33") counts
    with a label and a ``base``, or after a date on the same line. None without any date.
    """
    if len(line) > _LONGEST_LINE:
        return None
    found, rest = _scan(_flat(line), timezone)
    published, updated, exact = None, None, False
    for one in found:
        if one.day is None and one.short_day is None and not one.label:
            continue
        moment = one.moment(default=timezone, base=published or base)
        if one.label == "updated":
            updated = updated or _not_before(moment, one, published or base, timezone)
        else:
            published = published or moment
        exact = exact or one.clock is not None or one.label is not None
    dated = any(one.day or one.short_day for one in found) or published or updated
    return DateLine(published, updated, exact, rest) if dated else None


def _not_before(
    moment: datetime | None, one: _Found, base: datetime | None, timezone: str
) -> datetime | None:
    """An update moved past midnight or New Year where that puts it after the publication."""
    if moment is None or base is None or one.day or moment >= base:
        return moment
    if one.short_day:
        return one.moment(default=timezone, base=base.replace(year=base.year + 1, day=1))
    return moment + timedelta(days=1)


def _flat(text: str) -> str:
    """Compatibility forms folded (full-width digits and colons), all on one line."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _scan(text: str, timezone: str) -> tuple[list[_Found], str]:
    """The moments of a line in order, with their labels, and the words left over."""
    assembly = _Assembly(timezone)
    for kind, token in tokens(text):
        assembly.take(kind, token)
    return assembly.finish()


class _Assembly:
    """Puts the tokens of one line together to moments."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._found: list[_Found] = []
        self._words: list[str] = []
        self._current = _Found()
        self._label: Label | None = None
        self._after_word = False

    def take(self, kind: str, token: str) -> None:
        """The next token of the line."""
        if kind in ("published", "updated"):
            self._close()
            self._label = "updated" if kind == "updated" else "published"
        elif kind == "join":
            if self._after_word:
                self._words.append(token)
        elif kind != "weekday":
            piece = None if kind == "word" else _read(kind, token, self._timezone)
            if piece is None or _clash(self._current, piece):
                self._close()
            if piece is None:
                self._words.append(token)
                self._after_word = True
                return
            self._current = _merge(self._current, piece)
        self._after_word = False

    def finish(self) -> tuple[list[_Found], str]:
        """All moments, and the words that belong to none."""
        self._close()
        if self._label:
            # Labels that follow their dates: "20:00 發佈 23:33 更新", "March 21 (updated)".
            following = [one.label for one in self._found[1:]] + [self._label]
            if self._found and not self._found[0].label:
                pairs = zip(self._found, following, strict=True)
                self._found = [replace(one, label=label) for one, label in pairs]
        return self._found, "".join(self._words).strip(" \t,;:|/·•‧–—@、-()[]")

    def _close(self) -> None:
        one = self._current
        if one.day or one.short_day or one.clock is not None:
            self._found.append(replace(one, label=self._label))
            self._label = None
        self._current = _Found()


def _clash(current: _Found, piece: _Found) -> bool:
    """Whether the piece starts another moment."""
    if piece.clock is not None:
        return current.clock is not None
    return bool((piece.day or piece.short_day) and (current.day or current.short_day))


def _merge(current: _Found, piece: _Found) -> _Found:
    return _Found(
        day=current.day or piece.day,
        short_day=current.short_day or piece.short_day,
        clock=current.clock if current.clock is not None else piece.clock,
        zone=current.zone or piece.zone,
    )


def _read(kind: str, token: str, timezone: str) -> _Found | None:
    """One token's meaning, or None where its numbers make no sense."""
    if kind == "zone":
        where = zone(token, default=timezone)
        return _Found(zone=where) if where else None
    if kind == "time":
        clock = read_time(token)
        return None if clock is None else _Found(clock=clock)
    try:
        if kind == "short_day":
            return _Found(short_day=read_short_day(token))
        day = read_day(kind, token)
    except ValueError:
        return None
    return _Found(day=day) if day else None
