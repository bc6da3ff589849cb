from __future__ import annotations

import pytest

from qa.answering.thinking import ThoughtFilter


def through(pieces: list[str]) -> str:
    thoughts = ThoughtFilter()
    return "".join([thoughts.feed(piece) for piece in pieces] + [thoughts.finish()])


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("<think>[9] says 5.6</think>\n\nIt is 5.6 [1].", "It is 5.6 [1]."),
        ("<think>never closed [1]", ""),
        ("A <thinking>x</thinking>B", "A B"),
        ("<THINK>a</think>b", "b"),
        ("3 < 5 and <b>bold</b>", "3 < 5 and <b>bold</b>"),
        ("ends with <", "ends with <"),
        ("<think>a<think>b</think>c", "c"),
    ],
)
def test_reasoning_is_taken_out_however_it_is_cut(text: str, spoken: str) -> None:
    assert through([text]) == through(list(text)) == spoken


def test_half_a_tag_is_held_back() -> None:
    thoughts = ThoughtFilter()
    assert thoughts.feed("Yes <thi") == "Yes "
    assert thoughts.feed("nk> no") == ""
    assert thoughts.feed(" no </thi") == ""
    assert thoughts.feed("nk> indeed") == "indeed"


def test_an_end_without_a_beginning_says_that_all_before_was_reasoning() -> None:
    thoughts = ThoughtFilter()
    assert thoughts.feed("Let me see. [2]?") == "Let me see. [2]?"
    assert thoughts.feed("</think>\nIt costs 5.") == "It costs 5."
    assert thoughts.restarted
