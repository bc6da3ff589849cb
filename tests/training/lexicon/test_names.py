from __future__ import annotations

from training.embedding.data import Pairs
from training.lexicon.names import Names


def test_names_are_taken_apart_and_their_parts_counted_once_a_name() -> None:
    pairs = Pairs(
        "names",
        ["Anna Berg", "Anna", "Berg", "Anna Lund", "Lund", "Berg River", "Bergen"],
        ["安娜·貝格", "安娜", "貝格", "安娜·隆德", "隆德", "貝格河", "卑爾根"],
    )
    names = Names.of(pairs)
    assert names.parts == [("Anna", "安娜"), ("Berg", "贝格"), ("Anna", "安娜"), ("Lund", "隆德")]
    assert names.titles == [("Berg River", "贝格河"), ("Bergen", "卑尔根")]


def test_a_name_with_other_parts_in_chinese_stays_whole() -> None:
    names = Names.of(Pairs("names", ["Anna van Berg"], ["安娜·贝格"]))
    assert names.parts == []
    assert names.titles == [("Anna van Berg", "安娜·贝格")]
