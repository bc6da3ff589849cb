from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.markers import MarkerStream, statements


def through(pieces: list[str], available: int = 5) -> tuple[str, list[int]]:
    stream = MarkerStream(available)
    text = "".join([stream.feed(piece) for piece in pieces] + [stream.finish()])
    return text, stream.cited


@pytest.mark.parametrize(
    ("text", "expected", "cited"),
    [
        ("Yes [3].", "Yes [1].", [3]),
        ("A [2][4]. B [2].", "A [1][2]. B [1].", [2, 4]),
        ("A [2, 4].", "A [1][2].", [2, 4]),
        ("甲【2】乙［3］", "甲[1]乙[2]", [2, 3]),
        ("A [9]. B [1].", "A . B [1].", [1]),
        ("A [1][1].", "A [1][1].", [1]),
        ("in [brackets] and [2024]", "in [brackets] and [2024]", []),
        ("open [", "open [", []),
    ],
)
def test_markers(text: str, expected: str, cited: list[int]) -> None:
    assert through([text]) == (expected, cited)


def test_half_a_marker_is_held_back() -> None:
    stream = MarkerStream(5)
    assert stream.feed("Yes [") == "Yes "
    assert stream.feed("2") == ""
    assert stream.feed("]. No") == "[1]. No"


@given(st.lists(st.sampled_from(["[1]", "[", "2", "]", "【3】", "[1, 4]", "a ", "甲。", "[77]"])))
def test_how_the_text_is_cut_into_pieces_does_not_matter(pieces: list[str]) -> None:
    assert through(pieces) == through(["".join(pieces)]) == through(list("".join(pieces)))


def test_statements_know_what_they_cite() -> None:
    text = "Fares rise [1]. They rose before. [2] Nobody minds."
    assert statements(text) == [
        ("Fares rise .", (1,)),
        ("They rose before.", (2,)),
        ("Nobody minds.", ()),
    ]
