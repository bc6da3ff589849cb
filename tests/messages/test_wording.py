from __future__ import annotations

import pytest

from qa.messages.catalogue import messages
from qa.messages.wording import counted, day, joined, titled
from qa.text.language import Language


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1 March 2023"), ("zh-Hant", "2023年3月1日"), ("zh-Hans", "2023年3月1日")],
)
def test_a_day_as_the_language_writes_it(language: Language, expected: str) -> None:
    assert day("2023-03-01T20:00:00+08:00", language) == expected
    assert day("2023-03-01", language) == expected


@pytest.mark.parametrize(
    ("language", "count", "expected"),
    [
        ("en", 0, "0 articles"),
        ("en", 1, "1 article"),
        ("en", 1234, "1,234 articles"),
        ("zh-Hant", 1, "1 篇報道"),
        ("zh-Hans", 1234, "1,234 篇报道"),
    ],
)
def test_a_count_takes_its_plural(language: Language, count: int, expected: str) -> None:
    assert counted(messages(language).page.articles, count, language) == expected


def test_headlines_stand_in_the_quotes_of_the_language() -> None:
    assert titled("Fares rise", "2024-03-02", "en") == "“Fares rise” (2 March 2024)"
    assert titled("新大橋", "2023-11-05", "zh-Hant") == "《新大橋》（2023年11月5日）"
    assert titled("新大橋", None, "zh-Hant") == "《新大橋》"
    assert joined(["甲", "乙"], "zh-Hans") == "甲；乙。"
