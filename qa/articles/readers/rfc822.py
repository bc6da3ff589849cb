"""Dates of mails and feeds as ISO 8601."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from qa.text.dates import parse_moment


def moment_of(text: str | None, *, timezone: str) -> str | None:
    """The moment of a date as RFC 822, RFC 3339 or a page writes it, None for what is none.

    Args:
        timezone: IANA name of the zone of dates that state none.
    """
    text = " ".join((text or "").split())
    moment = parse_moment(text, timezone=timezone) if text else None
    if moment is None:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(timezone))
    return moment.isoformat(timespec="seconds")
