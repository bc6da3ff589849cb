from __future__ import annotations

from datetime import date

import pytest

from qa.text.stated_dates import StatedDate, stated_dates, with_year

PUBLISHED = date(2023, 3, 22)


def only(text: str) -> StatedDate:
    (one,) = with_year(stated_dates(text, PUBLISHED), PUBLISHED)
    return one


@pytest.mark.parametrize(
    "text",
    [
        "三月二十一日",
        "March 21",
        "21 March 2023",
        "2023-03-21",
        "3月21日",
        "昨日",
        "yesterday",
        "21日",
    ],
)
def test_one_day_in_many_ways(text: str) -> None:
    one = only(text)
    assert (one.year, one.month, one.day) == (2023, 3, 21)


@pytest.mark.parametrize(
    ("claim", "source", "agrees"),
    [
        ("in March", "3月21日", True),
        ("21 March", "in March", False),
        ("in 2022", "3月21日", False),
        ("on Tuesday", "昨日", True),
        ("on Friday", "昨日", False),
        ("last week", "上周", True),
        ("14 March", "上周", True),
        ("去年", "2022年", True),
    ],
)
def test_only_what_both_name_is_compared(claim: str, source: str, agrees: bool) -> None:
    (said,) = stated_dates(claim, PUBLISHED)
    assert said.agrees(only(source)) == agrees


@pytest.mark.parametrize("text", ["It may rise.", "They march on.", "12個月", "2000 people"])
def test_what_is_no_date(text: str) -> None:
    assert stated_dates(text, PUBLISHED) == []


def test_what_is_no_month_or_day_is_no_date() -> None:
    for text in ("11/09/2022 - 00:30", "21月75日", "2022-13-45"):
        for one in with_year(stated_dates(text, date(2022, 9, 12)), date(2022, 9, 12)):
            assert one.month is None or 1 <= one.month <= 12
            assert one.day is None or 1 <= one.day <= 31
