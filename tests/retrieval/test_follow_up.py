from __future__ import annotations

import pytest

from qa.retrieval.follow_up import is_elliptical


@pytest.mark.parametrize(
    "question",
    ["And on food security?", "What else did he say?", "when was that?", "他還說了什麼？",
     "那體重呢？", "what about Blinken", "為什麼？", "其中有哪些国家"],
)  # fmt: skip
def test_it_leans_on_the_question_before(question: str) -> None:
    assert is_elliptical(question)


@pytest.mark.parametrize(
    "question",
    ["Who won the 2022 World Cup?", "习近平提出哪三大原则", "米舒斯京列出了哪些合作領域",
     "When did the C919 first fly with passengers?", "How long is the new harbour bridge?"],
)  # fmt: skip
def test_it_stands_alone(question: str) -> None:
    assert not is_elliptical(question)
