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
        ("嫦娥六號還搭載了法國的氡氣測量儀、歐洲太空總署的月表負離子分析儀、意大利的激光角反射鏡，"
         "以及巴基斯坦的立方星。",
         "法國的氡氣測量儀、歐洲太空總署的月表負離子分析儀、意大利的激光角反射鏡，"
         "以及巴基斯坦的立方星", 4),
        ("杜凱琹、李皓晴、蘇慧音在乒乓球女子團體賽奪得銅牌。", "杜凱琹、李皓晴、蘇慧音", 3),
        ("西藏自治区人民政府办公厅秘书处、财政部。", "西藏自治区人民政府办公厅秘书处、财政部", 2),
        ("班列从满洲里、绥芬河、同江六个铁路口岸出入境。", "满洲里、绥芬河、同江", 3),
        ("The areas are trade, energy, food security and science.",
         "trade, energy, food security and science", 4),
        ("He invited Iran, Saudi Arabia and the United Arab Emirates.",
         "Iran, Saudi Arabia and the United Arab Emirates", 3),
        ("After Washington he went to Atlanta, Houston and Seattle.",
         "Atlanta, Houston and Seattle", 3),
        ("Iron ore, coal and fertiliser are among the goods.", "Iron ore, coal and fertiliser", 3),
        ("The talks, held in Paris, covered trade, security and tax.",
         "trade, security and tax", 3),
        ("Winners were the U.S., the U.K., and Japan.", "the U.S., the U.K., and Japan", 3),
        ("They paid $1,200, $3,400 and $5,000.", "$1,200, $3,400 and $5,000", 3),
    ],
)  # fmt: skip
def test_an_enumeration_and_its_items(sentence: str, found: str, count: int) -> None:
    ((first, last),) = enumerations(sentence)
    assert sentence[first:last] == found
    assert items(found) == count


@pytest.mark.parametrize(
    "sentence",
    [
        "大橋全長4.2公里。",
        "It cost 5.6 dollars, he said.",
        "Mr Smith, 45, was arrested and charged.",
        "On Monday, police said, two men and a woman were hurt.",
        "It was signed in Istanbul on 22 July 2022, with the UN and Turkey as brokers.",
    ],
)
def test_other_sentences_have_none(sentence: str) -> None:
    assert enumerations(sentence) == []


def test_what_is_no_enumeration_is_one_item() -> None:
    assert items("4.2公里") == items("5.6 dollars") == 1


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
