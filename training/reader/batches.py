"""Batches of examples of about the same length, and what is lost on them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from qa.reading.inputs import PAD
from qa.reading.packed import PackedRows
from training.reader.dataset import Item
from training.reader.network import ANSWERS, END, EVIDENCE, START

_POOL = 40  # batches that are sorted by length together
_SPAN, _EVIDENCE, _ANSWERS = 1.0, 0.5, 0.5
_FAR = -1e4


@dataclass(frozen=True)
class Batch:
    """Examples side by side.

    Attributes:
        ids: pieces, (b, t); mask: 1 for pieces, 0 for padding, (b, t).
        starts, ends, evidence: 1 where right, at the first piece where there is no answer,
            (b, t); rows of zeros where it is not known.
        answers: 1 where the passage answers, (b,).
    """

    ids: Tensor
    mask: Tensor
    starts: Tensor
    ends: Tensor
    evidence: Tensor
    answers: Tensor


def batch_of(items: Sequence[Item]) -> Batch:
    """Examples as one batch."""
    longest = max(len(each.ids) for each in items)
    ids = np.full((len(items), longest), PAD, np.int64)
    mask, starts, ends, evidence = (np.zeros((len(items), longest), np.float32) for _ in range(4))
    for row, each in enumerate(items):
        ids[row, : len(each.ids)] = each.ids
        mask[row, : len(each.ids)] = 1.0
        for gold, places in ((starts, each.starts), (ends, each.ends), (evidence, each.evidence)):
            gold[row, places if len(each.evidence) else 0] = 1.0
    answers = np.array([len(each.evidence) > 0 for each in items], np.float32)
    found = (torch.from_numpy(array) for array in (ids, mask, starts, ends, evidence, answers))
    return Batch(*found)


def shuffled(items: Sequence[Item], pieces: int, rng: random.Random) -> Iterator[list[Item]]:
    """All examples in random order, in batches of about so many pieces with their padding."""
    order = rng.sample(items, len(items))
    typical = max(1, pieces // 200)
    batches: list[list[Item]] = []
    for start in range(0, len(order), _POOL * typical):
        pool = sorted(order[start : start + _POOL * typical], key=lambda each: len(each.ids))
        batch: list[Item] = []
        for each in pool:
            if batch and len(each.ids) * (len(batch) + 1) > pieces:
                batches.append(batch)
                batch = []
            batch.append(each)
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def loss_of(scores: Tensor, batch: Batch) -> Tensor:
    """Minus the log-likelihood of what is right, summed over the heads.

    Where several places are right, of their sum: any of them will do.

    Args:
        scores: (b, t, 4), float32.
    """
    hidden = batch.mask == 0
    span = sum(
        _marginal(scores[:, :, head], gold, hidden)
        for head, gold in ((START, batch.starts), (END, batch.ends))
    )
    evidence = _marginal(scores[:, :, EVIDENCE], batch.evidence, hidden)
    answers = functional.binary_cross_entropy_with_logits(scores[:, 0, ANSWERS], batch.answers)
    return _SPAN * span / 2 + _EVIDENCE * evidence + _ANSWERS * answers


def _marginal(scores: Tensor, gold: Tensor, hidden: Tensor) -> Tensor:
    known = gold.sum(dim=1) > 0
    scores = scores.masked_fill(hidden, _FAR)
    right = scores.masked_fill(gold == 0, _FAR).logsumexp(1)
    lost = scores.logsumexp(1) - right
    return (lost * known).sum() / known.sum().clamp(min=1)


def embedded(batch: Batch, word: PackedRows) -> Tensor:
    """The rows of the pieces, (b, t, hidden)."""
    return torch.from_numpy(word.rows(batch.ids.numpy()))
