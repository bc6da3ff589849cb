"""The embeddings of pieces as they were pre-trained: blocks of 4 bits with a scale each."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # weights to a scale


@dataclass(frozen=True)
class PackedRows:
    """Rows of weights, unpacked only where they are wanted.

    Attributes:
        nibbles: two weights a byte, (rows, blocks, 16): in the low half weights 0 to 15 of a
            block, in the high one 16 to 31; each is 8 more than it means.
        scales: (rows, blocks), float16.
    """

    nibbles: NDArray[np.uint8]
    scales: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.nibbles)

    def rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """The rows of these ids, (..., blocks * 32)."""
        unique, places = np.unique(ids, return_inverse=True)
        packed = self.nibbles[unique]
        weights = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8.0
        weights *= self.scales[unique].astype(np.float32)[..., None]
        return weights.reshape(len(unique), -1)[places].reshape(*ids.shape, -1)

    def kept(self, ids: NDArray[np.int64]) -> PackedRows:
        """Only these rows, in this order."""
        return PackedRows(self.nibbles[ids], self.scales[ids])

    def save(self, path: Path) -> None:
        """Write both arrays to an ``.npz`` file."""
        with path.open("wb") as file:
            np.savez(file, allow_pickle=False, nibbles=self.nibbles, scales=self.scales)

    @classmethod
    def load(cls, content: bytes) -> PackedRows:
        """Read what ``save`` wrote."""
        with np.load(BytesIO(content), allow_pickle=False) as file:
            return cls(file["nibbles"], file["scales"])
