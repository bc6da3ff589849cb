from __future__ import annotations

import pytest

from qa.retrieval.keys import ENGLISH_WORD, Key, chinese_keys, english_keys


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("Cooperation", ["cooper"]),
        ("Franco-German", ["franco", "german"]),
        ("Putin's", ["putin"]),
        ("the", []),
        ("who", []),
        ("WHO", ["WHO"]),
        ("US", ["US"]),
        ("U.S", ["US"]),
        ("e.g", ["EG"]),
        ("COVID-19", ["covid"]),
        ("2020", []),
        ("x", []),
        ("特朗普", []),
        ("特朗普Trump", ["trump"]),
    ],
)
def test_an_english_word_is_known_by_the_stems_of_its_parts(word: str, keys: list[str]) -> None:
    assert [key.text for key in english_keys(word)] == keys


def test_a_key_keeps_the_word_as_it_stands_folded() -> None:
    assert english_keys("Cooperation") == [Key("cooper", "cooperation")]
    assert english_keys("NATO") == [Key("NATO", "nato")]


def test_a_chinese_word_is_known_by_its_folded_form() -> None:
    assert chinese_keys("總統") == [Key("总统", "总统")]
    assert chinese_keys("的") == chinese_keys("Trump") == chinese_keys("什么") == []


def test_words_of_a_text() -> None:
    text = "The U.S. and Mr. O'Neill's co-op, 3rd of 2020: 你好"
    assert ENGLISH_WORD.findall(text)[:4] == ["The", "U.S", "and", "Mr"]
    assert "O'Neill's" in ENGLISH_WORD.findall(text)
