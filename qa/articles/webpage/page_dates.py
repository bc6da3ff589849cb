"""When a page was published and updated: what it states, and the date line at its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from qa.articles.heads import date_line
from qa.articles.lines import weight
from qa.articles.phrases import phrases
from qa.articles.webpage.blocks import Block
from qa.articles.webpage.page import Page
from qa.text.dates import DateLine, parse_moment, read_date_line

# So far from the heading a date line may stand, in blocks, and so much may it say besides.
_BELOW, _ABOVE = 14, 5
_HEAVIEST_REST = 30
_HEAVIEST_LINE = 60
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?(?:\.\d+)?$")
_COMPACT = re.compile(
    r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?(Z?)$"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff]+")
_IN_PIECES = re.compile(r"(?<!\d)([12]\d{3})\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})(?=\s)")
_TODAY = timedelta(days=1)
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Moment:
    """A moment, and how it was stated: with a time of day, with a zone."""

    when: datetime
    timed: bool
    zoned: bool


def stated_moment(value: Any, *, timezone: str) -> Moment | None:
    """The moment that metadata state, None where it is none.

    Args:
        value: text in a form of ``qa.text.dates``, ``20230510``, or seconds or milliseconds
            since 1970. The beginning of 1970 and the future are no dates.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = " ".join(str(value).split())[:100]
    if _EPOCH.match(text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        try:
            return _sane(
                datetime.fromtimestamp(seconds, ZoneInfo(timezone)), timed=True, zoned=True
            )
        except (ValueError, OverflowError, OSError):
            return None
    if compact := _COMPACT.match(text):
        year, month, day, hour, minute, second, zulu = compact.groups()
        text = f"{year}-{month}-{day}"
        text += f"T{hour}:{minute}:{second or '00'}{zulu}" if hour else ""
    when = parse_moment(text, timezone=timezone)
    if when is None:
        return None
    other = parse_moment(text, timezone="Asia/Kathmandu")  # no site's own zone
    timed = bool(re.search(r"\d:\d\d|\d\s*[時时點点]|\d\s*[ap]\.?m", text, re.IGNORECASE))
    return _sane(when, timed=timed, zoned=other == when)


def _sane(when: datetime, *, timed: bool, zoned: bool) -> Moment | None:
    if not _EARLIEST <= when.astimezone(UTC) <= datetime.now(UTC) + _TODAY:
        return None
    return Moment(when, timed, zoned)


def first_moment(values: Iterable[Any], *, timezone: str) -> Moment | None:
    """The first of the values that is a moment."""
    return next((m for v in values if (m := stated_moment(v, timezone=timezone))), None)


@dataclass(frozen=True)
class DateNearby:
    """The date line nearest to a heading."""

    published: Moment | None = None
    updated: datetime | None = None


def date_nearby(page: Page, heading: int | None, *, timezone: str) -> DateNearby:
    """What the date line below the heading says, or the one above it."""
    blocks = page.blocks
    if heading is None:
        heading = next((i for i, b in enumerate(blocks) if page.is_prose(b)), 0) - 1
        return _nearest(blocks[max(0, heading - _ABOVE) : heading + 1][::-1], timezone)
    below, prose = [], 0
    for block in blocks[heading + 1 : heading + 1 + _BELOW]:
        prose += page.is_prose(block)
        if prose > 1:
            break
        below.append(block)
    above = blocks[max(0, heading - _ABOVE) : heading][::-1]
    found = _nearest(below, timezone)
    if found.published and found.published.timed:
        return found
    higher = _nearest(above, timezone)
    if found.published is None or (
        higher.published
        and higher.published.timed
        and higher.published.when.date() == found.published.when.date()
    ):
        return higher if higher.published else found
    return found


def date_below(page: Page, end: int, *, timezone: str) -> DateNearby:
    """A date line right behind the article's last block."""
    return _nearest(page.blocks[end + 1 : end + 4], timezone, strict=True)


def told_by_text(stated: Moment | None, shown: Moment | None) -> Moment | None:
    """The stated moment as the text beside it tells it.

    A time that pages write with Z although it is local shows the same clock in the text;
    a day alone is completed by the time that the text shows.
    """
    if stated is None or shown is None:
        return stated or shown
    one, other = stated.when, shown.when
    if not stated.timed and shown.timed and abs(one - other) < timedelta(days=1.5):
        return shown if one.date() == other.date() or stated.zoned else stated
    same_clock = one.replace(tzinfo=None, second=0) == other.replace(tzinfo=None, second=0)
    if stated.zoned and not one.utcoffset() and same_clock and not shown.zoned and shown.timed:
        return Moment(one.replace(tzinfo=other.tzinfo), timed=True, zoned=False)
    return stated


def _nearest(blocks: Sequence[Block], timezone: str, *, strict: bool = False) -> DateNearby:
    days: DateNearby | None = None
    for block in blocks:
        found = _read(block, timezone, strict=strict)
        if found is None or found.published is None:
            continue
        if found.published.timed:
            return found
        days = days or found
    return days or DateNearby()


def _read(block: Block, timezone: str, *, strict: bool) -> DateNearby | None:
    for text in dict.fromkeys((block.text, block.pieces)):
        line = _IN_PIECES.sub(r"\1-\2-\3", _ADDRESS.sub(" ", text))
        if strict:
            said = date_line(line, timezone=timezone)
            if said is None or not said.exact:
                continue
        elif block.weight > _HEAVIEST_LINE:
            continue
        dates = read_date_line(line, timezone=timezone)
        if dates is None or dates.published is None or weight(dates.rest) > _HEAVIEST_REST:
            continue
        published = _moment_of(dates, line, timezone)
        if published:
            return DateNearby(published, dates.updated)
    return None


def _moment_of(dates: DateLine, line: str, timezone: str) -> Moment | None:
    when = dates.published
    if when is None:
        return None
    other = read_date_line(line, timezone="Asia/Kathmandu")
    timed = bool(when.hour or when.minute or when.second or re.search(r"\b0?0:00", line))
    return _sane(when, timed=timed, zoned=bool(other and other.published == when))


def found_by_trafilatura(tree: Any, timezone: str) -> str | None:
    """The day that trafilatura's own search finds, where the page writes that day somewhere.

    A copyright's year alone is no day.
    """
    from htmldate import find_date
    from lxml import etree

    try:
        day = find_date(tree, original_date=True, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError, etree.LxmlError):
        return None
    moment = stated_moment(day, timezone=timezone) if day else None
    if moment is None:
        return None
    year, month, date = moment.when.year, moment.when.month, moment.when.day
    numbers = rf"(?<!\d){year}\D{{1,3}}0?{month}\D{{1,3}}0?{date}(?!\d)|{year}{month:02}{date:02}"
    name = f"{moment.when:%b}"
    words = rf"{name}[a-z]*\.?\s+0?{date}\D{{1,4}}{year}"
    words += rf"|(?<!\d)0?{date}\D{{1,4}}{name}[a-z]*\.?,?\s+{year}"
    source = etree.tostring(tree, encoding="unicode")
    shown = re.search(f"{numbers}|{words}", source, re.IGNORECASE)
    return moment.when.isoformat(timespec="seconds") if shown else None


def element_times(tree: Any) -> list[str]:
    """Times that elements carry in attributes, in order: ``<time datetime>``, data-timestamp."""
    found: list[str] = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for name, value in element.attrib.items():
            bare = name.lower().removeprefix("data-")
            is_time = name == "datetime" and element.tag == "time"
            if is_time or (bare != name and bare in _attributes()):
                found.append(value)
    return found


def _attributes() -> frozenset[str]:
    return frozenset((*phrases("state_published"), "timestamp", "publish"))
