"""What the words around a time make of it, and which times belong together."""

from __future__ import annotations

import pytest

from qa.text.folding import traditional
from tests.named_periods import shown

LISTS = [
    ("Who won in 2021, 2022 and 2023?", "2021-01-01..2023-12-31"),
    ("Who won in 2021, 2022, and 2023?", "2021-01-01..2023-12-31"),
    ("Sales in January, February and March 2023", "2023-01-01..2023-03-31"),
    ("Sales in November, December and January", "2022-11-01..2023-01-31"),
    ("What happened on March 3, 4 and 5?", "2023-03-03..2023-03-05"),
    ("What happened on March 3, 4 and 5, 2022?", "2022-03-03..2022-03-05"),
    ("What happened on the 3, 4 and 5 of March 2022?", "2022-03-03..2022-03-05"),
    ("2021、2022和2023年誰贏了？", "2021-01-01..2023-12-31"),
    ("2021年、2022年和2023年誰贏了？", "2021-01-01..2023-12-31"),
    ("1、2、3月的出口", "2023-01-01..2023-03-31"),
    ("1月、2月和3月的出口", "2023-01-01..2023-03-31"),
    ("2022年3月3、4、5日發生什麼？", "2022-03-03..2022-03-05"),
]
BOUNDS = [
    ("What was built on or after March 20?", "2023-03-20.."),
    ("What was built in or after March 2023?", "2023-03-01.."),
    ("What was built on or before March 20?", "..2023-03-20"),
    ("What was built since March 20 until April 2?", "2023-03-20..2023-04-02"),
    ("What was built after March 20 but before April 2?", "2023-03-21..2023-04-01"),
    ("3月20日以來到4月2日建了什麼？", "2023-03-20..2023-04-02"),
    ("What happened in the week of March 20?", "2023-03-20..2023-03-26"),
    ("What happened in the week of 23 March 2022?", "2022-03-21..2022-03-27"),
    ("3月22日當週發生什麼？", "2023-03-20..2023-03-26"),
    ("3月22日那一周發生什麼？", "2023-03-20..2023-03-26"),
    ("南非2023年的出口", "2023-01-01..2023-12-31"),
    ("Tell me about yesterday's meeting", "2023-05-09"),
    ("Why did it not rain in March 2023?", "2023-03-01..2023-03-31"),
]


@pytest.mark.parametrize(("question", "expected"), [*LISTS, *BOUNDS])
def test_lists_and_bounds(question: str, expected: str) -> None:
    assert shown(question) == expected
    assert shown(question.upper()) == expected
    assert shown(traditional(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        # A list of which nobody can say where it ends, or that leaves something out.
        "Who won in 2019, 2021 and 2023?",
        "Who won in 2021, 22 and 23?",
        "What happened on March 3, 4?",
        "發生什麼，3月20日、21？",
        # Not exact.
        "What happened about 20 March 2023?",
        "What happened around March 20?",
        "What was sold circa 1950?",
        "3月20日前後發生什麼？",
        "3月20日左右發生什麼？",
        # Not then.
        "Who spoke, not in March 2023?",
        "Who spoke outside March 2023?",
        "Who spoke other than in March 2023?",
        "2023年3月以外的新聞",
        "3月20日之外的新聞",
        "不是2023年3月的新聞",
        "非2023年3月的新聞",
        # No years of ours, and no years.
        "Who ruled in 2000 BC?",
        "Who ruled from 2000 BC to 1000 BC?",
        "公元前2000年誰在位？",
        "誰在公元前 2000 年在位？",
        "Between 2000 and 3000 people did what?",
        "Who lives in 1950 sq ft?",
    ],
)
def test_what_cannot_be_placed_is_no_period(question: str) -> None:
    assert shown(question) is None
