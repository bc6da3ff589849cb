"""The learning program from translated text to both files."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from qa.retrieval.renderings import Kind, Rendering, Table
from training.embedding.data import Pairs
from training.lexicon.names import Names
from training.lexicon.train import learn

SYLLABLES = {"ma": "马", "lo": "洛", "ti": "蒂", "ren": "伦"}
PARTS = [
    ("".join(parts).title(), "".join(SYLLABLES[part] for part in parts))
    for parts in product(SYLLABLES, repeat=3)
]
TRANSLATED = Pairs(
    "parallel",
    ["the harbour bridge", "a bridge", "a harbour", "Malotima met NATO envoys", "NATO envoys"] * 4,
    ["港湾大桥", "大桥", "港湾", "马洛蒂马会见北约特使", "北约特使"] * 4,
)
REGIONAL = {"川普": (Rendering("特朗普", 1.0),), "特朗普": (Rendering("川普", 1.0),)}


def _learn(folder: Path) -> tuple[Path, Path]:
    folder.mkdir()
    sounds, table = folder / "sounds.npz", folder / "renderings.npz"
    names = Names(PARTS * 2, [("Malo Bridge", "马洛大桥")])
    learn([TRANSLATED], names, REGIONAL, sounds, table)
    return sounds, table


def test_both_files_are_learned_and_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = _learn(tmp_path / "one"), _learn(tmp_path / "two")
    for one, two in zip(first, second, strict=True):
        assert one.read_bytes() == two.read_bytes()
    table = Table(first[1].read_bytes())
    expected: list[tuple[Kind, str, str]] = [
        ("to_chinese", "harbour", "港湾"),
        ("to_chinese", "NATO", "北约"),
        ("to_english", "大桥", "bridg"),
        ("to_chinese", "tirenlo", "蒂伦洛"),
        ("variants", "川普", "特朗普"),
    ]
    for kind, word, rendering in expected:
        found = table.get(kind, word)
        assert found
        assert rendering in [each.text for each in found[:2]]
