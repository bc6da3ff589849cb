from __future__ import annotations

from pathlib import Path

import pytest

from qa.retrieval.renderings import Entries, Kind, Rendering, Table, weighted, write_table

ENTRIES: dict[Kind, Entries] = {
    "to_chinese": {
        "harbour": (Rendering("港湾", 1.0), Rendering("港", 0.4)),
        "upon": (),
        "bridg": (Rendering("大桥", 1.0),),
    },
    "to_english": {"港湾": (Rendering("harbour", 1.0),), "之": ()},
    "variants": {"卡梅隆": (Rendering("卡梅伦", 1.0),), "卡梅伦": (Rendering("卡梅隆", 1.0),)},
}


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    write_table(path, ENTRIES)
    table = Table(path.read_bytes())
    for kind, known in ENTRIES.items():
        for word, renderings in known.items():
            found = table.get(kind, word)
            assert found is not None
            assert [each.text for each in found] == [each.text for each in renderings]
            assert [each.weight for each in found] == pytest.approx(
                [each.weight for each in renderings], abs=0.04
            )


def test_a_word_that_means_nothing_is_not_one_that_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    write_table(path, ENTRIES)
    table = Table(path.read_bytes())
    assert table.get("to_chinese", "upon") == ()
    assert table.get("to_chinese", "ferri") is None
    # Known as a rendering only.
    assert table.get("to_english", "大桥") is None
    assert table.get("variants", "港湾") is None


def test_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "table.npz"
    write_table(path, {"to_chinese": {}, "to_english": {}, "variants": {}})
    assert Table(path.read_bytes()).get("to_chinese", "upon") is None


def test_the_same_entries_give_the_same_bytes(tmp_path: Path) -> None:
    write_table(tmp_path / "one.npz", ENTRIES)
    backwards: dict[Kind, Entries] = {
        kind: dict(reversed(list(known.items()))) for kind, known in reversed(ENTRIES.items())
    }
    write_table(tmp_path / "two.npz", backwards)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_weights_are_relative_to_the_best() -> None:
    found = weighted({"领域": 0.2, "地区": 0.4, "场": 0.001})
    assert [each.text for each in found] == ["地区", "领域"]
    assert found[0].weight == 1.0
    assert found[1].weight == pytest.approx(0.5**0.3)


def test_at_most_eight_are_kept_and_none_without_a_share() -> None:
    assert len(weighted({f"stem{i}": 1.0 for i in range(20)})) == 8
    assert weighted({"a": 1.0, "b": 0.0}) == (Rendering("a", 1.0),)
    assert weighted({}) == weighted({"a": 0.0}) == ()
