"""A question for an amount is not answered by a sentence without one."""

from __future__ import annotations

import math

import pytest

from qa.answering.quantities import lacking
from qa.reading.reading import Reading, Sentence
from qa.text.sentences import sentence_spans


def read(text: str, *shares: float) -> Reading:
    """A reading that takes each sentence for the answer with this share."""
    found = zip(sentence_spans(text), shares, strict=True)
    return Reading(tuple(Sentence(s, e, math.log(p), s, e, math.log(p)) for (s, e), p in found), 0)


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("How many grams of samples came back?", "It held 731 grams.", "It came on Sunday."),
        ("How much did the bridge cost?", "It cost 2.47 billion yuan.", "It has 9 exits."),
        ("大橋的造價是多少？", "工程耗資三百億元。", "大橋連接9個出口。"),
        ("一架飞机的售价是多少？", "目錄價格約9900萬美元。", "飛機於5月28日首航。"),
        ("How tall is the tower?", "It rises 310 metres.", "It opened in 2012."),
        ("What percentage of visitors came by train?", "12 per cent did.", "Many came by train."),
        ("她今年多少岁？", "她现年45岁。", "她来自上海。"),
        ("電話號碼是多少", "電話：2345 6789。", "電話已經開通。"),
    ],
)
def test_the_share_of_sentences_without_the_amount(
    question: str, answers: str, does_not: str
) -> None:
    text = f"{answers}{'' if answers.endswith('。') else ' '}{does_not}"
    assert lacking(question, text, read(text, 0.7, 0.3)) == pytest.approx(0.3)
    assert lacking(question, does_not, read(does_not, 1.0)) == pytest.approx(1.0)


@pytest.mark.parametrize("question", ["Who opened the bridge?", "大橋何時通車？", "Why?"])
def test_other_questions_lack_nothing(question: str) -> None:
    assert lacking(question, "It opened.", read("It opened.", 1.0)) == 0.0
