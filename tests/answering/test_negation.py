from __future__ import annotations

import pytest

from qa.answering.negation import clauses, denies


@pytest.mark.parametrize(
    ("clause", "no"),
    [
        ("Nobody was injured", True),
        ("they didn't open", True),
        ("not only cheap", False),
        ("No. 5 opened", False),
        ("no more than 5 came", False),
        ("商場不設停車場", True),
        ("不僅便宜", False),
        ("未來將開放", False),
        ("米舒斯京抵達莫斯科", False),
        ("並非沒有風險", False),
        ("從未發射", True),
        ("否認傳聞", True),
    ],
)
def test_what_says_no(clause: str, no: bool) -> None:
    assert denies(clause) == no


def test_clauses_are_cut_at_commas_and_conjunctions() -> None:
    assert clauses("It opened, but nobody came and it rained.") == [
        "It opened",
        "nobody came",
        "it rained.",
    ]
    assert clauses("商場不設停車場，但有車位。") == ["商場不設停車場", "有車位。"]
