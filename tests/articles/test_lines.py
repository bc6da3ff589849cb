from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from qa.articles.lines import is_statement, is_title_like, join_wrapped, unwrap

LONG = (
    "The committee met on Tuesday and decided to postpone the vote on the new stadium until the "
    "next session, after members complained that the estimate had come an hour before."
)


def test_titles_and_statements() -> None:
    assert is_title_like("Ferry operators freeze fares")
    assert is_title_like("誰會勝出選舉？")
    assert is_title_like("Orders rise at Mill & Sons Inc.")
    assert is_statement("Ferry operators froze fares.")
    assert is_statement("「我們會繼續。」他說。")
    assert not is_title_like("Ferry operators froze fares.")
    assert not is_title_like("- a list item of some length")


def test_hard_wrapped_paragraphs_are_joined() -> None:
    wrapped = "\n\n".join(textwrap.fill(LONG, 60) for _ in range(2))
    assert unwrap(wrapped) == [LONG, LONG]


def test_hard_wrapped_chinese_is_joined_without_spaces() -> None:
    text = "工程部門今日宣布海濱長廊第二期將於下月動工預計三年後完成並連接兩個碼頭和一個公園。" * 3
    lines = [text[i : i + 30] for i in range(0, len(text), 30)]
    assert unwrap("\n".join(lines)) == [text]


def test_lines_of_their_own_stay_apart() -> None:
    assert unwrap("Title\nWorld\n\nA sentence that stands alone.\nAnother.") == [
        "Title",
        "World",
        "A sentence that stands alone.",
        "Another.",
    ]


def test_joining_knows_both_scripts() -> None:
    assert join_wrapped("一座", "城市") == "一座城市"
    assert join_wrapped("one", "city") == "one city"


@given(st.lists(st.text("abc 。.漢字", min_size=1, max_size=80), min_size=1, max_size=8))
def test_unwrapping_keeps_every_character(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "".join("".join(unwrap(text)).split()) == "".join(text.split())
