"""How sure a figure is: bootstrap intervals, and paired tests of two runs on the same queries.

Everything is seeded: the same values give the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
FLIPS = 10_000
_SEED = 20_231_121
# Rows of resampling held in memory at once: about 16 MB for 2,000 queries.
_BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the ends of its confidence interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Second run minus first, over the queries that both have.

    Attributes:
        p_value: two-sided, of the randomisation test.
        risen, fallen: queries whose value rose or fell.
    """

    interval: Interval
    p_value: float
    risen: int
    fallen: int

    @property
    def significant(self) -> bool:
        """Whether both tests, at 95 %, see more than chance.

        The bootstrap alone is too ready on few queries, where four that fell look certain.
        """
        return self.p_value < 0.05 and not self.interval.low <= 0 <= self.interval.high


def bootstrap(values: Sequence[float], *, confidence: float = 0.95) -> Interval:
    """The mean of the values and its percentile bootstrap interval; at least one value."""
    sample = np.asarray(values, dtype=np.float64)
    means = _resampled_means(sample)
    tail = (1 - confidence) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Interval(float(sample.mean()), float(low), float(high))


def paired_difference(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Whether the second run differs from the first; ``first[i]`` and ``second[i]`` are one query.

    The interval is a paired bootstrap; the p-value a paired randomisation test (signs of the
    differences flipped at random), which Smucker, Allan and Carterette (CIKM 2007) recommend
    for retrieval.
    """
    differences = np.asarray(second, dtype=np.float64) - np.asarray(first, dtype=np.float64)
    return Difference(
        interval=bootstrap(differences.tolist()),
        p_value=_randomisation_p(differences),
        risen=int((differences > 0).sum()),
        fallen=int((differences < 0).sum()),
    )


def percentile(values: Sequence[float], rank: float) -> float:
    """The value below which ``rank`` per cent lie, interpolated; at least one value."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), rank))


def _resampled_means(sample: NDArray[np.float64]) -> NDArray[np.float64]:
    generator = np.random.default_rng(_SEED)
    blocks = []
    for _ in range(RESAMPLES // _BLOCK):
        picks = generator.integers(0, len(sample), size=(_BLOCK, len(sample)), dtype=np.int32)
        blocks.append(sample[picks].mean(axis=1))
    return np.concatenate(blocks)


def _randomisation_p(differences: NDArray[np.float64]) -> float:
    changed = differences[differences != 0]
    if not len(changed):
        return 1.0
    generator = np.random.default_rng(_SEED)
    # A hair below the observed sum, so that rounding does not part equal sums.
    observed = abs(changed.sum()) - 1e-9
    extreme = 0
    for _ in range(FLIPS // _BLOCK):
        signs = generator.choice(np.array([-1.0, 1.0]), size=(_BLOCK, len(changed)))
        extreme += int((np.abs(signs @ changed) >= observed).sum())
    return (extreme + 1) / (FLIPS + 1)
