from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import FilterError
from qa.index.filters import Filters
from qa.retrieval.window import narrowed
from qa.text.periods import Period

MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))


def window(filters: Filters | None) -> tuple[str | None, str | None] | None:
    return (filters.published_from, filters.published_to) if filters is not None else None


def test_a_period_alone_is_the_window() -> None:
    assert narrowed(None, MARCH) == Filters(published_from="2023-03-01", published_to="2023-03-31")
    assert narrowed(None, Period(date(2023, 3, 1), None)) == Filters(published_from="2023-03-01")
    assert narrowed(Filters(), Period(None, date(2023, 3, 31))) == Filters(
        published_to="2023-03-31"
    )


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (("2023-01-01", "2023-12-31"), ("2023-03-01", "2023-03-31")),
        (("2023-03-10", None), ("2023-03-10", "2023-03-31")),
        ((None, "2023-03-10"), ("2023-03-01", "2023-03-10")),
        (("2023-03-10T08:00", "2023-03-10T20:00:00"), ("2023-03-10T08:00", "2023-03-10T20:00:00")),
        # The same moment in another spelling is not tighter.
        (("20230301", "2023-03-31T23:59:59"), ("20230301", "2023-03-31T23:59:59")),
        (("2023-03-31T23:59:59", None), ("2023-03-31T23:59:59", "2023-03-31")),
    ],
)
def test_the_tighter_bound_holds_and_the_users_stays_as_written(
    user: tuple[str | None, str | None], expected: tuple[str, str]
) -> None:
    filters = Filters(published_from=user[0], published_to=user[1])
    assert window(narrowed(filters, MARCH)) == expected


@pytest.mark.parametrize(
    "filters",
    [Filters(published_from="2023-04-01"), Filters(published_to="2023-02-28T23:59:59")],
)
def test_no_moment_in_common_is_none(filters: Filters) -> None:
    assert narrowed(filters, MARCH) is None


def test_other_filters_are_kept() -> None:
    filters = Filters(category="本地", source="港聞社", language="zh")
    kept = narrowed(filters, MARCH)
    assert kept == Filters(
        category="本地",
        source="港聞社",
        language="zh",
        published_from="2023-03-01",
        published_to="2023-03-31",
    )


# Near enough to each other that they often meet, and the ends of the calendar.
some_days = st.one_of(st.dates(date(2023, 2, 1), date(2023, 4, 30)), st.dates())
some_times = st.one_of(
    st.datetimes(datetime(2023, 2, 1), datetime(2023, 4, 30, 23, 59, 59)), st.datetimes()
)
some_bounds = st.one_of(
    st.none(),
    some_days.map(date.isoformat),
    some_times.map(datetime.isoformat),
    some_times.map(lambda moment: moment.isoformat(" ", timespec="minutes")),
)


@st.composite
def some_filters(draw: st.DrawFn) -> Filters | None:
    low, high = draw(some_bounds), draw(some_bounds)
    try:
        return draw(st.sampled_from([None, Filters(published_from=low, published_to=high)]))
    except FilterError:  # the wrong way round
        return Filters(published_from=high, published_to=low)


@st.composite
def some_periods(draw: st.DrawFn) -> Period:
    first, last = sorted((draw(some_days), draw(some_days)))
    shown = draw(st.sampled_from(["both", "first", "last"]))
    return Period(first if shown != "last" else None, last if shown != "first" else None)


@given(some_filters(), some_periods(), some_times)
def test_the_window_is_what_both_let_through(
    filters: Filters | None, period: Period, moment: datetime
) -> None:
    result = narrowed(filters, period)
    local = moment.replace(microsecond=0).isoformat()
    in_filters = lets_through(filters or Filters(), local)
    in_period = (period.first or date.min) <= moment.date() <= (period.last or date.max)
    assert (result is not None and lets_through(result, local)) == (in_filters and in_period)
    if result is None:
        assert filters is not None
    else:
        assert Filters.model_validate(result.model_dump()) == result
        assert narrowed(result, period) == result


def lets_through(filters: Filters, local: str) -> bool:
    low, high = filters.bounds()
    return (low is None or low <= local) and (high is None or local <= high)
