from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.claims import claims_of
from qa.answering.markers import MarkerStream, cited_in


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
        ("A [9]. B [1].", "A. B [1].", [1]),
        ("A [1][1].", "A [1].", [1]),
        ("A [9][1].", "A [1].", [1]),
        ("A [2-4].", "A [1][2][3].", [2, 3, 4]),
        ("A [3–99].", "A [1][2][3].", [3, 4, 5]),
        ("甲[1，3-4]。", "甲[1][2][3]。", [1, 3, 4]),
        ("A [^2].", "A [1].", [2]),
        ("A ([2], [4]).", "A [1][2].", [2, 4]),
        ("甲（[2]）。", "甲[1]。", [2]),
        ("A (see [2]).", "A (see [1]).", [2]),
        ("A ([9]).", "A.", []),
        ("A [Passage 2]. 乙[來源3]", "A [1]. 乙[2]", [2, 3]),
        ("A (Passage 2). B (articles 3, 4).", "A [1]. B [2][3].", [2, 3, 4]),
        ("A [doc 1]; [citation: 2]; 甲（文章 3）。", "A [1]; [2]; 甲[3]。", [1, 2, 3]),
        ("A ^[2]^.", "A [1].", [2]),
        ("A (12) and (article) and x^2.", "A (12) and (article) and x^2.", []),
        ("won [3-2] at home", "won [3-2] at home", []),
        ("A [4]. B [5]. C [1][3-2].", "A [1]. B [2]. C [3][3-2].", [4, 5, 1]),
        ("A [9][3-2]. B [2].", "A [3-2]. B [1].", [2]),
        ("in [brackets] and [2024]", "in [brackets] and [2024]", []),
        ("open [", "open [", []),
    ],
)
def test_markers(text: str, expected: str, cited: list[int]) -> None:
    assert through([text]) == (expected, cited)
    assert cited_in(text, 5) == set(cited)


def test_half_a_marker_is_held_back() -> None:
    stream = MarkerStream(5)
    assert stream.feed("Yes [") == "Yes"
    assert stream.feed("2") == ""
    assert stream.feed("]") == "", "another may follow"
    assert stream.feed(". No") == " [1]. No"


PIECES = [
    "[1]",
    "[",
    "2",
    "]",
    "【3】",
    "[1, 4]",
    "a ",
    "甲。",
    "[77]",
    "[2-",
    "4]",
    "(",
    ")",
    "[^1]",
]


@given(st.lists(st.sampled_from(PIECES)))
def test_how_the_text_is_cut_into_pieces_does_not_matter(pieces: list[str]) -> None:
    assert through(pieces) == through(["".join(pieces)]) == through(list("".join(pieces)))


def claims(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(claim.text, claim.numbers) for claim in claims_of(text)]


def test_claims_know_what_they_cite() -> None:
    assert claims("Fares rise [1]. They rose before. [2] Nobody minds.") == [
        ("Fares rise.", (1,)),
        ("They rose before.", (2,)),
        ("Nobody minds.", ()),
    ]


def test_a_claim_stands_where_it_says() -> None:
    text = "- **Fares** rise [1].\n- 票價上調。[2] 沒人介意。"
    assert [text[claim.start : claim.end] for claim in claims_of(text)] == [
        "**Fares** rise [1].",
        "票價上調。[2]",
        "沒人介意。",
    ]
    assert claims(text)[0] == ("Fares rise.", (1,))


def test_the_line_before_a_list_cites_what_the_list_cites() -> None:
    text = "He named two:\n1. trade [1]\n2. sport [2]\nNo more."
    assert claims(text) == [
        ("He named two:", (1, 2)),
        ("trade", (1,)),
        ("sport", (2,)),
        ("No more.", ()),
    ]
