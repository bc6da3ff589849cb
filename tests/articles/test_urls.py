from __future__ import annotations

import pytest

from qa.articles.urls import canonical_url, page_name

PAGE = "https://news.example/2023/ferry?id=7"


@pytest.mark.parametrize(
    "same",
    [
        "http://www.News.example/2023/ferry?id=7",
        "https://news.example:443/2023/ferry/?id=7",
        "https://news.example/2023/ferry?utm_source=x&id=7&fbclid=abc",
        "https://news.example/2023/ferry?id=7#comments",
        "https://amp.news.example/2023/ferry?id=7",
        "https://news.example/amp/2023/ferry?id=7",
        "https://news.example/2023/ferry/amp?id=7",
        "https://news.example/2023/ferry?amp=&id=7",
    ],
)
def test_what_does_not_tell_a_page_does_not_count(same: str) -> None:
    assert canonical_url(same) == canonical_url(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example/2023/ferry?id=8",
        "https://news.example/2023/ferry",
        "https://news.example/2023/Ferry?id=7",
        "https://sport.news.example/2023/ferry?id=7",
        "https://news.example:8080/2023/ferry?id=7",
        "https://news.example/camp/2023/ferry?id=7",
        "https://news.example/2023/ferry?id=7#!/next",
    ],
)
def test_what_tells_a_page_does(other: str) -> None:
    assert canonical_url(other) != canonical_url(PAGE)


def test_a_name_in_chinese_is_the_same_written_either_way() -> None:
    assert canonical_url("https://例子.example/新聞") == canonical_url(
        "https://xn--fsqu00a.example/%E6%96%B0%E8%81%9E"
    )


@pytest.mark.parametrize("none", ["", None, "news/7", "mailto:a@b.example", "http://[", "http://"])
def test_what_is_no_address_has_no_name(none: str | None) -> None:
    assert canonical_url(none) is None


def test_a_front_page_names_no_article() -> None:
    assert page_name("https://news.example/") is None
    assert page_name("https://news.example/?utm_source=x") is None
    assert page_name("https://news.example/a") == "https://news.example/a"
