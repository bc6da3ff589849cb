from __future__ import annotations

from pathlib import Path

from qa.answering.checking import cite, numbers_stand
from qa.index.index import Index
from qa.retrieval.query import Query
from qa.retrieval.retriever import Retriever


def test_numbers_must_stand_in_the_passage() -> None:
    assert numbers_stand("They carried 1,400 people in 2019", "in 2019, 1400 came")
    assert not numbers_stand("They carried 15 people", "150 people came")
    assert numbers_stand("全长１２公里", "全長12公里")


def test_a_true_sentence_is_verified_and_an_invented_number_is_not(small_index: Path) -> None:
    index = Index(small_index)
    passages = Retriever(index).search(Query.of("ferry fares", index))[:1]
    (true,) = cite("Fares will rise by 12 per cent from 1 May [1].", passages, index)
    (wrong,) = cite("Fares will rise by 40 per cent from 1 May [1].", passages, index)
    (other,) = cite("The moon is made of green cheese and honey [1].", passages, index)
    assert (true.verified, wrong.verified, other.verified) == (True, False, False)
    assert "12 per cent from 1 May" in true.quote
