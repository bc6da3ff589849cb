"""What the wording of a question says of its leaning on the one before it."""

from __future__ import annotations

import pytest

from qa.retrieval.follow_up import signs


@pytest.mark.parametrize(
    "question",
    ["And on food security?", "What else did he say?", "when was that?", "他還說了什麼？",
     "那體重呢？", "what about Blinken", "為什麼？", "其中有哪些国家", "the other one?"],
)  # fmt: skip
def test_it_leans_where_no_passage_speaks_against_it(question: str) -> None:
    assert signs(question).may_lean
    assert signs(question).leans(alone=0.5, together=0.5)


@pytest.mark.parametrize(
    "question",
    ["When did the C919 first fly with passengers?", "How long is the new harbour bridge?",
     "And how many passengers flew on the first commercial C919 flight?",
     "米舒斯京列出了哪些合作領域與中國一起發展？", "Who is Jim O'Neill?", "張漢暉是誰？",
     "普丁是誰？"],
)  # fmt: skip
def test_it_stands_alone_whatever_is_found(question: str) -> None:
    assert not signs(question).leans(alone=0.5, together=0.5)


def test_what_is_found_decides_where_wording_does_not() -> None:
    found = signs("How many passengers were on board?")
    assert found.leans(alone=0.6, together=0.6)
    assert not found.leans(alone=0.9, together=0.3)


@pytest.mark.parametrize(
    ("question", "points_back"),
    [
        ("Where was he born?", True),
        ("When Yellen was in Guangzhou, whom did she meet?", False),
        ("布林肯首次訪華時，他在北京待了幾天？", False),
        ("他在北京待了幾天？", True),
        ("Who went to Beijing before that?", True),
    ],
)
def test_a_pronoun_may_refer_within_the_question(question: str, points_back: bool) -> None:
    assert signs(question).points_back == points_back


def test_names_tell_more_than_common_words() -> None:
    assert signs("Did Mishustin visit Nizhneleninskoye?").telling > signs("Did he go?").telling
    assert signs("Did he go?").says_little
    assert not signs("Who is Jim O'Neill?").says_little
