"""Questions with their answers as they lie in the training files."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import pytest

from training.reader.questions import Capitals
from training.static_reader.asked import read_asked, read_sentence_pairs


def write(path: Path, *lines: str) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    marked = {
        "q": "渡輪何時離港？",
        "p": "渡輪正午離港。",
        "a": ["正午", "黃昏"],
        "title": "渡_輪",
    }
    known = [
        {"q": f"what left at {hour} ?", "p": f"ferry {hour} to london left .", "a": []}
        for hour in range(12)
    ]
    write(tmp_path / "qa_zh.jsonl.xz", json.dumps(marked))
    write(tmp_path / "qa_en.jsonl.xz", *map(json.dumps, known))
    write(tmp_path / "parallel.en-zh.tsv.xz", "x\tIt went to London , it left.\t它駛往倫敦。")
    return tmp_path


def test_answers_that_stand_in_the_passage_are_marked(data: Path) -> None:
    (asked,) = read_asked(data)
    assert (asked.kind, asked.title, asked.answers) == ("zh", "渡 輪", ("正午",))


def test_a_known_sentence_stands_among_others_of_its_article(data: Path) -> None:
    found = list(read_sentence_pairs(data, random.Random(1)))
    assert len(found) == 12
    for number, asked in enumerate(found):
        assert asked.answers == (f"Ferry {number} to London left .",)
        assert asked.answers[0] in asked.passage
        assert len(asked.passage) > len(asked.answers[0])
        assert asked.beside
        assert asked.answers[0] not in asked.beside


def test_capitals_are_those_of_the_middle_of_sentences() -> None:
    capitals = Capitals(iter(["The mayor met the BBC in London.", "Mayors met in London."]))
    assert capitals.restored("the bbc left london , said zelmarkov .") == (
        "The BBC Left London , Said Zelmarkov ."
    )
    assert capitals.restored("zelmarkov met the mayor .") == "Zelmarkov met the mayor ."
