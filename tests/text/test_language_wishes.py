"""A wish for the language of the answer is told from a question about a language."""

from __future__ import annotations

import pytest

from qa.text.language_wishes import LanguageWish, language_wish


@pytest.mark.parametrize(
    ("text", "rest", "language"),
    [
        ("In English, please.", "", "en"),
        ("can you say that in Chinese?", "", "zh"),
        ("請用英文回答", "", "en"),
        ("可以用繁體再說一遍嗎？", "", "zh-Hant"),
        ("大桥何时通车？请用简体中文回答。", "大桥何时通车？", "zh-Hans"),
        (
            "How long is the bridge? Answer in simplified Chinese",
            "How long is the bridge?",
            "zh-Hans",
        ),
        ("How long is the bridge (please answer in Chinese)", "How long is the bridge", "zh"),
    ],
)
def test_a_wish_is_taken_off_the_question(text: str, rest: str, language: str) -> None:
    assert language_wish(text) == LanguageWish(rest, language)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "What is the city called in English?",
        "What is the island called, in Chinese?",
        "Was the speech in English?",
        "Who speaks Chinese?",
        "他是否用英文回答？",
        "英語考試幾時舉行？",
    ],
)
def test_a_question_about_a_language_is_none(text: str) -> None:
    assert language_wish(text) is None
