from __future__ import annotations

from pathlib import Path

import torch

from qa.reading.packed import PackedRows
from training.reader.batches import batch_of, embedded
from training.reader.dataset import Item
from training.reader.network import ANSWERS, START, ReaderNetwork, Sizes, mixed
from training.reader.trainer import Plan, Trainer


def plan(steps: int) -> Plan:
    return Plan(steps=steps, pieces=200, rate=3e-3, warm=5, averaged=0.9)


def fresh(sizes: Sizes) -> ReaderNetwork:
    torch.manual_seed(0)
    return ReaderNetwork(sizes)


def test_it_learns_where_the_answer_stands_and_that_there_is_none(
    network: ReaderNetwork, word: PackedRows, items: list[Item], tmp_path: Path
) -> None:
    trainer = Trainer(network, plan(120), {"": 1.0}, tmp_path)
    trainer.run(items, word)

    batch = batch_of(items)
    with torch.inference_mode():
        scores = trainer.averaged()(embedded(batch, word), batch.mask)

    right = scores[:, :, START].argmax(1) == batch.starts.argmax(1)
    assert right.float().mean() > 0.9
    assert ((scores[:, 0, ANSWERS] > 0) == (batch.answers > 0)).float().mean() > 0.9


def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(
    sizes: Sizes, word: PackedRows, items: list[Item], tmp_path: Path
) -> None:
    whole = Trainer(fresh(sizes), plan(20), {"": 1.0}, tmp_path / "whole")
    whole.run(items, word)

    begun = Trainer(fresh(sizes), plan(20), {"": 1.0}, tmp_path / "parts")
    begun.run(items, word, until=7)
    resumed = Trainer(fresh(sizes), plan(20), {"": 1.0}, tmp_path / "parts")
    assert resumed.step == 7
    resumed.run(items, word)

    for name, value in whole.network.state_dict().items():
        assert torch.allclose(value, resumed.network.state_dict()[name], atol=1e-6), name


def test_networks_are_mixed_by_their_weights(sizes: Sizes) -> None:
    first, second = fresh(sizes), ReaderNetwork(sizes)

    found = mixed(first, second, 0.25)

    name, value = next(iter(found.state_dict().items()))
    own, other = first.state_dict()[name], second.state_dict()[name]
    assert torch.allclose(value, 0.75 * own + 0.25 * other)
    assert not found.training
