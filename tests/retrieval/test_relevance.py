from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from qa.retrieval.features import Features, Floats
from qa.retrieval.relevance import RELEVANT, Weights, relevance


def alike(value: float, passages: int = 1) -> Features:
    """Passages whose every measure has this value."""
    return Features(*(np.full(passages, value, np.float32) for _ in Features.names()))


def scores(features: Features, *crosses: bool) -> list[float]:
    return [float(score) for score in relevance(features, np.array(crosses, np.bool_))]


@pytest.mark.parametrize("crosses", [False, True])
def test_from_nothing_to_everything(crosses: bool) -> None:
    (nothing,) = scores(alike(0.0), crosses)
    (everything,) = scores(alike(1.0), crosses)
    assert 0 <= nothing < 0.05
    assert 0.9 < everything <= 1


@pytest.mark.parametrize("crosses", [False, True])
@pytest.mark.parametrize("name", Features.names())
@pytest.mark.parametrize("level", [0.0, 0.3, 0.6])
def test_a_better_match_never_speaks_against_a_passage(
    name: str, crosses: bool, level: float
) -> None:
    plain = alike(level)
    better = replace(plain, **{name: np.full(1, level + 0.4, np.float32)})
    assert scores(better, crosses) >= scores(plain, crosses)


def test_each_passage_has_the_weights_of_its_own_language() -> None:
    half = alike(0.5, passages=4)
    (same,), (other,) = scores(alike(0.5), False), scores(alike(0.5), True)
    assert same != other
    assert scores(half, True, False, False, True) == pytest.approx([other, same, same, other])


def test_a_passage_is_scored_the_same_whatever_stands_beside_it() -> None:
    values = np.linspace(0, 1, 5, dtype=np.float32)
    together = Features(*(values for _ in Features.names()))
    alone = [scores(alike(float(value)), False)[0] for value in values]
    assert scores(together, *[False] * 5) == pytest.approx(alone, rel=1e-5)
    assert alone == sorted(alone)
    assert alone[0] < RELEVANT < alone[-1]


def test_no_passages_no_scores() -> None:
    assert relevance(alike(0.0, passages=0), np.zeros(0, np.bool_)).shape == (0,)


def test_the_even_chance_is_where_the_weighted_sum_makes_up_for_the_bias() -> None:
    weights: Floats = np.zeros(len(Features.names()), np.float32)
    weights[0] = 4.0
    chances = Weights(-2.0, weights).probabilities
    rising = replace(alike(0.3, 3), **{Features.names()[0]: np.array([0.0, 0.5, 1.0], np.float32)})
    assert chances(rising).tolist() == pytest.approx([0.1192, 0.5, 0.8808], abs=1e-4)
    far = replace(alike(0.0), **{Features.names()[0]: np.array([1e9], np.float32)})
    assert chances(far).tolist() == pytest.approx([1.0]), "no overflow"
