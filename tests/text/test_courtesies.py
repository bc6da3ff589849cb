"""Courtesies are told from questions."""

from __future__ import annotations

import pytest

from qa.text.courtesies import courtesy


@pytest.mark.parametrize(
    "text", ["thanks!", "OK, thank you very much.", "謝謝你", "好的，谢谢", "ok"]
)
def test_thanks(text: str) -> None:
    assert courtesy(text) == "thanks"


@pytest.mark.parametrize("text", ["Hello!", "Hi there", "您好！", "早安"])
def test_greetings(text: str) -> None:
    assert courtesy(text) == "greeting"


@pytest.mark.parametrize(
    "text",
    ["Whom did the mayor thank?", "好萊塢罷工", "感謝信寫給誰？", "good news?", "Hello Kitty"],
)
def test_what_asks_for_something_is_none(text: str) -> None:
    assert courtesy(text) is None
