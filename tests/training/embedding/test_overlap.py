"""Copies of development text are recognised, whatever their script, case and punctuation."""

from __future__ import annotations

import json
from pathlib import Path

from training.embedding.overlap import Overlap

PASSAGE = "港灣大橋經過十一個星期的維修，於星期一早上重新開放，首日有三萬輛車駛過。"
HALVES = [
    "渡輪公司宣布由下月起調整票價，成人單程票價上調至十二元。",
    "動物園的大熊貓幼崽在凌晨出生，體重約一百五十克，母子平安。",
]
QUESTION = "When did the bridge reopen?"


def test_a_copy_inside_a_longer_text_is_found_across_scripts() -> None:
    overlap = Overlap([PASSAGE])
    assert "据报道，港湾大桥经过十一个星期的维修，于星期一早上重新开放，首日有三万辆车" in overlap


def test_other_text_on_the_same_subject_is_not_a_copy() -> None:
    assert "大橋的維修在星期一完成，之後有很多車輛使用這座新修好的大橋通勤上班。" not in Overlap(
        [PASSAGE]
    )


def test_a_short_question_is_found_only_whole() -> None:
    overlap = Overlap([QUESTION])
    assert "when did THE bridge reopen" in overlap
    assert "When did the bridge reopen after the storm?" not in overlap


def test_texts_are_read_from_a_folder_of_development_sets(tmp_path: Path) -> None:
    folder = tmp_path / "some-set"
    folder.mkdir()
    rows = [
        {"_id": "q1", "text": QUESTION},
        {"input": "Who built it?", "passages": [{"text": PASSAGE}]},
        {"id": 3, "positive": [[HALVES[0]]], "positive_wrong": [HALVES[1]]},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "queries.jsonl").write_text(lines, encoding="utf-8")
    overlap = Overlap.from_folder(tmp_path)
    assert QUESTION in overlap
    assert "Who built it?" in overlap
    assert PASSAGE in overlap
    assert all(half in overlap for half in HALVES)
