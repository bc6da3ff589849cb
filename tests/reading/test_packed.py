from __future__ import annotations

from pathlib import Path

import numpy as np

from qa.reading.packed import PackedRows


def two_rows() -> PackedRows:
    """Rows of one block each: weights 0 to 15 in the low halves, 16 to 31 in the high ones."""
    low = np.arange(16, dtype=np.uint8)
    nibbles = np.stack([low | (15 - low) << 4, np.full(16, 0x88, np.uint8)])[:, None, :]
    return PackedRows(nibbles, np.array([[0.5], [2.0]], np.float16))


def test_low_halves_come_before_high_ones_and_eight_is_nothing() -> None:
    rows = two_rows().rows(np.array([0, 1]))

    expected = 0.5 * (np.concatenate([np.arange(16), np.arange(15, -1, -1)]) - 8)
    assert np.array_equal(rows[0], expected)
    assert not rows[1].any()


def test_ids_keep_their_shape_and_order() -> None:
    packed = two_rows()

    rows = packed.rows(np.array([[1, 0], [0, 0]]))

    assert rows.shape == (2, 2, 32)
    assert np.array_equal(rows[1, 0], packed.rows(np.array([0]))[0])
    assert not rows[0, 0].any()


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    packed = two_rows()
    packed.save(tmp_path / "pieces.npz")

    loaded = PackedRows.load((tmp_path / "pieces.npz").read_bytes())

    assert np.array_equal(loaded.nibbles, packed.nibbles)
    assert loaded.scales.dtype == np.float16
    assert np.array_equal(loaded.kept(np.array([1])).rows(np.array([0])), np.zeros((1, 32)))
