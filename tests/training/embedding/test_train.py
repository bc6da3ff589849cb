"""The training program from its data folder to a model folder."""

from __future__ import annotations

import json
import lzma
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from qa.embedding.load import load_embedding_model
from qa.embedding.static import StaticModel
from qa.models.artefact import load_artefact
from training.cli import commands

WORDS = {
    "bridge": "大桥",
    "harbour": "港湾",
    "ferry": "渡轮",
    "museum": "博物馆",
    "panda": "熊猫",
    "train": "火车",
    "storm": "风暴",
    "price": "价格",
}
ENGLISH = [f"the {a} and the {b}" for a in WORDS for b in WORDS]
CHINESE = [f"{x}和{y}和{x}和{y}" for x in WORDS.values() for y in WORDS.values()]


def _write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress("\n".join(lines).encode()))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in the layout of the real one, small enough to learn by heart."""
    folder = tmp_path / "data"
    train = folder / "train"
    rows = [f"\t{a}\t{x}" for a, x in zip(ENGLISH, CHINESE, strict=True)]
    sources = ("alma", "mojlaw", "tatoeba")
    _write(train / "parallel.en-zh.tsv.xz", [source + row for source in sources for row in rows])
    _write(train / "cedict.u8.xz", [f"{x} {x} [x] /{a}/" for a, x in WORDS.items()])
    _write(train / "names.en-zh.tsv.xz", [f"{a}\t{x}\t3" for a, x in WORDS.items()])
    for file, texts in (("qa_en.jsonl.xz", ENGLISH), ("qa_zh.jsonl.xz", CHINESE)):
        rows = [
            json.dumps({"q": a, "p": f"{a}. {b.title()}. The {a}."}) for a, b in pairwise(texts)
        ]
        _write(train / file, rows)
    _write(folder / "news_zh.txt.xz", [f"{a}。{b}。{a}。" for a, b in pairwise(CHINESE)])
    (folder / "dev").mkdir()
    return folder


def _train(data: Path, out: Path, *more: str) -> StaticModel:
    sizes = ["--han", "60", "--other", "60", "--dimension", "16", "--batch", "16"]
    paths = ["--data", str(data), "--out", str(out), "--work", str(data.parent / "work")]
    found = CliRunner().invoke(
        commands("embedding"), ["embedding", *paths, *sizes, "--steps", "150", *more]
    )
    assert found.exit_code == 0, found.output
    model = load_embedding_model(str(out))
    assert isinstance(model, StaticModel)
    papers = load_artefact(out).manifest
    assert papers.fingerprint == model.fingerprint
    assert "train/cedict.u8.xz" in papers.data
    return model


def test_words_and_their_translations_come_together(data: Path, tmp_path: Path) -> None:
    model = _train(data, tmp_path / "out")
    likeness = model.encode(list(WORDS)) @ model.encode(list(WORDS.values())).T
    assert likeness.argmax(axis=1).tolist() == list(range(len(WORDS)))
    assert not model.encode(["안녕하세요"]).any()


def test_only_a_run_that_goes_on_keeps_the_tokenizer(data: Path, tmp_path: Path) -> None:
    first = _train(data, tmp_path / "out")
    again = _train(data, tmp_path / "again", "--resume", "--other", "40")
    assert again.fingerprint == first.fingerprint
    np.testing.assert_array_equal(first.encode(["a ferry"]), again.encode(["a ferry"]))
    other = _train(data, tmp_path / "other", "--other", "40")
    assert other.fingerprint != first.fingerprint
