"""The training text, read from the shared data folder where there is one."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from training.embedding.data import read_training_text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of our own words in the layout of the real one."""
    train = tmp_path / "train"
    parallel = [
        ("newscomm", "The bridge reopened.", "大桥重新开放。"),
        ("newscomm", "Ferries ran again.", "渡轮恢复服务。"),
        ("mojlaw_zhTW", "Fees are due. Boats pay twice.", "應繳費用。船隻加倍。"),
    ]
    _write(train / "parallel.en-zh.tsv.xz", "\n".join("\t".join(row) for row in parallel))
    _write(
        train / "cedict.u8.xz", "# made up\n渡輪 渡轮 [du4 lun2] /ferry/CL:艘[sou1]/boat (old)/\n"
    )
    _write(train / "names.en-zh.tsv.xz", "North Bridge\t北橋\t3\n")
    passage = "Ferries carry cars. They run at night. Fares rose in June."
    questions = [{"q": "What do ferries carry?", "p": passage}, {"q": "Kept out?", "p": passage}]
    _write(train / "qa_en.jsonl.xz", "\n".join(map(json.dumps, questions)))
    _write(train / "qa_zh.jsonl.xz", json.dumps({"q": "渡輪載甚麼？", "p": "渡輪載車。"}))
    _write(tmp_path / "news_zh.txt.xz", "2023-01-01 08:00，正文：大桥开放。车流增加。市民高兴。\n")
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "queries.jsonl").write_text(json.dumps({"text": "kept out"}))
    return tmp_path


def test_every_source_is_read_and_cleaned(data: Path) -> None:
    text = read_training_text(data)
    pairs = {p.name: list(zip(p.left, p.right, strict=True)) for p in text.pairs}
    assert pairs["parallel"][0] == ("The bridge reopened.", "大桥重新开放。")
    assert pairs["law"] == [("Fees are due.", "應繳費用。"), ("Boats pay twice.", "船隻加倍。")]
    assert pairs["cedict"] == [("ferry; boat", "渡轮")]
    assert pairs["names"] == [("North Bridge", "北橋")]
    documents = {d.name: d for d in text.documents}
    assert documents["news_zh"].documents == [["大桥开放。", "车流增加。", "市民高兴。"]]
    assert documents["parallel_documents"].other == [["大桥重新开放。", "渡轮恢复服务。"]]


def test_development_questions_are_cut(data: Path) -> None:
    questions = next(p for p in read_training_text(data).pairs if p.name == "qa_en")
    assert questions.left == ["What do ferries carry?"]


def test_the_tokenizer_sees_both_languages(data: Path) -> None:
    text = read_training_text(data)
    assert "North Bridge" in list(text.english())
    assert "北橋" in list(text.chinese())
