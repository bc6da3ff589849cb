from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.articles.moments import NotADateError, field_moment

SEEN = datetime(2023, 5, 10, 12, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def moment(value: object, seen: datetime | None = SEEN) -> str:
    return field_moment(value, timezone="Asia/Hong_Kong", seen=seen, now=NOW)


@pytest.mark.parametrize(
    "value",
    [
        "2023-05-10T09:30:00+00:00", "2023-05-10 09:30:00+00", "20230510T093000Z",
        "2023-05-10T09:30:00.123456789Z", "20230510 17:30:00", "20230510173000", "202305101730",
        1683711000, 1683711000000, "1683711000", "1683711000.0", "1.683711e9",
        1683711000000000000, "Wed May 10 17:30:00 2023", "Wed May 10 09:30:00 +0000 2023",
        "Wed May 10 17:30:00 HKT 2023", "Wed, 10 May 2023 09:30:00 GMT", "10 May 23 09:30 GMT",
        "Wed May 10 2023 17:30:00 GMT+0800 (Hong Kong Standard Time)", "112年5月10日 17:30",
        "2023-05-10T09:30:00Z[UTC]", "2023年5月10日下午5時30分", "2023年5月10日下午五時三十分",
        "民國112年5月10日17:30", datetime(2023, 5, 10, 17, 30), "150 minutes ago",
    ],
)  # fmt: skip
def test_one_moment_in_many_forms(value: object) -> None:
    assert datetime.fromisoformat(moment(value)) == datetime(2023, 5, 10, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2023-05-10", "20230510", 20230510, 20230510.0, "112/05/10", "112年5月10日", "112.05.10",
        "民國一百一十二年五月十日", "10-May-23", "10 May 2023", "今天", "today", date(2023, 5, 10),
    ],
)  # fmt: skip
def test_one_day_in_many_forms(value: object) -> None:
    assert moment(value) == "2023-05-10T00:00:00+08:00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3小時前", "2023-05-10T17:00:00+08:00"),
        ("3 hours ago", "2023-05-10T17:00:00+08:00"),
        ("昨天 09:30", "2023-05-09T09:30:00+08:00"),
        ("2 days ago", "2023-05-08T00:00:00+08:00"),
        ("剛剛", "2023-05-10T20:00:00+08:00"),
    ],
)
def test_moments_counted_from_when_the_page_was_seen(value: str, expected: str) -> None:
    assert moment(value) == expected
    with pytest.raises(NotADateError, match="counts from a day"):
        moment(value, None)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (0, "1970-01-01"), ("0", "1970-01-01"), ("1970-01-01", "1970-01-01"),
        ("1970-01-01T08:00:00+08:00", "1970-01-01"), ("1900-01-01", "1900-01-01"),
        ("2093-01-01", "future"), ("9999-12-31T23:59:59Z", "future"), ("1066-10-14", "before 1700"),
        ("0001-01-01T00:00:00", "calendar"), (2023, "a year and no day"), ("2023", "no day"),
        ("4/5/2023", "exchanged"), ("1/2/17 9:30", "exchanged"), ("unknown", "not a date"),
        (True, "not a date"), ([1], "not a date"), (float("inf"), "not a date"),
        ("99年5月10日", "not a date"), ("20231399", "not a date"), ("2023-W10", "not a date"),
        (-5, "not a date"), ("112.5.10.3", "not a date"), ("第112年5月10日", "not a date"),
        ("May 2023", "not a date"),
    ],
)  # fmt: skip
def test_what_is_no_date_and_why(value: object, why: str) -> None:
    with pytest.raises(NotADateError, match=why):
        moment(value)


def test_a_clock_that_is_set_back_refuses_nothing() -> None:
    wrong = datetime(1980, 1, 1, tzinfo=UTC)
    assert field_moment("2023-05-10", timezone="UTC", now=wrong) == "2023-05-10T00:00:00+00:00"


@settings(deadline=None)
@given(st.text(max_size=40) | st.integers() | st.floats() | st.booleans() | st.none())
def test_any_value_is_a_date_or_none(value: object) -> None:
    try:
        found = moment(value)
    except NotADateError:
        return
    assert "1970-01-01" not in found
    assert datetime.fromisoformat(found).tzinfo is not None
