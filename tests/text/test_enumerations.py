"""Lists in sentences."""

from __future__ import annotations

import pytest

from qa.text.enumerations import enumerations, goes_on, items


@pytest.mark.parametrize(
    ("sentence", "found", "count"),
    [
        ("雙方同意在投資、能源、糧食安全和科技等領域合作。", "投資、能源、糧食安全和科技", 4),
        ("議程有投資、能源以及科技。", "投資、能源以及科技", 3),
        ("三大原則是相互尊重、和平共處、合作共贏。", "相互尊重、和平共處、合作共贏", 3),
        ("兩市將加強貿易、能源、航天等領域合作。", "貿易、能源、航天", 3),
        ("The areas are trade, energy, food security and science.",
         "trade, energy, food security and science", 4),
    ],
)  # fmt: skip
def test_an_enumeration_and_its_items(sentence: str, found: str, count: int) -> None:
    ((first, last),) = enumerations(sentence)
    assert sentence[first:last] == found
    assert items(found) == count


@pytest.mark.parametrize("sentence", ["大橋全長4.2公里。", "It cost 5.6 dollars, he said."])
def test_other_sentences_have_none(sentence: str) -> None:
    assert enumerations(sentence) == []
    assert items(sentence.rstrip("。")) <= 2


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
