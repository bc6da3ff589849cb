"""The trained network as the product runs it: ONNX, its matrices in 8 bits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import torch
from tokenizers import Tokenizer

from qa.reading.encoder import NETWORK_FILE, PIECES_FILE, TOKENIZER_FILE
from qa.reading.packed import PackedRows
from training.reader.network import ReaderNetwork

_OPSET = 17


def export(network: ReaderNetwork, tokenizer: Tokenizer, word: PackedRows, out: Path) -> None:
    """Write the network, the pieces and their embeddings into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _as_onnx(network, whole)
        _in_eight_bits(whole, out / NETWORK_FILE)
    tokenizer.save(str(out / TOKENIZER_FILE), pretty=False)
    word.save(out / PIECES_FILE)


def export_whole(network: ReaderNetwork, path: Path) -> None:
    """Write the network with all its bits, to see what 8 of them cost."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _as_onnx(network, whole)
        shutil.move(whole, path)


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
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # 7 of the 8 bits: with all of them processors without VNNI clip sums, and decide otherwise.
    quantize_dynamic(whole, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
