"""Confidence as a means to tell questions apart: the area, and refusals at a line."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from evals.discrimination import Asked, auroc_values, discrimination, halves, line_of
from evals.statistics import bootstrap


def drawn(seed: int, count: int, *, apart: float = 1.0) -> tuple[NDArray[np.float64], ...]:
    """Confidences and which are of answerable questions: a third of them."""
    generator = np.random.default_rng(seed)
    answerable = np.arange(count) % 3 == 0
    # Rounded, so that some are equal.
    return (generator.normal(size=count) + apart * answerable).round(1), answerable


def asked(*askings: tuple[str, bool, float]) -> list[Asked]:
    return [Asked(*each) for each in askings]


@pytest.mark.parametrize("apart", [0.0, 1.0, 9.0])
def test_the_mean_is_the_area_that_sklearn_finds(apart: float) -> None:
    confidence, answerable = drawn(1, 90, apart=apart)
    area = roc_auc_score(answerable, confidence)
    assert auroc_values(confidence, answerable.astype(bool)).mean() == pytest.approx(area)


def test_the_interval_is_that_of_areas_over_resampled_questions() -> None:
    confidence, answerable = drawn(2, 240)
    values = auroc_values(confidence, answerable.astype(bool))
    ours = bootstrap(values.tolist())
    generator = np.random.default_rng(3)
    areas = []
    for _ in range(500):
        picks = generator.integers(0, len(confidence), len(confidence))
        areas.append(roc_auc_score(answerable[picks], confidence[picks]))
    low, high = np.quantile(areas, [0.025, 0.975])
    assert ours.low == pytest.approx(low, abs=0.02)
    assert ours.high == pytest.approx(high, abs=0.02)


def test_the_line_refuses_at_most_a_tenth_of_the_answerable() -> None:
    confidence = [place / 100 for place in range(30)]
    line = line_of(confidence)
    assert sum(each < line for each in confidence) == 3
    assert line_of([0.4]) == 0.4
    assert line_of([0.2] * 8 + [0.9] * 12) == 0.2


def test_all_askings_of_a_question_are_in_one_half() -> None:
    twice = [
        Asked(f"q{place}", answerable, 0.5) for place in range(4) for answerable in (True, False)
    ]
    assert halves(twice) == [0, 0, 1, 1, 0, 0, 1, 1]
    apart = asked(("a", True, 0), ("b", True, 0), ("c", False, 0), ("d", False, 0))
    assert halves(apart) == [0, 1, 0, 1]


def test_each_half_is_refused_by_the_line_of_the_other() -> None:
    # The first half's line is 0.6, the second's 0.3.
    found = discrimination(
        asked(
            ("a", True, 0.6),
            ("a", False, 0.2),
            ("b", True, 0.3),
            ("b", False, 0.4),
            ("c", True, 0.7),
            ("c", False, 0.5),
        )
    )
    assert [each.get("refused_answerable@0.1") for each in found[::2]] == [0, 1, 0]
    assert [each.get("refused_unanswerable@0.1") for each in found[1::2]] == [1, 1, 0]
    assert np.mean([each["auroc"] for each in found]) == pytest.approx(7 / 9)


def test_what_cannot_be_had_is_left_out() -> None:
    assert discrimination([]) == []
    assert discrimination(asked(("a", False, 0.1))) == [{}]
    one_of_each = discrimination(asked(("a", True, 0.9), ("b", False, 0.1)))
    assert [each["auroc"] for each in one_of_each] == [1, 1]
    # Both are in the first half: nothing draws a line for it.
    assert not any("refused_answerable@0.1" in each for each in one_of_each)
