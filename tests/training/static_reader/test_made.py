"""Questions made from text and from other questions."""

from __future__ import annotations

import lzma
import random
from pathlib import Path

from training.static_reader.asked import Asked
from training.static_reader.made import (
    across_languages,
    clozes,
    exchangeable,
    exchanged,
    exchanged_questions,
)

PASSAGE = "The ferry Aurora was built in Ningbo in 1998 and sold to Lisbon in 2010."


def asked(question: str) -> Asked:
    return Asked("en", question, "", PASSAGE, ("1998",), unseen=False)


def test_a_name_is_exchanged_for_one_that_the_passage_does_not_hold() -> None:
    question, rng = "When was the Aurora built in Ningbo?", random.Random(2)
    assert exchangeable(question) == ["Aurora", "Ningbo"]
    assert exchanged(question, PASSAGE, ["Porto", "1998"], rng) == (
        "When was the Porto built in Ningbo?"
    )
    assert exchanged(question, PASSAGE, ["Lisbon"], rng) is None
    assert exchanged("when was it built?", PASSAGE, ["Porto"], rng) is None


def test_questions_with_something_else_for_granted_have_no_answer() -> None:
    found = list(
        exchanged_questions(
            [asked("Who built Aurora?"), asked("Who left Porto?")], random.Random(0)
        )
    )
    assert [each.question for each in found] == ["Who built Porto?"]
    assert found[0].answers == ()


def test_across_languages_the_answer_is_the_translation_of_the_sentence(tmp_path: Path) -> None:
    rows = [
        (f"Ferry number {n} left London harbour.", f"{n}號渡輪離開倫敦港口。") for n in range(10)
    ]
    with lzma.open(tmp_path / "parallel.en-zh.tsv.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"newscomm\t{english}\t{chinese}\n" for english, chinese in rows)
    found = list(across_languages(tmp_path, random.Random(3)))
    assert {each.kind for each in found} == {"en-zh", "zh-en"}
    for each in found:
        assert each.answers[0] in each.passage
        assert not each.beside or each.answers[0] not in each.beside
    english = next(each for each in found if each.kind == "en-zh")
    assert english.question.isascii()
    assert "渡輪" in english.passage


def test_clozes_ask_for_what_the_sentence_held(tmp_path: Path) -> None:
    data = tmp_path / "train"
    data.mkdir()
    sentences = "".join(
        f"海港公司宣布將在{n + 10}月投入{n + 2}億元建設新碼頭和渡輪。" for n in range(16)
    )
    with lzma.open(tmp_path / "news_zh.txt.xz", "wt", encoding="utf-8") as file:
        file.writelines(f"{sentences}\n" for _ in range(40))
    found = list(clozes(data, 4, random.Random(5)))
    assert 0 < len(found) <= 4
    for each in found:
        assert each.question.endswith("？")
        assert any(word in each.question for word in ("多少", "什么", "何时", "哪"))
        assert each.answers[0] in each.passage
        assert not each.beside or each.answers[0] not in each.beside
