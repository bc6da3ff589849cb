"""The window of time that a question opens within the one that the user set."""

from __future__ import annotations

from qa.index.filters import Filters
from qa.text.periods import Period


def narrowed(filters: Filters | None, period: Period) -> Filters | None:
    """The filters with the period's days on top; None where the two have no moment in common.

    The result lets nothing through that ``filters`` holds back. A bound of the user's that is
    the tighter one stays as the user wrote it.
    """
    filters = filters or Filters()
    days = Filters(
        published_from=period.first and period.first.isoformat(),
        published_to=period.last and period.last.isoformat(),
    )
    # Bounds are local times of one form, which sort as text.
    (low, high), (first, last) = filters.bounds(), days.bounds()
    tighter: dict[str, str | None] = {}
    if first and (low is None or first > low):
        tighter["published_from"] = days.published_from
    if last and (high is None or last < high):
        tighter["published_to"] = days.published_to
    window = filters.model_copy(update=tighter)
    start, end = window.bounds()
    return None if start and end and start > end else window
