"""Names, dates and numbers that a question takes for granted."""

from __future__ import annotations

from datetime import date

import pytest

from qa.answering.premises import missing_premises
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


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Mishustin list in Moscow?", 0),
        ("Why did Mishustin visit Jakarta?", 1),
        ("What did Mishustin say in Moscow on 21 March 2023?", 0),
        ("What did Mishustin say in Moscow on 9 June 2021?", 1),
        ("米舒斯京在莫斯科說了什麼？", 0),
        ("米舒斯京為什麼訪問雅加達？", 1),
    ],
)
def test_what_does_not_stand_in_the_passage(question: str, missing: int) -> None:
    assert missing_premises(question, VISIT, TODAY) == missing
