"""What readers of the sample corpus get: false premises, short answers, names written otherwise."""

from __future__ import annotations

import pytest

from qa.service import Service


@pytest.mark.parametrize(
    ("question", "note"),
    [
        pytest.param(
            *("Why did Mishustin visit Beijing in March 2023?", "another date"),
            marks=pytest.mark.xfail(strict=True, reason="the reader misses that it was Moscow"),
        ),
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
        pytest.param(
            *("嫦娥六號搭載了哪些國家的儀器?", "法國的氡氣探測儀"),
            marks=pytest.mark.xfail(strict=True, reason="the reader gives 四個國家和地區"),
        ),
        ("what cooperation areas did Mishustin list", "投資貿易、能源、天然氣"),
    ],
)
def test_the_words_that_answer_are_whole(sample: Service, question: str, words: str) -> None:
    assert words in sample.ask(question).text.split("\n\n")[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # Names that no table of words has, by their sound.
        ("Who is Mishustin?", "米舒斯京"),
        ("What did Mishustin say?", "米舒斯京"),
        ("Who did Blinken meet?", "王毅與布林肯會面"),
        # As they are written in Taiwan; the articles have 普京 and Putin.
        ("普丁這次訪華去了哪些城市？", "普京此次访华的行程还包括哈尔滨"),
        pytest.param(
            *("誰在普丁之前致詞？", "Putin spoke after Mr Xi"),
            marks=pytest.mark.xfail(strict=True, reason="the reader takes another speech"),
        ),
        # Chinese names, read as they are written in Latin letters.
        ("What did Gao Zhidan do?", "國家體育總局局長高志丹"),
        ("潘功勝是誰？", "governor of the central bank, Pan Gongsheng"),
    ],
)
def test_a_name_is_found_as_it_is_written_elsewhere(
    sample: Service, question: str, told: str
) -> None:
    answer = sample.ask(question)
    assert answer.answered
    assert any(told in citation.quote for citation in answer.citations)


def test_a_name_written_otherwise_is_no_missing_premise(sample: Service) -> None:
    one, other = (sample.ask(f"{name}什麼時候訪問中國？") for name in ("普丁", "普京"))
    assert one.answered
    assert one.text == other.text
