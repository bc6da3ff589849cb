"""The network in numpy says what it says in torch, where it was trained."""

from __future__ import annotations

import numpy as np
import pytest

from qa.embedding.load import shipped_model
from qa.reading.features import NAMES
from qa.reading.network import LONGEST, NOWHERE, Network, token_inputs


@pytest.mark.slow
def test_numpy_and_torch_agree() -> None:
    import torch

    from training.static_reader.model import Inputs, ReaderNet

    torch.manual_seed(1)
    rng = np.random.default_rng(1)
    usage = torch.from_numpy(rng.normal(size=(40_001, 64)).astype(np.float32))
    net = ReaderNet(512, torch.zeros(len(NAMES)), torch.ones(len(NAMES)), usage).eval()
    table = rng.normal(size=(37, len(NAMES))).astype(np.float32)
    ids, question = rng.integers(0, 40_000, 37), rng.integers(0, 40_000, 6)
    model = shipped_model()
    rows, asked = token_inputs(ids, model), token_inputs(question, model)
    # The second sentence has no token.
    sentences = np.array([0] * 11 + [2] * 20 + [3] * 6)
    found, none = Network(net.weights()).scores(table, ids, sentences, question)
    arrays = (
        table,
        ids,
        rows,
        sentences,
        np.ones(37, np.float32),
        question,
        asked,
        np.ones(6, np.float32),
    )
    given = Inputs(*(torch.from_numpy(each)[None] for each in arrays))
    with torch.no_grad():
        expected, expected_none = net(given)
    inside = found > NOWHERE / 2
    assert inside.sum() == sum(min(LONGEST, 37 - n) for n in range(37))
    assert np.abs(found - expected[0].numpy())[inside].max() < 0.02, "weights are in 16 bits"
    assert none == pytest.approx(float(expected_none), abs=0.02)


def test_long_rows_are_cut() -> None:
    model = shipped_model()
    ids = np.arange(100, 4000, 7)
    lengths = np.linalg.norm(token_inputs(ids, model), axis=1)
    assert lengths.max() <= 2.001
    expected = np.minimum(model.row_lengths[ids], 20) / 10
    assert lengths == pytest.approx(expected, rel=1e-3)
