from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from qa.errors import ModelError
from training.reader.e5 import read_e5

HIDDEN, PIECES = 32, ("<s>", "<pad>", "</s>", "<unk>", "▁國")


def name_and_place(name: str, kind: int, count: int, offset: int, size: int) -> bytes:
    encoded = name.encode()
    head = struct.pack("<H", len(encoded)) + encoded
    return head + struct.pack("<BIQQ", kind, count, offset, size)


def written(path: Path) -> Path:
    """A file of one row of blocks a piece, and a bias."""
    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, 1, 2, 64, len(PIECES), 16, 2) + struct.pack("<f", 1e-12)
    head += struct.pack("<6i", 32, len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", len(blob))
    head += ends.tobytes() + np.arange(len(PIECES), dtype="<f4").tobytes() + blob
    head += struct.pack("<iI", 0, 3) + b"map" + struct.pack("<i", 2)
    block = np.float16(0.5).tobytes() + bytes([0x19] * 16)  # low halves 9, high ones 1
    word, bias = block * len(PIECES), np.arange(HIDDEN, dtype="<f4").tobytes()
    offset = len(head) + 2 * 21 + len("emb.word") + len("l0.q.b") + 2 * 2
    listed = name_and_place("emb.word", 1, HIDDEN * len(PIECES), offset, len(word))
    listed += name_and_place("l0.q.b", 0, HIDDEN, offset + len(word), len(bias))
    filler = bytes(offset - len(head) - len(listed))
    path.write_bytes(head + listed + filler + word + bias)
    return path


def test_pieces_scores_and_tensors_are_read(tmp_path: Path) -> None:
    e5 = read_e5(written(tmp_path / "tiny.bin"))

    assert e5.pieces == PIECES
    assert e5.scores == (0.0, 1.0, 2.0, 3.0, 4.0)
    assert (e5.hidden, e5.layers, e5.heads, e5.inner, e5.positions) == (HIDDEN, 1, 2, 64, 16)
    assert e5.tensors["l0.q.b"].tolist() == list(range(HIDDEN))


def test_blocks_hold_weights_less_eight_times_their_scale(tmp_path: Path) -> None:
    row = read_e5(written(tmp_path / "tiny.bin")).word.rows(np.array([4]))[0]

    assert row[:16].tolist() == [0.5] * 16
    assert row[16:].tolist() == [-3.5] * 16


def test_another_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))

    with pytest.raises(ModelError, match=r"other\.bin: not an E5S1 file"):
        read_e5(tmp_path / "other.bin")
