"""What ships is whole and fits; what is not is told in one line when it is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa.answering.abstention import shipped_abstention
from qa.chunking.ranks import count_tokens
from qa.embedding.load import shipped_model
from qa.errors import ModelError
from qa.models.artefact import MODELS, problems, shipped
from qa.reading.reader import shipped_reader
from qa.retrieval.relevance import fitted
from qa.retrieval.translation import to_chinese
from qa.text.pinyin import characters
from qa.text.sounds import sounds
from training.cli import TRAINERS

# What first reads each file.
READ: dict[str, Callable[[], Any]] = {
    "tokenizer/news-32k.ranks.xz": lambda: count_tokens("a ferry"),
    "embedding/model.safetensors": shipped_model,
    "embedding/tokenizer.json": shipped_model,
    "lexicon/sounds.npz": lambda: sounds("Mishustin"),
    "lexicon/pinyin.tsv": lambda: characters("gang"),
    "lexicon/renderings.npz": lambda: to_chinese(["visit"]),
    "ranking/weights.json": fitted,
    "reader/network.onnx": lambda: shipped_reader(1),
    "reader/pieces.npz": lambda: shipped_reader(1),
    "reader/tokenizer.json": lambda: shipped_reader(1),
    "answerability/calibration.json": shipped_abstention,
}
WEIGHING: dict[str, Callable[[], Any]] = {
    "ranking": fitted,
    "answerability": shipped_abstention,
}


def damage_missing(path: Path) -> None:
    path.unlink()


def damage_cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def damage_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_every_trainer_has_its_artefact_and_all_are_whole() -> None:
    # The reader is in training; it ships, and takes the static reader's place, when that is done.
    assert {*shipped(), "reader"} == set(TRAINERS)
    assert list(problems()) == []


def test_every_file_that_weighs_is_known_to_these_tests() -> None:
    known = {path.relative_to(MODELS).as_posix() for path in MODELS.glob("*/*")}
    papers = {"manifest.json", "README.md", "modules.json", "config_sentence_transformers.json"}
    files = {name for name in known if (MODELS / name).is_file() and "__pycache__" not in name}
    assert {name for name in files if Path(name).name not in papers} == set(READ)


@pytest.mark.parametrize("damage", [damage_missing, damage_cut, damage_byte])
@pytest.mark.parametrize("file", READ)
def test_a_damaged_file_is_told_when_it_is_loaded(
    models: Path, file: str, damage: Callable[[Path], None]
) -> None:
    damage(models / file)
    assert any(Path(file).name in line for line in problems())
    with pytest.raises(ModelError, match=Path(file).parent.name) as raised:
        READ[file]()
    assert "\n" not in str(raised.value)
    assert "restore" in raised.value.hint


@pytest.mark.parametrize("content", [None, "", '{"name": "lexicon"}'])
def test_papers_that_are_missing_or_damaged_are_told(models: Path, content: str | None) -> None:
    manifest = models / "lexicon" / "manifest.json"
    manifest.unlink()
    if content is not None:
        manifest.write_text(content)
    with pytest.raises(ModelError, match=r"qa/models/lexicon: manifest\.json"):
        sounds("Mishustin")


def edit(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_a_calibration_that_was_made_for_another_reader_is_told(models: Path) -> None:
    edit(models / "answerability", made_with={"reader": "other"})
    expected = "qa/models/answerability was made for reader other, this is "
    with pytest.raises(ModelError, match=expected) as raised:
        shipped_abstention()
    assert raised.value.hint == "run python -m training answerability --data DIR"


@pytest.mark.parametrize("name", WEIGHING)
def test_columns_that_are_new_gone_or_moved_are_told(models: Path, name: str) -> None:
    columns = json.loads((models / name / "manifest.json").read_text("utf-8"))["columns"]
    for known, told in (
        (columns[1:], f"columns, this code makes {len(columns)} .new: {columns[0]}"),
        ([*columns, "moon"], "gone: moon"),
        (columns[::-1], "in another order"),
    ):
        edit(models / name, columns=known)
        with pytest.raises(ModelError, match=told) as raised:
            WEIGHING[name]()
        assert raised.value.hint == f"run python -m training {name} --data DIR"
