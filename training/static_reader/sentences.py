"""Fit the weights of ``qa.reading.sentences`` on questions that nothing was trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from qa.reading.network import NOWHERE, Network
from qa.reading.sentences import MEASURES, measures
from qa.text.language import detect_language, is_chinese
from training.static_reader.data import Example
from training.static_reader.measures import read_example, right_sentences

_RIDGE = 1e-3
_FOLDS = 5
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """Measures of a passage's sentences, and which of them hold the answer."""

    measures: NDArray[np.float32]
    right: NDArray[np.bool_]
    crosses: bool


@dataclass(frozen=True)
class Fitted:
    """Weights for passages in the question's language and in the other, (2, measures).

    Attributes:
        right: how often the best sentence answers by the network alone, and on questions left
            out by these weights; for either row.
    """

    weights: NDArray[np.float32]
    right: tuple[tuple[float, float], ...]


def fit_sentences(examples: Sequence[Example], network: Network) -> Fitted:
    """Fit both rows, five-fold cross-validated."""
    choices = list(_choices(examples, network))
    halves = [[one for one in choices if one.crosses is crosses] for crosses in (False, True)]
    right = tuple((_share_right(half, _network_alone()), _left_out(half)) for half in halves)
    weights = np.stack([_fit(half) for half in halves]).round(4)
    return Fitted(weights.astype(np.float32), right)


def _choices(examples: Sequence[Example], network: Network) -> Iterator[Choice]:
    for each in examples:
        if not len(each.gold) or not len(each.tokens):
            continue
        reading = read_example(each, network)
        right = right_sentences(each)
        if not right.all():
            features = each.features.astype(np.float32)
            found = measures(reading, each.tokens, features, each.matches)
            chinese = is_chinese(detect_language(each.asked.question))
            yield Choice(found, right, crosses=chinese != each.tokens.are_chinese)


def _network_alone() -> Floats:
    return np.array([name == "network" for name in MEASURES], np.float64)


def _left_out(choices: Sequence[Choice]) -> float:
    """How often the best sentence answers, by weights that were fitted without the question."""
    shares = []
    for fold in range(_FOLDS):
        weights = _fit([one for place, one in enumerate(choices) if place % _FOLDS != fold])
        shares.append(_share_right(choices[fold::_FOLDS], weights))
    return float(np.mean(shares))


def _share_right(choices: Sequence[Choice], weights: Floats) -> float:
    return float(np.mean([one.right[int((one.measures @ weights).argmax())] for one in choices]))


def _fit(choices: Sequence[Choice]) -> Floats:
    """The likeliest weights of a softmax over the sentences, with a small ridge."""
    rows = np.concatenate([one.measures for one in choices]).astype(np.float64)
    right = np.concatenate([one.right for one in choices])
    sizes = np.array([len(one.right) for one in choices])
    starts: NDArray[np.int64] = np.cumsum(sizes) - sizes
    ridge = _RIDGE * len(choices)

    def shares(odds: Floats) -> tuple[float, Floats]:
        """The sum of each passage's log of sums, and each sentence's share in its own."""
        top = np.maximum.reduceat(odds, starts)
        parts = np.exp(odds - np.repeat(top, sizes))
        sums = np.add.reduceat(parts, starts)
        return float((np.log(sums) + top).sum()), parts / np.repeat(sums, sizes)

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = rows @ weights
        whole, share = shares(odds)
        correct, share_right = shares(np.where(right, odds, NOWHERE))
        value = whole - correct + ridge * float(weights @ weights)
        return value, (share - share_right) @ rows + 2 * ridge * weights

    found: Floats = minimize(loss, _network_alone(), jac=True, method="L-BFGS-B").x
    return found
