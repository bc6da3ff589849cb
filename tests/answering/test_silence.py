"""Replies that say that the passages do not say."""

from __future__ import annotations

import pytest

from qa.answering.silence import says_nothing


@pytest.mark.parametrize(
    "text",
    [
        "The articles do not mention the cost of the bridge.",
        "The articles do not mention the cost [2].",
        "I could not find any information about the cost.",
        "There is no information on that.",
        "文章沒有提及造價[1]。",
        "没有相关信息。",
        "报道中没有给出C919的售价。",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It cost 3 billion yuan [1].",
        "Officials gave no details of the deal [1].",
        "According to the articles, Russia did not agree to prolong the deal.",
        "The articles do not say who paid. The city did, in 2019 [1].",
        "俄方沒有同意延長協議[1]。",
    ],
)
def test_something_is_said(text: str) -> None:
    assert not says_nothing(text)
