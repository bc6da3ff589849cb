from __future__ import annotations

import pytest

from qa.text.terms import has_content, query_terms, terms


def test_chinese_gives_characters_and_bigrams_in_one_script() -> None:
    assert terms("領域") == ["领", "域", "领域"]
    assert terms("領域") == terms("领域")


def test_english_is_stemmed_and_numbers_stay_whole() -> None:
    assert terms("Listed AREAS 1,200.5 2023-03-21") == ["list", "area", "1200.5", "2023-03-21"]


def test_mixed_text() -> None:
    assert terms("C919首飛") == ["c", "919", "首", "飞", "首飞"]


def test_a_question_loses_its_function_words() -> None:
    assert query_terms("what areas did he list") == ["area"]
    assert "的" not in query_terms("合作的領域有哪些")
    assert "合作" in query_terms("合作的領域有哪些")


def test_a_question_of_function_words_alone_keeps_them() -> None:
    assert query_terms("who is it") == ["who", "is", "it"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("What was it?", False),
        ("是什麼", False),
        ("如何？", False),
        ("?", False),
        ("the ferry", True),
        ("渡輪呢", True),
    ],
)
def test_a_text_of_stop_words_has_no_content(text: str, content: bool) -> None:
    assert has_content(text) == content


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("フェリー", ["フェ", "ェリ", "リー"]),
        ("運賃の上げ", ["运", "赁", "运赁", "の", "上", "げ"]),
        ("여객선 요금", ["여객", "객선", "요금"]),
        ("ค่าเรือ", ["ค่", "่า", "าเ", "เร", "รื", "ือ"]),
        ("Паром ПАРОМ", ["паром", "паром"]),
        ("प्रधानमंत्री", ["प्रधानमंत्री"]),
        ("Fähre", ["fähre"]),
    ],
)
def test_other_languages_give_bigrams_or_words(text: str, found: list[str]) -> None:
    assert terms(text) == found
