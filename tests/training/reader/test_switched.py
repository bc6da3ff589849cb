from __future__ import annotations

import lzma
import random
from pathlib import Path

import pytest

from qa.text.language import HAN
from training.reader.questions import Example
from training.reader.switched import switched

ENGLISH = Example(
    "en",
    "How much do the repairs cost?",
    "The ferry sails at noon. Repairs of the harbour cost 12 million dollars this year.",
    ("12 million dollars",),
)
CHINESE = Example(
    "zh", "渡輪何時開出？", "維修費用由政府承擔，渡輪每天中午開出。", ("中午",), title="港口"
)
WORDS = (
    "渡輪 渡轮 [du4 lun2] /ferry/\n"
    "每天 每天 [mei3 tian1] /every day/\n"
    "中午 中午 [zhong1 wu3] /noon/\n"
)
TITLES = "Harbour Authority\t港務局\t3\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in (("cedict.u8.xz", WORDS), ("names.en-zh.tsv.xz", TITLES)):
        with lzma.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.write(text)
    return tmp_path


def test_an_english_passage_is_put_into_chinese_words_under_its_english_question(
    data: Path,
) -> None:
    [found] = switched([ENGLISH], data, random.Random(1))

    assert found.question == ENGLISH.question
    assert HAN.search(found.passage)
    assert found.answers[0] in found.passage
    assert found.answers[0].startswith("12")


def test_a_chinese_passage_is_put_into_english_words_under_its_chinese_question(
    data: Path,
) -> None:
    [found] = switched([CHINESE], data, random.Random(1))

    assert found.question == CHINESE.question
    assert "ferry, every day noon" in found.passage or "ferry every day noon" in found.passage
    assert found.answers == ("noon",)


def test_what_has_no_answer_still_has_none(data: Path) -> None:
    without = Example("zh2", "誰受了傷？", CHINESE.passage)

    [found] = switched([without], data, random.Random(1))

    assert found.answers == ()


def test_an_answer_of_which_nothing_is_known_leaves_the_example_out(data: Path) -> None:
    unknown = Example("zh", "由誰承擔？", CHINESE.passage, ("政府",))

    assert list(switched([unknown], data, random.Random(1))) == []
