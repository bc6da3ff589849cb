"""A question taken apart into its time and what it is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qa.index.index import Index
from qa.retrieval.query import Query
from qa.retrieval.subject import Subject
from qa.text.periods import Period

TODAY = date(2024, 5, 29)
MARCH = Period(date(2023, 3, 1), date(2023, 3, 31))


def subject(folder: Path, question: str) -> Subject:
    return Subject.of(Query.of(question, Index(folder), today=TODAY))


@pytest.mark.parametrize(
    ("question", "asked", "about"),
    [
        ("Who sank the ferry?", "Who sank the ferry?", "Who sank the ferry?"),
        ("Who sank it in March 2023?", "Who sank it in March 2023?", "Who sank it?"),
        ("latest news on the ferry", "the ferry", "the ferry"),
        (
            "latest news on the ferry in March 2023",
            "the ferry in March 2023",
            "the ferry",
        ),
        ("What happened to the ferry in March 2023?",) * 2 + ("to the ferry?",),
        # Where nothing would be left, all words count.
        ("And in March 2023?", "And in March 2023?", "And in March 2023?"),
        ("目前如何？", "目前如何？", "目前如何？"),
    ],
)
def test_the_words_that_count(small_index: Path, question: str, asked: str, about: str) -> None:
    found = subject(small_index, question)
    assert (found.asked.text, found.about.text) == (asked, about)
    assert found.about.today == TODAY


def test_what_is_left_keeps_the_language_of_the_question(small_index: Path) -> None:
    found = subject(small_index, "最新消息：Kalborino ferry")
    assert found.about.language == found.asked.language == "zh-Hant"


def test_its_time(small_index: Path) -> None:
    named = subject(small_index, "Who sank the ferry in March 2023?")
    assert (named.period, named.from_today, named.newest) == (MARCH, False, False)
    counted = subject(small_index, "latest on the ferry last month")
    assert counted.period == Period(date(2024, 4, 1), date(2024, 4, 30))
    assert counted.from_today
    assert counted.newest


@pytest.mark.parametrize(
    ("question", "anything"),
    [
        ("What happened in March 2023?", True),
        ("最新消息", True),
        ("What happened?", False),
        ("What happened to the ferry in March 2023?", False),
        ("And in March 2023?", False),
        ("目前進展如何？", False),
    ],
)
def test_whether_any_news_will_do(small_index: Path, question: str, anything: bool) -> None:
    assert subject(small_index, question).anything == anything
