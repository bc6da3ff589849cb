"""A list is answered whole."""

from __future__ import annotations

import pytest

from qa.text.enumerations import goes_on, whole_enumeration


@pytest.mark.parametrize(
    ("sentence", "part", "whole"),
    [
        ("雙方同意在投資、能源、糧食安全和科技等領域合作。", "能源", "投資、能源、糧食安全和科技"),
        ("三大原則是相互尊重、和平共處、合作共贏。", "和平共處", "相互尊重、和平共處、合作共贏"),
        ("The areas are trade, energy, food security and science.", "energy",
         "trade, energy, food security and science"),
        ("大橋全長4.2公里。", "4.2公里", "4.2公里"),
        ("It cost 5.6 dollars, he said.", "5.6 dollars", "5.6 dollars"),
    ],
)  # fmt: skip
def test_the_list_around_an_item(sentence: str, part: str, whole: str) -> None:
    start = sentence.index(part)
    first, last = whole_enumeration(sentence, start, start + len(part))
    assert sentence[first:last] == whole


def test_what_is_found_already_is_not_cut() -> None:
    sentence = "雙方同意在投資、能源等領域合作。"
    assert whole_enumeration(sentence, 0, len(sentence) - 1) == (0, len(sentence) - 1)


@pytest.mark.parametrize(
    ("sentence", "does"),
    [
        ("此外還有農業、航天和旅遊。", True),
        ("他還提到了能源、運輸。", True),
        ("The minister also named farming, space and tourism.", True),
        ("此外他沒有多說。", False),
        ("農業、航天和旅遊都很重要。", False),
        ("Farming, space and tourism matter.", False),
    ],
)
def test_a_sentence_that_goes_on_with_a_list(sentence: str, does: bool) -> None:
    assert goes_on(sentence) is does
