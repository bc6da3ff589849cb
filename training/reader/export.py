"""The trained network as the product runs it: ONNX, its matrices in 8 bits."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer

from qa.reading.encoder import NETWORK_FILE, PIECES_FILE, TOKENIZER_FILE
from qa.reading.packed import PackedRows
from training.reader.network import ReaderNetwork

_OPSET = 17
_BLOCK = 32  # weights that share a scale


def export(network: ReaderNetwork, tokenizer: Tokenizer, word: PackedRows, out: Path) -> None:
    """Write the network, the pieces and their embeddings into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _as_onnx(network, whole)
        _in_eight_bits(whole, out / NETWORK_FILE)
    tokenizer.save(str(out / TOKENIZER_FILE), pretty=False)
    word.save(out / PIECES_FILE)


def _as_onnx(network: ReaderNetwork, path: Path) -> None:
    rows, mask = torch.zeros(2, 16, network.sizes.hidden), torch.ones(2, 16)
    axes = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        network.eval(),
        (rows, mask),
        str(path),
        input_names=["rows", "mask"],
        output_names=["scores"],
        dynamic_axes={"rows": axes, "mask": axes, "scores": axes},
        opset_version=_OPSET,
        dynamo=False,
    )


def _in_eight_bits(whole: Path, path: Path) -> None:
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    # In blocks, what is multiplied is rounded block by block too: rounding whole rows of it
    # (``quantize_dynamic``) costs five points of F1, this none, for a fifth more time.
    made = MatMulNBitsQuantizer(
        onnx.load(str(whole)), bits=8, block_size=_BLOCK, is_symmetric=True, accuracy_level=4
    )
    made.process()
    onnx.save(made.model.model, str(path))
