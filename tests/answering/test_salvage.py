from __future__ import annotations

import pytest

from qa.answering.salvage import whole_sentences


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A is 1 [1]. B is 2 [2]. C is", "A is 1 [1]. B is 2 [2]."),
        ("A is 1. [1] B is 5.", "A is 1. [1]"),
        ("A is 1 [1]. Trust me. B is 2 [2].", "A is 1 [1]. B is 2 [2]."),
        ("A is 1 [1]. A is 1 [1]. A is 1 [1].", "A is 1 [1]."),
        ("甲是一[1]。乙是二[2]。丙是", "甲是一[1]。乙是二[2]。"),
        ("Two:\n- one [1]\n- two [2]\n- thr", "Two:\n- one [1]\n- two [2]"),
        ("A is 1 [1", ""),
        ("", ""),
    ],
)
def test_what_stands_by_itself_is_kept(text: str, kept: str) -> None:
    assert whole_sentences(text) == kept
