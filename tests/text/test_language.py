from __future__ import annotations

import pytest

from qa.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what cooperation areas did Mishustin list", "en"),
        ("米舒斯京列出了哪些合作領域", "zh-Hant"),
        ("米舒斯京列出了哪些合作领域", "zh-Hans"),
        ("What does 一帶一路 mean?", "en"),
        ("C919 首飛是哪一天？", "zh-Hant"),
        ("Mishustin 说了什么", "zh-Hans"),
        ("台湾的后里面条", "zh-Hans"),
        ("12345", "en"),
        ("", "en"),
    ],
)
def test_language_and_script(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_text_that_both_scripts_share_takes_the_given_one() -> None:
    assert detect_language("中俄合作有哪些", undecided="zh-Hans") == "zh-Hans"
    assert detect_language("中俄合作有哪些", undecided="zh-Hant") == "zh-Hant"
