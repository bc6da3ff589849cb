"""What readers of the sample corpus get where a question takes something wrong for granted."""

from __future__ import annotations

import pytest

from qa.service import Service


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Why did Mishustin visit Beijing in March 2023?", "another date"),
        ("米舒斯京2023年3月為何訪問北京？", "另一個日期"),
    ],
)
def test_a_visit_of_another_date_is_told_as_such(sample: Service, question: str, note: str) -> None:
    answer = sample.ask(question)
    assert not answer.answered or note in answer.text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("中欧班列2023年开行了多少列？", "1.7万"),
        ("嫦娥六號搭載了哪些國家的儀器?", "法國的氡氣探測儀"),
        ("what cooperation areas did Mishustin list", "投資貿易、能源、天然氣"),
    ],
)
def test_the_words_that_answer_are_whole(sample: Service, question: str, words: str) -> None:
    assert words in sample.ask(question).text.split("\n\n")[0]
