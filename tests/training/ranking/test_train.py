"""The fit on made-up questions whose right weights are known."""

from __future__ import annotations

import numpy as np
import pytest

from training.ranking.train import NAMES, Asked, fit

PLACES = {name: place for place, name in enumerate(NAMES)}
ONE, TWO, *_ = NAMES


def asked(signal: dict[str, float], questions: int = 120, others: int = 9) -> list[Asked]:
    """Questions whose gold passage has this much more of some measures than noise."""
    chance = np.random.default_rng(5)
    found = []
    for number in range(questions):
        rows = chance.uniform(0.0, 0.5, (others + 1, len(NAMES)))
        gold = number % (others + 1)
        for name, more in signal.items():
            rows[gold, PLACES[name]] += more
        found.append(Asked(rows, gold))
    return found


def first_places(questions: list[Asked], weights: np.ndarray) -> float:
    """The share of questions whose gold passage stands first."""
    firsts = [int((one.features @ weights[1:]).argmax()) == one.gold for one in questions]
    return float(np.mean(firsts))


def chances(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    found: np.ndarray = 1 / (1 + np.exp(-(rows @ weights[1:] + weights[0])))
    return found


def test_what_tells_gold_passages_apart_gets_the_weight() -> None:
    questions = asked({ONE: 0.6})
    weights = fit(questions)
    assert weights.shape == (1 + len(NAMES),)
    assert np.argmax(weights[1:]) == PLACES[ONE]
    assert weights[1 + PLACES[ONE]] > 5 * np.delete(weights[1:], PLACES[ONE]).max()
    assert first_places(questions, weights) == 1.0


def test_the_even_chance_parts_gold_passages_from_the_best_others() -> None:
    questions = asked({ONE: 0.9, TWO: 0.3})
    weights = fit(questions)
    gold = chances(np.array([one.features[one.gold] for one in questions]), weights)
    best = np.array([chances(one.others, weights).max() for one in questions])
    assert (gold > 0.5).mean() > 0.98
    assert (best < 0.5).mean() > 0.98


def test_a_measure_that_ranks_nothing_may_tell_how_high_to_ask() -> None:
    # Of some questions all passages have much of the first measure; the second says of which.
    questions = []
    for number, one in enumerate(asked({ONE: 0.6})):
        rows = one.features.copy()
        rows[:, PLACES[ONE]] += number % 7 / 3
        rows[:, PLACES[TWO]] = 2 - number % 7 / 3
        questions.append(Asked(rows, one.gold))
    weights = fit(questions)
    assert weights[1 + PLACES[TWO]] > 0.5 * weights[1 + PLACES[ONE]]
    gold = chances(np.array([one.features[one.gold] for one in questions]), weights)
    best = np.array([chances(one.others, weights).max() for one in questions])
    assert (gold > 0.5).mean() > 0.9
    assert (best < 0.5).mean() > 0.9


def test_both_measures_together_rank_better_than_one() -> None:
    questions = asked({ONE: 0.25, TWO: 0.25})
    weights = fit(questions)
    for name in (ONE, TWO):
        less = fit(questions, without=(name,))
        assert first_places(questions, less) < first_places(questions, weights)


def test_no_weight_is_negative_whatever_speaks_against_a_passage() -> None:
    questions = asked({ONE: 0.6, TWO: -0.4})
    weights = fit(questions)
    assert (weights[1:] >= 0).all()
    assert weights[1 + PLACES[TWO]] == 0
    assert weights[0] < 0, "the bias may be"


@pytest.mark.parametrize("name", NAMES)
def test_a_measure_that_is_left_out_has_no_weight(name: str) -> None:
    questions = asked(dict.fromkeys(NAMES, 0.3))
    assert fit(questions)[1 + PLACES[name]] > 0
    assert fit(questions, without=(name,))[1 + PLACES[name]] == 0


def test_questions_may_have_different_numbers_of_candidates() -> None:
    questions = [*asked({ONE: 0.6}, 40, others=1), *asked({ONE: 0.6}, 40, others=30)]
    assert first_places(questions, fit(questions)) > 0.97


def test_the_others_are_all_but_the_gold_passage() -> None:
    rows = np.arange(3.0 * len(NAMES)).reshape(3, -1)
    assert Asked(rows, 1).others.tolist() == rows[[0, 2]].tolist()
