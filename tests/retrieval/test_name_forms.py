from __future__ import annotations

import pytest

from qa.retrieval.name_forms import in_known_forms, tokens_of, with_names


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("普 丁 谈", "普丁 谈"),
        ("访问 沙 乌 地 阿拉伯", "访问 沙乌地阿拉伯"),
        ("里 氏 几 级", "里氏 几 级"),
        # As characters of a longer name they may be anything.
        ("普 丁 顿", "普 丁 顿"),
        ("上海 地区", "上海 地区"),
        ("", ""),
    ],
)
def test_tokens_of_a_name_with_other_forms_are_joined(tokens: str, expected: str) -> None:
    assert with_names(tokens.split()) == expected.split()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("普丁談了什麼?", "普京談了什麼?"),
        ("川普和拜登誰贏了", "特朗普和拜登誰贏了"),
        ("沙烏地阿拉伯與寮國", "沙特阿拉伯與老挝"),
        ("What did 普丁 say in 2024?", "What did 普京 say in 2024?"),
        # One token already, as the model knows it.
        ("義大利總理", "義大利總理"),
        # No form of it falls apart less.
        ("芮氏規模", "芮氏規模"),
        ("馬可波羅", "馬可波羅"),
        ("Who is Mishustin?", "Who is Mishustin?"),
        ("", ""),
    ],
)
def test_names_are_written_as_the_model_knows_them(question: str, expected: str) -> None:
    assert in_known_forms(question) == expected


def test_tokens_of_a_run_are_folded() -> None:
    assert tokens_of("總統訪問") == ["总统", "访问"]
