from __future__ import annotations

import lzma
import random
from pathlib import Path

import pytest

from training.reader.clozes import Article
from training.reader.enumerated import enumerated

NEWS = (
    "港務局昨天舉行記者會。局長陳大海表示，渡輪服務一向重要。"
    "港務局將加強碼頭維修、漁船停泊、夜間照明{n}、遊客服務等领域的投入。會上也談到了明年的預算。"
)
OTHER = (
    "市議會昨天開會。議員周小河指出，預算有限。"
    "市議會將支持圖書館{n}、公園、學校、體育館等领域的建設。會議下午結束。"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, text in (
        ("cedict.u8.xz", "领域 领域 [ling3 yu4] /field/\n"),
        ("names.en-zh.tsv.xz", "Harbour Authority\t港務局\t3\n"),
    ):
        with lzma.open(tmp_path / name, "wt", encoding="utf-8") as file:
            file.write(text)
    return tmp_path


def test_lists_are_asked_for_by_what_they_list_and_who_spoke(data: Path) -> None:
    articles = [
        Article(text.format(n=n), held_out=False) for n in range(30) for text in (NEWS, OTHER)
    ]

    made = list(enumerated(iter(articles), 30, data, random.Random(1)))

    assert {each.kind for each in made} == {
        *("list-zh", "list-en-zh", "list-zh-near", "list-en-zh-near")
    }
    for each in made:
        assert bool(each.answers) != each.kind.endswith("-near")
        assert all(answer in each.passage for answer in each.answers)
        assert "领域" in each.question or "field" in each.question
    speakers = {name for each in made for name in ("陳大海", "周小河") if name in each.question}
    assert speakers == {"陳大海", "周小河"}
    for each in made:
        if each.kind == "list-zh-near":
            assert not any(name in each.question and name in each.passage for name in speakers)


def test_what_is_seldom_listed_and_what_is_no_plain_list_is_left_out(data: Path) -> None:
    long = "局長陳大海表示，要改善往返離島的渡輪班次和票價安排、維修、照明等领域。"

    assert not list(enumerated(iter([Article(long, False)] * 90), 9, data, random.Random(1)))
    assert not list(enumerated(iter([Article(NEWS, False)]), 9, data, random.Random(1)))
