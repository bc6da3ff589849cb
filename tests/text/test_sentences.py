from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("港口開放。貨輪到了！真的嗎？是。", ["港口開放。", "貨輪到了！", "真的嗎？", "是。"]),
        ("他說：「走吧。」大家起身。", ["他說：「走吧。」", "大家起身。"]),
        ("他問：“几点开会？”没有人回答。", ["他問：“几点开会？”没有人回答。"]),
        ("先查貨；再放行。", ["先查貨；", "再放行。"]),
        ("先查貨;再放行。", ["先查貨;", "再放行。"]),
        ("他想了想……還是走了。", ["他想了想……還是走了。"]),
        ("票價升至5.6元。明日生效。", ["票價升至5.6元。", "明日生效。"]),
        ("标题\n第一句。", ["标题", "第一句。"]),
        ("是嗎?OK!好。", ["是嗎?", "OK!", "好。"]),
    ],
)
def test_chinese(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fares rise. Trains stop.", ["Fares rise.", "Trains stop."]),
        ("Mr. Lee paid $3.50 on Jan. 5.", ["Mr. Lee paid $3.50 on Jan. 5."]),
        ("J. R. Lee won. He left.", ["J. R. Lee won.", "He left."]),
        (
            "She moved to the U.S. The firm followed.",
            ["She moved to the U.S.", "The firm followed."],
        ),
        ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
        ("It opens at 9 a.m. on Monday.", ["It opens at 9 a.m. on Monday."]),
        ("See harbour.example for details. Go!", ["See harbour.example for details.", "Go!"]),
        ('"Is it late?" he asked. "No."', ['"Is it late?" he asked.', '"No."']),
        ("We sell bolts, nuts, etc. in bulk.", ["We sell bolts, nuts, etc. in bulk."]),
        (
            "See https://port.example/map?stop=3 or ask. Late?No.",
            ["See https://port.example/map?stop=3 or ask.", "Late?", "No."],
        ),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_company_name_before_chinese_is_no_boundary() -> None:
    assert sentences("苹果公司Apple Inc.发布新品。") == ["苹果公司Apple Inc.发布新品。"]


@given(st.text(alphabet='ab A.。！？!?；;…」"” \n1天', max_size=60))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = sentence_spans(text)
    covered = [i for start, end in spans for i in range(start, end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
