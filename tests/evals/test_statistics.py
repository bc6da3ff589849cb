"""Intervals that hold what they promise, and tests that see a difference and only then."""

import numpy as np
import pytest
from scipy import stats

from evals.statistics import bootstrap, paired_difference, percentile


def test_interval_holds_the_mean_and_is_the_same_every_time() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0, 0.5]
    interval = bootstrap(values)
    assert interval.mean == pytest.approx(3.5 / 6)
    assert interval.low < interval.mean < interval.high
    assert bootstrap(values) == interval


def test_interval_of_one_value_is_that_value() -> None:
    interval = bootstrap([0.25])
    assert (interval.low, interval.mean, interval.high) == (0.25, 0.25, 0.25)


def test_interval_agrees_with_scipy() -> None:
    values = np.random.default_rng(1).random(200)
    ours = bootstrap(values.tolist())
    theirs = stats.bootstrap((values,), np.mean, method="percentile", rng=2).confidence_interval
    assert ours.low == pytest.approx(theirs.low, abs=0.003)
    assert ours.high == pytest.approx(theirs.high, abs=0.003)


def test_95_per_cent_intervals_cover_the_truth_about_so_often() -> None:
    generator = np.random.default_rng(3)
    intervals = [bootstrap((generator.random(100) < 0.7).tolist()) for _ in range(100)]
    assert 88 <= sum(each.low <= 0.7 <= each.high for each in intervals) <= 100


def test_identical_runs_do_not_differ() -> None:
    values = np.random.default_rng(4).random(300).tolist()
    difference = paired_difference(values, values)
    assert not difference.significant
    assert (difference.p_value, difference.risen, difference.fallen) == (1.0, 0, 0)


def test_a_shift_is_seen() -> None:
    first = np.random.default_rng(5).random(200)
    difference = paired_difference(first.tolist(), (first - 0.02).tolist())
    assert difference.significant
    assert difference.interval.mean == pytest.approx(-0.02)
    assert difference.fallen == 200


def test_p_value_agrees_with_scipy() -> None:
    generator = np.random.default_rng(6)
    first = generator.random(60)
    second = first + generator.normal(0.03, 0.1, 60)
    ours = paired_difference(first.tolist(), second.tolist()).p_value
    theirs = stats.permutation_test(
        (second - first,), np.mean, permutation_type="samples", n_resamples=20_000, rng=7
    ).pvalue
    assert ours == pytest.approx(theirs, abs=0.02)


def test_four_queries_that_all_fell_are_not_enough() -> None:
    first = [1.0] * 40
    assert not paired_difference(first, [0.0] * 4 + [1.0] * 36).significant
    assert paired_difference(first, [0.0] * 8 + [1.0] * 32).significant


def test_noise_is_rarely_called_a_difference() -> None:
    generator = np.random.default_rng(8)
    alarms = 0
    for _ in range(60):
        first = (generator.random(120) < 0.6).astype(float)
        flipped = generator.random(120) < 0.2
        second = np.where(flipped, (generator.random(120) < 0.6).astype(float), first)
        alarms += paired_difference(first.tolist(), second.tolist()).significant
    assert alarms <= 7


def test_percentile() -> None:
    assert percentile([1, 2, 3, 4], 50) == 2.5
    assert percentile([7], 95) == 7
