from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from training.reader.batches import batch_of, loss_of, shuffled
from training.reader.dataset import Item
from training.reader.network import ANSWERS, END, EVIDENCE, START


def item(length: int, answer: list[int], sentence: list[int] | None = None) -> Item:
    places = np.array(answer, np.int32)
    evidence = np.array(answer if sentence is None else sentence, np.int32)
    return Item("made", False, np.full(length, 5, np.int32), places, places, evidence)


def scores_for(items: list[Item], right: float) -> torch.Tensor:
    batch = batch_of(items)
    scores = torch.zeros(*batch.ids.shape, 4)
    for column, gold in ((START, batch.starts), (END, batch.ends), (EVIDENCE, batch.evidence)):
        scores[:, :, column] = gold * right
    scores[:, 0, ANSWERS] = (batch.answers * 2 - 1) * right
    return scores


def test_nothing_is_lost_where_all_is_right() -> None:
    items = [item(6, [3]), item(4, [])]

    assert float(loss_of(scores_for(items, 40.0), batch_of(items))) == pytest.approx(0, abs=1e-4)


def test_what_is_wrong_loses_more_than_what_is_right() -> None:
    items = [item(6, [3]), item(4, [])]
    batch = batch_of(items)

    assert loss_of(scores_for(items, -3.0), batch) > loss_of(scores_for(items, 3.0), batch)


def test_any_of_several_places_will_do() -> None:
    several = [item(6, [2, 4])]
    scores = torch.zeros(1, 6, 4)
    scores[0, 2] = scores[0, 0, ANSWERS] = 30.0

    assert float(loss_of(scores, batch_of(several))) == pytest.approx(0, abs=1e-4)


def test_where_only_the_sentence_is_known_its_words_cost_nothing() -> None:
    only_sentence = [item(6, [], sentence=[2, 3])]
    scores = torch.zeros(1, 6, 4)
    scores[0, 2, EVIDENCE] = scores[0, 0, ANSWERS] = 30.0
    elsewhere = scores.clone()
    elsewhere[0, 5, START] = 30.0

    batch = batch_of(only_sentence)
    assert float(loss_of(scores, batch)) == pytest.approx(0, abs=1e-4)
    assert float(loss_of(elsewhere, batch)) == pytest.approx(0, abs=1e-4)


def test_every_example_comes_once_and_batches_stay_small() -> None:
    items = [item(3 + number % 40, []) for number in range(300)]

    batches = list(shuffled(items, 400, random.Random(1)))

    assert sorted(len(each.ids) for batch in batches for each in batch) == sorted(
        len(each.ids) for each in items
    )
    assert max(len(batch) * max(len(each.ids) for each in batch) for batch in batches) <= 400
