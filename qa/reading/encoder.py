"""The encoder that ships: an ONNX network over embedded pieces, run by onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from qa.models.artefact import Artefact
from qa.reading.inputs import PAD, Encoded, Reading, encode
from qa.reading.packed import PackedRows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

NETWORK_FILE, TOKENIZER_FILE, PIECES_FILE = "network.onnx", "tokenizer.json", "pieces.npz"


class Encoder:
    """Readings to scores of their pieces. Safe to use from several threads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, pieces: PackedRows) -> None:
        self._session, self._tokenizer, self._pieces = session, tokenizer, pieces

    @classmethod
    def load(cls, made: Artefact, *, threads: int) -> Encoder:
        """The encoder of an artefact.

        Args:
            threads: cores that one reading may use.

        Raises:
            ModelError: a file is missing, or not the one that was made.
        """
        return cls(
            _session(made.read(NETWORK_FILE), threads),
            Tokenizer.from_str(made.read(TOKENIZER_FILE).decode("utf-8")),
            PackedRows.load(made.read(PIECES_FILE)),
        )

    def encode(self, readings: Sequence[Reading]) -> list[Encoded]:
        """The pieces of each reading."""
        return encode(self._tokenizer, readings)

    def scores(self, encoded: Sequence[Encoded]) -> list[NDArray[np.float32]]:
        """Of readings in one batch: the four scores of each piece, (t, 4) each."""
        longest = max((len(each.ids) for each in encoded), default=0)
        ids = np.full((len(encoded), longest), PAD, np.int64)
        mask = np.zeros((len(encoded), longest), np.float32)
        for row, each in enumerate(encoded):
            ids[row, : len(each.ids)] = each.ids
            mask[row, : len(each.ids)] = 1.0
        if not longest:
            return []
        (found,) = self._session.run(None, {"rows": self._pieces.rows(ids), "mask": mask})
        return [own[: len(each.ids)] for own, each in zip(found, encoded, strict=True)]


def _session(network: bytes, threads: int) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Between two questions its threads sleep: they would spin on the cores of other questions.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])
