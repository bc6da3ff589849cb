from __future__ import annotations

import pytest

from qa.text.language import detect_language, question_language


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


@pytest.mark.parametrize(
    ("question", "language"),
    [
        # The names of a Chinese question may all be Latin.
        ("iPhone 15 Pro Max售價多少", "zh-Hant"),
        ("OpenAI CEO Sam Altman是誰", "zh-Hant"),
        ("ChatGPT和Google Bard哪个好", "zh-Hans"),
        ("Taylor Swift演唱會", "zh-Hant"),
        ("taylor swift演唱會", "zh-Hant"),
        ("Apple Watch Series 9發布了嗎", "zh-Hant"),
        ("Elon Musk買了Manchester United嗎", "zh-Hant"),
        ("Lord of the Rings什麼時候上映", "zh-Hant"),
        ("How I Met Your Mother講什麼", "zh-Hant"),
        ("WHO总干事是谁", "zh-Hans"),
        ("米舒斯京列出了哪些合作领域", "zh-Hans"),
        # Those of an English one may be Chinese.
        ("Who is 習近平", "en"),
        ("What did 米舒斯京 list?", "en"),
        ("What does 一帶一路 mean?", "en"),
        ("Tell me about 習近平", "en"),
        ("cooperation areas of 米舒斯京", "en"),
        ("what cooperation areas did Mishustin list", "en"),
        ("2023", "en"),
        ("", "en"),
    ],
)
def test_a_question_is_in_the_language_of_its_grammar(question: str, language: str) -> None:
    assert question_language(question) == language
