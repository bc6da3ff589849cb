"""Names, dates and numbers that a question takes for granted."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answering.premises import (
    gives_other_date,
    is_misdated,
    is_of_another_time,
)
from qa.retrieval.passage import Passage

TODAY = date(2024, 5, 1)
VISIT = Passage(
    article_id="a",
    title="Mishustin in Moscow talks",
    text="Prime Minister Mishustin met his guest in Moscow on 21 March 2023 and listed 7 areas.",
    start=0,
    end=90,
    published="2023-03-21T20:00:00+08:00",
    score=0.9,
)


TALKS = VISIT.model_copy(
    update={
        "title": "Talks in Lisbon",
        "text": "陳大文應邀，5月23日至24日訪問里斯本。",
        "published": "2023-05-24T10:00:00+08:00",
    }
)


def test_years_gone_by_are_no_date_of_this_one() -> None:
    first_in_years = TALKS.model_copy(update={"text": "這是近五年來首次訪問，日期為5月23日。"})
    assert is_misdated("陳大文2023年9月見了誰？", first_in_years, TODAY)
    assert not is_misdated("陳大文2023年5月見了誰？", first_in_years, TODAY)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Why did Chan visit Lisbon in March 2023?", True),
        ("Why did Chan visit Lisbon in May 2023?", False),
        ("Why did Chan visit Lisbon?", False),
        ("陳大文2023年3月為何訪問里斯本？", True),
        ("陳大文2023年5月為何訪問里斯本？", False),
    ],
)
def test_a_sentence_may_give_another_date_than_the_question(question: str, other: bool) -> None:
    assert gives_other_date(question, TALKS, TALKS.text, TODAY) is other
    assert is_misdated(question, TALKS, TODAY) is other


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("What did Mishustin list last week?", True),
        ("What did Mishustin list in March 2023?", False),
        ("What did Mishustin list in 2016?", True),
        ("What did Mishustin list last year?", False),
        ("米舒斯京兩年前列出什麼？", True),
        ("What did Mishustin list?", False),
    ],
)
def test_a_passage_may_be_of_another_time(question: str, other: bool) -> None:
    assert is_of_another_time(question, VISIT, TODAY) is other
