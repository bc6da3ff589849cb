"""What a follow-up takes over from the question before it."""

from __future__ import annotations

from datetime import date

import pytest

from qa.retrieval.carrying import asks_something, carried_over
from qa.retrieval.query import Carried

TODAY = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("question", "last", "carried"),
    [
        ("when was that?", "Who founded the ferry company?", "founded the ferry company"),
        ("为什么等了那么久？", "黑河公路大桥什么时候通车？", "黑河公路大桥 通车"),
        ("它有多重？", "大熊貓是在哪裡出生的？", "大熊貓 出生"),
    ],
)
def test_names_and_subject_without_what_was_asked(question: str, last: str, carried: str) -> None:
    assert carried_over(question, last, TODAY).text == carried


@pytest.mark.parametrize(
    ("question", "last", "carried"),
    [
        ("and in winter?", "How many boats sail a day?", "How many boats sail a day"),
        ("那海底隧道呢？", "大橋有多長？", "大橋有多長"),
    ],
)
def test_all_of_it_where_the_same_is_asked_again(question: str, last: str, carried: str) -> None:
    assert not asks_something(question)
    assert carried_over(question, last, TODAY).text == carried


def test_a_new_time_takes_the_place_of_the_last_one() -> None:
    last = "How many tourists came in March 2023?"
    assert "2023" in carried_over("and from Japan?", last, TODAY).text
    carried = carried_over("and in April 2024?", last, TODAY).text
    assert "2023" not in carried
    assert "tourists" in carried
    assert carried_over("2023年呢？", "2022年貿易額是多少？", TODAY).text == "貿易額是多少"


def test_it_is_in_the_language_it_was_said_in() -> None:
    carried = carried_over("And when?", "熊猫吃什么？", TODAY)
    assert carried == Carried("熊猫吃", "zh-Hans", "熊猫吃什么")


def test_a_question_of_function_words_is_carried_as_it_is() -> None:
    assert carried_over("why?", "who?", TODAY).text == "who?"
