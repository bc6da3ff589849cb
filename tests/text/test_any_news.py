"""Questions about news as such, and about news of something."""

from __future__ import annotations

import pytest

from qa.text.any_news import asks_for_any_news, asks_for_news, without_news_words


@pytest.mark.parametrize(
    "question",
    [
        "What happened?",
        "News",
        "What is the latest news?",
        "What were the top stories?",
        "What were the main events in the news?",
        "有什麼新聞",
        "發生了什麼大事？",
        "有什麼重要消息？",
        "最新消息",
        "头条新闻有哪些",
    ],
)
def test_any_news_will_do(question: str) -> None:
    assert asks_for_any_news(question)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What happened in Velden?", "in Velden?"),
        ("What happened to the mayor's car?", "to the mayor's car?"),
        ("博物館有什麼消息", "博物館"),
        ("博物館發生了什麼事？", "博物館？"),
        ("大橋發生什麼事故", "大橋發生什麼事故"),
        ("新聞自由怎樣", "新聞自由怎樣"),
        ("And?", "And?"),
        ("如何？", "如何？"),
        ("", ""),
    ],
)
def test_news_of_something_will(question: str, subject: str) -> None:
    assert not asks_for_any_news(question)
    assert without_news_words(question) == subject


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What's the news?", True),
        ("any news?", True),
        ("What is in the news", True),
        ("What's new?", True),
        ("有什麼新聞？", True),
        ("頭條是什麼？", True),
        ("What happened?", False),
        ("發生了什麼？", False),
        ("What's new at the museum?", False),
        ("博物館有什麼消息", False),
    ],
)
def test_without_a_time_news_are_asked_for_by_name(question: str, asks: bool) -> None:
    assert asks_for_news(question) is asks
