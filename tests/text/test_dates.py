from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.dates import parse_moment, read_date_line

HONG_KONG = "Asia/Hong_Kong"
EVENING = datetime(2023, 3, 21, 20, 0, tzinfo=ZoneInfo(HONG_KONG))


def iso(text: str, base: datetime | None = None) -> str | None:
    moment = parse_moment(text, timezone=HONG_KONG, base=base)
    return moment.isoformat() if moment else None


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-21 20:00",
        "2023-03-21T20:00:00+08:00",
        "2023-03-21T12:00:00.123Z",
        "2023/3/21 20:00",
        "2023.03.21 8:00 pm",
        "2023年03月21日 20:00",
        "2023年3月21日下午8時",
        "2023年3月21日 晚上8点00分",
        "２０２３年３月２１日　２０：００",
        "二〇二三年三月二十一日 20:00",
        "民國112年3月21日 20:00",
        "21 March 2023 8:00 PM",
        "March 21, 2023 at 8 p.m.",
        "Mar. 21st, 2023, 20:00",
        "20:00, Tuesday 21 March 2023",
        "Tue, 21 Mar 2023 20:00:00 +0800",
        "2023-03-21 20:00 HKT",
        "2023-03-21 HKT 20:00",
        "北京时间2023年3月21日 20:00",
        "2023-03-21 12:00 GMT",
        "21 Mar 2023 12.00 GMT",
        "2023-03-21 07:00:00-05:00",
        "Tue, 21 Mar 2023 07:00:00 -0500",
        "Published: March 21, 2023 8:00 PM",
    ],
)
def test_many_spellings_of_one_moment(text: str) -> None:
    moment = parse_moment(text, timezone=HONG_KONG)
    assert moment == EVENING


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-03-21", "2023-03-21T00:00:00+08:00"),
        ("March 21, 2023", "2023-03-21T00:00:00+08:00"),
        ("31/12/2023", "2023-12-31T00:00:00+08:00"),
        ("12/31/2023", "2023-12-31T00:00:00+08:00"),
        ("2023-03-21 12:30 AM", "2023-03-21T00:30:00+08:00"),
        ("2023-03-21 24:00", "2023-03-22T00:00:00+08:00"),
        ("Published 8:00 PM EDT, Tue March 21, 2023", "2023-03-21T20:00:00-04:00"),
        ("March 21, 2023 8:00 PM ET", "2023-03-21T20:00:00-04:00"),
        ("January 21, 2023 8:00 PM ET", "2023-01-21T20:00:00-05:00"),
        ("2023-03-21 20:00 CST", "2023-03-21T20:00:00+08:00"),
    ],
)
def test_zone_and_time_stay_as_stated(text: str, expected: str) -> None:
    assert iso(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2023",
        "20230321",
        "1679400000",
        "March 2023",
        "2023年3月",
        "4/5/2023",
        "2023-02-30",
        "2023-13-01",
        "10:00-12:00",
        "23:33",
        "4月26日 16:05",
        "Version 1.2.2023.4",
        "2023年3月21日，他抵達首都",
        "in the spring of 2023",
    ],
)
def test_nothing_is_invented(text: str) -> None:
    assert iso(text) is None


def test_a_base_completes_times_and_days() -> None:
    assert iso("23:33", EVENING) == "2023-03-21T23:33:00+08:00"
    assert iso("4月26日 16:05", EVENING) == "2023-04-26T16:05:00+08:00"


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("2023年03月21日 20:00 最後更新:23:45", "2023-03-21T20:00", "2023-03-21T23:45"),
        ("2023-03-21 20:00 Last Updated At:23:33", "2023-03-21T20:00", "2023-03-21T23:33"),
        (
            "發佈時間：2023-03-21 20:00 更新時間：2023-03-22 10:00",
            "2023-03-21T20:00",
            "2023-03-22T10:00",
        ),
        (
            "Published March 21, 2023 | Updated March 22, 2023",
            "2023-03-21T00:00",
            "2023-03-22T00:00",
        ),
        ("2023-03-21 20:00 發佈 2023-03-21 23:33 更新", "2023-03-21T20:00", "2023-03-21T23:33"),
        ("2023-03-21 23:50 最後更新:00:20", "2023-03-21T23:50", "2023-03-22T00:20"),
        ("2023-12-31 23:50 最後更新:1月1日 00:20", "2023-12-31T23:50", "2024-01-01T00:20"),
        ("Updated March 22, 2023", None, "2023-03-22T00:00"),
    ],
)
def test_published_and_updated_of_one_line(
    line: str, published: str | None, updated: str | None
) -> None:
    dates = read_date_line(line, timezone=HONG_KONG)
    assert dates is not None
    found = [m and m.isoformat(timespec="minutes")[:16] for m in (dates.published, dates.updated)]
    assert found == [published, updated]
    assert dates.rest == ""


def test_an_update_on_its_own_line_takes_its_day_from_the_publication() -> None:
    dates = read_date_line("最後更新:23:33", timezone=HONG_KONG, base=EVENING)
    assert dates is not None
    assert dates.updated == EVENING.replace(hour=23, minute=33)
    assert read_date_line("最後更新:23:33", timezone=HONG_KONG) is None


def test_the_words_beside_the_dates_are_left_for_the_caller() -> None:
    dates = read_date_line("By Jane Roe | March 21, 2023 | 5 min read", timezone=HONG_KONG)
    assert dates is not None
    assert dates.rest == "By Jane Roe | 5 min read"
    assert not dates.exact


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_written_moments_are_read_back(moment: datetime) -> None:
    moment = moment.replace(second=0, microsecond=0, fold=0)
    local = moment.replace(tzinfo=ZoneInfo(HONG_KONG))
    forms = ["%Y-%m-%d %H:%M", "%Y年%m月%d日 %H:%M", "%d %B %Y %I:%M %p", "%B %d, %Y %H:%M"]
    for form in forms:
        assert parse_moment(moment.strftime(form), timezone=HONG_KONG) == local


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    parse_moment(text, timezone=HONG_KONG, base=EVENING)
    read_date_line(text, timezone=HONG_KONG, base=EVENING)


@given(st.integers(min_value=0, max_value=10**14))
def test_a_bare_number_is_never_a_date(number: int) -> None:
    assert parse_moment(str(number), timezone=HONG_KONG, base=EVENING) is None
