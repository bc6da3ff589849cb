from __future__ import annotations

from datetime import date

import pytest

from qa.text.folding import traditional
from tests.named_periods import shown

ENGLISH = [
    ("What happened yesterday?", "2023-05-09"),
    ("What happened the day before yesterday?", "2023-05-08"),
    ("What happened last night?", "2023-05-09..2023-05-10"),
    ("What is in the news today?", "2023-05-10"),
    ("What did the minister say today?", "2023-05-10"),
    ("What are today's headlines?", "2023-05-10"),
    ("What happened three days ago?", "2023-05-07"),
    ("What happened twenty-two days ago?", "2023-04-18"),
    ("What happened a hundred and twenty days ago?", "2023-01-10"),
    ("What happened 1,100 days ago?", "2020-05-05"),
    ("What happened a couple of days ago?", "2023-05-08"),
    ("What happened two weeks ago?", "2023-04-24..2023-04-30"),
    ("What happened three months ago?", "2023-02-01..2023-02-28"),
    ("What happened two years ago?", "2021-01-01..2021-12-31"),
    ("What did they say last week?", "2023-05-01..2023-05-07"),
    ("What did they say this week?", "2023-05-08..2023-05-14"),
    ("Last month's floods", "2023-04-01..2023-04-30"),
    ("What opened this month?", "2023-05-01..2023-05-31"),
    ("What opened last year?", "2022-01-01..2022-12-31"),
    ("What opened this year?", "2023-01-01..2023-12-31"),
    ("What happened in the past three days?", "2023-05-07..2023-05-10"),
    ("What happened over the last 2 weeks?", "2023-04-26..2023-05-10"),
    ("Fires in the last couple of months", "2023-03-10..2023-05-10"),
    ("Fires in the past 24 hours", "2023-05-09..2023-05-10"),
    ("Fires in the past year", "2022-05-10..2023-05-10"),
]
CHINESE = [
    ("昨天發生什麼？", "2023-05-09"),
    ("昨日發生什麼？", "2023-05-09"),
    ("前天發生什麼？", "2023-05-08"),
    ("昨晚發生什麼？", "2023-05-09..2023-05-10"),
    ("今天有什麼新聞？", "2023-05-10"),
    ("今日有什麼新聞？", "2023-05-10"),
    ("三天前發生什麼？", "2023-05-07"),
    ("兩天前發生什麼？", "2023-05-08"),
    ("兩周前發生什麼？", "2023-04-24..2023-04-30"),
    ("三個月前發生什麼？", "2023-02-01..2023-02-28"),
    ("兩年前發生什麼？", "2021-01-01..2021-12-31"),
    ("20年前發生什麼？", "2003-01-01..2003-12-31"),
    ("一百二十天前發生什麼？", "2023-01-10"),
    ("最近一百二十天發生什麼？", "2023-01-10..2023-05-10"),
    ("上周期貨市場如何？", "2023-05-01..2023-05-07"),
    ("上周發生什麼？", "2023-05-01..2023-05-07"),
    ("上週發生什麼？", "2023-05-01..2023-05-07"),
    ("上個星期發生什麼？", "2023-05-01..2023-05-07"),
    ("上星期發生什麼？", "2023-05-01..2023-05-07"),
    ("上周三發生什麼？", "2023-05-03"),
    ("上星期日發生什麼？", "2023-05-07"),
    ("上周三名議員辭職，是誰？", "2023-05-01..2023-05-07"),
    ("上周日本首相說了什麼？", "2023-05-01..2023-05-07"),
    ("本周發生什麼？", "2023-05-08..2023-05-14"),
    ("這週發生什麼？", "2023-05-08..2023-05-14"),
    ("上個月發生什麼？", "2023-04-01..2023-04-30"),
    ("上月發生什麼？", "2023-04-01..2023-04-30"),
    ("這個月發生什麼？", "2023-05-01..2023-05-31"),
    ("本月發生什麼？", "2023-05-01..2023-05-31"),
    ("最近三天有什麼新聞？", "2023-05-07..2023-05-10"),
    ("過去一周有什麼新聞？", "2023-05-03..2023-05-10"),
    ("近兩個月有什麼新聞？", "2023-03-10..2023-05-10"),
    ("過去半年有什麼新聞？", "2022-11-10..2023-05-10"),
    ("過去十二個月有什麼新聞？", "2022-05-10..2023-05-10"),
]


@pytest.mark.parametrize(("question", "expected"), ENGLISH)
def test_days_counted_from_today_in_english(question: str, expected: str) -> None:
    assert shown(question) == expected
    assert shown(question.upper()) == expected


@pytest.mark.parametrize(("question", "expected"), CHINESE)
def test_days_counted_from_today_in_both_chinese_scripts(question: str, expected: str) -> None:
    assert shown(question) == expected
    assert shown(traditional(question)) == expected


def test_months_and_weeks_reach_over_the_new_year() -> None:
    assert shown("last month", date(2024, 3, 31)) == "2024-02-01..2024-02-29"
    assert shown("past month", date(2024, 3, 31)) == "2024-02-29..2024-03-31"
    assert shown("last month", date(2023, 1, 31)) == "2022-12-01..2022-12-31"
    assert shown("last week", date(2023, 1, 1)) == "2022-12-19..2022-12-25"


@pytest.mark.parametrize(
    "question",
    [
        "What happened 1.5 days ago?",
        "What happened two or three days ago?",
        "What happened 2-3 days ago?",
        "What happened about three days ago?",
        "What happened 999,999 days ago?",
        "兩三天前發生什麼？",
        "十幾天前發生什麼？",
        "三萬天前發生什麼？",
        "半天前發生什麼？",
        "過去兩三天有什麼新聞？",
        "月薪三萬以上月供多少？",
        "歷史上周期最長的是什麼？",
    ],
)
def test_no_days_are_read_from_a_part_of_a_number_or_word(question: str) -> None:
    assert shown(question) is None
    assert shown(traditional(question)) is None
